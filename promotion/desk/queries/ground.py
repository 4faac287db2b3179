"""What every list of the desk stands on: envelopes in scope and in question, and the groups that rows are put into."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.desk.drafts import By, DeskQuestion
from promotion.desk.rules.idle import Owing
from promotion.figures.facts import Query, asked
from promotion.figures.folding import CENTRAL, UNDIVIDED, Fold
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.pace import LAST_TREASURY_DAY
from promotion.figures.tables import REST_LABELS
from promotion.kernel.calendar import today
from promotion.kernel.text import search_key
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Envelope, Fund
from promotion.projects.models import Project
from promotion.territory.queries import atlas, homes_within
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.wording import unit_label

Found = Row[Any]
NOT_ON_LINES = "rest:above"
"""The group of what lies above lines, where rows are contents."""


def last_treasury_day(year: int) -> date:
    """Return the last day on which money of a budget year may be committed and paid."""
    return date(year + 1, *LAST_TREASURY_DAY)


def on_the_desk(question: Question) -> Question:
    """Return a question as the desk asks it: as things stand today, by the provinces of the end of the year."""
    day = min(today(), date(question.year, 12, 31))
    return replace(question, by=Dimension.province, as_of=today(), boundaries=Boundaries("day", day))


class Spot(NamedTuple):
    """Where envelopes lie that were added up: fund and unit (row ids), province, content."""

    fund_id: int
    unit_id: int
    home: str | None
    content_code: str | None


SPOT = (Envelope.fund_id, Envelope.unit_id, Envelope.home, Envelope.content_code)
"""Its columns."""


@dataclass(frozen=True)
class Group:
    """What rows are put together under: its key in addresses, and its name."""

    key: str
    label: str


@dataclass(frozen=True)
class Ground:
    """One question of one reader."""

    scope: Scope
    question: DeskQuestion
    language: str
    # Units and funds by id, each read once for all lists of the page.
    _units: dict[int, Unit] = field(default_factory=dict, init=False, repr=False, compare=False)
    _funds: dict[int, Fund] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def fold(self) -> Fold:
        """The folding of provinces."""
        return Fold(atlas(), self.question.figures)

    @cached_property
    def unit_id(self) -> int | None:
        """The row id of the unit asked for."""
        code = self.question.figures.unit
        return None if code is None else units.unit(code).id

    @cached_property
    def homes(self) -> frozenset[str] | None:
        """The provinces, of any edition, in which money lies that is asked for; None where all are."""
        asked_for = self.question.figures
        if asked_for.region is None and asked_for.province is None:
            return None
        return homes_within(self.fold.day, asked_for.region, asked_for.province)

    @cached_property
    def closed_funds(self) -> frozenset[int]:
        """The funds of the year (row ids) that are closed."""
        of_year = select(Fund.id).where(Fund.budget_year == self.question.year)
        query = select(Act.fund_id).where(Act.fund_id.in_(of_year), Act.kind == "close", standing())
        return frozenset(db.session.scalars(query))

    @cached_property
    def owing_by_line(self) -> Mapping[int, Sequence[Owing]]:
        """The contracts that still owe, oldest first, by their line."""
        query = (
            select(Envelope.id, Envelope.parent_id, Envelope.home, Envelope.owed, Envelope.discharged)
            .where(Envelope.kind == "commitment", Envelope.owed > 0)
            .order_by(Envelope.id)
        )
        found: dict[int, list[Owing]] = defaultdict(list)
        for row in self.rows(query):
            found[row.parent_id].append(Owing(row.id, row.owed, row.discharged))
        return found

    def rows(self, query: Query) -> list[Found]:
        """Return the rows of a SELECT of envelopes that the reader sees and asks for. It must hold `home`."""
        found = db.session.execute(self.limited(query))
        return [row for row in found if self.fold.inside(row.home)]

    def limited(self, query: Query) -> Query:
        """Limit a SELECT of envelopes to scope and question, places of the map apart."""
        return asked(query, self.scope, self.question.figures).where(*self.beside_figures())

    def beside_figures(self) -> list[ColumnElement[bool]]:
        """Return the conditions on envelopes that a question of figures does not know: fund and words."""
        found: list[ColumnElement[bool]] = []
        if self.question.fund is not None:
            found.append(Envelope.fund_id.in_(select(Fund.id).where(Fund.code == self.question.fund)))
        for word in search_key(self.question.words).split():
            named = select(Project.id).where(Project.search_key.contains(word, autoescape=True))
            found.append(Envelope.project_id.in_(named))
        return found

    def names(self, rows: Iterable[Found | Spot]) -> "Names":
        """Return the names of the units and funds of some envelopes."""
        pairs = {(row.unit_id, row.fund_id) for row in rows}
        unit_ids, fund_ids = ({pair[place] for pair in pairs} for place in (0, 1))
        if lacking := unit_ids - self._units.keys():
            self._units.update(units.by_ids(lacking))
        if missing := fund_ids - self._funds.keys():
            found = db.session.scalars(select(Fund).where(Fund.id.in_(sorted(missing))))
            self._funds.update((fund.id, fund) for fund in found)
        return Names(
            self, {one: self._units[one] for one in unit_ids}, {one: self._funds[one] for one in fund_ids}
        )


@dataclass(frozen=True)
class Names:
    """Units and funds of some envelopes by id, and the groups that these envelopes belong to."""

    ground: Ground
    units: Mapping[int, Unit]
    funds: Mapping[int, Fund]

    def unit(self, unit_id: int) -> str:
        """Return the name of a unit."""
        return unit_label(self.units[unit_id], self.ground.language)

    def key(self, row: Found | Spot) -> str:
        """Return the key of the group that an envelope belongs to."""
        by = self.ground.question.by
        if by is By.province:
            return self.ground.fold.place(row.home)
        if by is By.unit:
            return self.units[row.unit_id].code
        return self.funds[row.fund_id].code if by is By.fund else str(row.content_code or NOT_ON_LINES)

    def groups(self, keys: Collection[str]) -> list[Group]:
        """Return groups by their keys, in the order in which pages show them."""
        return [Group(key, label) for key, label in self._spine(keys) if key in keys]

    def _spine(self, keys: Collection[str]) -> Iterable[tuple[str, str]]:
        by, language = self.ground.question.by, self.ground.language
        if by is By.province:
            places, day = self.ground.fold.atlas, self.ground.fold.day
            known = [province for province in places.provinces if province.key in keys]
            yield from ((province.key, places.name(province.key, language, day)) for province in known)
            yield from ((key, _(REST_LABELS[key])) for key in (CENTRAL, UNDIVIDED))
        elif by is By.unit:
            ordered = sorted(self.units.values(), key=lambda unit: (unit.sort_key, unit.code))
            yield from ((unit.code, unit_label(unit, language)) for unit in ordered)
        elif by is By.fund:
            ranked = sorted(self.funds.values(), key=lambda fund: (fund.level != "national", fund.code))
            yield from ((fund.code, fund.code) for fund in ranked)
        else:
            yield from (
                (content.code, f"{content.code} {content.name(language)}") for content in catalogue.contents()
            )
            yield NOT_ON_LINES, _("Not yet on lines")


def standing() -> ColumnElement[bool]:
    """Return the condition that an act was not taken back."""
    later = aliased(Act)
    return ~select(later.id).where(later.reverses_id == Act.id).exists()


def fund_choices(scope: Scope, question: Question) -> list[tuple[str, str]]:
    """Return the labels of the funds of the year and level that the reader sees, as (value, label)."""
    level = None if question.level is None else str(question.level)
    return [(fund.code, fund.code) for fund in ledger.funds(scope, question.year, level)]


def years(scope: Scope) -> Sequence[int]:
    """Return the budget years that have funds, newest first."""
    return ledger.years(scope)
