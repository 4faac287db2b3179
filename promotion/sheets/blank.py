"""The blank workbook of a layout: headings to fill in under, lists to choose from, and a sheet that explains."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

from promotion.kernel.messages import mark as N_
from promotion.sheets.layouts import Layout

_MADE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ROWS = 1000


def blank(layout: Layout, translate: Callable[[str], str]) -> bytes:
    """Return the workbook as a file, the same bytes each time; `translate` speaks the reader's language."""
    target = BytesIO()
    file = xlsxwriter.Workbook(target, {"in_memory": True})
    file.set_properties({"title": translate(layout.title), "created": _MADE})
    head = file.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1, "num_format": "@"})
    text = file.add_format({"num_format": "@"})
    sheet = file.add_worksheet("Số liệu")
    for place, field in enumerate(layout.fields):
        # As text, so that a spreadsheet turns no code into a day and no digits into others.
        sheet.set_column(place, place, field.width, text)
        sheet.write_string(0, place, field.key, head)
        if field.choices:
            sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": list(field.choices)})
    sheet.freeze_panes(1, 0)
    _explain(file, layout, translate, head)
    file.close()
    return target.getvalue()


def _explain(
    file: xlsxwriter.Workbook,
    layout: Layout,
    translate: Callable[[str], str],
    head: xlsxwriter.format.Format,
) -> None:
    wrapped = file.add_format({"text_wrap": True, "valign": "top"})
    sheet = file.add_worksheet(layout.help_sheets[0])
    columns = ((N_("Column"), 14), (N_("Required"), 12), (N_("What goes in"), 80), (N_("Example"), 30))
    for place, (title, width) in enumerate(columns):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, translate(title), head)
    for row, field in enumerate(layout.fields, 1):
        required = translate(N_("yes")) if field.required else translate(N_("no"))
        for place, words in enumerate((field.key, required, translate(field.help), field.example)):
            sheet.write_string(row, place, words)
