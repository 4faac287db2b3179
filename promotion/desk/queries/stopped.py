"""Projects that ended before their work was done: when, by whom, why, and what became of their money."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from promotion.access.scope import within
from promotion.accounts import queries as accounts
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.desk.queries.ground import Ground, Group, Names, standing
from promotion.figures.facts import LINES
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.text import search_key
from promotion.ledger.models import LISTED, Act, Entry, Envelope, Fund
from promotion.projects.models import Project, ProjectState
from promotion.projects.queries import sees
from promotion.units import queries as units
from promotion.units.models import Unit

PER_PAGE = 50
ENDS = (State.stopped, State.refused)
"""Stopped, or not approved: both need a reason."""

_OUT_OF_PLAN = and_(Entry.source_counter == "to_assign", Entry.target_counter == "to_list")
_OUT_OF_LINE = and_(Entry.source_counter == "assigned", Entry.target_counter == "to_assign")


@dataclass(frozen=True)
class Money:
    """Money of projects over all years (đồng): listed, assigned and paid as it stands, what is left on their lines, and
    what was taken out of the plan and back from the lines before.
    """

    listed: int = 0
    assigned: int = 0
    paid: int = 0
    left: int = 0
    unlisted: int = 0
    unassigned: int = 0

    def __add__(self, other: "Money") -> "Money":
        """Add up."""
        return Money(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class StoppedRow:
    """One project: its group, unit, the step that ended it, and its money."""

    project: Project
    key: str
    unit: str
    state: State
    since: date
    by: str
    reason: str
    money: Money


@dataclass(frozen=True)
class Stopped:
    """The projects asked for, province by province, newest first; sums of each province and in all."""

    rows: Sequence[StoppedRow]
    groups: Mapping[str, Group]
    by_group: Mapping[str, Money]
    whole: Money

    def count(self, state: State) -> int:
        """How many ended in a state."""
        return sum(row.state is state for row in self.rows)


def stopped(ground: Ground) -> Stopped:
    """Return the projects that were stopped or not approved in the year asked for, and stand so; the same number of
    statements for any number of them.
    """
    found = [row for row in _ended(ground) if ground.fold.inside(row.Project.home)]
    carriers = units.by_ids({row.Project.unit_id for row in found})
    names = Names(ground, carriers, {})
    people = accounts.names({row.ProjectState.by for row in found})
    money = _money(ground, {row.Project.id for row in found})
    rows = [
        StoppedRow(
            project=row.Project,
            key=ground.fold.place(row.Project.home),
            unit=names.unit(row.Project.unit_id),
            state=State(row.ProjectState.state),
            since=row.ProjectState.since,
            by=people.get(row.ProjectState.by, ""),
            reason=row.ProjectState.reason or "",
            money=money.get(row.Project.id, Money()),
        )
        for row in found
    ]
    groups = {group.key: group for group in names.groups({row.key for row in rows})}
    place = {key: number for number, key in enumerate(groups)}
    sums: dict[str, Money] = defaultdict(Money)
    for row in rows:
        sums[row.key] += row.money
    ordered = sorted(rows, key=lambda row: (place[row.key], -row.since.toordinal(), row.project.code))
    return Stopped(ordered, groups, sums, sum((row.money for row in rows), Money()))


def _ended(ground: Ground) -> Sequence[Any]:
    asked = ground.question.figures
    first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
    query = (
        select(Project, ProjectState)
        .join(ProjectState, and_(ProjectState.project_id == Project.id, ProjectState.state == Project.state))
        .where(Project.state.in_([str(state) for state in ENDS]), sees(ground.scope))
        .where(ProjectState.since >= first, ProjectState.since <= last, *_asked(ground))
    )
    return db.session.execute(query).all()


def _asked(ground: Ground) -> list[ColumnElement[bool]]:
    question = ground.question
    found: list[ColumnElement[bool]] = []
    if question.figures.level is not None:
        found.append(Project.level == str(question.figures.level))
    if question.figures.unit is not None:
        found.append(Project.unit_id.in_(select(Unit.id).where(Unit.code == question.figures.unit)))
    lines = select(Envelope.project_id).where(LINES)
    if question.figures.content is not None:
        below = catalogue.below(question.figures.content)
        found.append(Project.id.in_(lines.where(Envelope.content_code.in_(below))))
    if question.fund is not None:
        funds = select(Fund.id).where(Fund.code == question.fund)
        found.append(Project.id.in_(lines.where(Envelope.fund_id.in_(funds))))
    words = search_key(question.words).split()
    return [*found, *(Project.search_key.contains(word, autoescape=True) for word in words)]


def _money(ground: Ground, project_ids: Collection[int]) -> dict[int, Money]:
    """Return the money of projects on the lines that the reader sees."""
    inside = and_(
        LINES,
        Envelope.project_id.in_(sorted(project_ids)),
        within(ground.scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level),
    )
    sums = (LISTED, Envelope.assigned, Envelope.advanced + Envelope.paid, Envelope.money)
    held = (
        select(Envelope.project_id, *(func.sum(one) for one in sums))
        .where(inside)
        .group_by(Envelope.project_id)
    )
    back = (
        select(
            Envelope.project_id,
            func.sum(case((_OUT_OF_PLAN, Entry.amount), else_=0)),
            func.sum(case((_OUT_OF_LINE, Entry.amount), else_=0)),
        )
        .join(Entry, Entry.source_id == Envelope.id)
        .join(Act, Act.id == Entry.act_id)
        .where(inside, or_(_OUT_OF_PLAN, _OUT_OF_LINE), Act.reverses_id.is_(None), standing())
        .group_by(Envelope.project_id)
    )
    taken = {project: (int(plan), int(line)) for project, plan, line in db.session.execute(back)}
    return {
        project: Money(*(int(one) for one in (*amounts, *taken.get(project, (0, 0)))))
        for project, *amounts in db.session.execute(held)
    }
