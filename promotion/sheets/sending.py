"""A workbook as the answer to a request."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from promotion.kernel.calendar import today
from promotion.sheets.declaration import Workbook
from promotion.sheets.writer import write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a browser is told that a written workbook is."""


def sent(workbook: Workbook, name: str) -> Response:
    """Return the workbook as a file to be kept under this name."""
    file = BytesIO()
    write(workbook, file)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def sent_dated(workbook: Workbook, name: str) -> Response:
    """Return the workbook as a file to be kept under this name and today's date."""
    return sent(workbook, f"{name}-{today():%Y%m%d}.xlsx")
