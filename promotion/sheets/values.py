"""What every cell of a declared workbook is worth, computed in Python from the declaration alone.

These are the values stored beside the formulas, so that a file shows the same figures in a preview, on a
phone or in a protected view as after a recalculation. Whole numbers stay exact integers; a rate is the
correctly rounded quotient of two of them, which is also what a spreadsheet computes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from promotion.sheets.cells import (
    Amount,
    Cell,
    Count,
    Day,
    Derived,
    Difference,
    Kind,
    Link,
    Lookup,
    Mark,
    Ratio,
    Ref,
    Same,
    Sum,
    Tally,
    Text,
    Value,
    Verdict,
)
from promotion.sheets.declaration import Column, Row, Sheet, Table, Workbook
from promotion.sheets.wording import cell_text

LARGEST = 2**53
"""Whole numbers up to here are exact in a spreadsheet."""
NO_BASE = "–"

_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A row of the table by columns: its cells (None where nothing stands), their values, how they are shown."""

    cells: list[Cell | None]
    values: list[Value]
    kinds: list[Kind]


class Values:
    """The values of all cells of a workbook, computed once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._columns: dict[str, dict[str, Column]] = {}
        self._rows: dict[str, dict[str, Row]] = {}
        self._known: dict[_Place, Value] = {}
        self._open: set[_Place] = set()
        for sheet in workbook.sheets:
            self._columns[sheet.key] = {column.key: column for column in sheet.columns}
            self._rows[sheet.key] = {row.key: row for row in table_of(sheet).rows}

    def row(self, sheet: str, row: str) -> Filled:
        """Give the cells of a row of the table with their values, in the order of the columns."""
        declared = self._rows[sheet][row]
        filled = Filled([], [], [])
        for key, column in self._columns[sheet].items():
            cell = declared.cells.get(key) or _rate(declared, column)
            filled.cells.append(cell)
            filled.kinds.append((cell and cell.kind) or column.kind)
            if isinstance(cell, Text):
                filled.values.append(cell_text(cell.value))
            elif isinstance(cell, Amount):
                filled.values.append(_exact(cell.value))
            elif cell is None:
                filled.values.append("")
            else:
                value = self._known.get((sheet, row, key))
                if value is None:
                    value = self._known[sheet, row, key] = self.of(cell, sheet)
                filled.values.append(value)
        return filled

    def at(self, ref: Ref, sheet: str) -> Value:
        """Give the value of the cell a reference on `sheet` names. A circle of references is a ValueError."""
        place = (ref.sheet or sheet, ref.row, ref.column)
        known = self._known.get(place)
        if known is not None:
            return known
        cell = self._cell(*place)
        if isinstance(cell, Amount):
            return _exact(cell.value)
        if place in self._open:
            message = f"cell {'/'.join(place)} rests on itself"
            raise ValueError(message)
        self._open.add(place)
        value = self._known[place] = self.of(cell, place[0])
        self._open.discard(place)
        return value

    def of(self, cell: Cell, sheet: str) -> Value:
        """Give the value of a cell that stands on `sheet`; a number that is not exact is a ValueError."""
        match cell:
            case Text(text) | Link(text, _) | Mark(text):
                return cell_text(text)
            case Amount(number) | Count(number):
                return _exact(number)
            case Day(day):
                return day
            case _:
                return self._derived(cell, sheet)

    def _derived(self, cell: Derived, sheet: str) -> Value:  # noqa: PLR0911 - one return for each sort
        match cell:
            case Same(ref):
                return self.at(ref, sheet)
            case Sum(refs):
                return _exact(sum(self._whole(refs, sheet)))
            case Difference(left, right):
                more, less = self._whole((left, right), sheet)
                return _exact(more - less)
            case Ratio(part, base):
                above, below = self._whole((part, base), sheet)
                return above / below if below else NO_BASE
            case Lookup():
                return self._found(cell)
            case Verdict(left, right, passed, failed, relation):
                one, other = self._whole((left, right), sheet)
                return passed if one == other or (relation == "<=" and one < other) else failed
            case Tally(refs, word, after):
                return f"{sum(1 for ref in refs if self.at(ref, sheet) == word)}{after}"
            case _:
                assert_never(cell)

    def _cell(self, sheet: str, row: str, column: str) -> Cell:
        """Give a cell of a table; one that was not declared, or is left empty, is a ValueError."""
        declared = self._rows.get(sheet, {}).get(row)
        shown = self._columns.get(sheet, {}).get(column)
        cell = (declared.cells.get(column) or _rate(declared, shown)) if declared and shown else None
        if cell is None:
            message = f"no cell {sheet}/{row}/{column}"
            raise ValueError(message)
        return cell

    def _found(self, cell: Lookup) -> Value:
        if cell.sheet not in self._rows or cell.key not in self._rows[cell.sheet]:
            return 0
        return next(iter(self._whole((Ref(cell.key, cell.column, cell.sheet),), cell.sheet)))

    def _whole(self, refs: Iterable[Ref], sheet: str) -> Iterable[int]:
        for ref in refs:
            value = self.at(ref, sheet)
            if not isinstance(value, int):
                message = f"cell {ref.sheet or sheet}/{ref.row}/{ref.column} is no whole number: {value!r}"
                raise ValueError(message)  # noqa: TRY004 - a fault of the declaration, as all others here
            yield value


def _rate(row: Row, column: Column) -> Cell | None:
    """Give the rate that a column of rates has in every row of figures."""
    if not column.share_of or not row.rates:
        return None
    part, base = column.share_of
    return Ratio(Ref(row.key, part), Ref(row.key, base))


def table_of(sheet: Sheet) -> Table:
    """Give the table of a sheet, an empty one where it has none; two tables are a ValueError."""
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    if len(tables) > 1:
        message = f"sheet {sheet.key} has {len(tables)} tables"
        raise ValueError(message)
    return tables[0] if tables else Table(())


def _exact(number: int) -> int:
    if abs(number) > LARGEST:
        message = f"{number} is not exact in a spreadsheet"
        raise ValueError(message)
    return number
