"""Recount from nothing: every counter, leg and month again from the entries. An honest ledger has no difference."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from promotion.database.handle import db
from promotion.ledger.books import COUNTERS, MOVES, ActKind
from promotion.ledger.models import Act, Entry, Envelope, LedgerMonth, Leg

Recount = dict[tuple[int, str, int], int]


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
    months = _recount()
    return [*_counters(months), *_months(months), *_legs(), *_sides(), *_acts(), *_books(), *_reversals()]


def _recount() -> Recount:
    sides = [
        select(
            Entry.source_id.label("envelope"),
            Entry.source_counter.label("counter"),
            Entry.business_date.label("day"),
            (-Entry.amount).label("change"),
        ).where(Entry.source_id.is_not(None)),
        select(Entry.target_id, Entry.target_counter, Entry.business_date, Entry.amount).where(
            Entry.target_id.is_not(None)
        ),
    ]
    both = union_all(*sides).subquery()
    year, month = func.extract("year", both.c.day), func.extract("month", both.c.day)
    query = select(both.c.envelope, both.c.counter, year, month, func.sum(both.c.change)).group_by(
        both.c.envelope, both.c.counter, year, month
    )
    return {
        (envelope, counter, int(y) * 12 + int(m) - 1): int(total)
        for envelope, counter, y, m, total in db.session.execute(query)
    }


def _counters(months: Recount) -> list[Difference]:
    counted: dict[tuple[int, str], int] = {}
    for (envelope, counter, _month), change in months.items():
        counted[envelope, counter] = counted.get((envelope, counter), 0) + change
    columns = [getattr(Envelope, counter) for counter in COUNTERS]
    found = []
    for envelope, *balances in db.session.execute(select(Envelope.id, *columns)):
        for counter, kept in zip(COUNTERS, balances, strict=True):
            right = counted.get((envelope, counter), 0)
            if kept != right:
                found.append(Difference("counter", f"{counter} of envelope {envelope}", kept, right))
    return found


def _months(months: Recount) -> list[Difference]:
    rows = db.session.execute(
        select(LedgerMonth.envelope_id, LedgerMonth.counter, LedgerMonth.month, LedgerMonth.change)
    )
    kept = {(envelope, counter, month): change for envelope, counter, month, change in rows}
    return [
        Difference("month", f"{key[2] // 12}-{key[2] % 12 + 1:02} {key[1]} of envelope {key[0]}", was, right)
        for key in sorted(kept.keys() | months.keys())
        if (was := kept.get(key, 0)) != (right := months.get(key, 0))
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
    torn = acts.having(or_(most != least, func.count() != expected))
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
    found = [Difference("act", f"{act} has no number", 0, 1) for act in without]
    last = db.session.scalar(select(func.max(Act.number))) or 0
    count = db.session.scalar(select(func.count(Act.number))) or 0
    if last != count:
        found.append(Difference("acts", "numbers without gaps", count, last))
    return found
