"""Tells units of releases and shares: in the transaction that books them, a bounded number of statements.

A release concerns every unit with a share in the fund that is listed or has received something; a share act the units
that got a part. Taking one of them back is told too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from promotion.database.handle import db
from promotion.ledger.books import ActKind, Book, Kind
from promotion.ledger.models import Act, Entry, Envelope, Fund
from promotion.ledger.queries import amount_of
from promotion.notices.drafts import Facts, NoticeDraft
from promotion.notices.rules import NoticeKind
from promotion.notices.service import tell

_TOLD = {ActKind.release: NoticeKind.release, ActKind.share: NoticeKind.share}
_BACK = {ActKind.release: NoticeKind.release_back, ActKind.share: NoticeKind.share_back}


@dataclass(frozen=True)
class _Stand:
    """What a unit has in a fund (đồng)."""

    unit_id: int
    received: int
    listed: int
    waiting: int


def announce(act: Act) -> int:
    """Tell the units that a booked act concerns; return how many notices were written. Opening entries are no news."""
    kind = ActKind(act.kind)
    told = _TOLD.get(kind)
    if kind is ActKind.reverse:
        told = _BACK.get(ActKind(db.session.get_one(Act, act.reverses_id).kind))
    if told is None:
        return 0
    stands = _stands(act.fund_id)
    if told in {NoticeKind.release, NoticeKind.release_back}:
        whole = amount_of(act.id)
        amounts = {place: whole for place, one in stands.items() if one.listed or one.received}
    else:
        amounts = _shared(act.id)
    return tell(_drafts(act, told, amounts, stands))


def _drafts(
    act: Act, told: NoticeKind, amounts: Mapping[int, int], stands: Mapping[int, _Stand]
) -> Iterable[NoticeDraft]:
    fund = db.session.get_one(Fund, act.fund_id)
    to_list, unshared = db.session.execute(
        select(Envelope.to_list, Envelope.released).where(
            Envelope.fund_id == fund.id, Envelope.kind == str(Kind.fund)
        )
    ).one()
    released = unshared + sum(one.received for one in stands.values())
    approved = to_list + sum(one.listed for one in stands.values())
    for place, amount in sorted(amounts.items()):
        one = stands[place]
        facts = Facts(
            fund=fund.code,
            fund_id=fund.public_id,
            act_id=act.public_id,
            document=act.document_number,
            amount=amount,
            listed=one.listed,
            received=one.received,
            waiting=one.waiting,
            released=released,
            approved=approved,
        )
        yield NoticeDraft(one.unit_id, told, facts)


def _stands(fund_id: int) -> dict[int, _Stand]:
    """Return what every share of a fund has, by its envelope, as the entries just written left it."""
    lines = (
        select(
            Envelope.parent_id,
            func.sum(Envelope.to_assign + Envelope.assigned).label("listed"),
            func.sum(Envelope.to_assign).label("waiting"),
        )
        .where(Envelope.fund_id == fund_id, Envelope.kind == str(Kind.line))
        .group_by(Envelope.parent_id)
    )
    sums = {parent: (int(listed), int(waiting)) for parent, listed, waiting in db.session.execute(lines)}
    shares = select(Envelope.id, Envelope.unit_id, Envelope.released).where(
        Envelope.fund_id == fund_id, Envelope.kind == str(Kind.share)
    )
    return {
        place: _Stand(unit_id, received, *sums.get(place, (0, 0)))
        for place, unit_id, received in db.session.execute(shares)
    }


def _shared(act_id: int) -> dict[int, int]:
    """Return what each share got or gave back by an act, in đồng."""
    query = (
        select(Envelope.id, func.sum(Entry.amount))
        .join(Entry, or_(Entry.source_id == Envelope.id, Entry.target_id == Envelope.id))
        .where(Entry.act_id == act_id, Entry.book == str(Book.money), Envelope.kind == str(Kind.share))
        .group_by(Envelope.id)
    )
    return {place: int(amount) for place, amount in db.session.execute(query)}
