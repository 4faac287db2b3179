"""Where the figure of a past year comes from: the ledger where it is complete, else what was published, else neither.

A cell of the country, a region or a province whose ledger is not complete never shows the ledger's part as if it were
the whole. Today's budget year is always the ledger's. Rows of units, contents and projects stay the ledger's and say
that they are partial: nobody prints those.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from promotion.access.actor import EVERYTHING, Scope
from promotion.figures.completeness import Completeness, completeness, homes_of
from promotion.figures.folding import Fold
from promotion.figures.measures import EVERY_BASE
from promotion.figures.model import Dimension, Mark, Question, Row, Source, Table
from promotion.figures.outside import outside
from promotion.figures.tables import tabulate
from promotion.figures.trend import totals
from promotion.kernel.calendar import budget_year, today
from promotion.kernel.choices import Level, Region
from promotion.ledger import queries as ledger
from promotion.publications import queries as publications
from promotion.publications.rules import COUNTRY, Period, Printed, PublishedLevel
from promotion.territory.queries import atlas

Found = tuple[int, Source, tuple[str, ...]]
_PERIODS = {
    (3, 31): Period.first_quarter,
    (6, 30): Period.six_months,
    (9, 30): Period.nine_months,
    (11, 30): Period.eleven_months,
}
_PLANNED = "approved"
_EVERY = tuple(measure.key for measure in EVERY_BASE)


def answer(scope: Scope, question: Question, language: str = "vi") -> Table:
    """Return the table that answers a question, every value either whole or marked (`Row.marks`); what others reported
    above the ledger is said in its notes.
    """
    table = tabulate(scope, question, language)
    table = replace(table, notes=(*table.notes, *outside(scope, question, language)))
    if not _is_past(question):
        return table
    asked = replace(question, level=Level.national) if scope.national_only else question
    printed = publications.printed(question.year, periods=tuple(Period))
    return Sources(asked, completeness(), [figure.printed for figure in printed], scope).dress(table)


def years(scope: Scope) -> list[int]:
    """Return the budget years that have figures, newest first: of the ledger, and as published."""
    return sorted({*ledger.years(scope), *publications.years_of_money()}, reverse=True)


def total(scope: Scope, question: Question, measures: Collection[str] = _EVERY) -> Row:
    """Return the total of a question as `answer` shows it, without rows; at least these measures of it."""
    row = Row("total", str(question.year), totals(scope, question, measures), "total")
    if not _is_past(question):
        return row
    done, members = complete(question)
    if done == members:
        return row
    whole = not (question.region or question.province or question.content or question.unit)
    asked = replace(question, by=Dimension.region if whole else Dimension.level)
    return replace(answer(scope, asked).total, label=row.label)


@dataclass(frozen=True)
class Shown:
    """What tables show instead of the ledger's sum: a value (None where nothing is known), its mark, and what was
    printed.
    """

    value: int | None
    mark: Mark
    printed: tuple[Printed, ...]


def shown_instead(scope: Scope, question: Question, measure: str, row_key: str) -> Shown | None:
    """Return what `answer` shows of one figure in place of the ledger's sum; None where it shows that sum."""
    if not _is_past(question):
        return None
    table = answer(scope, question)
    row = next((row for row in (*table.rows, table.total) if row.key == row_key), None)
    mark = row.marks.get(measure) if row else None
    if row is None or mark is None or mark.source is Source.partial:
        return None
    figures = publications.printed(question.year, periods=tuple(Period)) if mark.figures else []
    printed = {figure.public_id: figure.printed for figure in figures}
    known = mark.source is not Source.incomplete
    return Shown(row.values[measure] if known else None, mark, tuple(printed[key] for key in mark.figures))


def _is_past(question: Question) -> bool:
    """Whether others than the ledger may answer."""
    return question.year < budget_year(today())


def about(question: Question) -> tuple[Printed, ...]:
    """Return the sums and counts printed about the place and year of a question, in the order of their measures."""
    figures = [figure.printed for figure in publications.printed(question.year, periods=tuple(Period))]
    asked = Sources(question, completeness(), figures)
    own = [one for one in figures if asked.covers(one)]
    order = [str(measure.key) for measure in EVERY_BASE]
    return tuple(sorted(own, key=lambda one: (order.index(one.measure) if one.measure in order else len(order),
                                              one.measure, one.period, one.level, one.key)))  # fmt: skip


def complete(question: Question) -> tuple[int, int]:
    """Return of how many provinces of a question's place the ledger is complete, and how many there are."""
    return Sources(question, completeness(), ()).provinces()


@dataclass(frozen=True)
class Sources:
    """What is known about one question beside the ledger's figures."""

    question: Question
    done: Completeness
    printed: Sequence[Printed]
    scope: Scope = EVERYTHING

    def dress(self, table: Table) -> Table:
        """Return the table with publications where the ledger is not complete, and marks."""
        rows = tuple(self._row(row) for row in table.rows)
        return replace(table, rows=rows, total=self._total(table.total, rows))

    def _row(self, row: Row) -> Row:
        by = self.question.by
        if row.kind == "rest":
            return row
        if by is Dimension.level:
            return replace(self, question=replace(self.question, level=Level(row.key))).place(row)
        if by not in {Dimension.region, Dimension.province}:
            return row
        where = {"region": Region(row.key)} if by is Dimension.region else {"province": row.key}
        return replace(self, question=replace(self.question, **where)).place(row)

    def _total(self, row: Row, rows: Sequence[Row]) -> Row:
        if self.question.by is Dimension.region and not self.question.region:
            return self.place(row, lambda measure: _added(measure, rows))
        return self.place(row)

    def place(self, row: Row, parts: Callable[[str], Found | None] = lambda _measure: None) -> Row:
        """Return the row of the question's place as it may be shown; `parts` adds up rows below it."""
        complete, members = self.provinces()
        if complete == members or not self._seen():
            return row
        values, marks = dict(row.values), {}
        printable = not self.question.content and not self.question.unit
        for measure in values:
            found = (self._published(measure) or parts(measure)) if printable else None
            if found is not None:
                values[measure], source, ids = found
                marks[measure] = Mark(source, complete, members, ids)
            elif self._kept() and any(row.values.values()):
                marks[measure] = Mark(Source.partial, complete, members)
            else:
                values[measure] = 0
                marks[measure] = Mark(Source.incomplete, complete, members)
        return replace(row, values=values, marks=marks)

    def _seen(self) -> bool:
        """Whether the reader sees the whole place: what is one's own part of it is compared with nothing."""
        return self.scope.everything or set(self._members()) <= self.scope.homes

    def provinces(self) -> tuple[int, int]:
        """Return of how many provinces of the place the ledger is complete, and how many there are."""
        return self.done.members(self.question, self._members())

    def covers(self, one: Printed) -> bool:
        """Tell whether a printed figure is a sum or count about the question's place on its boundaries."""
        place = self._key()
        return one.place == place and (place == COUNTRY or one.edition == self._edition()) and _whole(one)

    def _kept(self) -> bool:
        """Whether the ledger's part is shown all the same: rows below the place are it, or it is one province."""
        asked = self.question
        return bool(
            asked.province or asked.content or asked.unit
            or asked.by in {Dimension.unit, Dimension.content, Dimension.project}
        )  # fmt: skip

    def _members(self) -> Sequence[str]:
        """Return the provinces, on the question's boundaries, that the question's place is made of."""
        asked, fold = self.question, Fold(atlas(), self.question)
        if asked.province:
            return (asked.province,)
        keys = {fold.province(home) for home in homes_of(fold.atlas, asked.year)} - {None}
        return sorted(key for key in keys if key and asked.region in {None, fold.atlas.region_of(key)})

    def _published(self, measure: str) -> Found | None:
        """Return what was printed for the place: the level asked for, or both levels added."""
        level = str(self.question.level or PublishedLevel.total)
        found = self._best(measure, level)
        if found is not None:
            return _value(found), Source.publication, (found.key,)
        if level != PublishedLevel.total:
            return None
        sides = {one: self._best(measure, str(one)) for one in Level}
        known = [one for one in sides.values() if one is not None]
        if not known or any(found is None and not self._without(one) for one, found in sides.items()):
            return None
        return sum(map(_value, known)), Source.parts, tuple(one.key for one in known)

    def _without(self, level: Level) -> bool:
        """Whether a place was published to have no project of a level, and so no money of it."""
        found = self._best("projects", str(level))
        return found is not None and not found.number

    def _best(self, measure: str, level: str) -> Printed | None:
        candidates = [
            one for one in self.printed if (one.measure, one.level) == (measure, level) and self.covers(one)
        ]
        for period in self._periods(measure):
            fitting = [one for one in candidates if period in {None, one.period}]
            if fitting:
                return max(fitting, key=lambda one: (one.day, one.key))
        return None

    def _periods(self, measure: str) -> Sequence[str | None]:
        """Return the parts of the year that answer for the question's day, the best first; a plan answers for any."""
        day, year = self.question.as_of, self.question.year
        if day >= date(year, 12, 31):
            exact: Sequence[str | None] = (Period.year,)
        else:
            exact = tuple(
                period for (month, last), period in _PERIODS.items() if day == date(year, month, last)
            )
        return (*exact, Period.year, None) if measure == _PLANNED else exact

    def _key(self) -> str:
        asked = self.question
        return asked.province or (str(asked.region) if asked.region else COUNTRY)

    def _edition(self) -> str:
        boundaries, places = self.question.boundaries, atlas()
        recorded = min(self.question.as_of, date(self.question.year, 12, 31))
        day = boundaries.day or (today() if boundaries.kind == "today" else recorded)
        return places.province(places.keys_on(day)[0]).edition


def _whole(one: Printed) -> bool:
    """Whether a printed figure is a sum or a count, no share."""
    return one.amount is not None or (one.unit == "count" and one.number.denominator == 1)


def _value(one: Printed) -> int:
    return one.amount if one.amount is not None else int(one.number)


def _added(measure: str, rows: Sequence[Row]) -> Found | None:
    """Add up a measure of regions that are all known, from the ledger or as printed."""
    places = [row for row in rows if row.kind == "row"]
    marks = [row.marks[measure] for row in places if measure in row.marks]
    if not marks or any(mark.source in {Source.incomplete, Source.partial} for mark in marks):
        return None
    figures = tuple(key for mark in marks for key in mark.figures)
    return sum(row.values[measure] for row in places), Source.parts, figures
