"""Origins: the way back from a figure to the legs of the ledger that add up to it, to the đồng.

The facts are those of the table, and the same folding decides which of them lie in the row; what they are made of
then becomes a condition on envelopes, so that rows are read page by page.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.figures.facts import ABOVE, COLUMN, LINES, Fact, asked, facts, listed, shares_apart, signed
from promotion.figures.folding import BY_PLACE, Fold
from promotion.figures.model import Question
from promotion.figures.rows import Place
from promotion.ledger.models import Act, Entry, Envelope, Leg
from promotion.projects.models import Project
from promotion.territory.queries import atlas

PER_PAGE = 50
SORTS = ("date", "name", "amount")
"""Rows stand by date (projects by name) or by amount; with "-" the other way round."""
Grouping = Literal["place", "act"]
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Part:
    """Envelopes of one kind that a figure counts, and which of their counters it adds up (1) or takes off (-1)."""

    condition: Condition
    counters: Mapping[str, int]


@dataclass(frozen=True)
class Selection:
    """What one figure of money counts: its value in đồng, and the envelopes and counters it is made of.

    `left` marks a figure of what is left over in places: those where nothing is left are not listed.
    """

    value: int
    parts: tuple[Part, ...]
    left: bool = False


@dataclass(frozen=True)
class Source:
    """One row behind a figure: what an act moved on an envelope (on `places` of them, rows being acts), in đồng.

    `running` is the sum of the rows down to this one. Behind a number of projects a row is a project (`act_id` is
    None), counted once, and `listed` is its listed amount.
    """

    act_id: int | None
    envelope_id: int | None
    amount: int
    running: int
    places: int = 1
    project_id: int | None = None
    home: str | None = None
    listed: int = 0


@dataclass(frozen=True)
class Sources:
    """Some of the rows behind a figure, how many there are in all, and what all of them add up to."""

    rows: tuple[Source, ...]
    count: int
    sum: int
    page: int


def selection(scope: Scope, question: Question, measure: str, row: Place) -> Selection:
    """Return what a cell of money counts. Its value is that of the table by definition: the facts are the same."""
    fold = Fold(atlas(), question)
    given = measure == "released" and shares_apart(scope, question)
    chosen: dict[tuple[str, tuple[tuple[str, int], ...]], list[Fact]] = {}
    for fact in facts(scope, question):
        if fold.inside(fact.home) and (row.members is None or fold.row(fact, measure) in row.members):
            counters = tuple(fold.counters(fact, measure).items())
            chosen.setdefault((fact.kind, counters), []).append(fact)
    parts = tuple(
        Part(_condition(scope, question, row, found, given=given), dict(counters))
        for (_kind, counters), found in chosen.items()
        if counters
    )
    value = sum(fold.value(fact, measure) for found in chosen.values() for fact in found)
    return Selection(value, parts, left=measure == "waiting")


def _condition(
    scope: Scope, question: Question, row: Place, found: Sequence[Fact], *, given: bool
) -> Condition:
    """Return the condition that an envelope is one of those that these facts of one kind summed up.

    A fact is chosen for its province, and apart from it for its member and (money being `given`) for the share above
    it: never for a pair of them.
    """
    kind = found[0].kind
    conditions = [LINES if kind == "line" else and_(ABOVE, Envelope.kind == kind)]
    conditions.append(_among(Envelope.home, {fact.home for fact in found}))
    if row.members is not None and question.by in COLUMN:
        conditions.append(_among(getattr(Envelope, COLUMN[question.by]), {fact.member for fact in found}))
    if kind == "line" and given:
        conditions.append(_paid_from(scope, question, {fact.share_home for fact in found}))
    return and_(*conditions)


def _paid_from(scope: Scope, question: Question, homes: Collection[str | None]) -> Condition:
    """Return the condition that the share above a line lies in one of these provinces, and the reader sees it."""
    share = aliased(Envelope)
    query = select(share.id).where(share.kind == "share", share.budget_year == question.year)
    query = query.where(within(scope, home=share.home, unit_id=share.unit_id, level=share.level))
    return Envelope.parent_id.in_(query.where(_among(share.home, homes)))


def _among(column: Any, values: Collection[Any]) -> Condition:  # noqa: ANN401 - columns of several types
    known = sorted(value for value in values if value is not None)
    if None not in values:
        return column.in_(known)  # type: ignore[no-any-return]
    return or_(column.is_(None), column.in_(known)) if known else column.is_(None)


def sources(
    scope: Scope,
    question: Question,
    chosen: Selection,
    *,
    grouping: Grouping = "place",
    sort: str = "date",
    page: int | None = None,
) -> Sources:
    """Return the rows behind a figure of money, one page of them or (without a page) all.

    A row is what an act moved on an envelope on balance. What adds up to nothing is left out: acts that move money
    only within the figure (a listing, where plan on the fund and on lines both count), or for what is left over the
    places where nothing is left (never both: they would overlap).
    """
    if not chosen.parts:
        return Sources((), 0, 0, 1)
    rows = _net_rows(scope, question, chosen, grouping)
    order = _order(sort, rows.c.amount, (rows.c.number, rows.c.envelope_id), rows.c.business_date)
    columns = (rows.c.act_id, rows.c.envelope_id, rows.c.amount, rows.c.places)
    found = _paged(select(*columns, _running(rows.c.amount, order)).order_by(*order), rows, page)
    return Sources(
        tuple(
            Source(act, envelope, int(amount), int(running), places)
            for act, envelope, amount, places, running in found.rows
        ),
        found.count,
        found.sum,
        found.page,
    )


def _net_rows(scope: Scope, question: Question, chosen: Selection, grouping: Grouping) -> Subquery:
    """Return act, envelope and amount of what each act moved on balance, and on how many envelopes."""
    legs = _legs(scope, question, chosen.parts)
    net = func.sum(legs.c.change)
    moved = select(legs.c.act_id, legs.c.envelope_id, net.label("amount"))
    moved = moved.group_by(legs.c.act_id, legs.c.envelope_id).having(net != 0)
    places = moved.subquery()
    apart = places.c.envelope_id if chosen.left else places.c.act_id
    whole = func.sum(places.c.amount).over(partition_by=apart).label("whole")
    rows = select(*places.c, whole).subquery()
    found = select(*_row_columns(rows, grouping), Act.number, Act.business_date)
    found = found.join(Act, Act.id == rows.c.act_id).where(rows.c.whole != 0)
    if grouping == "act":
        found = found.group_by(rows.c.act_id, Act.number, Act.business_date).having(
            func.sum(rows.c.amount) != 0
        )
    return found.subquery()


def _row_columns(rows: Subquery, grouping: Grouping) -> tuple[ColumnElement[Any], ...]:
    """Return act, envelope, amount and number of places of a row; of several places the first is named."""
    if grouping == "place":
        return rows.c.act_id, rows.c.envelope_id, rows.c.amount, literal(1).label("places")
    first = func.min(rows.c.envelope_id).label("envelope_id")
    return rows.c.act_id, first, func.sum(rows.c.amount).label("amount"), func.count().label("places")


def _legs(scope: Scope, question: Question, parts: Iterable[Part]) -> FromClause:
    """Return the legs that a figure adds up, each with its act."""
    queries = []
    for part in parts:
        change = signed(Leg.counter, Leg.change, part.counters).label("change")
        query = select(Entry.act_id, Leg.envelope_id, change).join_from(
            Envelope, Leg, Leg.envelope_id == Envelope.id
        )
        query = query.join(Entry, Entry.id == Leg.entry_id).where(part.condition)
        query = query.where(Leg.counter.in_(list(part.counters)), Leg.business_date <= question.as_of)
        queries.append(asked(query, scope, question))
    return union_all(*queries).subquery()


def projects_behind(
    scope: Scope, question: Question, row: Place, *, sort: str = "date", page: int | None = None
) -> Sources:
    """Return the projects that a cell counts, one row for each: those with a listed amount on the day."""
    rows = _listed_projects(scope, question, row)
    once = rows.c.project_id * 0 + 1
    order = _order(sort, rows.c.listed, (Project.sort_key, Project.code, rows.c.home))
    query = select(rows.c.project_id, rows.c.home, rows.c.listed, _running(once, order))
    query = query.outerjoin(Project, Project.id == rows.c.project_id).order_by(*order)
    found = _paged(query, rows, page, each_once=True)
    return Sources(
        tuple(
            Source(None, None, 1, int(running), 1, project, home, int(amount))
            for project, home, amount, running in found.rows
        ),
        found.count,
        found.sum,
        found.page,
    )


def _listed_projects(scope: Scope, question: Question, row: Place) -> Subquery:
    """Return project, province and listed amount of the projects in a row, wherever in the year's lines."""
    fold = Fold(atlas(), question)
    homes = db.session.scalars(asked(select(Envelope.home).where(LINES).distinct(), scope, question))
    inside = {home for home in homes if fold.inside(home)}
    if row.members is not None and question.by in BY_PLACE:
        inside = {home for home in inside if fold.place(home) in row.members}
    part = and_(LINES, _among(Envelope.home, inside))
    if row.members is not None and question.by in COLUMN:
        own = [] if row.rest else [_typed(question, member) for member in sorted(row.members)]
        part = and_(part, getattr(Envelope, COLUMN[question.by]).in_(own))
    lines = listed(scope, question, [Envelope.id, Envelope.home, Envelope.project_id], part).subquery()
    return (
        select(lines.c.project_id, lines.c.home, func.sum(lines.c.listed).label("listed"))
        .group_by(lines.c.project_id, lines.c.home)
        .subquery()
    )


def _typed(question: Question, member: str) -> str | int:
    """Return a member as its column holds it: units and projects by row id."""
    return int(member) if COLUMN[question.by].endswith("_id") else member


@dataclass(frozen=True)
class _Page:
    rows: Sequence[Any]
    count: int
    sum: int
    page: int


def _paged(query: Select[Any], rows: Subquery, page: int | None, *, each_once: bool = False) -> _Page:
    """Run a query whole or one page of it; a page past the last is the last."""
    whole = func.count() if each_once else func.coalesce(func.sum(rows.c.amount), 0)
    count, added = db.session.execute(select(func.count(), whole).select_from(rows)).one()
    number = max(1, min(page or 1, -(-count // PER_PAGE)))
    if page is not None:
        query = query.limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return _Page(db.session.execute(query).all(), count, int(added), number)


def _order(sort: str, amount: Any, ties: Sequence[Any], *first: Any) -> list[Any]:  # noqa: ANN401 - columns
    """Return the order of rows: by date or amount, downwards with "-"; the same rows always stand in one order."""
    back = sort.startswith("-")
    leading = [amount] if sort.removeprefix("-") == "amount" else [*first, ties[0]]
    rest = [*first, *ties] if sort.removeprefix("-") == "amount" else list(ties[1:])
    return [*(column.desc() if back else column for column in leading), *rest]


def _running(amount: Any, order: Sequence[Any]) -> Any:  # noqa: ANN401 - a column
    return func.sum(amount).over(order_by=order, rows=(None, 0)).label("running")
