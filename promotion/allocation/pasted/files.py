"""A file as the text that somebody would have pasted: its first sheet with a heading, each row at its number."""

from collections.abc import Sequence
from datetime import date

from promotion.allocation.pasted.grid import cells_of, text_of
from promotion.allocation.pasted.headings import Column, find
from promotion.kernel.calendar import date_text
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import separators
from promotion.sheets.grids import Cell, Grid, shown
from promotion.sheets.reading import read


def text_of_file(
    name: str, content: bytes, layout: Sequence[Column], needed: Sequence[str], language: str
) -> str:
    """Return the sheet that holds the list as text; numbers are written by the rules of the language.

    Raises `Unreadable` for what is no workbook and no CSV text, `Invalid` when no sheet holds anything.
    """
    texts = [_text(grid, language) for grid in read(name, content) if grid.visible and grid.rows]
    if not texts:
        raise Invalid(N_("The file “%(file)s” holds no filled sheet."), {"file": name})
    return next((text for text in texts if _has_heading(text, layout, needed)), texts[0])


def _has_heading(text: str, layout: Sequence[Column], needed: Sequence[str]) -> bool:
    try:
        find(cells_of(text), layout, needed)
    except Invalid:
        return False
    return True


def _text(grid: Grid, language: str) -> str:
    lines: list[list[str]] = [[] for _row in range(grid.rows[-1].number)]
    for row in grid.rows:
        width = max(row.cells) + 1
        lines[row.number - 1] = [_cell(row.cells.get(place), language) for place in range(width)]
    return text_of(lines)


def _cell(cell: Cell | None, language: str) -> str:
    if isinstance(cell, date):
        return date_text(cell, language)
    text = shown(cell)
    return text if isinstance(cell, str | None) else text.replace(".", separators(language)[1])
