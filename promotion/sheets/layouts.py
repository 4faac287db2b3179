"""The layout of a file that people fill in: each column is named once. The blank workbook and the reader come from it.

The reader says everything at once: every fault with sheet, row and column, what was found, and how to cure it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from promotion.kernel.errors import DomainError, Params
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
    params: Params = field(default_factory=dict)
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
    records: list[Record] = []
    findings: list[Finding] = []
    recognised = False
    passed_over: list[Grid] = []
    for grid in grids:
        head = _head(layout, grid)
        if head is None:
            if (grid.rows or not grid.visible) and grid.name not in layout.help_sheets:
                passed_over.append(grid)
            continue
        recognised = True
        _read_sheet(layout, grid, head, records, findings)
    if not recognised:
        raise Unreadable(
            N_("The file has no table with the headings of this layout: %(headings)s."),
            {"headings": ", ".join(field.key for field in layout.fields)},
            cure=N_("Use the blank workbook of the layout, or write these headings over the columns."),
        )
    findings += [_passed_over(grid) for grid in passed_over]
    return records, findings


def _passed_over(grid: Grid) -> Finding:
    words = (
        N_("This sheet has no headings of the layout and was not read.")
        if grid.visible
        else N_("This sheet is hidden and was not read.")
    )
    return Finding(grid.name, None, "", "", "", words, severity="note")


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", search_key(text)).strip()


def _head(layout: Layout, grid: Grid) -> Row | None:
    """Return the row that holds most headings, if it holds enough of them to be the head of a table."""
    known = {name for field in layout.fields for name in _names(field)}

    def headings(row: Row) -> int:
        return len({_folded(cell) for cell in row.cells.values() if isinstance(cell, str)} & known)

    best = max(grid.rows[:_SEARCHED], key=headings, default=None)
    return best if best is not None and headings(best) >= _RECOGNISED else None


def _names(field: Field) -> set[str]:
    return {_folded(name) for name in (field.key, *field.aliases)}


def _read_sheet(
    layout: Layout, grid: Grid, head: Row, records: list[Record], findings: list[Finding]
) -> None:
    places: dict[str, int] = {}
    for place, cell in sorted(head.cells.items()):
        name = _folded(cell) if isinstance(cell, str) else ""
        field = next((field for field in layout.fields if name and name in _names(field)), None)
        if field is None:
            if any(place in row.cells for row in grid.rows if row.number > head.number):
                findings.append(_of_head(grid, head, place, N_("This column is not part of the layout and was not read."),
                                         severity="note"))  # fmt: skip
        elif field.key in places:
            findings.append(_of_head(grid, head, place, N_("This heading stands over another column too."),
                                     cure=N_("Leave only one of the two columns.")))  # fmt: skip
        else:
            places[field.key] = place
    missing = [field for field in layout.fields if field.required and field.key not in places]
    findings += [
        Finding(grid.name, head.number, "", field.key, "", N_("The column “%(heading)s” is missing."),
                {"heading": field.key}, N_("Add the column with this heading."))
        for field in missing
    ]  # fmt: skip
    if not missing:
        for row in grid.rows:
            if row.number > head.number:
                _read_row(layout, grid, row, places, records, findings)


def _of_head(
    grid: Grid, head: Row, place: int, message: str, *, cure: str | None = None, severity: Severity = "error"
) -> Finding:
    text = shown(head.cells[place])
    return Finding(grid.name, head.number, letters(place), text, text, message, cure=cure, severity=severity)


def _read_row(  # noqa: PLR0913, PLR0917 - the row, and what gathers what comes of it
    layout: Layout,
    grid: Grid,
    row: Row,
    places: Mapping[str, int],
    records: list[Record],
    findings: list[Finding],
) -> None:
    if not any(place in row.cells for place in places.values()):
        return
    columns = {key: letters(place) for key, place in places.items()}
    cells = {key: row.cells[place] for key, place in places.items() if place in row.cells}
    values: dict[str, object] = {}
    faults: dict[str, DomainError] = {}
    for field in layout.fields:
        try:
            if field.key in cells:
                values[field.key] = field.read(_whole(cells[field.key]))
            elif field.required:
                raise DomainError(
                    N_("This cell may not be empty."), cure=N_("Fill it in, or take the row out.")
                )
        except DomainError as error:
            faults[field.key] = error
    record = Record(grid.name, row.number, values, cells, columns, frozenset(faults))
    records.append(record)
    findings += [record.finding(key, error) for key, error in faults.items()]


def _whole(cell: Cell) -> Cell:
    """Return the cell with its text cleaned; refuse what holds no value."""
    if isinstance(cell, Unread):
        if cell.kind == "formula":
            raise DomainError(
                N_("The cell holds a formula without a stored result."),
                cure=N_("Open the file in a spreadsheet program and save it, or write the value itself."),
            )
        raise DomainError(
            N_("The cell holds the error value %(text)s."),
            {"text": cell.text},
            cure=N_("Write the value itself."),
        )
    return clean(cell) if isinstance(cell, str) else cell
