"""Tells units of releases and shares: in the transaction that books them, a bounded number of statements.

A release concerns every unit with a share in the fund that is listed or has received something, and tells those that
got a part of it in the same act of that too; a share act the units that got a part or gave one back. Taking one of them
back is told too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from promotion.database.handle import db
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Entry, Envelope, Fund
from promotion.ledger.queries import amount_of
from promotion.notices.drafts import Facts, NoticeDraft
from promotion.notices.rules import NoticeKind
from promotion.notices.service import tell

_SHARING = frozenset({ActKind.release, ActKind.share, ActKind.reshare, ActKind.transfer, ActKind.withdraw})
"""Acts that give to units or take back from them."""


@dataclass(frozen=True)
class _Stand:
    """What a unit has in a fund (đồng)."""

    unit_id: int
    received: int
    listed: int
    waiting: int


def announce(act: Act) -> int:
    """Tell the units that a booked act concerns; return how many notices were written. Opening entries are no news.

    Of a correction both acts are told: what is taken back, and what is right.
    """
    return sum(_announce(one) for one in (act, *_beside(act)))


def _beside(act: Act) -> Sequence[Act]:
    """Return the act that was booked along with this one as the other half of a correction."""
    wrong = act.reverses_id or act.corrects_id
    if wrong is None:
        return ()
    halves = select(Act).where(Act.id > act.id, or_(Act.corrects_id == wrong, Act.reverses_id == wrong))
    return db.session.scalars(halves).all()


def _announce(act: Act) -> int:
    kind = ActKind(act.kind)
    if kind is ActKind.reverse:
        kind = ActKind(db.session.get_one(Act, act.reverses_id).kind)
    if kind not in _SHARING:
        return 0
    stands, moved = _stands(act.fund_id), _shared(act.id)
    given = {place: by for place, by in moved.items() if by > 0}
    back = {place: -by for place, by in moved.items() if by < 0}
    released = _drafts(act, *_released(act, stands), stands) if kind is ActKind.release else ()
    return tell(
        (
            *released,
            *_drafts(act, NoticeKind.share, given, stands),
            *_drafts(act, NoticeKind.share_back, back, stands),
        )
    )


def _released(act: Act, stands: Mapping[int, _Stand]) -> tuple[NoticeKind, dict[int, int]]:
    """Return what is told of a release, and the whole of it for every unit that it concerns."""
    told = NoticeKind.release if act.reverses_id is None else NoticeKind.release_back
    whole = amount_of(act.id)
    return told, {place: whole for place, one in stands.items() if one.listed or one.received}


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
    """Return what each share got by an act on balance, below zero what it gave back, in đồng."""
    given = case((Entry.target_id == Envelope.id, Entry.amount), else_=-Entry.amount)
    query = (
        select(Envelope.id, func.sum(given))
        .join(Entry, or_(Entry.source_id == Envelope.id, Entry.target_id == Envelope.id))
        .where(
            Entry.act_id == act_id,
            Entry.source_counter == "released",
            Entry.target_counter == "released",
            Envelope.kind == str(Kind.share),
        )
        .group_by(Envelope.id)
    )
    return {place: int(amount) for place, amount in db.session.execute(query)}
