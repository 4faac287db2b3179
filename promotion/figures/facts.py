"""Facts: one grouped SELECT over the envelopes' counters, or over months and the last month's legs for a
past day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Select, case, distinct, func, literal, select, union_all
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.figures.model import Dimension, Question
from promotion.kernel.calendar import month_of, today
from promotion.ledger.models import Envelope, LedgerMonth, Leg

# What figures are made of; the other counters are ceilings only.
COUNTED = (
    "to_list",
    "released",
    "money",
    "to_assign",
    "assigned",
    "committed",
    "advanced",
    "paid",
    "accepted",
)
_MOMENT = ("kind", "level", "budget_year", "home", "unit_id", "content_code", "project_id", "parent_id")
BY_LINE = (Dimension.content, Dimension.project)
"""Dimensions whose rows are made of lines."""

_COLUMN = {
    Dimension.unit: "unit_id",
    Dimension.content: "content_code",
    Dimension.level: "level",
    Dimension.project: "project_id",
}


@dataclass(frozen=True)
class Fact:
    """The sums of one group of envelopes: their kind, province, the value of the dimension, and đồng by
    counter.

    Where rows are made of lines, `share_home` is the province of the share above a line, and `share_seen` tells
    whether the reader sees that share: a central unit's project in a province is paid from a share outside it.
    """

    kind: str
    home: str | None
    member: str | int | None
    sums: Mapping[str, int]
    share_home: str | None = None
    share_seen: bool = True


@dataclass(frozen=True)
class Count:
    """How many projects have a listed amount in one group."""

    home: str | None
    member: str | int | None
    projects: int


def facts(scope: Scope, question: Question) -> list[Fact]:
    """Return the sums behind a question, grouped by kind of envelope, province and the question's
    dimension.
    """
    at = _position(question.as_of)
    member = _member(at, question.by)
    sums = [func.sum(at.c[counter]).label(counter) for counter in COUNTED]
    by = [at.c.kind, at.c.home, member.label("member")]
    if question.by not in BY_LINE:
        query = select(*by, *sums).where(at.c.kind != "commitment")
        query = _asked(query, at, scope, question).group_by(at.c.kind, at.c.home, "member")
        return [Fact(row.kind, row.home, row.member, _sums(row)) for row in db.session.execute(query)]
    share = aliased(Envelope)
    seen = within(scope, home=share.home, unit_id=share.unit_id, level=share.level)
    above = [share.home.label("share_home"), case((seen, 1), else_=0).label("share_seen")]
    query = select(*by, *above, *sums).where(at.c.kind != "commitment")
    query = query.select_from(at).outerjoin(share, (share.id == at.c.parent_id) & (at.c.kind == "line"))
    query = _asked(query, at, scope, question).group_by(
        at.c.kind, at.c.home, "member", share.home, "share_seen"
    )
    return [
        Fact(row.kind, row.home, row.member, _sums(row), row.share_home, bool(row.share_seen))
        for row in db.session.execute(query)
    ]


def _sums(row: Any) -> dict[str, int]:  # noqa: ANN401 - a row with a column per counter
    return {counter: int(getattr(row, counter)) for counter in COUNTED}


def counts(scope: Scope, question: Question, *, whole: bool = False) -> list[Count]:
    """Return the projects behind a question; `whole` leaves the dimension out, for a total that counts each
    once.
    """
    at = _position(question.as_of)
    member = literal(None) if whole else _member(at, question.by)
    query = select(at.c.home, member.label("member"), func.count(distinct(at.c.project_id)).label("projects"))
    query = query.where(at.c.kind == "line", at.c.to_assign + at.c.assigned > 0)
    query = _asked(query, at, scope, question).group_by(at.c.home, "member")
    return [Count(row.home, row.member, row.projects) for row in db.session.execute(query)]


def contents_of(scope: Scope, question: Question, project_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the contents of each project's lines in the question's year."""
    at = Envelope.__table__
    query = select(at.c.project_id, at.c.content_code).where(at.c.kind == "line").distinct()
    query = _asked(query, at, scope, question).order_by(at.c.project_id, at.c.content_code)
    found: dict[int, list[str]] = {project_id: [] for project_id in project_ids}
    for row in db.session.execute(query):
        if row.project_id in found:
            found[row.project_id].append(row.content_code)
    return {project_id: tuple(contents) for project_id, contents in found.items()}


def _member(at: FromClause, by: Dimension) -> Any:  # noqa: ANN401 - a column, or nothing at all
    return at.c[_COLUMN[by]] if by in _COLUMN else literal(None)


def _asked(query: Select[Any], at: FromClause, scope: Scope, question: Question) -> Select[Any]:
    query = query.where(at.c.budget_year == question.year)
    query = query.where(within(scope, home=at.c.home, unit_id=at.c.unit_id, level=at.c.level))
    return query if question.level is None else query.where(at.c.level == str(question.level))


def _position(as_of: date) -> FromClause:
    """Return the envelopes with their counters at the end of a day. Entries are never dated after today."""
    if as_of >= today():
        return Envelope.__table__
    month = month_of(as_of)
    before = select(LedgerMonth.envelope_id, LedgerMonth.counter, LedgerMonth.change).where(
        LedgerMonth.month < month
    )
    since = select(Leg.envelope_id, Leg.counter, Leg.change).where(
        Leg.business_date >= as_of.replace(day=1), Leg.business_date <= as_of
    )
    moves = union_all(before, since).subquery()
    sums = [
        func.sum(case((moves.c.counter == counter, moves.c.change), else_=0)).label(counter)
        for counter in COUNTED
    ]
    balances = select(moves.c.envelope_id, *sums).group_by(moves.c.envelope_id).subquery()
    dimensions = [getattr(Envelope, name) for name in _MOMENT]
    columns = [balances.c[counter] for counter in COUNTED]
    return select(*dimensions, *columns).join(balances, balances.c.envelope_id == Envelope.id).subquery()
