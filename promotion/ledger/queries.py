"""Reads of the ledger. What a person may see comes first; functions without a scope serve the ledger's own
acts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.errors import NotFound
from promotion.ledger.books import Kind
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg, Period, Proposal

Found = TypeVar("Found", Fund, Envelope, Act, Proposal)


def funds(scope: Scope, year: int | None = None, level: str | None = None) -> Sequence[Fund]:
    """Return the funds of a year and level, national first, then by code. National funds show to units in
    them too.
    """
    query = select(Fund).where(sees_fund(scope))
    if year is not None:
        query = query.where(Fund.budget_year == year)
    if level is not None:
        query = query.where(Fund.level == level)
    return db.session.scalars(query.order_by(Fund.level.desc(), Fund.budget_year.desc(), Fund.code)).all()


def years(scope: Scope) -> Sequence[int]:
    """Return the budget years that have funds, newest first."""
    query = select(Fund.budget_year).where(sees_fund(scope)).distinct().order_by(Fund.budget_year.desc())
    return db.session.scalars(query).all()


def fund(scope: Scope, public_id: str) -> Fund:
    """Return one fund; `NotFound` outside the scope."""
    return _one(select(Fund).where(Fund.public_id == public_id, sees_fund(scope)))


def fund_by_code(scope: Scope, code: str) -> Fund:
    """Return the fund with this label; `NotFound` outside the scope."""
    return _one(select(Fund).where(Fund.code == code, sees_fund(scope)))


def fund_by_id(fund_id: int) -> Fund:
    """Return the fund of an envelope that was loaded in scope."""
    return db.session.get_one(Fund, fund_id)


def fund_of(level: str, year: int, owner_unit_id: int) -> Fund | None:
    """Return the fund of a level, year and owner, for the rooms that open and use funds."""
    query = select(Fund).where(
        Fund.level == level, Fund.budget_year == year, Fund.owner_unit_id == owner_unit_id
    )
    return db.session.scalars(query).one_or_none()


def fund_envelope(fund_id: int) -> Envelope:
    """Return the top envelope of a fund."""
    return db.session.scalars(
        select(Envelope).where(Envelope.fund_id == fund_id, Envelope.kind == "fund")
    ).one()


def share_of(fund_id: int, unit_id: int) -> Envelope | None:
    """Return the share of a unit in a fund, None before there is one."""
    query = select(Envelope).where(
        Envelope.fund_id == fund_id, Envelope.kind == "share", Envelope.unit_id == unit_id
    )
    return db.session.scalars(query).one_or_none()


def shares(scope: Scope, fund_id: int) -> Sequence[Envelope]:
    """Return the shares of a fund that the reader sees, by unit."""
    query = select(Envelope).where(Envelope.fund_id == fund_id, Envelope.kind == "share", _sees(scope))
    return db.session.scalars(query.order_by(Envelope.home, Envelope.unit_id)).all()


def lines(
    scope: Scope, *, fund_id: int | None = None, project_ids: Collection[int] | None = None
) -> Sequence[Envelope]:
    """Return lines of money that the reader sees, of a fund or of projects, in the order they were made."""
    query = select(Envelope).where(Envelope.kind == "line", _sees(scope))
    if fund_id is not None:
        query = query.where(Envelope.fund_id == fund_id)
    if project_ids is not None:
        query = query.where(Envelope.project_id.in_(project_ids))
    return db.session.scalars(query.order_by(Envelope.id)).all()


def commitments(scope: Scope, line_ids: Collection[int]) -> Sequence[Envelope]:
    """Return the commitment envelopes under these lines."""
    query = select(Envelope).where(
        Envelope.kind == "commitment", Envelope.parent_id.in_(line_ids), _sees(scope)
    )
    return db.session.scalars(query.order_by(Envelope.id)).all()


def envelope(scope: Scope, public_id: str, kind: Kind | None = None) -> Envelope:
    """Return one envelope; `NotFound` outside the scope."""
    query = select(Envelope).where(Envelope.public_id == public_id, _sees(scope))
    if kind is not None:
        query = query.where(Envelope.kind == str(kind))
    return _one(query)


def envelopes(ids: Collection[int]) -> Sequence[Envelope]:
    """Return envelopes by id, for the ledger's own acts."""
    return db.session.scalars(select(Envelope).where(Envelope.id.in_(ids)).order_by(Envelope.id)).all()


def act(scope: Scope, public_id: str) -> Act:
    """Return one act; it shows to whoever sees its fund's owner, its unit, or one of its envelopes."""
    return _one(select(Act).where(Act.public_id == public_id, sees_act(scope)))


def acts(scope: Scope, *, fund_id: int | None = None, project_id: int | None = None) -> Sequence[Act]:
    """Return the acts of a fund or a project, newest first."""
    query = select(Act).where(sees_act(scope))
    if fund_id is not None:
        query = query.where(Act.fund_id == fund_id)
    if project_id is not None:
        touched = (
            select(Entry.act_id)
            .join(Envelope, Envelope.id.in_([Entry.source_id, Entry.target_id]))
            .where(Envelope.project_id == project_id)
        )
        query = query.where(Act.id.in_(touched))
    return db.session.scalars(query.order_by(Act.id.desc()).limit(500)).all()


def entries(scope: Scope, act_id: int) -> Sequence[Entry]:
    """Return the entries of an act that touch an envelope the reader sees, in order."""
    source, target = aliased(Envelope), aliased(Envelope)
    query = (
        select(Entry)
        .outerjoin(source, source.id == Entry.source_id)
        .outerjoin(target, target.id == Entry.target_id)
        .where(Entry.act_id == act_id, or_(_sees(scope, source), _sees(scope, target)))
    )
    return db.session.scalars(query.order_by(Entry.id)).all()


@dataclass(frozen=True)
class BookRow:
    """One row of an envelope's ledger book: sequence, act, counter, change and balance after (đồng)."""

    sequence: int
    act: Act
    counter: str
    change: int
    balance: int


def book(scope: Scope, envelope_public_id: str) -> list[BookRow]:
    """Return the ledger book of one envelope, oldest first."""
    place = envelope(scope, envelope_public_id)
    query = (
        select(Leg, Act)
        .join(Entry, Entry.id == Leg.entry_id)
        .join(Act, Act.id == Entry.act_id)
        .where(Leg.envelope_id == place.id)
        .order_by(Leg.sequence)
    )
    return [
        BookRow(leg.sequence, booked, leg.counter, leg.change, leg.balance)
        for leg, booked in db.session.execute(query)
    ]


def reversal_of(act_id: int) -> Act | None:
    """Return the act that took this one back, None while it stands."""
    return db.session.scalars(select(Act).where(Act.reverses_id == act_id)).one_or_none()


def amount_of(act_id: int) -> int:
    """Return the amount of an act in đồng."""
    return db.session.scalars(select(Act.amount).where(Act.id == act_id)).one()


def closed_through(fund_id: int, day: date) -> date | None:
    """Return the last business date that is closed on a day in a fund, None while none is."""
    query = select(func.max(Period.through)).where(Period.fund_id == fund_id, Period.closes_on < day)
    return db.session.scalar(query)


_LATER = aliased(Act)
_STANDS = ~select(_LATER.id).where(_LATER.reverses_id == Act.id).exists()
# Asked before every act is written: put together once.
_CLOSING = select(Act).where(Act.fund_id == bindparam("fund"), Act.kind == "close", _STANDS)


def closing_of(fund_id: int) -> Act | None:
    """Return the act that closed a fund and stands, None while the fund is open."""
    return db.session.scalars(_CLOSING, {"fund": fund_id}).one_or_none()


def periods(fund_id: int) -> Sequence[Period]:
    """Return the periods of a fund in order."""
    return db.session.scalars(select(Period).where(Period.fund_id == fund_id).order_by(Period.through)).all()


def similar_payment(line_id: int, amount: int, day: date) -> Act | None:
    """Return a payment of the same amount on the same line in the same month, if there is one (a warning)."""
    query = (
        select(Act)
        .join(Entry, Entry.act_id == Act.id)
        .where(
            Entry.source_id == line_id,
            Entry.source_counter == "money",
            Entry.amount == amount,
            func.extract("year", Entry.business_date) == day.year,
            func.extract("month", Entry.business_date) == day.month,
        )
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def proposal(scope: Scope, public_id: str, *, lock: bool = False) -> Proposal:
    """Return one proposal; `NotFound` outside the scope."""
    query = select(Proposal).where(Proposal.public_id == public_id, sees_proposal(scope))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return _one(query)


def proposals_of(act_id: int) -> Sequence[int]:
    """Return the row id of the proposal that became an act; none where one person booked it at once."""
    return db.session.scalars(select(Proposal.id).where(Proposal.act_id == act_id)).all()


def returned_since(user_id: int, since: datetime) -> int:
    """Return how many of a person's own proposals were sent back since an instant."""
    own = Proposal.proposed_by == user_id, Proposal.state == "returned", Proposal.decided_at >= since
    return db.session.scalar(select(func.count(Proposal.id)).where(*own)) or 0


def proposals(scope: Scope, *, state: str = "open", fund_id: int | None = None) -> Sequence[Proposal]:
    """Return proposals in a state, oldest first."""
    query = select(Proposal).where(Proposal.state == state, sees_proposal(scope))
    if fund_id is not None:
        query = query.where(Proposal.fund_id == fund_id)
    return db.session.scalars(query.order_by(Proposal.id).limit(500)).all()


def left_open(scope: Scope, user_ids: Collection[int]) -> Sequence[Proposal]:
    """Return what these people proposed that is open or came back, oldest first: their successors see to it."""
    query = select(Proposal).where(
        Proposal.proposed_by.in_(sorted(user_ids)),
        Proposal.state.in_(("open", "returned")),
        sees_proposal(scope),
    )
    return db.session.scalars(query.order_by(Proposal.id).limit(500)).all()


def _one(query: Select[Found]) -> Found:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _sees(scope: Scope, table: type[Envelope] = Envelope) -> ColumnElement[bool]:
    return within(scope, home=table.home, unit_id=table.unit_id, level=table.level)


def sees_fund(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a reader sees a fund: its owner is inside the scope, or one of its envelopes."""
    own = within(scope, home=Fund.home, unit_id=Fund.owner_unit_id, level=Fund.level)
    if scope.everything:
        return own
    inside = select(Envelope.fund_id).where(_sees(scope))
    return or_(own, Fund.id.in_(inside))


def sees_act(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a reader sees an act: it touches an envelope inside the scope, or is about one."""
    if scope.everything and not scope.national_only:
        return Act.id.is_not(None)
    touched = (
        select(Entry.act_id)
        .join(Envelope, Envelope.id.in_([Entry.source_id, Entry.target_id]))
        .where(_sees(scope))
    )
    named = aliased(Act)
    about = select(named.id).join(Envelope, Envelope.id == named.about_id).where(_sees(scope))
    return Act.id.in_(touched.union_all(about))


def sees_proposal(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a proposal lies inside the scope."""
    return within(scope, home=Proposal.home, unit_id=Proposal.unit_id, level=Proposal.level)
