"""Facts: grouped SELECTs over the counters of lines and of what stands above them, or, for a past day, over the months
before and the last month's legs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    case,
    distinct,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from promotion.access.actor import EVERYTHING, Scope
from promotion.access.scope import within
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.figures.model import Dimension, Question
from promotion.kernel.calendar import month_of, today
from promotion.ledger.models import Envelope, LedgerMonth, Leg
from promotion.ledger.sums import FIGURES, counters_of
from promotion.units.models import Unit

Condition = ColumnElement[bool]
Query = Select[*tuple[Any, ...]]
Group = tuple[Any, ...]
Sums = dict[str, int]
# What figures are made of; the other counters are ceilings only. Each kind of envelope has its own.
ON_LINES = counters_of("line")
ABOVE_LINES = counters_of("fund", "share")
COUNTED = tuple(dict.fromkeys((*ABOVE_LINES, *ON_LINES)))
COLUMN = {
    Dimension.unit: "unit_id",
    Dimension.content: "content_code",
    Dimension.level: "level",
    Dimension.project: "project_id",
}
_LISTED = FIGURES["approved"]["line"]
# Written out, not bound: only so does an engine know that the index of this part of the table will do.
LINES = Envelope.kind == literal_column("'line'")
ABOVE = Envelope.kind.in_([literal_column("'fund'"), literal_column("'share'")])
_PARTS = ((LINES, ON_LINES), (ABOVE, ABOVE_LINES))


@dataclass(frozen=True)
class Fact:
    """The sums of one group of envelopes: their kind, province, the value of the dimension, and đồng by
    counter.

    Where rows are made of lines and not everything is asked for, `share_home` is the province of the share above a
    line, and `share_seen` tells whether the reader sees it: a central unit's project in a province is paid from a
    share outside it.
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
    apart = shares_apart(scope, question)
    shares = _shares(scope, question) if apart else None
    found = []
    for part, counters in _PARTS:
        if part is ABOVE and question.content is not None:
            continue
        beside = [Envelope.parent_id] if apart and part is LINES else []
        keys = [*_keys(question.by), *beside]
        found += [
            _fact(group, sums, shares) for group, sums in sums_by(scope, question, counters, keys, part)
        ]
    return found


def sums_by(
    scope: Scope, question: Question, counters: Collection[str], keys: Sequence[Any], part: Condition = LINES
) -> list[tuple[Group, Sums]]:
    """Return the sums of counters of the envelopes asked for by these columns, at the end of the question's day."""
    reckon = _facts_of_a_past_day if question.as_of < today() else _facts_of_now
    return reckon(scope, question, part, counters, keys)


def shares_apart(scope: Scope, question: Question) -> bool:
    """Tell whether lines may count while the share above them does not, or the other way round."""
    return question.of_lines and (question.narrowed or scope != EVERYTHING)


def _shares(scope: Scope, question: Question) -> dict[int, tuple[str | None, bool]]:
    """Return the shares of the year by id: their province, and whether the reader sees them."""
    query = select(Envelope.id, Envelope.home, Envelope.unit_id, Envelope.level)
    query = query.where(Envelope.kind == "share", Envelope.budget_year == question.year)
    return {
        row.id: (row.home, scope.covers(home=row.home, unit_id=row.unit_id, level=row.level))
        for row in db.session.execute(query)
    }


def _fact(
    group: Sequence[Any], sums: dict[str, int], shares: Mapping[int, tuple[str | None, bool]] | None
) -> Fact:
    fact = Fact(*_three(group), sums)
    if shares is None or fact.kind != "line":
        return fact
    home, seen = shares[group[-1]]
    return replace(fact, share_home=home, share_seen=seen)


def _facts_of_now(
    scope: Scope, question: Question, part: Condition, counters: Collection[str], keys: Sequence[Any]
) -> list[tuple[Group, Sums]]:
    """Add up the counters as they stand."""
    sums = [func.sum(getattr(Envelope, counter)) for counter in counters]
    query = asked(select(*keys, *sums).where(part), scope, question).group_by(*keys)
    return [
        (tuple(row[: len(keys)]), _sums(zip(counters, row[len(keys) :], strict=True)))
        for row in db.session.execute(query)
    ]


def _facts_of_a_past_day(
    scope: Scope, question: Question, part: Condition, counters: Collection[str], keys: Sequence[Any]
) -> list[tuple[Group, Sums]]:
    """Add up the moves to the end of a day. Entries are never dated after today."""
    moves = _moves(scope, question, part, counters, keys)
    columns = list(moves.c)[: len(keys)]
    query = select(*columns, moves.c.counter, func.sum(moves.c.change)).group_by(*columns, moves.c.counter)
    found: dict[Group, list[tuple[str, int]]] = {}
    for *group, counter, change in db.session.execute(query):
        found.setdefault(tuple(group), []).append((counter, change))
    return [(group, _sums(sums)) for group, sums in found.items()]


def counts(scope: Scope, question: Question, *, whole: bool = False) -> list[Count]:
    """Return the projects behind a question; `whole` leaves the dimension out, for a total that counts each
    once.
    """
    keys = [Envelope.id, *_keys(None if whole else question.by), Envelope.project_id]
    _id, *group, project, _listed = listed(scope, question, keys).subquery().c
    query = select(*group, func.count(distinct(project))).group_by(*group)
    return [Count(*_three(row[:-1])[1:], row[-1]) for row in db.session.execute(query)]


def listed(scope: Scope, question: Question, keys: Sequence[Any], part: Condition = LINES) -> Query:
    """Return a SELECT of the lines with a listed amount: the keys of each, then the amount in đồng."""
    if question.as_of < today():
        moves = _moves(scope, question, part, tuple(_LISTED), keys)
        columns = list(moves.c)[: len(keys)]
        amount = func.sum(signed(moves.c.counter, moves.c.change, _LISTED))
        return select(*columns, amount.label("listed")).group_by(*columns).having(amount > 0)
    standing = sum((sign * getattr(Envelope, counter) for counter, sign in _LISTED.items()), literal(0))
    return asked(select(*keys, standing.label("listed")).where(part, standing > 0), scope, question)


def signed(counter: Any, change: Any, signs: Mapping[str, int]) -> Any:  # noqa: ANN401 - columns
    """Return a change of a counter as a figure counts it: turned round where the counter is taken off."""
    off = [name for name, sign in signs.items() if sign < 0]
    return case((counter.in_(off), -change), else_=change) if off else change


def contents_of(scope: Scope, question: Question, project_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the contents of each project's lines in the question's year."""
    query = select(Envelope.project_id, Envelope.content_code).where(LINES).distinct()
    query = asked(query, scope, question).order_by(Envelope.project_id, Envelope.content_code)
    found: dict[int, list[str]] = {project_id: [] for project_id in project_ids}
    for row in db.session.execute(query):
        project_id, content = row.project_id, row.content_code
        if project_id in found:
            found[project_id].append(content)
    return {project_id: tuple(contents) for project_id, contents in found.items()}


def _keys(by: Dimension | None) -> list[Any]:
    """Return the columns to group by: kind, province, and the dimension's own where it has one."""
    own = COLUMN.get(by) if by else None
    return [Envelope.kind, Envelope.home, *([getattr(Envelope, own)] if own else [])]


def _three(group: Sequence[Any]) -> tuple[str, str | None, str | int | None]:
    """Return kind, province and member, which is None without a dimension of its own."""
    kind, home, *member = group
    return kind, home, member[0] if member else None


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict.fromkeys(COUNTED, 0) | {counter: int(value) for counter, value in pairs}


def asked(query: Query, scope: Scope, question: Question) -> Query:
    """Limit a SELECT of envelopes to what a question and the reader's scope cover, places of the map apart."""
    query = query.where(Envelope.budget_year == question.year)
    if question.content is not None:
        query = query.where(Envelope.content_code.in_(catalogue.below(question.content)))
    if question.unit is not None:
        unit = select(Unit.id).where(Unit.code == question.unit).scalar_subquery()
        query = query.where(Envelope.unit_id == unit, Envelope.kind != "fund")
    query = query.where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    return query if question.level is None else query.where(Envelope.level == str(question.level))


def _moves(
    scope: Scope, question: Question, part: Condition, counters: Collection[str], keys: Sequence[Any]
) -> FromClause:
    """Return the changes of the envelopes asked for, up to the end of the question's day, beside their keys.

    Whole months come from their sums, the days of a month that had not ended from the legs.
    """
    day = question.as_of
    after = day + timedelta(1)
    months = select(*keys, LedgerMonth.counter, LedgerMonth.change).join_from(
        Envelope, LedgerMonth, LedgerMonth.envelope_id == Envelope.id
    )
    months = months.where(part, LedgerMonth.counter.in_(counters), LedgerMonth.month < month_of(after))
    if after.day == 1:
        return asked(months, scope, question).subquery()
    legs = select(*keys, Leg.counter, Leg.change).join_from(Envelope, Leg, Leg.envelope_id == Envelope.id)
    legs = legs.where(
        part, Leg.counter.in_(counters), Leg.business_date >= day.replace(day=1), Leg.business_date <= day
    )
    return union_all(asked(months, scope, question), asked(legs, scope, question)).subquery()
