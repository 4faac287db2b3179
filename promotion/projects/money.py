"""The money of projects as their pages show it: lines, contracts, acts and waiting proposals, read from
the ledger.

Everything is worked out from the legs of the envelopes concerned, read once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind
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

    @property
    def value(self) -> int:
        """What was agreed."""
        return self.envelope.owed + self.envelope.discharged

    @property
    def accepted(self) -> int:
        """The part of the work that was accepted."""
        return self.value - self.envelope.to_accept


@dataclass(frozen=True)
class LineMoney:
    """A line with its fund, its contracts, and since when it waits for money (None when it does not)."""

    line: Envelope
    fund: Fund
    contracts: tuple[ContractMoney, ...]
    waiting_since: date | None


@dataclass(frozen=True)
class BookedAct:
    """An act with its amount on these envelopes (đồng), and whether it was taken back."""

    act: Act
    amount: int
    reversed: bool


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


def of_contract(scope: Scope, contract: Envelope) -> Money:
    """Return the money of one contract, under its line; acts and proposals are those of the contract
    alone.
    """
    line = ledger.envelopes([contract.parent_id or 0])
    whole = _money(scope, line, [contract])
    moves = _moves([contract.id])
    return Money(whole.lines, _acts(moves), _waiting(scope, [contract], moves))


def _money(scope: Scope, lines: Sequence[Envelope], contracts: Sequence[Envelope]) -> Money:
    moves = _moves([envelope.id for envelope in (*lines, *contracts)])
    acts = _acts(moves)
    kinds = {booked.act.id: _kind(booked.act, acts) for booked in acts}
    by_line: dict[int, list[ContractMoney]] = defaultdict(list)
    for contract in contracts:
        own = [move for move in moves if move.envelope_id == contract.id]
        by_line[contract.parent_id or 0].append(_contract(contract, own, acts, kinds))
    fund_ids = sorted({line.fund_id for line in lines})
    funds = {fund.id: fund for fund in db.session.scalars(select(Fund).where(Fund.id.in_(fund_ids)))}
    return Money(
        tuple(
            LineMoney(line, funds[line.fund_id], tuple(by_line[line.id]), _since(line, moves))
            for line in lines
        ),
        acts,
        _waiting(scope, (*lines, *contracts), moves),
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


def _acts(moves: Sequence[_Move]) -> tuple[BookedAct, ...]:
    """Return the acts behind these moves, newest first; an act's amount is what its first kind of entry
    sums up to.
    """
    first: dict[int, tuple[str, str | None, str | None]] = {}
    amounts: dict[int, dict[int, int]] = defaultdict(dict)
    for move in moves:
        if first.setdefault(move.act_id, move.path) == move.path:
            amounts[move.act_id][move.entry_id] = move.amount
    acts = db.session.scalars(select(Act).where(Act.id.in_(sorted(first))).order_by(Act.id.desc())).all()
    taken_back = {act.reverses_id for act in acts}
    return tuple(BookedAct(act, sum(amounts[act.id].values()), act.id in taken_back) for act in acts)


def _kind(act: Act, acts: Sequence[BookedAct]) -> str:
    """Return the kind of an act; of a reversal that of the act it takes back."""
    return next((booked.act.kind for booked in acts if booked.act.id == act.reverses_id), act.kind)


def _contract(
    envelope: Envelope, moves: Sequence[_Move], acts: Sequence[BookedAct], kinds: dict[int, str]
) -> ContractMoney:
    sums: dict[str, int] = defaultdict(int)
    for move in moves:
        if move.counter == "discharged":
            sums[kinds[move.act_id]] += move.change
    own = {move.act_id for move in moves}
    commits = [booked.act for booked in acts if booked.act.id in own and booked.act.kind == ActKind.commit]
    agreed = commits[-1] if commits else None
    return ContractMoney(
        envelope,
        agreed.document_number if agreed else None,
        agreed.document_date if agreed else None,
        agreed.document_issuer if agreed else None,
        advanced=sums[ActKind.advance],
        paid=sums[ActKind.pay],
    )


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
            sums = (sum(amount for place, amount in one.amounts if place in ids) for one in draft.acts)
            amount = next((found_here for found_here in sums if found_here), 0)
            if amount or draft.reverses in acts:
                found.append(WaitingProposal(proposal, draft, amount or proposal.amount))
    return tuple(found)
