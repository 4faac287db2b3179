"""Where everything of a sheet comes to stand: sheet rows from top to bottom, columns from left to right.

Rows and columns count from 0, as the writing library counts.
"""

from dataclasses import dataclass
from enum import Enum

from promotion.sheets.cells import Text
from promotion.sheets.declaration import Line, Row, Sheet, Table, Workbook
from promotion.sheets.values import table_of
from promotion.sheets.wording import sheet_name


class Head(Enum):
    """The rows of a table's head."""

    bands = "bands"
    titles = "titles"
    index = "index"


@dataclass(frozen=True, slots=True)
class Place:
    """The rows and columns of one sheet."""

    sheet: Sheet
    columns: dict[str, int]
    rows: dict[str, int]
    order: tuple[Line | Head | Row, ...]
    head: tuple[int, int] | None

    @property
    def last_printed(self) -> int:
        """The last column that belongs to the page."""
        return max(number for number, column in enumerate(self.sheet.columns) if column.printed)

    @property
    def across(self) -> list[tuple[int, int]]:
        """The columns of the pages that stand side by side, from first to last; the repeated ones stand before each."""
        begins = [0, *(self.columns[key] for key in self.sheet.turns)]
        return list(zip(begins, [*(begin - 1 for begin in begins[1:]), self.last_printed], strict=True))

    @property
    def repeated(self) -> int:
        """How many columns stand again on every further page."""
        return self.columns[self.sheet.frozen] + 1 if self.sheet.turns else 0


def place(sheet: Sheet) -> Place:
    """Lay out a sheet. Keys that occur twice are a ValueError."""
    order: list[Line | Head | Row] = []
    rows: dict[str, int] = {}
    head: tuple[int, int] | None = None
    for block in sheet.blocks:
        if isinstance(block, Line):
            order.append(block)
            continue
        start = len(order)
        order += _head(sheet, block)
        head = (start, len(order) - 1)
        for row in block.rows:
            rows[row.key] = len(order)
            order.append(row)
    columns = {column.key: number for number, column in enumerate(sheet.columns)}
    if len(columns) != len(sheet.columns) or len(rows) != len(table_of(sheet).rows):
        message = f"sheet {sheet.key} has a key twice"
        raise ValueError(message)
    _check_keys(sheet)
    return Place(sheet, columns, rows, tuple(order), head)


def places(workbook: Workbook) -> dict[str, Place]:
    """Lay out all sheets. Names no sheet may bear, and names or keys that occur twice, are a ValueError."""
    names = {sheet_name(sheet.name).casefold() for sheet in workbook.sheets}
    found = {sheet.key: place(sheet) for sheet in workbook.sheets}
    if len(found) != len(workbook.sheets) or len(names) != len(workbook.sheets):
        message = "a sheet's key or name occurs twice"
        raise ValueError(message)
    return found


def _check_keys(sheet: Sheet) -> None:
    """What `Lookup` searches has to be what the rows are called."""
    table = table_of(sheet)
    for row in table.rows if table.key_column else ():
        if row.cells.get(table.key_column) != Text(row.key):
            message = f"row {sheet.key}/{row.key} does not show its key"
            raise ValueError(message)


def _head(sheet: Sheet, table: Table) -> list[Head]:
    rows = [Head.bands] if any(column.band for column in sheet.columns) else []
    rows.append(Head.titles)
    if table.numbered:
        rows.append(Head.index)
    return rows
