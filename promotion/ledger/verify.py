"""Recount from nothing: every counter, leg and month again from the entries. An honest ledger has no difference."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from promotion.database.handle import db
from promotion.ledger.books import COUNTERS, MOVES, ActKind
from promotion.ledger.models import Act, Entry, Envelope, LedgerMonth, Leg


@dataclass(frozen=True)
class Difference:
    """One figure that is kept otherwise than its entries say (đồng)."""

    what: str
    where: str
    kept: int
    counted: int

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.what} {self.where}: kept {self.kept}, entries say {self.counted}"


def differences() -> list[Difference]:
    """Return every counter, month and leg that is not what the entries make it, and acts that are not whole: without
    a number, or with a book that says another amount than the others.
    """
    return [*_counters(), *_months(), *_legs(), *_sides(), *_acts(), *_books(), *_reversals()]


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


def _books() -> list[Difference]:
    """Every book of an act says the same amount, and none is missing."""
    amount = func.sum(Entry.amount).label("amount")
    paths = (
        select(Entry.act_id, Act.kind, amount)
        .join(Act)
        .where(Act.kind != str(ActKind.reverse))
        .group_by(Entry.act_id, Act.kind, Entry.source_counter, Entry.target_counter)
        .subquery()
    )
    most, least = func.max(paths.c.amount), func.min(paths.c.amount)
    expected = case(*((paths.c.kind == str(kind), len(moves)) for kind, moves in MOVES.items()))
    acts = select(paths.c.act_id, most, least, func.count(), expected).group_by(paths.c.act_id, paths.c.kind)
    torn = acts.having(or_(most != least, func.count() != expected)).order_by(paths.c.act_id)
    return [
        Difference("act", f"{act} in {number} of {whole} books", int(low), int(high))
        for act, high, low, number, whole in db.session.execute(torn)
    ]


def _reversals() -> list[Difference]:
    """A reversal takes back all that its act entered."""
    original, reversal = aliased(Entry), aliased(Entry)
    entered = select(func.coalesce(func.sum(original.amount), 0)).where(original.act_id == Act.reverses_id)
    taken = select(func.coalesce(func.sum(reversal.amount), 0)).where(reversal.act_id == Act.id)
    right, kept = entered.scalar_subquery(), taken.scalar_subquery()
    torn = select(Act.id, kept, right).where(Act.reverses_id.is_not(None), kept != right)
    return [
        Difference("act", f"{act} takes back another amount", int(was), int(whole))
        for act, was, whole in db.session.execute(torn)
    ]


def _acts() -> list[Difference]:
    without = db.session.scalars(select(Act.id).where(Act.number.is_(None)))
    nothing = select(Act.id).where(~select(Entry.id).where(Entry.act_id == Act.id).exists()).order_by(Act.id)
    found = [Difference("act", f"{act} has no entry", 0, 1) for act in db.session.scalars(nothing)]
    found += [Difference("act", f"{act} has no number", 0, 1) for act in without]
    last = db.session.scalar(select(func.max(Act.number))) or 0
    count = db.session.scalar(select(func.count(Act.number))) or 0
    if last != count:
        found.append(Difference("acts", "numbers without gaps", count, last))
    return found
