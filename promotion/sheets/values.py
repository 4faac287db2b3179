"""What every cell of a declared workbook is worth, computed in Python from the declaration alone.

These are the values stored beside the formulas, so that a file shows the same figures in a preview, on a
phone or in a protected view as after a recalculation. Whole numbers stay exact integers; a rate is the
correctly rounded quotient of two of them, which is also what a spreadsheet computes.
"""

from collections.abc import Iterable
from typing import assert_never

from promotion.sheets.cells import (
    Amount,
    Cell,
    Count,
    Day,
    Derived,
    Difference,
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

    def cell(self, sheet: str, row: str, column: str) -> Cell | None:
        """Give the cell of the table, the rates of its columns included, or None where nothing stands.

        A row or column that was not declared is a ValueError.
        """
        try:
            found_row, found_column = self._rows[sheet][row], self._columns[sheet][column]
        except KeyError:
            message = f"no cell {sheet}/{row}/{column}"
            raise ValueError(message) from None
        cell = found_row.cells.get(column)
        if cell is None and found_column.share_of and found_row.rates:
            part, base = found_column.share_of
            return Ratio(Ref(row, part), Ref(row, base))
        return cell

    def at(self, ref: Ref, sheet: str) -> Value:
        """Give the value of the cell a reference on `sheet` names. A circle of references is a ValueError."""
        place = (ref.sheet or sheet, ref.row, ref.column)
        known = self._known.get(place)
        if known is not None:
            return known
        if place in self._open:
            message = f"cell {'/'.join(place)} rests on itself"
            raise ValueError(message)
        self._open.add(place)
        cell = self.cell(*place)
        if cell is None:
            message = f"cell {'/'.join(place)} is empty"
            raise ValueError(message)
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
