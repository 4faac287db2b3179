"""Which line is the heading, which column is which, and in which unit its amounts stand. Plain Python."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from promotion.allocation.pasted.grid import Grid
from promotion.kernel.errors import Invalid, Term
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import DisplayUnit
from promotion.kernel.text import search_key

FARTHEST = 30
"""The heading stands within so many lines."""

_UNITS = (
    (DisplayUnit.billion, r"\bty\b|\bty dong\b|\bbillion\b|\bbn\b"),
    (DisplayUnit.million, r"\btrieu\b|\btr\b|\bmillion\b"),
    (DisplayUnit.thousand, r"\bnghin\b|\bngan\b|\bthousand\b|\b1 ?000 ?d"),
    (DisplayUnit.dong, r"\bdong\b|\bvnd\b|\bd\b"),
)
_TABLE_UNIT = re.compile(r"^(don vi tinh|don vi tien|dvt|unit)\b")
_NUMBERING = re.compile(r"\(?([0-9]{1,2}|[a-h])\)?( ?= ?[0-9()+/*x -]+)?")


class Kind(StrEnum):
    """What stands in a column."""

    text = "text"
    money = "money"
    day = "day"


@dataclass(frozen=True)
class Column:
    """A column of a layout: its name on pages, and the headings under which people write it (without marks)."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: Kind = Kind.text

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means the column: the aliases, and its own name."""
        return (*self.aliases, folded(self.label))


@dataclass(frozen=True)
class Heading:
    """The recognised heading: its line, the place of each column, the unit of each amount."""

    number: int
    places: Mapping[str, int]
    words: Mapping[str, str]
    units: Mapping[str, DisplayUnit] = field(default_factory=dict)
    cells: tuple[str, ...] = ()

    def repeated(self, cells: Sequence[str]) -> bool:
        """Tell whether a line is this heading once more, or the line (1) (2) (3) under it."""
        seen = [folded(cells[place]) for place in self.places.values() if place < len(cells) and cells[place]]
        heads = {folded(word) for word in self.words.values()}
        if len(seen) > 1 and all(word in heads for word in seen):
            return True
        marks = [_NUMBERING.fullmatch(search_key(cell)) for cell in cells if cell]
        if len(marks) != len(self.cells) or not all(marks):
            return False
        numbers = [int(mark[1]) for mark in marks if mark and mark[1].isdigit()]
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def folded(text: str) -> str:
    """Return a heading as it is compared: no marks, no signs, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", search_key(text)))


def unit_in(text: str) -> DisplayUnit | None:
    """Return the unit that a heading names, None when it names none."""
    words = re.sub(r"\b(cong|hop dong|doi) (ty|dong)\b", "", folded(text).replace("hop dong", ""))
    return next((unit for unit, pattern in _UNITS if re.search(pattern, words)), None)


def find(lines: Grid, layout: Sequence[Column], needed: Iterable[str]) -> Heading:
    """Return the heading within the first lines: the one that names most columns of the layout.

    Raises `Invalid` when no line names a needed column, and when two columns bear the same name.
    """
    best: tuple[int, dict[str, list[int]], Sequence[str]] | None = None
    for number, cells in lines[:FARTHEST]:
        places = _places(cells, layout)
        if best is None or len(places) > len(best[1]):
            best = number, places, cells
    assert best is not None  # noqa: S101 - a grid has lines
    number, places, cells = best
    missing = [column for column in layout if column.key in set(needed) - places.keys()]
    if missing:
        raise Invalid(
            N_("No heading was found for “%(column)s”."),
            {"column": Term(missing[0].label)},
            cure=N_(
                "Paste the list together with its headings: code or name of the project, and the amounts."
            ),
        )
    for column in layout:
        if len(places.get(column.key, ())) > 1:
            first, second = (cells[place] for place in places[column.key][:2])
            raise Invalid(
                N_("Two columns could be “%(column)s”: “%(first)s” and “%(second)s”."),
                {"column": Term(column.label), "first": first, "second": second},
                cure=N_("Leave out the column that is not meant, or give it another heading."),
            )
    single = {key: found[0] for key, found in places.items()}
    above = [cell for line, row in lines if line < number for cell in row]
    return Heading(
        number,
        single,
        {key: cells[place] for key, place in single.items()},
        _units(layout, single, cells, above),
        tuple(cell for cell in cells if cell),
    )


def _places(cells: Sequence[str], layout: Sequence[Column]) -> dict[str, list[int]]:
    """Return where each column may stand: a heading that is its name goes before one that only holds it."""
    exact: dict[str, list[int]] = {}
    loose: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(cells):
        word = folded(re.sub(r"\(.*?\)", " ", cell))
        scores = {column.key: _score(word, column) for column in layout} if word else {}
        best = max(scores.values(), default=0)
        key = next((key for key, score in scores.items() if best and score == best), None)
        if key is None:
            continue
        if any(word == alias for column in layout if column.key == key for alias in column.headings):
            exact.setdefault(key, []).append(place)
        else:
            loose.setdefault(key, []).append((best, place))
    best_loose = {
        key: [place for score, place in found if score == max(found)[0]] for key, found in loose.items()
    }
    return {**best_loose, **exact}


def _score(word: str, column: Column) -> int:
    """Return the length of the longest alias that the heading holds as whole words, 0 for none."""
    held = (alias for alias in column.headings if f" {alias} " in f" {word} ")
    return max(map(len, held), default=0)


def _units(
    layout: Sequence[Column], places: Mapping[str, int], cells: Sequence[str], above: Sequence[str]
) -> dict[str, DisplayUnit]:
    of_table = next(
        (unit for cell in above if _TABLE_UNIT.match(folded(cell)) and (unit := unit_in(_behind(cell)))), None
    )
    money = [column.key for column in layout if column.kind is Kind.money and column.key in places]
    named = {key: unit_in(cells[places[key]]) or of_table for key in money}
    return {key: unit for key, unit in named.items() if unit is not None}


def _behind(cell: str) -> str:
    """Return what follows "Đơn vị tính:"; "đơn vị" itself is no unit."""
    return _TABLE_UNIT.sub("", folded(cell))
