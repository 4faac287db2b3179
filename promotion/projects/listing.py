"""The list of projects: one statement of plain rows, one more for since when they wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.catalogue.rules import branch
from promotion.database.base import BigInt
from promotion.database.handle import db
from promotion.kernel.text import search_key
from promotion.ledger.models import Envelope, Leg
from promotion.projects.drafts import ProjectQuestion
from promotion.projects.models import Project
from promotion.projects.queries import sees
from promotion.territory.models import ProvinceRow
from promotion.territory.queries import atlas
from promotion.units.models import Unit

PAGE_SIZE = 50
SORTS = ("code", "name", "unit", "province", "state", "listed", "assigned", "disbursed", "waiting")
_AMOUNTS = ("listed", "assigned", "disbursed", "waiting")


@dataclass(frozen=True)
class ListRow:
    """One project of the list. Amounts in đồng, of the lines that the filter names (all without one)."""

    id: int
    public_id: str
    code: str
    name: str
    level: str
    kind: str
    unit_id: int
    home: str | None
    state: str
    listed: int
    assigned: int
    disbursed: int
    waiting: int
    waiting_since: date | None = None


def rows(
    scope: Scope, wanted: ProjectQuestion, *, sort: str = "code", page: int = 1
) -> tuple[list[ListRow], bool]:
    """Return one page of projects in the wanted order, and whether more follow (one row more than shown is
    read).
    """
    query = _query(scope, wanted, sort).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)
    # PostgreSQL sums up whole numbers as decimals.
    found = [
        {**row, **{name: int(row[name]) for name in _AMOUNTS}} for row in db.session.execute(query).mappings()
    ]
    waiting = waiting_since([row["id"] for row in found[:PAGE_SIZE] if row["waiting"]], wanted)
    shown = [ListRow(**row, waiting_since=waiting.get(row["id"])) for row in found[:PAGE_SIZE]]
    return shown, len(found) > PAGE_SIZE


def units_with_projects(scope: Scope) -> list[int]:
    """Return the units that carry out projects the reader sees, for the filter."""
    return list(db.session.scalars(select(Project.unit_id).where(sees(scope)).distinct()))


def homes_with_projects(scope: Scope) -> list[str]:
    """Return the provinces in which projects the reader sees were registered, for the filter."""
    query = select(Project.home).where(sees(scope), Project.home.is_not(None)).distinct()
    return [home for home in db.session.scalars(query) if home is not None]


def waiting_since(project_ids: Collection[int], wanted: ProjectQuestion) -> dict[int, date]:
    """Return since when projects wait for money: when the oldest of the wanted lines that wait began to."""
    if not project_ids:
        return {}
    # A wait begins with the move that lifts the balance from nothing; a line's latest such move counts.
    began = (
        select(Leg.envelope_id, func.max(Leg.business_date).label("since"))
        .join(Envelope, Envelope.id == Leg.envelope_id)
        .where(Envelope.project_id.in_(sorted(project_ids)), Envelope.to_assign > 0, *_lines(wanted))
        .where(Leg.counter == "to_assign", Leg.balance == Leg.change, Leg.change > 0)
        .group_by(Leg.envelope_id)
        .subquery()
    )
    query = (
        select(Envelope.project_id, func.min(began.c.since))
        .join(began, began.c.envelope_id == Envelope.id)
        .group_by(Envelope.project_id)
    )
    return {project_id: since for project_id, since in db.session.execute(query) if project_id is not None}


def _query(scope: Scope, wanted: ProjectQuestion, sort: str) -> Any:  # noqa: ANN401 - a select of the columns of ListRow
    money = _money(wanted)
    amounts = [
        func.coalesce(money.c[name], 0).label(name) for name in ("listed", "assigned", "disbursed", "waiting")
    ]
    columns = [
        Project.id,
        Project.public_id,
        Project.code,
        Project.name,
        Project.level,
        Project.kind,
        Project.unit_id,
        Project.home,
        Project.state,
    ]
    on_lines = wanted.year is not None or wanted.content is not None
    query: Any = select(*columns, *amounts).select_from(Project)
    query = query.join(money, money.c.project_id == Project.id, isouter=not on_lines)
    query = query.where(sees(scope), *_conditions(wanted))
    if wanted.waiting is not None:
        waiting = func.coalesce(money.c.waiting, 0)
        query = query.where(waiting > 0 if wanted.waiting else waiting == 0)
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key == "unit":
        query = query.join(Unit, Unit.id == Project.unit_id)
    if key == "province":
        query = query.outerjoin(ProvinceRow, ProvinceRow.key == Project.home)
    order = _orders(money).get(key, Project.code)
    return query.order_by(order.desc() if down else order.asc(), Project.id)


def _orders(money: Subquery) -> dict[str, Any]:
    return {
        "code": Project.code,
        "name": Project.sort_key,
        "unit": Unit.sort_key,
        "province": ProvinceRow.sort_key,
        "state": Project.state,
        **{name: func.coalesce(money.c[name], 0) for name in ("listed", "assigned", "disbursed", "waiting")},
    }


def _money(wanted: ProjectQuestion) -> Subquery:
    query = select(
        Envelope.project_id,
        _sum(Envelope.to_assign + Envelope.assigned).label("listed"),
        _sum(Envelope.assigned).label("assigned"),
        _sum(Envelope.advanced + Envelope.paid).label("disbursed"),
        _sum(Envelope.to_assign).label("waiting"),
    ).where(*_lines(wanted))
    return query.group_by(Envelope.project_id).subquery("money")


def _lines(wanted: ProjectQuestion) -> list[ColumnElement[bool]]:
    """Return what the question says about lines of money: their year and content."""
    conditions = [Envelope.kind == "line"]
    if wanted.year is not None:
        conditions.append(Envelope.budget_year == wanted.year)
    if wanted.content is not None:
        parents = {content.code: content.parent_code for content in catalogue.contents()}
        conditions.append(Envelope.content_code.in_(sorted(branch(wanted.content, parents))))
    return conditions


def _sum(column: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Return a sum as a whole number on both engines: PostgreSQL makes a decimal of it."""
    return cast(func.sum(column), BigInt)


def _conditions(wanted: ProjectQuestion) -> list[ColumnElement[bool]]:
    places = atlas()
    conditions: list[ColumnElement[bool]] = [
        Project.search_key.contains(word, autoescape=True) for word in search_key(wanted.text).split()
    ]
    if wanted.level is not None:
        conditions.append(Project.level == str(wanted.level))
    if wanted.state is not None:
        conditions.append(Project.state == str(wanted.state))
    if wanted.unit_id is not None:
        conditions.append(Project.unit_id == wanted.unit_id)
    if wanted.province is not None:
        conditions.append(Project.home.in_(sorted(places.family(wanted.province))))
    if wanted.region is not None:
        inside = [place.key for place in places.provinces if places.region_of(place.key) is wanted.region]
        conditions.append(Project.home.in_(inside))
    return conditions
