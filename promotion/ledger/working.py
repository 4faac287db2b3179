"""Works acts out: which entries they make with what the envelopes hold now. Reads, and locks where asked.

Acts that are booked together are worked out one after the other on the same balances, so that each sees what those
before it left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, case, or_, select

from promotion.database.handle import db
from promotion.kernel.errors import NotFound, Refused
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_
from promotion.ledger.books import MOVES, Kind, crosses
from promotion.ledger.deeds import DEEDS, MIRRORS, PAYMENTS, ActKind, Part
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Entry, Envelope
from promotion.ledger.paid_out import PaidOut
from promotion.ledger.refusals import EARLY, CeilingReached, already_reversed, fund_left, too_large
from promotion.ledger.rules import Posting, in_order, mirrored, postings, the_rest, written_out
from promotion.ledger.steps import check_steps, subjects

# What must be nothing when a fund is closed, by kind of envelope.
LEFT_OVER: dict[Kind, tuple[str, ...]] = {
    Kind.fund: ("to_list", "to_release", "money"),
    Kind.share: ("money",),
    Kind.line: ("to_assign", "money"),
    Kind.commitment: ("owed", "to_accept", "due", "uncleared"),
}


@dataclass(frozen=True)
class Worked:
    """An act worked out: its entries in order, its amount (đồng), the unit and the envelope it is about."""

    draft: ActDraft
    rows: tuple[Posting, ...]
    amount: int
    unit_id: int
    about: int | None = None


@dataclass
class Balances:
    """What envelopes hold while acts are worked out: as read, then as each entry would leave it."""

    envelopes: dict[int, Envelope]
    moved: dict[tuple[int, str], int] = field(default_factory=dict)

    def held(self, envelope_id: int, counter: str) -> int:
        """Return what an envelope holds on a counter, in đồng."""
        here = (envelope_id, counter)
        if here not in self.moved:
            self.moved[here] = getattr(self.envelopes[envelope_id], counter)
        return self.moved[here]

    def move_all(self, rows: Sequence[Posting], *, short: bool) -> None:
        """Move the entries of one act; a refusal names all that the act asks of the place, not the entry alone."""
        before = dict(self.moved)
        try:
            for row in rows:
                self.move(row, short=short)
        except CeilingReached as refusal:
            here = (refusal.envelope_id, refusal.counter)
            given = sum(row.amount for row in rows if (row.target_id, row.target_counter) == here)
            held = before.get(here, getattr(self.envelopes[here[0]], here[1]))
            asked = sum(row.amount for row in rows if (row.source_id, row.source_counter) == here)
            kind = Kind(self.envelopes[here[0]].kind)
            raise CeilingReached(kind, here[1], here[0], available=held + given, asked=asked) from None

    def move(self, row: Posting, *, short: bool = False) -> None:
        """Move an entry; raise `CeilingReached` where a counter would fall below zero, `Refused` beyond count."""
        if row.source_id is not None and row.source_counter is not None:
            available = self.held(row.source_id, row.source_counter)
            if row.amount > available and not short:
                kind = Kind(self.envelopes[row.source_id].kind)
                raise CeilingReached(
                    kind, row.source_counter, row.source_id, available=available, asked=row.amount
                )
            self.moved[row.source_id, row.source_counter] = available - row.amount
        if row.target_id is not None and row.target_counter is not None:
            after = self.held(row.target_id, row.target_counter) + row.amount
            if after > MAX_DONG:
                raise too_large()
            self.moved[row.target_id, row.target_counter] = after


def work_out(draft: ActDraft, *, lock: bool, short: bool = False) -> list[Worked]:
    """Return the act and those along with it, worked out in order; `short` passes over what is missing.

    Raises `CeilingReached` where money or a right is missing, `Refused` for every other rule of the ledger,
    `NotFound` for a place that is not of this fund.
    """
    trees = [None if one.kind in MIRRORS else _tree(one) for one in draft.acts]
    mirrors = [_mirror(one, lock=lock) if one.kind in MIRRORS else [] for one in draft.acts]
    touched: set[int] = set()
    for one, tree, rows in zip(draft.acts, trees, mirrors, strict=True):
        touched |= _ends(rows) if tree is None else _touched(one, tree)
    balances, paid_out = Balances(_read(touched, lock=lock)), PaidOut()
    found = []
    for one, tree, rows in zip(draft.acts, trees, mirrors, strict=True):
        worked = _taken_back(one, rows) if tree is None else _forward(one, tree, balances)
        if not short:
            paid_out.move(worked.rows)
        balances.move_all(worked.rows, short=short)
        found.append(worked)
    paid_out.look_at_the_end(balances.held)
    return found


@dataclass(frozen=True)
class _Tree:
    """The envelopes that an act names and all above them, by id."""

    envelopes: dict[int, Envelope]

    def path(self, envelope_id: int) -> dict[Kind, int]:
        """Return the envelope of each kind from one up to its fund."""
        found: dict[Kind, int] = {}
        current: Envelope | None = self.envelopes[envelope_id]
        while current is not None:
            found[Kind(current.kind)] = current.id
            current = self.envelopes[current.parent_id] if current.parent_id is not None else None
        return found


def _tree(draft: ActDraft) -> _Tree:
    """Read the places of an act, each of the right kind and fund; the tree never changes: no lock."""
    check_steps(draft)
    up = (
        select(Envelope.id, Envelope.parent_id).where(Envelope.id.in_(draft.places)).cte("up", recursive=True)
    )
    up = up.union(select(Envelope.id, Envelope.parent_id).join(up, Envelope.id == up.c.parent_id))
    top = and_(Envelope.fund_id == draft.fund_id, Envelope.kind == str(Kind.fund))
    found = db.session.scalars(select(Envelope).where(or_(Envelope.id.in_(select(up.c.id)), top)))
    tree = _Tree({envelope.id: envelope for envelope in found})
    for place, kind in subjects(draft):
        if place not in tree.envelopes or tree.envelopes[place].kind != kind:
            raise NotFound
    for part in draft.steps:
        _check_funds(draft, part, tree.envelopes)
    if draft.about is not None and tree.envelopes[draft.about].fund_id != draft.fund_id:
        raise NotFound
    return tree


def _check_funds(draft: ActDraft, part: Part, envelopes: dict[int, Envelope]) -> None:
    """Raise `NotFound` for a step in another fund; what goes over lands on the like in the next year's fund."""
    here = envelopes[part.envelope_id]
    if here.fund_id != draft.fund_id or crosses(part.step) != (part.to_id is not None):
        raise NotFound
    if part.to_id is None:
        return
    there = envelopes[part.to_id]
    if (there.level, there.budget_year, there.project_id, there.content_code) != (
        here.level,
        here.budget_year + 1,
        here.project_id,
        here.content_code,
    ):
        raise NotFound


def _touched(draft: ActDraft, tree: _Tree) -> set[int]:
    """Return the envelopes that an act can move or must look at, whatever the amounts come to."""
    found: set[int] = set()
    for part in draft.steps:
        path, opposite = tree.path(part.envelope_id), tree.path(part.to_id) if part.to_id is not None else {}
        steps = (
            {step for step, _back in DEEDS[draft.kind].ways} if _is_written_out(draft.kind) else {part.step}
        )
        for move in (move for step in steps for move in MOVES[step]):
            found |= {path[end[0]] for end in (move.source,) if end}
            found |= {(opposite if move.across else path)[end[0]] for end in (move.target,) if end}
    if draft.about is not None:
        found |= set(tree.path(draft.about).values()) if draft.kind is ActKind.liquidate else {draft.about}
    return found


def _is_written_out(kind: ActKind) -> bool:
    return kind in PAYMENTS - {ActKind.advance} or kind is ActKind.refund


def _forward(draft: ActDraft, tree: _Tree, balances: Balances) -> Worked:
    parts = in_order(draft.kind, draft.steps)
    if _is_written_out(draft.kind):
        parts = _written_out(draft.kind, parts, balances)
    elif draft.kind is ActKind.liquidate and draft.about is not None:
        parts = the_rest(draft.about, balances.held)
    elif draft.kind is ActKind.close:
        _look_empty(draft.fund_id)
    rows: list[Posting] = []
    for part in parts:
        opposite = tree.path(part.to_id) if part.to_id is not None else {}
        rows += postings(part, tree.path(part.envelope_id), opposite)
    about = draft.about if draft.about is not None else parts[0].envelope_id
    liquidated = sum(part.amount for part in parts) if draft.kind is ActKind.liquidate else draft.total
    return Worked(draft, tuple(rows), liquidated, tree.envelopes[about].unit_id, draft.about)


def _written_out(kind: ActKind, parts: Sequence[Part], balances: Balances) -> list[Part]:
    """Write out each step on what those before it left; only the contract's own counters decide."""
    ahead = Balances(balances.envelopes, dict(balances.moved))
    found: list[Part] = []
    for part in parts:
        written = written_out(kind, part, ahead.held)
        for one in written:
            _shift(ahead, one)
        found += written
    return found


def _shift(ahead: Balances, part: Part) -> None:
    """Move the contract's own counters as a step would, ceilings or not: they are looked at when all is written."""
    sign = -1 if part.back else 1
    for move in MOVES[part.step]:
        for end, direction in ((move.source, -sign), (move.target, sign)):
            if end is not None and end[0] is Kind.commitment:
                here = (part.envelope_id, end[1])
                ahead.moved[here] = ahead.held(*here) + direction * part.amount


def _look_empty(fund_id: int) -> None:
    """Raise `Refused` while anything is left in a fund that is to be closed."""
    left = []
    for kind, counters in LEFT_OVER.items():
        some = or_(*(getattr(Envelope, counter) > 0 for counter in counters))
        left.append(and_(Envelope.kind == str(kind), some))
    query = select(Envelope).where(Envelope.fund_id == fund_id, or_(*left)).order_by(Envelope.id)
    found = db.session.scalars(query.execution_options(populate_existing=True)).all()
    if found:
        raise fund_left(len(found))


def _taken_back(draft: ActDraft, rows: Sequence[Posting]) -> Worked:
    act = db.session.get_one(Act, draft.reverses)
    return Worked(draft, tuple(rows), act.amount, act.unit_id, act.about_id)


def _mirror(draft: ActDraft, *, lock: bool) -> list[Posting]:
    """Return the entries that take an act back: its own, turned round, the last one first."""
    query = select(Act).where(Act.id == draft.reverses)
    # Of two reversals at once the second waits here, and then sees the first.
    act = db.session.scalars(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if act is None or act.fund_id != draft.fund_id:
        raise NotFound
    if act.kind in MIRRORS:
        raise Refused(
            N_("A reversal cannot be reversed."), code="act.reversal", cure=N_("Enter the act anew.")
        )
    if draft.kind is ActKind.fail and act.kind not in PAYMENTS:
        raise Refused(N_("Only a payment or an advance can have failed."), code="act.no_payment")
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


def _ends(rows: Iterable[Posting]) -> set[int]:
    return {end for row in rows for end in (row.source_id, row.target_id) if end is not None}


def _read(ids: Iterable[int], *, lock: bool) -> dict[int, Envelope]:
    """Return envelopes as they are now; locked in one order, from the fund down, then by id."""
    rank = case({str(kind): place for place, kind in enumerate(Kind)}, value=Envelope.kind)
    query = select(Envelope).where(Envelope.id.in_(set(ids))).order_by(rank, Envelope.id)
    # The lock that an entry's own update takes: rows that point here may be made meanwhile.
    query = query.with_for_update(key_share=True) if lock else query
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {envelope.id: envelope for envelope in found}
