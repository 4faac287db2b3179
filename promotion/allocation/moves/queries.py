"""Places that acts of the plan name, and what may be taken back from where. Funds were loaded in scope before."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from promotion.allocation.moves.rules import Gift, Stock
from promotion.database.handle import db
from promotion.kernel.errors import NotFound
from promotion.ledger.books import Kind
from promotion.ledger.models import Act, Entry, Envelope, Fund


def places_of(fund: Fund, kind: Kind, public_ids: Collection[str]) -> dict[str, Envelope]:
    """Return envelopes of a fund by public id; raise `NotFound` when one is of another fund or kind, or missing."""
    query = select(Envelope).where(
        Envelope.fund_id == fund.id, Envelope.kind == str(kind), Envelope.public_id.in_(sorted(public_ids))
    )
    found = {
        place.public_id: place
        for place in db.session.scalars(query.execution_options(populate_existing=True))
    }
    if len(found) != len(set(public_ids)):
        raise NotFound
    return found


def tree(fund: Fund) -> list[Envelope]:
    """Return the fund, its shares and its lines as they stand now, in the order they were made."""
    query = select(Envelope).where(Envelope.fund_id == fund.id, Envelope.kind != str(Kind.commitment))
    return list(db.session.scalars(query.order_by(Envelope.id).execution_options(populate_existing=True)))


def stock(fund: Fund, envelopes: Collection[Envelope]) -> Stock:
    """Return what may be taken back in a fund, from its envelopes (đồng)."""
    top = next(place for place in envelopes if place.kind == Kind.fund)
    units, lines = spare(envelopes)
    return Stock(fund=min(top.money, top.released), units=units, lines=lines, gifts=_gifts(fund.id))


def spare(envelopes: Collection[Envelope]) -> tuple[dict[int, int], dict[int, int]]:
    """Return what units and what lines may give back, by place, in đồng; places without anything left out.

    Money that came over from the year before is no release: what a place holds beyond what it was given stays, and a
    unit gives back no more than was released to it, its lines included.
    """
    units = {p.id: min(p.money, p.released) for p in envelopes if p.kind == Kind.share}
    room = {p.id: p.released - units[p.id] for p in envelopes if p.kind == Kind.share}
    lines: dict[int, int] = {}
    for place in envelopes:
        if place.kind == Kind.line and place.money:
            share = place.parent_id or 0
            lines[place.id] = min(place.money, place.assigned, room[share])
            room[share] -= lines[place.id]
    return {place: held for place, held in units.items() if held}, lines


def _gifts(fund_id: int) -> tuple[Gift, ...]:
    """Return what acts that stand gave to units and lines."""
    later = aliased(Act)
    taken_back = select(later.id).where(later.reverses_id == Act.id).exists()
    query = (
        select(Entry.act_id, Entry.target_id, Entry.amount)
        .join(Act, Act.id == Entry.act_id)
        .where(
            Act.fund_id == fund_id,
            Act.reverses_id.is_(None),
            ~taken_back,
            or_(
                (Entry.source_counter == "released") & (Entry.target_counter == "released"),
                (Entry.source_counter == "to_assign") & (Entry.target_counter == "assigned"),
            ),
        )
        .order_by(Entry.id)
    )
    return tuple(Gift(act, place or 0, amount) for act, place, amount in db.session.execute(query))
