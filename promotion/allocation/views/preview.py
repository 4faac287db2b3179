"""A pasted list as a page shows it: its cells as they were typed, each fault in words at its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.allocation.pasted.headings import Column, Kind
from promotion.allocation.pasted.rows import CellFault, ListRow, ListTable
from promotion.web.languages import say

MOST_NAMED = 30
"""So many faults stand above the list; all of them stand at their cells."""


@dataclass(frozen=True)
class ShownCell:
    """One cell: what was typed, what was read of it (đồng, for amounts), what is wrong with it."""

    column: str
    typed: str
    amount: int | None
    money: bool
    faults: tuple[str, ...]


@dataclass(frozen=True)
class ShownRow:
    """One row with its number in the sheet; `total` marks a typed total."""

    number: int
    cells: tuple[ShownCell, ...]
    faulty: bool
    total: bool


@dataclass(frozen=True)
class Shown:
    """The whole list; `summary` are the first faults with the rows to jump to, `more` how many stand below only."""

    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    summary: tuple[tuple[str, str], ...]
    more: int
    passed: str


def shown(table: ListTable, faults: Sequence[CellFault], layout: Sequence[Column]) -> Shown:
    """Return a list that has faults, for its page."""
    columns = [column for column in layout if column.key in table.heading.places]
    at: dict[tuple[int, str], list[str]] = {}
    for fault in faults:
        key = fault.column if fault.column in table.heading.places else ""
        at.setdefault((fault.row or table.heading.number, key), []).append(words(fault))
    rows = sorted((*table.rows, *table.totals), key=lambda row: row.number)
    totals = {row.number for row in table.totals}
    whole = ListRow(table.heading.number, table.heading.words)
    heading = [whole] if any(row == whole.number for row, _column in at) else []
    lines = [_row(row, columns, at, total=row.number in totals) for row in (*heading, *rows)]
    named = [(_line(fault, layout), f"#row-{fault.row or table.heading.number}") for fault in faults]
    return Shown(
        tuple(_(column.label) for column in columns),
        tuple(lines),
        tuple(named[:MOST_NAMED]),
        max(0, len(named) - MOST_NAMED),
        ", ".join(map(str, table.passed)),
    )


def _row(
    row: ListRow, columns: Sequence[Column], at: Mapping[tuple[int, str], list[str]], *, total: bool
) -> ShownRow:
    cells = [
        ShownCell(
            _(column.label),
            row.typed.get(column.key, ""),
            row.amounts.get(column.key),
            column.kind is Kind.money,
            tuple(at.get((row.number, column.key), ())),
        )
        for column in columns
    ]
    loose = at.get((row.number, ""), ())
    if loose:
        cells[0] = replace(cells[0], faults=(*loose, *cells[0].faults))
    return ShownRow(row.number, tuple(cells), any(cell.faults for cell in cells), total)


def notes(found: Iterable[CellFault], layout: Sequence[Column]) -> list[str]:
    """Return what is odd and not wrong, in words; of many the first."""
    every = [_line(note, layout) for note in found]
    more = len(every) - MOST_NAMED
    if more <= 0:
        return every
    return [*every[:MOST_NAMED], ngettext("and %(num)s more", "and %(num)s more", more)]


def words(fault: CellFault) -> str:
    """Return what is wrong and how to cure it."""
    text = say(fault.message, dict(fault.params))
    return f"{text} {say(fault.cure, dict(fault.params))}" if fault.cure else text


def _line(fault: CellFault, layout: Sequence[Column]) -> str:
    """Return a fault with its row and column."""
    label = next((_(column.label) for column in layout if column.key == fault.column), "")
    if not fault.row:
        return words(fault)
    if not label:
        return _("Row %(row)s: %(fault)s", row=fault.row, fault=words(fault))
    return _("Row %(row)s, %(column)s: %(fault)s", row=fault.row, column=label, fault=words(fault))
