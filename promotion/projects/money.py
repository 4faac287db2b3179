"""The money of projects as their pages show it: lines, contracts, acts and waiting proposals, read from
the ledger.

Everything is worked out from the legs of the envelopes concerned, read once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import Book
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, from_json
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg, Proposal
from promotion.projects.models import Project


@dataclass(frozen=True)
class ContractMoney:
    """A contract or assignment as the ledger knows it: document of its first booking, amounts in đồng.

    `number`, `day` and `party` are None before the first booking.
    """

    envelope: Envelope
    number: str | None
    day: date | None
    party: str | None
    advanced: int
    paid: int
    accepted: int
    settled: int
    recovered: int

    @property
    def value(self) -> int:
        """What was agreed."""
        return self.envelope.owed + self.envelope.discharged


@dataclass(frozen=True)
class LineMoney:
    """A line with its fund, its contracts, and since when it waits for money (None when it does not)."""

    line: Envelope
    fund: Fund
    contracts: tuple[ContractMoney, ...]
    waiting_since: date | None


@dataclass(frozen=True)
class BookedAct:
    """An act with its amount on these envelopes (đồng), and the act that took it back, None while it stands."""

    act: Act
    amount: int
    taken_back: Act | None = None

    @property
    def reversed(self) -> bool:
        """Whether it was taken back."""
        return self.taken_back is not None

    @property
    def failed(self) -> bool:
        """Whether it is a payment that the treasury or the bank sent back."""
        return self.taken_back is not None and self.taken_back.kind == ActKind.fail


@dataclass(frozen=True)
class WaitingProposal:
    """A proposal that waits for its booking, with its amount on these envelopes (đồng)."""

    proposal: Proposal
    draft: ActDraft
    amount: int


@dataclass(frozen=True)
class Money:
    """All money of a project: its lines in the order they were made, acts newest first, open proposals."""

    lines: tuple[LineMoney, ...]
    acts: tuple[BookedAct, ...]
    waiting: tuple[WaitingProposal, ...]


@dataclass(frozen=True)
class _Move:
    """One leg with the entry behind it."""

    envelope_id: int
    counter: str
    change: int
    balance: int
    business_date: date
    entry_id: int
    act_id: int
    amount: int
    path: tuple[str, str | None, str | None]


def of_project(scope: Scope, project: Project) -> Money:
    """Return the money of one project that the reader sees."""
    lines = ledger.lines(scope, project_ids=[project.id])
    contracts = ledger.commitments(scope, [line.id for line in lines])
    return _money(scope, lines, contracts)


def of_contract(scope: Scope, line: Envelope, contract: Envelope) -> Money:
    """Return the money of one contract under its line, both read by the caller; acts and proposals are its own."""
    moves = _moves([line.id, contract.id])
    own = [move for move in moves if move.envelope_id == contract.id]
    acts = _acts(moves, about=contract.id)
    concerned = {move.act_id for move in own}
    return Money(
        _lines([line], [contract], moves, _booked(acts, moves)),
        _booked([act for act in acts if act.id in concerned or act.about_id == contract.id], own),
        _waiting(scope, [contract], own),
    )


def _money(scope: Scope, lines: Sequence[Envelope], contracts: Sequence[Envelope]) -> Money:
    moves = _moves([envelope.id for envelope in (*lines, *contracts)])
    acts = _booked(_acts(moves), moves)
    return Money(_lines(lines, contracts, moves, acts), acts, _waiting(scope, (*lines, *contracts), moves))


def _lines(
    lines: Sequence[Envelope],
    contracts: Sequence[Envelope],
    moves: Sequence[_Move],
    acts: Sequence[BookedAct],
) -> tuple[LineMoney, ...]:
    by_line: dict[int, list[ContractMoney]] = defaultdict(list)
    for contract in contracts:
        by_line[contract.parent_id or 0].append(_contract(contract, moves, acts))
    fund_ids = sorted({line.fund_id for line in lines})
    funds = {fund.id: fund for fund in db.session.scalars(select(Fund).where(Fund.id.in_(fund_ids)))}
    return tuple(
        LineMoney(line, funds[line.fund_id], tuple(by_line[line.id]), _since(line, moves)) for line in lines
    )


def _moves(ids: Collection[int]) -> list[_Move]:
    query = (
        select(Leg, Entry)
        .join(Entry, Entry.id == Leg.entry_id)
        .where(Leg.envelope_id.in_(sorted(ids)))
        .order_by(Entry.id, Leg.id)
    )
    return [
        _Move(
            leg.envelope_id,
            leg.counter,
            leg.change,
            leg.balance,
            leg.business_date,
            entry.id,
            entry.act_id,
            entry.amount,
            (entry.book, entry.source_counter, entry.target_counter),
        )
        for leg, entry in db.session.execute(query)
    ]


def _acts(moves: Sequence[_Move], about: int = 0) -> Sequence[Act]:
    """Return the acts behind these moves, and those that are about an envelope, newest first."""
    wanted = or_(Act.id.in_(sorted({move.act_id for move in moves})), Act.about_id == about)
    return db.session.scalars(select(Act).where(wanted).order_by(Act.id.desc())).all()


def _booked(acts: Sequence[Act], moves: Sequence[_Move]) -> tuple[BookedAct, ...]:
    """Return acts with their amounts on the envelopes of these moves, in the order given.

    An act's amount is what its first kind of entry sums up to, among those of what is owed where it has any: a final
    payment and a refund enter the clearing of advances beside what is paid or given back.
    """
    first: dict[int, tuple[str, str | None, str | None]] = {}
    amounts: dict[int, dict[int, int]] = defaultdict(dict)
    for move in sorted(moves, key=lambda move: move.path[0] != Book.obligations):
        if first.setdefault(move.act_id, move.path) == move.path:
            amounts[move.act_id][move.entry_id] = move.amount
    taken_back = {act.reverses_id: act for act in acts if act.reverses_id is not None}
    return tuple(BookedAct(act, sum(amounts[act.id].values()), taken_back.get(act.id)) for act in acts)


def _contract(envelope: Envelope, moves: Sequence[_Move], acts: Sequence[BookedAct]) -> ContractMoney:
    own = {move.act_id for move in moves if move.envelope_id == envelope.id}
    commits = [booked.act for booked in acts if booked.act.id in own and booked.act.kind == ActKind.commit]
    agreed = commits[-1] if commits else None
    cash = _cash(envelope, moves)
    return ContractMoney(
        envelope,
        agreed.document_number if agreed else None,
        agreed.document_date if agreed else None,
        agreed.document_issuer if agreed else None,
        advanced=cash["advanced"],
        paid=cash["paid"],
        accepted=_out_of(envelope, moves, ("to_accept", "accepted")),
        settled=_out_of(envelope, moves, ("covered", "settled")),
        recovered=_out_of(envelope, moves, ("to_recover", "recovered")),
    )


def _out_of(contract: Envelope, moves: Sequence[_Move], path: tuple[str, str]) -> int:
    """Return what went on a path out of a contract into its line's figure, mirrors taken off (đồng)."""
    return -sum(
        move.change
        for move in moves
        if move.envelope_id == contract.id and move.counter == path[0] and set(move.path[1:]) == set(path)
    )


def _cash(contract: Envelope, moves: Sequence[_Move]) -> dict[str, int]:
    """Return what went out on a contract as advance and as payment.

    The line counts both for all its contracts; what discharges this one stands right behind its cash in an act, in a
    mirror right before it.
    """
    out: dict[int, list[_Move]] = defaultdict(list)
    for move in moves:
        if move.envelope_id == contract.parent_id and move.counter in {"advanced", "paid"}:
            out[move.act_id].append(move)
    sums = {"advanced": 0, "paid": 0}
    for move in moves:
        if move.envelope_id == contract.id and move.counter == "discharged" and out[move.act_id]:
            forward = move.change > 0
            near = [one for one in out[move.act_id] if (one.entry_id < move.entry_id) is forward]
            if near:
                sums[near[-1 if forward else 0].counter] += move.change
    return sums


def _since(line: Envelope, moves: Sequence[_Move]) -> date | None:
    """Return the day of the latest move that lifted what is to be assigned from nothing, while something
    is.
    """
    if not line.to_assign:
        return None
    began = [
        move.business_date
        for move in moves
        if move.envelope_id == line.id and move.counter == "to_assign" and move.balance == move.change > 0
    ]
    return began[-1] if began else None


def _waiting(
    scope: Scope, envelopes: Sequence[Envelope], moves: Sequence[_Move]
) -> tuple[WaitingProposal, ...]:
    ids = {envelope.id for envelope in envelopes}
    acts = {move.act_id for move in moves}
    found = []
    for fund_id in sorted({envelope.fund_id for envelope in envelopes}):
        for proposal in ledger.proposals(scope, fund_id=fund_id):
            draft = from_json(proposal.draft)
            sums = (sum(part.amount for part in one.steps if part.envelope_id in ids) for one in draft.acts)
            amount = next((found_here for found_here in sums if found_here), 0)
            about = any(one.about in ids for one in draft.acts)
            if amount or about or draft.reverses in acts:
                found.append(WaitingProposal(proposal, draft, amount or proposal.amount))
    return tuple(found)
