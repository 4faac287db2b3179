"""The layout of a file that people fill in: each column is named once. The blank workbook and the reader come from it.

The reader says everything at once: every fault with sheet, row and column, what was found, and how to cure it.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from promotion.kernel.errors import DomainError, Invalid, Params
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import clean, search_key
from promotion.sheets.grids import Cell, Grid, Row, Unread, Unreadable, letters, shown

Severity = Literal["error", "note"]
_SEARCHED = 30
_RECOGNISED = 3


@dataclass(frozen=True)
class Field:
    """One column: its key, which is its heading too, other spellings, what it is for, and how a cell is read.

    `read` raises a domain error for a cell that it cannot take; an empty cell never reaches it.
    """

    key: str
    help: str
    read: Callable[[Cell], object]
    aliases: tuple[str, ...] = ()
    required: bool = True
    width: int = 16
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A file's columns, in the order of the blank workbook."""

    key: str
    title: str
    fields: tuple[Field, ...]
    help_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something about one cell (or one column, or one sheet): an error keeps the file out, a note does not.

    Message and cure are message-ids with places for the params.
    """

    sheet: str
    row: int | None
    column: str
    heading: str
    found: str
    message: str
    params: Params = dataclasses.field(default_factory=dict)
    cure: str | None = None
    severity: Severity = "error"


@dataclass(frozen=True)
class Record:
    """One row of the file: what could be read, by the key of the column, and where each cell stands."""

    sheet: str
    row: int
    values: Mapping[str, object]
    cells: Mapping[str, Cell]
    columns: Mapping[str, str]
    faulty: frozenset[str]

    def finding(
        self, key: str, error: DomainError, *, found: str | None = None, severity: Severity = "error"
    ) -> Finding:
        """Return what is wrong with one cell of this row."""
        text = shown(self.cells.get(key)) if found is None else found
        column = self.columns.get(key, "")
        return Finding(
            *(self.sheet, self.row, column, key, text, error.message, error.params, error.cure, severity)
        )


def read_table(layout: Layout, grids: Iterable[Grid]) -> tuple[list[Record], list[Finding]]:
    """Return the rows of every visible sheet that has the layout's headings, and what is wrong with their cells.

    Raises `Unreadable` when no sheet has them.
    """
    reader = _Reader(layout)
    for grid in grids:
        reader.read(grid)
    if not reader.recognised:
        raise Unreadable(
            N_("The file has no table with the headings of this layout: %(headings)s."),
            {"headings": ", ".join(field.key for field in layout.fields)},
            cure=N_("Use the blank workbook of the layout, or write these headings over the columns."),
        )
    return reader.records, reader.findings


class _Reader:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.names = {name: field.key for field in layout.fields for name in _names(field)}
        self.records: list[Record] = []
        self.findings: list[Finding] = []
        self.recognised = False

    def read(self, grid: Grid) -> None:
        """Read one sheet, or say that it was passed over."""
        head = max(grid.rows[:_SEARCHED], key=self.headings, default=None)
        if head is None or self.headings(head) < _RECOGNISED:
            if (grid.rows or not grid.visible) and grid.name not in self.layout.help_sheets:
                self.findings.append(_passed_over(grid))
            return
        self.recognised = True
        body = [row for row in grid.rows if row.number > head.number]
        places = self.places(grid, head, body)
        missing = [field for field in self.layout.fields if field.required and field.key not in places]
        for field in missing:
            self.findings.append(
                Finding(
                    *(grid.name, head.number, "", field.key, ""),
                    N_("The column “%(heading)s” is missing."),
                    {"heading": field.key},
                    N_("Add the column with this heading."),
                )
            )
        if not missing:
            for row in body:
                self.read_row(grid, row, places)

    def headings(self, row: Row) -> int:
        """Return how many of the layout's headings a row holds."""
        return len({self.names[name] for name in map(_folded, row.cells.values()) if name in self.names})

    def places(self, grid: Grid, head: Row, body: Sequence[Row]) -> dict[str, int]:
        """Return where each column stands; say what stands there twice, or is not of the layout."""
        places: dict[str, int] = {}
        for place, cell in sorted(head.cells.items()):
            key = self.names.get(_folded(cell))
            text = shown(cell)
            where = (grid.name, head.number, letters(place), text, text)
            if key is None:
                if any(place in row.cells for row in body):
                    words = N_("This column is not part of the layout and was not read.")
                    self.findings.append(Finding(*where, words, severity="note"))
            elif key in places:
                words = N_("This heading stands over another column too.")
                self.findings.append(Finding(*where, words, cure=N_("Leave only one of the two columns.")))
            else:
                places[key] = place
        return places

    def read_row(self, grid: Grid, row: Row, places: Mapping[str, int]) -> None:
        """Read the cells of one row; a row that is blank in the layout's columns is none."""
        cells = {key: row.cells[place] for key, place in places.items() if place in row.cells}
        if not cells:
            return
        values: dict[str, object] = {}
        faults: dict[str, DomainError] = {}
        for field in self.layout.fields:
            try:
                cell = _whole(cells.get(field.key, ""))
                if cell != "":
                    values[field.key] = field.read(cell)
                elif field.required:
                    raise Invalid(
                        N_("This cell may not be empty."), cure=N_("Fill it in, or take the row out.")
                    )
            except DomainError as error:
                faults[field.key] = error
        columns = {key: letters(place) for key, place in places.items()}
        record = Record(grid.name, row.number, values, cells, columns, frozenset(faults))
        self.records.append(record)
        self.findings += [record.finding(key, error) for key, error in faults.items()]


def _passed_over(grid: Grid) -> Finding:
    words = (
        N_("This sheet has no headings of the layout and was not read.")
        if grid.visible
        else N_("This sheet is hidden and was not read.")
    )
    return Finding(grid.name, None, "", "", "", words, severity="note")


def _folded(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]+", " ", search_key(cell)).strip() if isinstance(cell, str) else ""


def _names(field: Field) -> set[str]:
    return {_folded(name) for name in (field.key, *field.aliases)}


def _whole(cell: Cell) -> Cell:
    """Return the cell with its text cleaned; refuse what holds no value."""
    if isinstance(cell, Unread):
        if cell.kind == "formula":
            raise Invalid(
                N_("The cell holds a formula without a stored result."),
                cure=N_("Open the file in a spreadsheet program and save it, or write the value itself."),
            )
        raise Invalid(
            N_("The cell holds the error value %(text)s."),
            {"text": cell.text},
            cure=N_("Write the value itself."),
        )
    return clean(cell) if isinstance(cell, str) else cell
