"""Whose book it is: the envelopes of a fund, of a unit in a budget year, or of a project, and what they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.allocation.queries.names import name_day, names
from promotion.database.handle import db
from promotion.figures.measures import BASES, EVERY_BASE, RELEASED
from promotion.figures.model import Measure, Unit
from promotion.kernel.calendar import budget_year, today
from promotion.kernel.errors import NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.models import Envelope, Fund
from promotion.projects import queries as projects
from promotion.units import queries as units

MEASURES = tuple(measure for measure in EVERY_BASE if measure.unit is Unit.dong)
"""The columns of a book: every measure of money that figures know, those beside the usual ones where there is any."""

OF_PROJECT = tuple(measure for measure in MEASURES if measure is not RELEASED)
"""Money is released to funds and units; what a project gets of it is assigned."""


@dataclass(frozen=True)
class Book:
    """One book: `kind` and `key` name it in addresses, `holds` is the condition on its envelopes, scope included.

    `code` stands in names of files where the title cannot.
    `year` is None for a project's book of all years. `whole` is false where the reader sees a part of the fund.
    """

    kind: str
    key: str
    title: str
    detail: str
    holds: ColumnElement[bool]
    measures: tuple[Measure, ...] = MEASURES
    year: int | None = None
    years: Sequence[int] = ()
    funds: Sequence[Fund] = ()
    fund: Fund | None = None
    whole: bool = True
    code: str = ""


def with_columns(book: Book, *sums: Mapping[str, int]) -> Book:
    """Return a book with the columns that it shows: the usual ones, and others of which these sums (đồng) hold any."""
    some = {key for values in sums for key, value in values.items() if value}
    measures = (one for one in book.measures if one in BASES or one.key in some)
    return replace(book, measures=tuple(measures))


def _sees(scope: Scope) -> ColumnElement[bool]:
    return within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)


def of_fund(scope: Scope, language: str, public_id: str) -> Book:
    """Return the book of a fund, or of the part that the reader sees; `NotFound` outside the scope."""
    fund = ledger.fund(scope, public_id)
    called = names(scope, language, fund.budget_year, unit_ids={fund.owner_unit_id})
    return Book(
        "fund",
        public_id,
        fund.code,
        called.unit(fund.owner_unit_id),
        and_(Envelope.fund_id == fund.id, _sees(scope)),
        year=fund.budget_year,
        fund=fund,
        whole=scope.covers(home=fund.home, unit_id=fund.owner_unit_id, level=fund.level),
    )


def of_unit(scope: Scope, language: str, public_id: str, year: int | None, fund_id: str | None) -> Book:
    """Return the book of a unit in a budget year (the newest with money unless told), of all its funds or of one.

    A unit of which the reader sees neither money nor the place is `NotFound`, and so is a fund that is not its own.
    """
    unit = units.by_public_id(public_id)
    own = and_(Envelope.unit_id == unit.id, Envelope.kind != "fund", _sees(scope))
    query = select(Fund).where(Fund.id.in_(select(Envelope.fund_id).where(own)))
    funds = db.session.scalars(query.order_by(Fund.level.desc(), Fund.code)).all()
    if not funds and not scope.covers(home=unit.province_key, unit_id=unit.id):
        raise NotFound
    years = sorted({fund.budget_year for fund in funds}, reverse=True)
    usual = next((one for one in years if one <= today().year), budget_year(today()))
    asked = year or usual
    offered = [fund for fund in funds if fund.budget_year == asked]
    found = Book(
        "unit",
        public_id,
        units.name(unit, language, name_day(asked)),
        "",
        and_(own, Envelope.budget_year == asked),
        year=asked,
        years=years,
        funds=offered,
        code=unit.code,
    )
    if fund_id is None:
        return found
    fund = next((one for one in offered if one.public_id == fund_id), None)
    if fund is None:
        raise NotFound
    return replace(found, fund=fund, detail=fund.code, holds=and_(found.holds, Envelope.fund_id == fund.id))


def of_project(scope: Scope, public_id: str, year: int | None) -> Book:
    """Return the book of a project, of all its budget years or of one; `NotFound` outside the scope."""
    project = projects.project(scope, public_id)
    own = and_(Envelope.project_id == project.id, _sees(scope))
    years = db.session.scalars(
        select(Envelope.budget_year).where(own).distinct().order_by(Envelope.budget_year.desc())
    ).all()
    return Book(
        "project",
        public_id,
        project.code,
        project.name,
        own if year is None else and_(own, Envelope.budget_year == year),
        OF_PROJECT,
        year=year,
        years=years,
    )


@dataclass(frozen=True)
class UnitEntry:
    """A unit with money in a budget year, for the list of books."""

    public_id: str
    name: str


def units_of(scope: Scope, language: str, year: int) -> list[UnitEntry]:
    """Return the units with an envelope of a budget year that the reader sees, in Vietnamese order."""
    query = select(Envelope.unit_id).where(
        Envelope.budget_year == year, Envelope.kind == "share", _sees(scope)
    )
    found = units.by_ids(db.session.scalars(query.distinct())).values()
    day = name_day(year)
    ordered = sorted(found, key=lambda unit: (unit.sort_key, unit.code))
    return [UnitEntry(unit.public_id, units.name(unit, language, day)) for unit in ordered]
