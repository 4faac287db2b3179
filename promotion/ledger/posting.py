"""Books acts: the one place that writes acts and entries. The triggers move the counters; nothing else does.

Python looks first, with the envelopes locked in one order, to say well what is refused. The database refuses the
same by its own CHECKs whatever Python says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import business_day, now, today
from promotion.ledger import queries
from promotion.ledger.deeds import AFTER_CLOSE, MIRRORS, PAYMENTS, ActKind
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Entry, Envelope, Fund, LedgerClock, VoucherClaim
from promotion.ledger.refusals import (
    already_opened,
    fund_closed,
    next_fund_closed,
    next_year_closed,
    period_closed,
    voucher_used,
)
from promotion.ledger.rules import Posting, days_of
from promotion.ledger.totals import look_at_totals
from promotion.ledger.working import Worked, work_out


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
    return write(draft, work_out(draft, lock=True), people)[0]


def write(draft: ActDraft, worked: Sequence[Worked], people: People) -> list[Act]:
    """Write acts that were worked out with their envelopes locked; raise `Refused` for closed periods and funds."""
    _look_unopened(draft)
    _look_at_periods(draft)
    _look_at_next_year(worked)
    return [_write(one, people) for one in worked]


def _write(worked: Worked, people: People) -> Act:
    draft, moment = worked.draft, now()
    fund = db.session.get_one(Fund, draft.fund_id)
    act = Act(
        kind=str(draft.kind),
        fund_id=fund.id,
        unit_id=worked.unit_id,
        amount=worked.amount,
        business_date=draft.business_date,
        happened_on=draft.happened_on,
        document_number=draft.document.number,
        document_date=draft.document.day,
        document_issuer=draft.document.issuer,
        percent=draft.percent,
        reason=draft.reason,
        reverses_id=draft.reverses,
        corrects_id=draft.corrects,
        about_id=worked.about,
        two_person=fund.two_person and worked.amount >= fund.two_person_from,
        opening=draft.opening,
        proposed_by=people.proposed_by,
        booked_by=people.booked_by,
        booked_at=moment,
        booked_on=business_day(moment),
    )
    db.session.add(act)
    db.session.flush()
    write_entries(act.id, draft, worked.rows)
    _keep_vouchers(act, draft)
    unit_of_work.at_last(lambda: number(act))
    return act


def rehearse(draft: ActDraft) -> list[Worked]:
    """Raise what `book` would refuse if it were asked now, else return the acts worked out; lock and write nothing.

    For pages that show an open proposal, and for the person who is about to make one.
    """
    look_at_totals(draft)
    worked = work_out(draft, lock=False)
    _look_unopened(draft)
    _look_at_periods(draft)
    _look_at_next_year(worked)
    if draft.kind in PAYMENTS and db.session.scalar(_claims(draft)) is not None:
        raise voucher_used()
    return worked


def write_entries(act_id: int, draft: ActDraft, rows: Sequence[Posting]) -> None:
    """Insert the entries of an act in order; the triggers do the rest."""
    if not rows:
        return
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


def _look_at_periods(draft: ActDraft) -> None:
    """Raise `Refused` for a day in a quarter that is closed, and for a fund that is closed."""
    for one in draft.acts:
        closed = queries.closed_through(one.fund_id, today())
        if closed is not None and one.business_date <= closed:
            raise period_closed(closed)
        if one.kind not in AFTER_CLOSE and queries.closing_of(one.fund_id) is not None and not _reopens(one):
            raise fund_closed()


def _look_at_next_year(acts: Sequence[Worked]) -> None:
    """Raise `Refused` where something goes over into a closed period, or a closed fund, of the next year, or comes back
    from there.
    """
    for one in acts:
        if _kind_of(one.draft) is not ActKind.carry_over:
            continue
        ends = {end for row in one.rows for end in (row.source_id, row.target_id) if end is not None}
        funds = select(Envelope.fund_id).where(Envelope.id.in_(ends), Envelope.fund_id != one.draft.fund_id)
        for fund in db.session.scalars(select(Fund).where(Fund.id.in_(funds)).order_by(Fund.id)):
            closed = queries.closed_through(fund.id, today())
            if closed is not None and one.draft.business_date <= closed:
                last = days_of(one.draft.kind, fund.budget_year - 1)[1]
                raise next_year_closed(fund.code, closed, last)
            if queries.closing_of(fund.id) is not None:
                raise next_fund_closed(fund.code)


def _kind_of(draft: ActDraft) -> ActKind:
    """Return the kind of an act, of one that takes another back that of the other."""
    return draft.kind if draft.reverses is None else ActKind(db.session.get_one(Act, draft.reverses).kind)


def _reopens(draft: ActDraft) -> bool:
    """Tell whether an act takes back the closing of its fund, or what was entered after it."""
    return draft.reverses is not None and _kind_of(draft) in {ActKind.close, *AFTER_CLOSE}


def _keep_vouchers(act: Act, draft: ActDraft) -> None:
    """A payment's voucher is used once per line; its reversal gives the voucher free.

    Opening entries sum up many vouchers under one list: they claim none.
    """
    if draft.kind in MIRRORS:
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
    commitments = [part.envelope_id for part in draft.steps]
    return select(Envelope.parent_id).where(Envelope.id.in_(commitments)).distinct()


def _claims(draft: ActDraft) -> Select[int]:
    """Select the claims of this voucher on the lines that the act pays."""
    return select(VoucherClaim.id).where(
        VoucherClaim.line_id.in_(_lines_paid(draft)),
        VoucherClaim.number == draft.document.number.upper(),
        VoucherClaim.day == draft.document.day,
        VoucherClaim.issuer == draft.document.issuer,
    )
