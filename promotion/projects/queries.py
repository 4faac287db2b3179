"""Reads of projects. What a person may see comes first; reads of a project's parts take the project,
loaded in scope.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.catalogue import queries as catalogue
from promotion.catalogue.models import Content
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.errors import NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Fund
from promotion.projects.models import (
    Beneficiary,
    IndicatorValue,
    LineTerms,
    OtherMoney,
    Project,
    ProjectState,
)
from promotion.territory.periods import covers
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind

ENDED = (str(State.settled), str(State.stopped), str(State.refused))


def project(scope: Scope, public_id: str, *, lock: bool = False) -> Project:
    """Return one project; `NotFound` outside the scope. `lock` keeps other writers of it out until the
    commit.
    """
    query = select(Project).where(Project.public_id == public_id, sees(scope))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return _one(db.session.scalars(query))


def project_of(scope: Scope, project_id: int) -> Project:
    """Return the project with this row id, as envelopes name it; `NotFound` outside the scope."""
    return _one(db.session.scalars(select(Project).where(Project.id == project_id, sees(scope))))


def by_ids(scope: Scope, ids: Collection[int]) -> dict[int, Project]:
    """Return the projects with these row ids that the reader sees."""
    query = select(Project).where(Project.id.in_(sorted(set(ids))), sees(scope))
    return {found.id: found for found in db.session.scalars(query)}


def public_ids(scope: Scope, codes: Collection[str]) -> dict[str, str]:
    """Return the ids for addresses of the projects with these codes that the reader sees, by code."""
    query = select(Project.code, Project.public_id).where(Project.code.in_(sorted(codes)), sees(scope))
    return dict(db.session.execute(query).all())


def by_public_ids(scope: Scope, ids: Collection[str]) -> list[Project]:
    """Return the projects with these public ids that the reader sees, in the order they were recorded."""
    found: list[Project] = []
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), 400):
        query = select(Project).where(Project.public_id.in_(ordered[start : start + 400]), sees(scope))
        found += db.session.scalars(query).all()
    return sorted(found, key=lambda project: project.id)


def sees(scope: Scope):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a condition
    """Return the condition that a project lies inside the scope."""
    return within(scope, home=Project.home, unit_id=Project.unit_id, level=Project.level)


def _one(found: Iterable[Project]) -> Project:
    first = next(iter(found), None)
    if first is None:
        raise NotFound
    return first


def beneficiaries(project: Project) -> Sequence[Beneficiary]:
    """Return the beneficiaries in the order they were entered."""
    query = select(Beneficiary).where(Beneficiary.project_id == project.id).order_by(Beneficiary.id)
    return db.session.scalars(query).all()


def beneficiary(project: Project, public_id: str) -> Beneficiary:
    """Return one beneficiary of the project."""
    query = select(Beneficiary).where(
        Beneficiary.project_id == project.id, Beneficiary.public_id == public_id
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def states(project: Project) -> Sequence[ProjectState]:
    """Return the dated states, oldest first."""
    query = select(ProjectState).where(ProjectState.project_id == project.id).order_by(ProjectState.id)
    return db.session.scalars(query).all()


def states_on(ids: Iterable[int], day: date) -> dict[int, str]:
    """Return the state in which projects stood on a day, by row id; one that did not exist yet is left
    out.
    """
    query = (
        select(ProjectState.project_id, ProjectState.state)
        .where(ProjectState.project_id.in_(sorted(set(ids))), ProjectState.since <= day)
        .order_by(ProjectState.id)
    )
    return dict(db.session.execute(query).all())


def terms_history(line_id: int) -> Sequence[LineTerms]:
    """Return what was ever said of a line's law basis and way of giving the work; what holds last comes first."""
    query = select(LineTerms).where(LineTerms.line_id == line_id)
    return db.session.scalars(query.order_by(LineTerms.valid_from.desc(), LineTerms.id.desc())).all()


def terms_on(line_ids: Collection[int], day: date) -> dict[int, LineTerms]:
    """Return what holds on a day of the law basis and way of giving the work of lines, by line id."""
    query = select(LineTerms).where(LineTerms.line_id.in_(sorted(line_ids)), LineTerms.valid_from <= day)
    rows = db.session.scalars(query.order_by(LineTerms.valid_from, LineTerms.id))
    return {row.line_id: row for row in rows}


def other_moneys(project: Project) -> Sequence[OtherMoney]:
    """Return counterpart and other money, oldest first."""
    query = (
        select(OtherMoney).where(OtherMoney.project_id == project.id).order_by(OtherMoney.day, OtherMoney.id)
    )
    return db.session.scalars(query).all()


def other_money(project: Project, public_id: str) -> OtherMoney:
    """Return one record of counterpart or other money of the project."""
    query = select(OtherMoney).where(OtherMoney.project_id == project.id, OtherMoney.public_id == public_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def indicator_values(project: Project) -> dict[tuple[str, str, str], IndicatorValue]:
    """Return the values that hold, by (content, indicator, stage): of several the one of the latest day,
    then row.
    """
    query = (
        select(IndicatorValue)
        .where(IndicatorValue.project_id == project.id)
        .order_by(IndicatorValue.as_of, IndicatorValue.id)
    )
    return {(row.content_code, row.indicator_code, row.stage): row for row in db.session.scalars(query)}


def entered_values(project: Project) -> tuple[int, IndicatorValue | None]:
    """Return how many values were ever entered (the version of a project's indicators), and the newest of them."""
    query = select(IndicatorValue).where(IndicatorValue.project_id == project.id).order_by(IndicatorValue.id)
    found = db.session.scalars(query).all()
    return len(found), found[-1] if found else None


def line_of_homes(home: str) -> frozenset[str]:
    """Return a province's key with all its predecessors and successors: whose money may pay for its
    projects.
    """
    places = atlas()
    found = set(places.family(home))
    onward = {home}
    while onward:
        onward = {step.new_key for key in onward for step in places.steps_from(key)} - found
        found |= onward
    return frozenset(found)


def funds_for(project: Project) -> Sequence[Fund]:
    """Return the funds that may pay for a project, newest year first: the agency's for a national one, for
    a local
    one those of its province, its predecessors and successors.

    A fund's label and year are no secret to whoever sees the project, so no scope narrows this.
    """
    query = select(Fund).where(Fund.level == project.level)
    if project.level == Level.local:
        query = query.where(Fund.home.in_(sorted(line_of_homes(project.home or ""))))
    return db.session.scalars(query.order_by(Fund.budget_year.desc(), Fund.code)).all()


def day_of_year(budget_year: int) -> date:
    """Return the day on which units and contents of a fund are looked up: today, in past years the last of
    the year.
    """
    return min(today(), date(budget_year, 12, 31))


def contents_for(budget_year: int) -> Sequence[Content]:
    """Return the contents that a line of a fund of this year may have: leaves valid on its day."""
    return catalogue.leaves(day_of_year(budget_year))


def stands(unit: Unit, day: date) -> bool:
    """Tell whether a unit stands on a day."""
    return covers(unit, day)


def standing_unit(unit_id: int, day: date) -> Unit:
    """Return the unit that spends for this one on a day: itself while it stands, else its one successor
    that does.
    """
    unit = units.by_id(unit_id)
    while not covers(unit, day):
        after = [relative.unit for relative in units.successors(unit.id) if relative.effective_date <= day]
        if len(after) != 1:
            return unit
        unit = after[0]
    return unit


def deciding_unit(level: str, home: str | None) -> Unit:
    """Return the office that decides on a project: the agency on national ones, else the province's
    department.
    """
    if level == Level.national:
        candidates = [unit for unit in units.central_units() if unit.kind == UnitKind.agency]
    else:
        candidates = [unit for unit in units.of_province(home or "") if unit.kind == UnitKind.department]
    if not candidates:
        raise Refused(
            N_("No office is recorded that decides on projects of this province."),
            code="project.no_office",
            cure=N_("Ask the administrator to record the department."),
        )
    return candidates[0]


def begun_by(scope: Scope, user_ids: Collection[int]) -> Sequence[Project]:
    """Return the projects that these people recorded and that are not at their end, in Vietnamese order."""
    query = (
        select(Project)
        .where(Project.created_by.in_(sorted(user_ids)), Project.state.not_in(ENDED), sees(scope))
        .order_by(Project.sort_key, Project.id)
    )
    return db.session.scalars(query.limit(500)).all()
