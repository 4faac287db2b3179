"""Writes a declared workbook as an .xlsx file.

Two equal declarations give two equal files, byte for byte: parts are zipped with the fixed time of the
format's beginning (1 January 1980), the file's own creation time is the declaration's `made`, and nothing
else in the container comes from the clock, from chance or from the machine.
"""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.workbook import Workbook as File
from xlsxwriter.worksheet import Worksheet

from promotion.sheets.cells import Ref, Value
from promotion.sheets.declaration import Footer, Workbook
from promotion.sheets.formulas import Formulas
from promotion.sheets.measures import Measures
from promotion.sheets.painter import Formats, Painter
from promotion.sheets.places import places
from promotion.sheets.values import Values
from promotion.sheets.widths import FONT


def _options() -> dict[str, object]:
    """Give the library's options, anew for each file: it writes into them.

    Without "none" the font would be tied to the theme, and Excel would show the theme's own font instead.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11, "font_scheme": "none"},
    }


class _Page(Worksheet):
    """A sheet that takes formulas as they are: ours hold no function that the format wants renamed.

    The library looks through each formula for some thirty of them, a tenth of all the time a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - as the library has it
        return formula.removeprefix("=")


def write(workbook: Workbook, target: Path | BinaryIO) -> None:
    """Write the workbook to a path or an open binary file.

    A fault of the declaration (a key twice, a reference to nothing, a name no sheet may bear, a number no
    spreadsheet holds exactly) is a ValueError, and nothing is written.
    """
    found = places(workbook)
    values = Values(workbook)
    formulas = Formulas(found)
    measured = {key: Measures(place, values) for key, place in found.items()}
    file = xlsxwriter.Workbook(target, _options())
    _describe(file, workbook)
    formats = Formats(file)
    names = {sheet.key: sheet.name for sheet in workbook.sheets}
    for key, place in found.items():
        page = file.add_worksheet(place.sheet.name, _Page)
        painter = Painter(page, place, measured[key], formats, names)
        painter.paint(values, formulas)
        page.set_footer(_footer(workbook.footer), {"margin": 0.4})
    file.close()


def read_back(workbook: Workbook, cells: Iterable[Ref]) -> list[Value]:
    """Give the values of cells of the declaration, by sheet, without writing it."""
    values = Values(workbook)
    return [values.at(cell, "") for cell in cells]


def _describe(file: File, workbook: Workbook) -> None:
    file.set_properties(
        {
            "title": workbook.title,
            "author": workbook.author,
            "created": workbook.made.astimezone(UTC).replace(tzinfo=None),
        }
    )
    file.set_size(1600 * 15 // 10, 1200)


def _footer(footer: Footer) -> str:
    """Give the footer in the codes of the format; an ampersand of ours is doubled."""
    type_ = f'&"{FONT},Regular"&9 '
    left = footer.left.replace("&", "&&")
    pages = footer.pages.replace("&", "&&") % {"page": "&P", "pages": "&N"}
    return f"&L{type_}{left}&R{type_}{pages}"
