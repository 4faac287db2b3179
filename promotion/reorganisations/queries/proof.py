"""Sums before and after: which rows of figures move when the map changes, and that nothing is gained or lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from promotion.access.actor import Scope
from promotion.figures.measures import BASES
from promotion.figures.model import Boundaries, Dimension, Question, Row, Table
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.territory.rules import Atlas

SHOWN = ("approved", "released", "assigned", "disbursed", "projects")
_PLACES = (Dimension.province, Dimension.region)


@dataclass(frozen=True)
class View:
    """One side of a comparison: the atlas, and the boundaries on which figures are folded."""

    places: Atlas
    boundaries: Boundaries


@dataclass(frozen=True)
class Moved:
    """A row of figures that differs between the two sides; None where the row is not there at all."""

    by: Dimension
    level: Level
    label: str
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None


@dataclass(frozen=True)
class Proof:
    """How many sums were held against each other, and how many of them are equal."""

    compared: int
    equal: int

    @property
    def holds(self) -> bool:
        """Whether all of them are."""
        return self.compared == self.equal


def sides(before: Atlas, after: Atlas, day: date) -> tuple[View, View]:
    """Return both sides of a preview: the same day, without the act and with it."""
    return View(before, Boundaries("day", day)), View(after, Boundaries("day", day))


def moved(scope: Scope, year: int, before: View, after: View, language: str) -> list[Moved]:
    """Return the rows of provinces, then of regions, that differ, by level; amounts in đồng."""
    found = []
    for by in _PLACES:
        for level in Level:
            old, new = (_rows(_table(scope, year, by, level, side, language)) for side in (before, after))
            for key in [*old, *(key for key in new if key not in old)]:
                pair = old.get(key), new.get(key)
                if _values(pair[0]) != _values(pair[1]):
                    row = pair[1] or pair[0]
                    label = row.label if row else key
                    found.append(Moved(by, level, label, _values(pair[0]), _values(pair[1])))
    return found


def proof(scope: Scope, years: Iterable[int], before: View, after: View) -> Proof:
    """Hold every total of every year, level and measure against its other side and against its rows; and each row as
    recorded against itself.
    """
    compared = equal = 0
    for year in years:
        for level in Level:
            for left, right in _pairs(scope, year, level, before, after):
                compared += len(left)
                equal += sum(a == b for a, b in zip(left, right, strict=True))
    return Proof(compared, equal)


def _pairs(
    scope: Scope, year: int, level: Level, before: View, after: View
) -> Iterable[tuple[list[int], list[int]]]:
    keys = [measure.key for measure in BASES]
    for by in _PLACES:
        old, new = (_table(scope, year, by, level, side) for side in (before, after))
        yield [old.total.values[key] for key in keys], [new.total.values[key] for key in keys]
        yield (
            [sum(row.values[key] for row in new.rows) for key in keys],
            [new.total.values[key] for key in keys],
        )
    recorded = Boundaries("recorded")
    sides = (View(side.places, recorded) for side in (before, after))
    old, new = (_table(scope, year, Dimension.province, level, side) for side in sides)
    found = {row.key: row.values for row in new.rows}
    rows = [
        (row.values[key], found[row.key][key]) for row in old.rows if any(row.values.values()) for key in keys
    ]
    yield [left for left, _ in rows], [right for _, right in rows]


def _table(scope: Scope, year: int, by: Dimension, level: Level, side: View, language: str = "vi") -> Table:
    question = Question(year, by, level, None, today(), side.boundaries)
    return tabulate(scope, question, language, side.places)


def _rows(table: Table) -> dict[str, Row]:
    return {row.key: row for row in table.rows if row.kind == "row" or any(row.values.values())}


def _values(row: Row | None) -> Mapping[str, int] | None:
    return None if row is None else {key: row.values[key] for key in SHOWN}
