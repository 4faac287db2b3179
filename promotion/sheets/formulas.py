"""The live formula of every derived cell.

A formula is put together from addresses, from codes that `lookup_key` admits and from words of our own;
nothing a person typed can come here.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from promotion.sheets.cells import Derived, Difference, Lookup, Ratio, Ref, Same, Sum, Tally, Verdict
from promotion.sheets.places import Place
from promotion.sheets.values import NO_BASE, table_of
from promotion.sheets.wording import lookup_key, quoted

_MOST_ARGUMENTS = 250


def column_letters(number: int) -> str:
    """Give the letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Formulas:
    """Writes formulas over the places of a workbook."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self._letters = {
            key: {column: column_letters(number) for column, number in place.columns.items()}
            for key, place in places.items()
        }

    def of(self, cell: Derived, sheet: str) -> str:  # noqa: PLR0911 - one return for each sort of cell
        """Give the formula of a cell that stands on `sheet`."""
        match cell:
            case Same(ref):
                return f"={self._address(ref, sheet)}"
            case Sum(refs):
                return self._sum(refs, sheet)
            case Difference(left, right):
                return f"={self._address(left, sheet)}-{self._address(right, sheet)}"
            case Ratio(part, base):
                above, below = self._address(part, sheet), self._address(base, sheet)
                return f"=IF({below}=0,{quoted(NO_BASE)},{above}/{below})"
            case Lookup():
                return self._lookup(cell, sheet)
            case Verdict(left, right, passed, failed, relation):
                test = f"{self._address(left, sheet)}{relation}{self._address(right, sheet)}"
                return f"=IF({test},{quoted(passed)},{quoted(failed)})"
            case Tally(refs, word, after):
                counts = [f"COUNTIF({part},{quoted(word)})" for part in self._ranges(refs, sheet)]
                return f"=({'+'.join(counts) or '0'})&{quoted(after)}"
            case _:
                assert_never(cell)

    def _address(self, ref: Ref, sheet: str) -> str:
        key = ref.sheet or sheet
        where = f"{self._letters[key][ref.column]}{self._places[key].rows[ref.row] + 1}"
        return where if key == sheet else f"{self._tab(key)}!{where}"

    def _tab(self, key: str) -> str:
        return "'" + self._places[key].sheet.name.replace("'", "''") + "'"

    def _sum(self, refs: tuple[Ref, ...], sheet: str) -> str:
        parts = list(self._ranges(refs, sheet))
        sums = [
            f"SUM({','.join(parts[start : start + _MOST_ARGUMENTS])})"
            for start in range(0, len(parts), _MOST_ARGUMENTS)
        ]
        return "=" + ("+".join(sums) or "0")

    def _lookup(self, cell: Lookup, sheet: str) -> str:
        place = self._places[cell.sheet]
        first = (place.head[1] if place.head else 0) + 2
        last = max(first, first + len(place.rows) - 1)
        tab = "" if cell.sheet == sheet else f"{self._tab(cell.sheet)}!"
        letters = self._letters[cell.sheet]
        spans = [
            f"{tab}${letters[column]}${first}:${letters[column]}${last}"
            for column in (cell.column, table_of(place.sheet).key_column)
        ]
        return f"=SUMIFS({spans[0]},{spans[1]},{quoted(lookup_key(cell.key))})"

    def _ranges(self, refs: Iterable[Ref], sheet: str) -> Iterable[str]:
        """Join cells that stand directly below each other into ranges, in the order given."""
        start: tuple[str, str, int] | None = None
        length = 0
        for ref in refs:
            key = ref.sheet or sheet
            at = (key, self._letters[key][ref.column], self._places[key].rows[ref.row] + 1)
            if start and at == (start[0], start[1], start[2] + length):
                length += 1
                continue
            if start:
                yield self._range(start, length, sheet)
            start, length = at, 1
        if start:
            yield self._range(start, length, sheet)

    def _range(self, start: tuple[str, str, int], length: int, sheet: str) -> str:
        key, letters, row = start
        tab = "" if key == sheet else f"{self._tab(key)}!"
        return f"{tab}{letters}{row}" + (f":{letters}{row + length - 1}" if length > 1 else "")
