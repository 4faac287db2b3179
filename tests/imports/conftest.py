from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl import Workbook

from promotion.imports import service
from promotion.imports.drafts import Checked, SentFile
from promotion.imports.opening import LAYOUT

HEADINGS = [field.key for field in LAYOUT.fields]
ROW = {
    "year": "2022", "period": "year", "scope": "province", "place": "Kiên Giang", "edition": "2024",
    "level": "national", "measure": "approved", "value": "45", "unit": "billion", "as_of": "",
    "source": "Báo cáo 1/BC", "note": "",
}  # fmt: skip


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The application with its database at hand, in an English request."""
    with app.test_request_context(), force_locale("en"):
        yield app


@pytest.fixture
def checked(inside: Flask) -> Callable[..., Checked]:
    """Check rows that differ from a good one in the cells that are given."""

    def check(*rows: Mapping[str, object]) -> Checked:
        return service.check(csv_file(*rows), "en")

    return check


def csv_file(*rows: Mapping[str, object], delimiter: str = ",", head: list[str] | None = None) -> SentFile:
    """Return a CSV file of good rows with some cells changed."""
    lines = [head or HEADINGS, *([str((ROW | row)[key]) for key in HEADINGS] for row in rows)]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in line] for line in lines]
    text = "\n".join(delimiter.join(line) for line in quoted)
    return SentFile(LAYOUT.key, "số liệu.csv", text.encode())


def workbook(*rows: Mapping[str, object], name: str = "so-lieu.xlsx") -> SentFile:
    """Return the same as a workbook; cells keep their type, an empty text is no cell."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([value if (value := (ROW | row)[key]) != "" else None for key in HEADINGS])
    return SentFile(LAYOUT.key, name, saved(book))


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
