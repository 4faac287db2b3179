"""How long money takes: the stages of every line of the year, group by group, line by line with the acts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.database.handle import db
from promotion.desk.queries.ground import (
    Found,
    Ground,
    Group,
    Names,
    last_treasury_day,
    standing,
)
from promotion.desk.rules.days import Course, Span, Stage, reached, summed, waits_at
from promotion.figures.facts import LINES
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger.models import LISTED, Act, Entry, Envelope
from promotion.ledger.queries import sees_act
from promotion.projects import queries as projects
from promotion.projects.models import Project

PER_PAGE = 50

# Counter to counter: the entry on a line, on a fund and on a share by which a stage is reached.
_ON_LINE = {
    Stage.approved: (("to_list", "to_assign"),),
    Stage.committed: (("to_commit", "committed"),),
    Stage.paid: (("money", "advanced"), ("money", "paid")),
}
_ABOVE = {Stage.released: (("to_release", "released"),), Stage.shared: (("released", "released"),)}
_STAGE_OF = {path: stage for stage, paths in {**_ON_LINE, **_ABOVE}.items() for path in paths}
# Where a project ended, nothing is awaited any more.
_ENDED = frozenset({ProjectState.stopped, ProjectState.refused, ProjectState.settled})
_HAPPENED = func.coalesce(Act.happened_on, Entry.business_date)


@dataclass(frozen=True)
class DaysRow:
    """A group of lines: how many, and the days up to each stage."""

    group: Group
    lines: int
    spans: Mapping[Stage, Span]


@dataclass(frozen=True)
class Line:
    """One line: its envelope, its group, and when it reached what."""

    row: Found
    key: str
    course: Course


@dataclass(frozen=True)
class Days:
    """All lines asked for, put together, and in all; lines that stand only by what came over from the year before."""

    rows: Sequence[DaysRow]
    whole: DaysRow
    lines: Sequence[Line]
    names: Names
    until: date
    without: int


@dataclass(frozen=True)
class ShownLine:
    """A line as a page shows it; `acts` are the public ids of the acts of its stages that the reader may open."""

    project: Project | None
    unit: str
    fund: str
    course: Course
    acts: Mapping[Stage, str]
    waits: int | None
    """For how many days it waits."""


def days(ground: Ground) -> Days:
    """Return how long the lines took; the same number of statements for any number of them.

    Lines whose listing was taken back whole do not count; acts that were taken back do not either. Days are counted
    to today, no further than the last treasury day of the year.
    """
    found = ground.rows(
        select(
            *(Envelope.id, Envelope.fund_id, Envelope.parent_id, Envelope.unit_id, Envelope.home),
            *(Envelope.content_code, Envelope.project_id, Envelope.assigned, Project.state),
        )
        .join(Project, Project.id == Envelope.project_id)
        .where(LINES, LISTED > 0)
        .order_by(Envelope.id)
    )
    names = ground.names(found)
    courses = _courses(ground, found)
    lines = [Line(row, names.key(row), courses[row.id]) for row in found if row.id in courses]
    by_key: dict[str, list[Course]] = defaultdict(list)
    for line in lines:
        by_key[line.key].append(line.course)
    rows = [
        DaysRow(group, len(by_key[group.key]), summed(by_key[group.key])) for group in names.groups(by_key)
    ]
    whole = DaysRow(Group("", ""), len(lines), summed([line.course for line in lines]))
    until = min(today(), last_treasury_day(ground.question.year))
    return Days(rows, whole, lines, names, until, len(found) - len(lines))


def _courses(ground: Ground, found: Sequence[Found]) -> dict[int, Course]:
    own = _first_days(ground)
    releases = _days_above(Stage.released, Envelope.fund_id, {row.fund_id for row in found})
    shares = _days_above(Stage.shared, Entry.target_id, {row.parent_id for row in found})
    closed = ground.closed_funds
    made = {}
    for row in found:
        of_line = own.get(row.id, {})
        if Stage.approved not in of_line:
            continue
        days = reached(
            of_line[Stage.approved],
            releases.get(row.fund_id, ()),
            shares.get(row.parent_id, ()),
            of_line.get(Stage.committed),
            of_line.get(Stage.paid),
        )
        over = row.fund_id in closed or row.state in _ENDED
        made[row.id] = Course(days, None if over else waits_at(days, funded=row.assigned > 0))
    return made


def _first_days(ground: Ground) -> dict[int, dict[Stage, date]]:
    """Return the first day of each stage that is a line's own, by envelope."""
    query = (
        select(
            Entry.target_id,
            Entry.source_counter,
            Entry.target_counter,
            Envelope.home,
            func.min(_HAPPENED).label("day"),
        )
        .join(Act, Act.id == Entry.act_id)
        .join(Envelope, Envelope.id == Entry.target_id)
        .where(LINES, _along(*_ON_LINE), standing())
        .group_by(Entry.target_id, Entry.source_counter, Entry.target_counter, Envelope.home)
    )
    found: dict[int, dict[Stage, date]] = defaultdict(dict)
    for row in ground.rows(query):
        stage = _STAGE_OF[row.source_counter, row.target_counter]
        found[row.target_id][stage] = min(row.day, found[row.target_id].get(stage, row.day))
    return found


def _days_above(
    stage: Stage, place: InstrumentedAttribute[Any], ids: Collection[int]
) -> dict[int, list[date]]:
    """Return the days on which funds were released money, or shares given it, in order."""
    query = (
        select(place, _HAPPENED)
        .select_from(Entry)
        .join(Act, Act.id == Entry.act_id)
        .join(Envelope, Envelope.id == Entry.target_id)
        .where(place.in_(sorted(ids)), _along(stage), standing())
        .distinct()
    )
    found: dict[int, list[date]] = defaultdict(list)
    for key, day in db.session.execute(query):
        found[key].append(day)
    return {key: sorted(days) for key, days in found.items()}


def _along(*stages: Stage) -> ColumnElement[bool]:
    """Return the condition that an entry takes the way of one of these stages, forward."""
    paths = [path for path, stage in _STAGE_OF.items() if stage in stages]
    return or_(
        *(and_(Entry.source_counter == source, Entry.target_counter == target) for source, target in paths)
    )


def shown(ground: Ground, found: Days, lines: Sequence[Line]) -> list[ShownLine]:
    """Return lines as a page or workbook shows them, with their acts."""
    known = projects.by_ids(ground.scope, {line.row.project_id for line in lines})
    acts = _acts(ground, lines)
    return [
        ShownLine(
            project=known.get(line.row.project_id),
            unit=found.names.unit(line.row.unit_id),
            fund=found.names.funds[line.row.fund_id].code,
            course=line.course,
            acts=acts[line.row.id],
            waits=None if line.course.since is None else max(0, (found.until - line.course.since).days),
        )
        for line in lines
    ]


def slowest(lines: Sequence[Line], stage: Stage | None) -> list[Line]:
    """Return lines that wait longest first, those that wait for one stage where it is named; then the others."""
    if stage is not None:
        lines = [line for line in lines if line.course.awaited is stage]
    return sorted(lines, key=lambda line: (line.course.since or date.max, line.row.id))


def _acts(ground: Ground, lines: Sequence[Line]) -> dict[int, dict[Stage, str]]:
    """Return the acts of the stages of lines, by line; only acts that the reader may open."""
    places = {
        *(line.row.id for line in lines),
        *(line.row.parent_id for line in lines),
    }
    funds = {line.row.fund_id for line in lines}
    released = select(Envelope.id).where(Envelope.kind == "fund", Envelope.fund_id.in_(sorted(funds)))
    query = (
        select(Entry.target_id, Envelope.fund_id, Entry.source_counter, Entry.target_counter)
        .add_columns(_HAPPENED.label("day"), Act.public_id)
        .join(Act, Act.id == Entry.act_id)
        .join(Envelope, Envelope.id == Entry.target_id)
        .where(or_(Entry.target_id.in_(sorted(places)), Entry.target_id.in_(released)))
        .where(_along(*Stage), standing(), sees_act(ground.scope))
        .order_by(Act.id.desc())
    )
    acts: dict[tuple[Stage, int, date], str] = {}
    for row in db.session.execute(query):
        stage = _STAGE_OF[row.source_counter, row.target_counter]
        acts[stage, row.fund_id if stage is Stage.released else row.target_id, row.day] = row.public_id
    return {
        line.row.id: {
            stage: acts[key]
            for stage, day in line.course.days.items()
            if (key := (stage, _place(line, stage), day)) in acts
        }
        for line in lines
    }


def _place(line: Line, stage: Stage) -> int:
    above = {Stage.released: line.row.fund_id, Stage.shared: line.row.parent_id}
    return int(above.get(stage, line.row.id))
