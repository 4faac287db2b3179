"""Recount from nothing: every counter, leg and month again from the entries. An honest ledger has no difference."""

from typing import Any

from sqlalchemy import CompoundSelect, and_, case, func, literal, or_, select, union_all

from promotion.database.handle import db
from promotion.ledger import paid_out, torn
from promotion.ledger.books import COUNTERS
from promotion.ledger.models import Entry, Envelope, LedgerMonth, Leg
from promotion.ledger.torn import Difference


def differences() -> list[Difference]:
    """Return every counter, month and leg that is not what the entries make it, what went over into another year and
    did not arrive, acts that are not whole, and what came back beyond what went out.
    """
    return [
        *_counters(),
        *_months(),
        *_legs(),
        *_sides(),
        *_carried(),
        *torn.acts(),
        *paid_out.beyond(),
    ]


def _changes(*columns: Any) -> CompoundSelect[*tuple[Any, ...]]:  # noqa: ANN401 - columns of the entry
    """Return what each entry takes and gives: envelope, counter, change, then the columns asked for."""
    taken = select(
        Entry.source_id.label("envelope"), Entry.source_counter.label("counter"), -Entry.amount, *columns
    )
    given = select(Entry.target_id, Entry.target_counter, Entry.amount, *columns)
    return union_all(taken.where(Entry.source_id.is_not(None)), given.where(Entry.target_id.is_not(None)))


def _counters() -> list[Difference]:
    """Each counter is the sum of what its entries gave and took."""
    envelope, counter, change = _changes().subquery().c
    sums = [func.sum(case((counter == name, change), else_=0)).label(name) for name in COUNTERS]
    counted = select(envelope.label("envelope"), *sums).group_by(envelope).subquery().c
    kept = [getattr(Envelope, name) for name in COUNTERS]
    right = [func.coalesce(counted[name], 0) for name in COUNTERS]
    query = select(Envelope.id, *kept, *right).outerjoin_from(
        Envelope, counted.envelope.table, counted.envelope == Envelope.id
    )
    wrong = query.where(or_(*(one != other for one, other in zip(kept, right, strict=True))))
    return [
        Difference("counter", f"{name} of envelope {row[0]}", row[place], int(row[place + len(COUNTERS)]))
        for row in db.session.execute(wrong.order_by(Envelope.id))
        for place, name in enumerate(COUNTERS, 1)
        if row[place] != row[place + len(COUNTERS)]
    ]


def _months() -> list[Difference]:
    """Each month is the sum of the entries with a day in it."""
    year, month = (func.extract(part, Entry.business_date) for part in ("year", "month"))
    envelope, counter, change, when = _changes((year * 12 + month - 1).label("month")).subquery().c
    counted = select(
        envelope, counter, when.label("month"), change.label("counted"), literal(0).label("kept")
    )
    kept = select(
        LedgerMonth.envelope_id, LedgerMonth.counter, LedgerMonth.month, literal(0), LedgerMonth.change
    )
    both = union_all(counted, kept).subquery().c
    sums = func.sum(both.kept), func.sum(both.counted)
    place = both.envelope, both.counter, both.month
    wrong = select(*place, *sums).group_by(*place).having(sums[0] != sums[1]).order_by(*place)
    return [
        Difference(
            "month", f"{int(at) // 12}-{int(at) % 12 + 1:02} {name} of envelope {where}", int(was), int(right)
        )
        for where, name, at, was, right in db.session.execute(wrong)
    ]


def _legs() -> list[Difference]:
    """Legs number without gaps, and each balance is the sum of the changes before it."""
    place = func.row_number().over(partition_by=Leg.envelope_id, order_by=Leg.sequence).label("place")
    running = (
        func.sum(Leg.change)
        .over(partition_by=(Leg.envelope_id, Leg.counter), order_by=Leg.sequence)
        .label("running")
    )
    legs = select(Leg.id, Leg.envelope_id, Leg.sequence, Leg.balance, place, running).subquery()
    wrong = select(legs).where((legs.c.sequence != legs.c.place) | (legs.c.balance != legs.c.running))
    found = [
        Difference("leg", f"{row.sequence} of envelope {row.envelope_id}", row.balance, int(row.running))
        for row in db.session.execute(wrong)
    ]
    per_entry = select(func.count()).select_from(Leg).scalar_subquery()
    sides = select(func.count(Entry.source_id) + func.count(Entry.target_id)).scalar_subquery()
    kept, counted = db.session.execute(select(per_entry, sides)).one()
    if kept != counted:
        found.append(Difference("legs", "in all", kept, counted))
    return found


def _sides() -> list[Difference]:
    """Each leg tells of one side of its entry, on its day; each envelope knows how many legs it has."""
    source = and_(
        Leg.envelope_id == Entry.source_id, Leg.counter == Entry.source_counter, Leg.change == -Entry.amount
    )
    target = and_(
        Leg.envelope_id == Entry.target_id, Leg.counter == Entry.target_counter, Leg.change == Entry.amount
    )
    right = and_(or_(source, target), Leg.business_date == Entry.business_date)
    wrong = select(Leg).join(Entry).where(case((right, 0), else_=1) == 1)
    found = [
        Difference("leg", f"{leg.sequence} of envelope {leg.envelope_id} on another side", leg.change, 0)
        for leg in db.session.scalars(wrong)
    ]
    count = func.count(Leg.id)
    numbers = (
        select(Envelope.id, Envelope.legs, count).outerjoin(Leg).group_by(Envelope.id, Envelope.legs)
        .having(Envelope.legs != count)
    )  # fmt: skip
    return found + [
        Difference("legs", f"of envelope {row[0]}", row[1], row[2]) for row in db.session.execute(numbers)
    ]


def _carried() -> list[Difference]:
    """What went out of a year's places came into the like of them in the next year, and nothing else did."""
    found = []
    for out, into in (("carried_out", "carried_in"), ("rights_out", "rights_in")):
        went, came, nothing = getattr(Envelope, out), getattr(Envelope, into), literal(0)
        place = Envelope.level, Envelope.kind, Envelope.project_id, Envelope.content_code
        gone = select(Envelope.budget_year.label("year"), *place, went.label("went"), nothing.label("came"))
        here = select(Envelope.budget_year - 1, *place, nothing, came).where(came > 0)
        both = union_all(gone.where(went > 0), here).subquery().c
        key = both.year, both.level, both.kind, both.project_id, both.content_code
        sums = func.sum(both.came), func.sum(both.went)
        query = select(*key[:3], *sums).group_by(*key).having(sums[0] != sums[1]).order_by(*key)
        found += [
            Difference(into, f"of a {level} {kind} from {year}", int(arrived), int(left))
            for year, level, kind, arrived, left in db.session.execute(query)
        ]
    return found
