"""Acts that are torn: without a number or an entry, with a book that says another amount, with half a step."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from promotion.database.handle import db
from promotion.ledger.books import MOVES
from promotion.ledger.deeds import DEEDS, MIRRORS, ActKind, Way, amount_of
from promotion.ledger.models import Act, Entry


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


def acts() -> list[Difference]:
    """Return the acts that are not whole."""
    return [*_acts(), *_books(), *_payments(), *_steps(), *_reversals()]


# Acts of one step that always runs forward; the others are read entry by entry.
_PLAIN = {kind: MOVES[deed.ways[0][0]] for kind, deed in DEEDS.items() if len(deed.ways) == 1 and not deed.empty
          and not deed.ways[0][1]}  # fmt: skip


def _books() -> list[Difference]:
    """Every book of an act of one step says the same amount, the act's own, and none is missing."""
    amount = func.sum(Entry.amount).label("amount")
    paths = (
        select(Entry.act_id, Act.kind, Act.amount.label("whole"), amount)
        .join(Act)
        .where(Act.kind.in_([str(kind) for kind in _PLAIN]))
        .group_by(Entry.act_id, Act.kind, Act.amount, Entry.source_counter, Entry.target_counter)
        .subquery()
    )
    most, least = func.max(paths.c.amount), func.min(paths.c.amount)
    expected = case(*((paths.c.kind == str(kind), len(moves)) for kind, moves in _PLAIN.items()))
    own = paths.c.act_id, paths.c.kind, paths.c.whole
    found = select(paths.c.act_id, most, least, func.count(), expected, paths.c.whole).group_by(*own)
    torn = found.having(or_(most != least, func.count() != expected, most != paths.c.whole))
    return [
        Difference("act", f"{act} has another amount", int(whole), int(high))
        if (low, number) == (high, books)
        else Difference("act", f"{act} in {number} of {books} books", int(low), int(high))
        for act, high, low, number, books, whole in db.session.execute(torn.order_by(paths.c.act_id))
    ]


def _steps() -> list[Difference]:
    """Every act of several steps is made of whole steps that such an act holds, and they make its amount."""
    several = [str(kind) for kind in ActKind if kind not in {*MIRRORS, *_PLAIN, ActKind.pay}]
    query = (
        select(Act.id, Act.kind, Act.amount, Entry.source_counter, Entry.target_counter, Entry.amount)
        .join(Entry, Entry.act_id == Act.id)
        .where(Act.kind.in_(several))
        .order_by(Act.id, Entry.id)
    )
    found = []
    for (act, kind, amount), rows in groupby(db.session.execute(query), lambda row: tuple(row[:3])):
        counted = _counted(ActKind(kind), [(row[3], row[4], row[5]) for row in rows])
        if counted is None:
            found.append(Difference("act", f"{act} is not made of whole steps", amount, 0))
        elif counted != amount:
            found.append(Difference("act", f"{act} has another amount", amount, counted))
    return found


def _payments() -> list[Difference]:
    """What a payment takes from the line discharges the contract, and is covered by work or still to be cleared."""
    paths = (
        ("money", "paid"),
        ("owed", "discharged"),
        ("due", "covered"),
        (None, "uncleared"),
    )
    sums = [
        func.coalesce(
            func.sum(
                case(
                    (
                        and_(
                            Entry.source_counter.is_not_distinct_from(source), Entry.target_counter == target
                        ),
                        Entry.amount,
                    )
                )
            ),
            0,
        )
        for source, target in paths
    ]
    out, discharged, covered, before = sums
    every = func.sum(Entry.amount)
    wrong = or_(
        out != Act.amount,
        discharged != out,
        covered + before != out,
        every != out + discharged + covered + before,
    )
    query = select(Act.id, Act.amount, covered + before).join(Entry, Entry.act_id == Act.id)
    query = query.where(Act.kind == str(ActKind.pay)).group_by(Act.id, Act.amount).having(wrong)
    return [
        Difference("act", f"{act} is no whole payment", int(kept), int(counted))
        for act, kept, counted in db.session.execute(query.order_by(Act.id))
    ]


_Row = tuple[str | None, str | None, int]


def _counted(kind: ActKind, rows: list[_Row]) -> int | None:
    """Return what the steps of an act come to (đồng), None when its entries are no whole steps."""
    read: list[tuple[Way, int]] = []
    while rows:
        way = next((way for way in DEEDS[kind].ways if _starts(rows, way)), None)
        if way is None:
            return None
        read.append((way, rows[0][2]))
        rows = rows[len(MOVES[way[0]]) :]
    return amount_of(kind, read)


def _starts(rows: list[_Row], way: Way) -> bool:
    """Tell whether entries begin with all of one step."""
    step, back = way
    paths = [(m.source[1] if m.source else None, m.target[1] if m.target else None) for m in MOVES[step]]
    if back:
        paths = [(target, source) for source, target in reversed(paths)]
    head = rows[: len(paths)]
    return [row[:2] for row in head] == paths and len({row[2] for row in head}) == 1


def _reversals() -> list[Difference]:
    """A reversal takes back all that its act entered, and has its amount."""
    original, reversal = aliased(Entry), aliased(Entry)
    entered = select(func.coalesce(func.sum(original.amount), 0)).where(original.act_id == Act.reverses_id)
    taken = select(func.coalesce(func.sum(reversal.amount), 0)).where(reversal.act_id == Act.id)
    right, kept = entered.scalar_subquery(), taken.scalar_subquery()
    other = aliased(Act)
    query = select(Act.id, Act.amount, other.amount, kept, right).join(other, other.id == Act.reverses_id)
    found = []
    wrong = query.where(or_(kept != right, Act.amount != other.amount)).order_by(Act.id)
    for act, amount, whole, was, entries in db.session.execute(wrong):
        if was != entries:
            found.append(Difference("act", f"{act} takes back another amount", int(was), int(entries)))
        if amount != whole:
            found.append(Difference("act", f"{act} has another amount", int(amount), int(whole)))
    return found


def _acts() -> list[Difference]:
    without = db.session.scalars(select(Act.id).where(Act.number.is_(None)))
    empty = [str(kind) for kind in ActKind if DEEDS[kind].empty or kind in MIRRORS]
    moved = select(Entry.id).where(Entry.act_id == Act.id).exists()
    nothing = select(Act.id).where(~moved, or_(Act.amount > 0, Act.kind.not_in(empty))).order_by(Act.id)
    found = [Difference("act", f"{act} has no entry", 0, 1) for act in db.session.scalars(nothing)]
    found += [Difference("act", f"{act} has no number", 0, 1) for act in without]
    last = db.session.scalar(select(func.max(Act.number))) or 0
    count = db.session.scalar(select(func.count(Act.number))) or 0
    if last != count:
        found.append(Difference("acts", "numbers without gaps", count, last))
    return found
