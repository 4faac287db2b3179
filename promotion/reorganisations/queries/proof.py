"""Sums before and after: which rows of figures move when the map changes, and that nothing is gained or lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from promotion.access.actor import Scope
from promotion.figures.measures import EVERY_BASE
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

    def __add__(self, other: "Proof") -> "Proof":
        """Return both counts together."""
        return Proof(self.compared + other.compared, self.equal + other.equal)

    @property
    def holds(self) -> bool:
        """Whether all of them are."""
        return self.compared == self.equal


def sides(before: Atlas, after: Atlas, day: date) -> tuple[View, View]:
    """Return both sides of a preview: the same day, without the act and with it."""
    return View(before, Boundaries("day", day)), View(after, Boundaries("day", day))


@dataclass(frozen=True)
class Pair:
    """The same question on both sides."""

    by: Dimension
    level: Level
    before: Table
    after: Table


def pairs(scope: Scope, year: int, before: View, after: View, language: str) -> list[Pair]:
    """Return the tables of a year by province and by region, by level, on both sides."""
    return [
        Pair(by, level, *(_table(scope, year, by, level, side, language) for side in (before, after)))
        for by in _PLACES
        for level in Level
    ]


def moved(compared: Iterable[Pair]) -> tuple[Moved, ...]:
    """Return the rows of provinces, then of regions, that differ, by level; amounts in đồng."""
    found = []
    for pair in compared:
        old, new = _rows(pair.before), _rows(pair.after)
        for key in [*old, *(key for key in new if key not in old)]:
            before, after = _values(old.get(key)), _values(new.get(key))
            if before != after:
                label = (new.get(key) or old[key]).label
                found.append(Moved(pair.by, pair.level, label, before, after))
    return tuple(found)


def proved(compared: Iterable[Pair]) -> Proof:
    """Hold every total against its other side, and against the rows that add up to it."""
    sums: list[bool] = []
    for pair in compared:
        for measure in EVERY_BASE:
            before, after = (table.total.values[measure.key] for table in (pair.before, pair.after))
            sums += [before == after, after == sum(row.values[measure.key] for row in pair.after.rows)]
    return Proof(len(sums), sum(sums))


def proof(scope: Scope, years: Iterable[int], before: View, after: View) -> Proof:
    """Prove every year with figures, and that each row as recorded stays what it is."""
    recorded = Boundaries("recorded")
    kept_before, kept_after = (View(side.places, recorded) for side in (before, after))
    found = Proof(0, 0)
    for year in years:
        found += proved(pairs(scope, year, before, after, "vi"))
        for level in Level:
            old, new = (
                _table(scope, year, Dimension.province, level, side, "vi")
                for side in (kept_before, kept_after)
            )
            rows = {row.key: row.values for row in new.rows}
            same = [row.values == rows.get(row.key) for row in old.rows if any(row.values.values())]
            found += Proof(len(same), sum(same))
    return found


def _table(scope: Scope, year: int, by: Dimension, level: Level, side: View, language: str) -> Table:
    question = Question(year, by, level, None, today(), side.boundaries)
    return tabulate(scope, question, language, side.places)


def _rows(table: Table) -> dict[str, Row]:
    return {row.key: row for row in table.rows if row.kind == "row" or any(row.values.values())}


def _values(row: Row | None) -> Mapping[str, int] | None:
    return None if row is None else {key: row.values[key] for key in SHOWN}
