"""What can still be committed this year: the room that the ledger leaves on every line, and until when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from promotion.database.handle import db
from promotion.desk.queries.ground import Found, Ground, Group, Names, last_treasury_day
from promotion.desk.rules.committable import Room, covered, next_closing, room_of
from promotion.figures.facts import LINES
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger.models import LISTED, Envelope, Fund, Period
from promotion.projects import queries as projects
from promotion.projects.models import Project

PER_PAGE = 50


@dataclass(frozen=True)
class Amounts:
    """Sums over lines (đồng): listed, assigned, committed, what can still be committed, and how much of that has its
    money on the line.
    """

    lines: int
    listed: int
    assigned: int
    committed: int
    to_commit: int
    covered: int


@dataclass(frozen=True)
class Line:
    """One line with room: its envelope, its group, whether the room can be used, what of it has its money there."""

    row: Found
    key: str
    room: Room
    covered: int


@dataclass(frozen=True)
class GroupRow:
    """A group of lines with usable room."""

    group: Group
    sums: Amounts


@dataclass(frozen=True)
class Committable:
    """All room that the counters show, by whether it can be used; the usable lines in groups, and in all.

    `last` is the last day on which money of the year may be committed, `closing` the period that closes next in any
    fund: its last day and the day on which it closes.
    """

    rows: Sequence[GroupRow]
    whole: Amounts
    lines: Sequence[Line]
    by_room: Mapping[Room, int]
    names: Names
    last: date
    closing: tuple[date, date] | None

    @property
    def days_left(self) -> int:
        """How many days are left, today's not counted; 0 once the last has passed."""
        return max(0, (self.last - today()).days)


@dataclass(frozen=True)
class ShownLine:
    """A line as a page shows it."""

    line: Line
    project: Project | None
    unit: str
    fund: Fund


def committable(ground: Ground) -> Committable:
    """Return what can still be committed; the same number of statements for any number of lines.

    The room of a line is the counter `to_commit`, the ceiling that the ledger itself asks: listed less committed.
    """
    found = ground.rows(
        select(
            *(Envelope.id, Envelope.public_id, Envelope.fund_id, Envelope.unit_id, Envelope.home),
            *(Envelope.content_code, Envelope.project_id, Envelope.assigned, Envelope.committed),
            *(Envelope.to_commit, Envelope.money, LISTED.label("listed"), Project.state),
        )
        .join(Project, Project.id == Envelope.project_id)
        .where(LINES, Envelope.to_commit > 0)
        .order_by(Envelope.to_commit.desc(), Envelope.id)
    )
    names, last = ground.names(found), last_treasury_day(ground.question.year)
    closed, owing = ground.closed_funds, ground.owing_by_line
    lines = [
        Line(
            row,
            names.key(row),
            room_of(ProjectState(row.state), last, today(), closed=row.fund_id in closed),
            covered(row.to_commit, row.money, sum(one.owed for one in owing.get(row.id, ()))),
        )
        for row in found
    ]
    usable = [line for line in lines if line.room is Room.usable]
    by_key: dict[str, list[Line]] = defaultdict(list)
    for line in usable:
        by_key[line.key].append(line)
    return Committable(
        rows=[GroupRow(group, _sums(by_key[group.key])) for group in names.groups(by_key)],
        whole=_sums(usable),
        lines=usable,
        by_room={room: sum(line.row.to_commit for line in lines if line.room is room) for room in Room},
        names=names,
        last=last,
        closing=_closing({line.row.fund_id for line in usable}),
    )


def _sums(lines: Sequence[Line]) -> Amounts:
    return Amounts(
        lines=len(lines),
        listed=sum(line.row.listed for line in lines),
        assigned=sum(line.row.assigned for line in lines),
        committed=sum(line.row.committed for line in lines),
        to_commit=sum(line.row.to_commit for line in lines),
        covered=sum(line.covered for line in lines),
    )


def _closing(fund_ids: set[int]) -> tuple[date, date] | None:
    query = select(Period.through, Period.closes_on).where(Period.fund_id.in_(sorted(fund_ids))).distinct()
    return next_closing(((through, closes) for through, closes in db.session.execute(query)), today())


def shown(ground: Ground, found: Committable, lines: Sequence[Line]) -> list[ShownLine]:
    """Return lines as a page or workbook shows them."""
    known = projects.by_ids(ground.scope, {line.row.project_id for line in lines})
    return [
        ShownLine(
            line=line,
            project=known.get(line.row.project_id),
            unit=found.names.unit(line.row.unit_id),
            fund=found.names.funds[line.row.fund_id],
        )
        for line in lines
    ]
