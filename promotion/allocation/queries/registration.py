"""Which provinces registered nothing for a budget year and level, on the map that held in that year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select

from promotion.access.actor import Scope
from promotion.allocation.queries.names import name_day
from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState, Region
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope
from promotion.projects.models import Project
from promotion.projects.queries import sees
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.drafts import UnitQuestion
from promotion.units.rules import UnitKind

_NOT_REGISTERED = (ProjectState.draft, ProjectState.refused)
_MOST_UNITS = 500


@dataclass(frozen=True)
class SilentProvince:
    """A province without a registered project: its region on that day, and its centre, whom to ask."""

    key: str
    name: str
    region: Region
    centre: str


@dataclass(frozen=True)
class Registration:
    """The provinces of a day that the reader sees, those of a region or one alone where asked for: how many there are,
    and those that registered nothing.
    """

    year: int
    level: Level
    day: date
    provinces: int
    silent: tuple[SilentProvince, ...]
    region: Region | None = None
    province: str | None = None

    @property
    def registered(self) -> int:
        """How many registered at least one project."""
        return self.provinces - len(self.silent)


def registration(
    scope: Scope,
    language: str,
    year: int,
    level: Level,
    region: Region | None = None,
    province: str | None = None,
) -> Registration:
    """Return which provinces have no project of a level that is registered for, or has a line in, a budget year.

    A project is registered for the years that its plan covers. Homes of other editions are folded to the last day of
    the year (today, in a running one). A reader of some provinces is told of these only; a region
    or a province leaves the others out.
    """
    places, day = atlas(), name_day(year)
    silent, count = silence(scope, year, level, region, province)
    centres = _centres(silent, language, day)
    order = list(Region)
    rows = [
        SilentProvince(key, places.name(key, language, day), places.region_of(key, day), centres.get(key, ""))
        for key in silent
    ]
    ordered = sorted(rows, key=lambda row: (order.index(row.region), places.province(row.key).sort_key))
    return Registration(year, level, day, count, tuple(ordered), region, province)


def silence(
    scope: Scope, year: int, level: Level, region: Region | None = None, province: str | None = None
) -> tuple[list[str], int]:
    """Return the keys of the provinces without a project, and how many provinces there are: one statement."""
    places, day = atlas(), name_day(year)
    seen = [
        key
        for key in places.keys_on(day)
        if (scope.everything or places.family(key) & scope.homes)
        and province in {None, key}
        and region in {None, places.region_of(key, day)}
    ]
    active = {places.home_on(home, day) for home in _homes(scope, year, level)}
    return [key for key in seen if key not in active], len(seen)


def offered(scope: Scope, language: str, year: int) -> list[tuple[str, str]]:
    """Return the provinces of a year that the reader sees, as (key, name), by name."""
    places, day = atlas(), name_day(year)
    seen = [key for key in places.keys_on(day) if scope.everything or places.family(key) & scope.homes]
    ordered = sorted(seen, key=lambda key: places.province(key).sort_key)
    return [(key, places.name(key, language, day)) for key in ordered]


def _homes(scope: Scope, year: int, level: Level) -> set[str]:
    covers = and_(
        or_(Project.planned_start.is_not(None), Project.planned_end.is_not(None)),
        or_(Project.planned_start.is_(None), Project.planned_start <= date(year, 12, 31)),
        or_(Project.planned_end.is_(None), Project.planned_end >= date(year, 1, 1)),
    )
    listed = exists().where(
        Envelope.project_id == Project.id,
        Envelope.kind == str(Kind.line),
        Envelope.budget_year == year,
        Envelope.level == str(level),
    )
    query = select(Project.home).where(
        Project.level == str(level),
        Project.home.is_not(None),
        Project.state.not_in([str(state) for state in _NOT_REGISTERED]),
        or_(covers, listed),
        sees(scope),
    )
    return {home for home in db.session.scalars(query.distinct()) if home is not None}


def _centres(keys: list[str], language: str, day: date) -> Mapping[str, str]:
    question = UnitQuestion(kind=UnitKind.provincial_centre, provinces=tuple(keys), day=day)
    found = units.directory(question, size=_MOST_UNITS).units
    return {unit.province_key or "": units.name(unit, language, day) for unit in found}
