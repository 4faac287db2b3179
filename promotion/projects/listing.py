"""The list of projects: one statement says which stand on the page, one what of them, one since when they wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.catalogue.rules import branch
from promotion.database.base import BigInt
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.ledger.models import LISTED, Envelope, Leg
from promotion.projects import finding, ordering
from promotion.projects.drafts import ProjectQuestion
from promotion.projects.models import LineTerms, Project
from promotion.projects.ordering import AMOUNTS, Window
from promotion.projects.queries import sees
from promotion.territory.queries import atlas

PAGE_SIZE = 50
_COLUMNS = (
    *(Project.id, Project.public_id, Project.code, Project.name, Project.level, Project.kind),
    *(Project.unit_id, Project.home, Project.state),
)


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
    window = Window((page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    ids = ordering.ids([sees(scope), *_conditions(wanted)], _money(wanted), sort, window)
    shown = ids[:PAGE_SIZE]
    described = _described(shown, wanted)
    waiting = waiting_since([one for one in shown if described[one]["waiting"]], wanted)
    return [ListRow(**described[one], waiting_since=waiting.get(one)) for one in shown], len(ids) > PAGE_SIZE


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


def _described(ids: Collection[int], wanted: ProjectQuestion) -> dict[int, dict[str, Any]]:
    """Return what the list shows of projects, by row id."""
    if not ids:
        return {}
    money = _money(wanted, Envelope.project_id.in_(ids))
    amounts = [func.coalesce(money.c[name], 0).label(name) for name in AMOUNTS]
    query = select(*_COLUMNS, *amounts).outerjoin(money, money.c.project_id == Project.id)
    found = db.session.execute(query.where(Project.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in found}


def _money(wanted: ProjectQuestion, *more: ColumnElement[bool]) -> Subquery:
    query = select(
        Envelope.project_id,
        _sum(LISTED).label("listed"),
        _sum(Envelope.assigned).label("assigned"),
        _sum(Envelope.advanced + Envelope.paid).label("disbursed"),
        _sum(Envelope.to_assign).label("waiting"),
    ).where(*_lines(wanted), *more)
    return query.group_by(Envelope.project_id).subquery("money")


def _with_line(wanted: ProjectQuestion, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a project has a line as the question names it. Every line has its project."""
    return Project.id.in_(select(Envelope.project_id).where(*_lines(wanted), *more))


def _lines(wanted: ProjectQuestion) -> list[ColumnElement[bool]]:
    """Return what the question says about lines of money: their year and content."""
    conditions = [Envelope.kind == "line"]
    if wanted.year is not None:
        conditions.append(Envelope.budget_year == wanted.year)
    if wanted.content is not None:
        parents = {content.code: content.parent_code for content in catalogue.contents()}
        conditions.append(Envelope.content_code.in_(sorted(branch(wanted.content, parents))))
    if wanted.law is not None or wanted.way is not None:
        conditions.append(Envelope.id.in_(_with_terms(wanted)))
    return conditions


def _with_terms(wanted: ProjectQuestion) -> Select[int]:
    """Select the lines whose terms that hold today are those asked for."""
    latest = (LineTerms.valid_from.desc(), LineTerms.id.desc())
    place = func.row_number().over(partition_by=LineTerms.line_id, order_by=latest).label("place")
    said = select(LineTerms.line_id, LineTerms.law, LineTerms.way, place)
    rows = said.where(LineTerms.valid_from <= today()).subquery()
    query = select(rows.c.line_id).where(rows.c.place == 1)
    if wanted.law is not None:
        query = query.where(rows.c.law == str(wanted.law))
    return query if wanted.way is None else query.where(rows.c.way == str(wanted.way))


def _sum(column: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Return a sum as a whole number on both engines: PostgreSQL makes a decimal of it."""
    return cast(func.sum(column), BigInt)


def _conditions(wanted: ProjectQuestion) -> list[ColumnElement[bool]]:
    places = atlas()
    conditions = finding.named(wanted.text)
    if any(part is not None for part in (wanted.year, wanted.content, wanted.law, wanted.way)):
        conditions.append(_with_line(wanted))
    if wanted.waiting is not None:
        waits = _with_line(wanted, Envelope.to_assign > 0)
        conditions.append(waits if wanted.waiting else ~waits)
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
