"""Books acts: the one place that writes acts and entries. The triggers move the counters; nothing else does.

Python looks first, with the envelopes locked in one order, to say well what is refused. The database refuses the
same by its own CHECKs whatever Python says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, insert, or_, select, update

from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import NotFound, Refused
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_
from promotion.ledger.books import PAYMENTS, SUBJECT, ActKind, Kind
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Entry, Envelope, Fund, LedgerClock, VoucherClaim
from promotion.ledger.refusals import (
    EARLY,
    CeilingReached,
    already_opened,
    already_reversed,
    too_large,
    voucher_used,
)
from promotion.ledger.rules import Posting, check_amounts, mirrored, postings


@dataclass(frozen=True)
class People:
    """Who proposed an act and who books it (user ids)."""

    proposed_by: int
    booked_by: int


def book(draft: ActDraft, people: People) -> Act:
    """Write the act and its entries, and the acts along with it; the counters follow. Returns the first.

    Runs inside the caller's unit of work. Raises `CeilingReached` where money or a right is missing, `Refused` for
    every other rule of the ledger.
    """
    worked_out = [(one, *_worked_out(one)) for one in draft.acts]
    _look_first([row for _one, rows, _unit in worked_out for row in rows], lock=True)
    _look_unopened(draft)
    acts = [_write(one, rows, unit_id, people) for one, rows, unit_id in worked_out]
    return acts[0]


def _worked_out(draft: ActDraft) -> tuple[list[Posting], int]:
    """Return the entries of one act and the unit whose act it is."""
    if draft.kind is ActKind.reverse:
        return _reversal(draft, lock=True), db.session.get_one(Act, draft.reverses).unit_id
    return _forward(draft)


def _write(draft: ActDraft, rows: Sequence[Posting], unit_id: int, people: People) -> Act:
    fund = db.session.get_one(Fund, draft.fund_id)
    act = Act(
        kind=str(draft.kind),
        fund_id=fund.id,
        unit_id=unit_id,
        business_date=draft.business_date,
        document_number=draft.document.number,
        document_date=draft.document.day,
        document_issuer=draft.document.issuer,
        percent=draft.percent,
        reason=draft.reason,
        reverses_id=draft.reverses,
        two_person=fund.two_person,
        opening=draft.opening,
        proposed_by=people.proposed_by,
        booked_by=people.booked_by,
        booked_at=now(),
    )
    db.session.add(act)
    db.session.flush()
    write_entries(act.id, draft, rows)
    _keep_vouchers(act, draft)
    unit_of_work.at_last(lambda: number(act))
    return act


def rehearse(draft: ActDraft) -> None:
    """Raise what `book` would refuse if it were asked now; lock nothing, write nothing.

    For pages that show an open proposal, and for the person who is about to make one.
    """
    _look_first(entries_of(draft), lock=False)
    _look_unopened(draft)
    if draft.kind in PAYMENTS and db.session.scalar(_claims(draft)) is not None:
        raise voucher_used()


def entries_of(draft: ActDraft) -> list[Posting]:
    """Return the entries that an act, and those along with it, would make now; lock nothing, write nothing."""
    if draft.kind is ActKind.reverse:
        return _reversal(draft, lock=False)
    return [row for one in draft.acts for row in _forward(one)[0]]


def write_entries(act_id: int, draft: ActDraft, rows: Sequence[Posting]) -> None:
    """Insert the entries of an act in order; the triggers do the rest."""
    db.session.execute(
        insert(Entry),
        [
            {
                "act_id": act_id,
                "book": row.book,
                "amount": row.amount,
                "source_id": row.source_id,
                "source_counter": row.source_counter,
                "target_id": row.target_id,
                "target_counter": row.target_counter,
                "business_date": draft.business_date,
            }
            for row in rows
        ],
    )


def number(act: Act) -> None:
    """Give the act the next number: the order in which acts became known."""
    tick = (
        update(LedgerClock).values(last_number=LedgerClock.last_number + 1).returning(LedgerClock.last_number)
    )
    act.number = db.session.scalars(tick).one()
    db.session.flush()


def open_envelope(**dimensions: Any) -> Envelope:  # noqa: ANN401 - column values as named in the model
    """Make an empty envelope, together with the object it belongs to, and give it its public id."""
    envelope = Envelope(public_id=new_public_id(), **dimensions)
    db.session.add(envelope)
    db.session.flush()
    return envelope


def _forward(draft: ActDraft) -> tuple[list[Posting], int]:
    check_amounts(draft.amounts)
    envelopes = _tree(draft)
    by_kind = {(env.fund_id, env.kind): env for env in envelopes.values() if env.kind == Kind.fund}
    fund_envelope = by_kind[draft.fund_id, Kind.fund]
    rows: list[Posting] = []
    for envelope_id, amount in draft.amounts:
        subject = envelopes.get(envelope_id)
        if subject is None or subject.fund_id != draft.fund_id or subject.kind != SUBJECT[draft.kind]:
            raise NotFound
        path = {Kind.fund: fund_envelope.id}
        current: Envelope | None = subject
        while current is not None:
            path[Kind(current.kind)] = current.id
            current = envelopes.get(current.parent_id) if current.parent_id else None
        rows.extend(postings(draft.kind, path, amount))
    return rows, envelopes[draft.amounts[0][0]].unit_id


def _tree(draft: ActDraft) -> dict[int, Envelope]:
    """Return the envelopes that the act names, all above them, and the fund's own. The tree never changes: no lock."""
    named = {envelope_id for envelope_id, _amount in draft.amounts}
    up = select(Envelope.id, Envelope.parent_id).where(Envelope.id.in_(named)).cte("up", recursive=True)
    up = up.union(select(Envelope.id, Envelope.parent_id).join(up, Envelope.id == up.c.parent_id))
    top = and_(Envelope.fund_id == draft.fund_id, Envelope.kind == str(Kind.fund))
    query = select(Envelope).where(or_(Envelope.id.in_(select(up.c.id)), top))
    return {envelope.id: envelope for envelope in db.session.scalars(query)}


def _read(ids: Iterable[int], *, lock: bool) -> dict[int, Envelope]:
    """Return envelopes as they are now; locked in one order, from the fund down, then by id."""
    rank = case({str(kind): place for place, kind in enumerate(Kind)}, value=Envelope.kind)
    query = select(Envelope).where(Envelope.id.in_(set(ids))).order_by(rank, Envelope.id)
    # The lock that an entry's own update takes: rows that point here may be made meanwhile.
    query = query.with_for_update(key_share=True) if lock else query
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {envelope.id: envelope for envelope in found}


def _reversal(draft: ActDraft, *, lock: bool) -> list[Posting]:
    query = select(Act).where(Act.id == draft.reverses)
    # Of two reversals at once the second waits here, and then sees the first.
    act = db.session.scalars(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if act is None or act.fund_id != draft.fund_id:
        raise NotFound
    if act.kind == ActKind.reverse:
        raise Refused(
            N_("A reversal cannot be reversed."), code="act.reversal", cure=N_("Enter the act anew.")
        )
    if db.session.scalar(select(Act.id).where(Act.reverses_id == act.id)) is not None:
        raise already_reversed()
    if draft.business_date < act.business_date:
        raise Refused(EARLY, code="day.reversal")
    entries = db.session.scalars(select(Entry).where(Entry.act_id == act.id).order_by(Entry.id.desc()))
    return [
        mirrored(
            Posting(
                entry.book,
                entry.source_id,
                entry.source_counter,
                entry.target_id,
                entry.target_counter,
                entry.amount,
            )
        )
        for entry in entries
    ]


def _look_first(rows: Sequence[Posting], *, lock: bool) -> None:
    """Raise `CeilingReached` for the first counter that would fall below zero, `Refused` for one beyond count."""
    ids = {row.source_id for row in rows if row.source_id} | {row.target_id for row in rows if row.target_id}
    envelopes = _read(ids, lock=lock)
    balance: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.source_id is not None and row.source_counter is not None:
            envelope = envelopes[row.source_id]
            here = (row.source_id, row.source_counter)
            available = balance.setdefault(here, getattr(envelope, row.source_counter))
            if row.amount > available:
                raise CeilingReached(
                    Kind(envelope.kind),
                    row.source_counter,
                    envelope.id,
                    available=available,
                    asked=row.amount,
                )
            balance[here] = available - row.amount
        if row.target_id is not None and row.target_counter is not None:
            there = (row.target_id, row.target_counter)
            balance[there] = (
                balance.get(there, getattr(envelopes[row.target_id], row.target_counter)) + row.amount
            )
            if balance[there] > MAX_DONG:
                raise too_large()


def _look_unopened(draft: ActDraft) -> None:
    """Raise `Refused` for opening entries on a line that the ledger has entries of already: each opens once."""
    listed = [
        place for one in draft.acts if one.opening and one.kind is ActKind.list for place, _ in one.amounts
    ]
    if not listed:
        return
    query = select(func.count()).select_from(Envelope).where(Envelope.id.in_(listed), Envelope.legs > 0)
    moved = db.session.scalar(query) or 0
    if moved:
        raise already_opened(moved)


def _keep_vouchers(act: Act, draft: ActDraft) -> None:
    """A payment's voucher is used once per line; its reversal gives the voucher free.

    Opening entries sum up many vouchers under one list: they claim none.
    """
    if draft.kind is ActKind.reverse:
        for claim in db.session.scalars(select(VoucherClaim).where(VoucherClaim.act_id == draft.reverses)):
            db.session.delete(claim)
    if draft.kind not in PAYMENTS or draft.opening:
        return
    for line_id in db.session.scalars(_lines_paid(draft)):
        db.session.add(
            VoucherClaim(
                act_id=act.id,
                line_id=line_id,
                number=draft.document.number.upper(),
                day=draft.document.day,
                issuer=draft.document.issuer,
            )
        )
    db.session.flush()


def _lines_paid(draft: ActDraft) -> Select[int | None]:
    commitments = [envelope_id for envelope_id, _amount in draft.amounts]
    return select(Envelope.parent_id).where(Envelope.id.in_(commitments)).distinct()


def _claims(draft: ActDraft) -> Select[int]:
    """Select the claims of this voucher on the lines that the act pays."""
    return select(VoucherClaim.id).where(
        VoucherClaim.line_id.in_(_lines_paid(draft)),
        VoucherClaim.number == draft.document.number.upper(),
        VoucherClaim.day == draft.document.day,
        VoucherClaim.issuer == draft.document.issuer,
    )
