"""Proposals as pages show them: who must decide, what is asked for, on which rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select

from promotion.access.actor import Actor
from promotion.access.scope import within
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.allocation.queries.proposal_rows import ProposalRow, proposal_rows
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind, Kind
from promotion.ledger.drafts import ActDraft, Document, from_json
from promotion.ledger.models import Act, Envelope, Fund, Proposal

PER_PAGE = 50
MOST_OPEN = 500


@dataclass(frozen=True)
class Inbox:
    """What waits for this person to book, what this person proposed, the rest; how many are open in all."""

    for_me: tuple[ProposalRow, ...]
    mine: tuple[ProposalRow, ...]
    others: tuple[ProposalRow, ...]
    decided: tuple[ProposalRow, ...]
    open: int


def inbox(actor: Actor, language: str) -> Inbox:
    """Return the open proposals that the reader sees, oldest first, and the last decided ones."""
    seen = _seen(actor)
    total = db.session.scalar(select(func.count()).select_from(Proposal).where(seen, _open())) or 0
    waiting = db.session.scalars(select(Proposal).where(seen, _open()).order_by(Proposal.id).limit(MOST_OPEN))
    decided = db.session.scalars(
        select(Proposal)
        .where(seen, Proposal.state != "open")
        .order_by(Proposal.decided_at.desc(), Proposal.id.desc())
        .limit(PER_PAGE)
    )
    rows = proposal_rows(actor, language, [*waiting, *decided])
    still = [row for row in rows if row.state == "open"]
    return Inbox(
        for_me=tuple(row for row in still if row.for_me),
        mine=tuple(row for row in still if row.mine),
        others=tuple(row for row in still if not row.for_me and not row.mine),
        decided=tuple(row for row in rows if row.state != "open"),
        open=total,
    )


def of_fund(actor: Actor, language: str, fund_id: int) -> list[ProposalRow]:
    """Return the open proposals of a fund that the reader sees, oldest first."""
    query = select(Proposal).where(_seen(actor), _open(), Proposal.fund_id == fund_id)
    return proposal_rows(
        actor, language, db.session.scalars(query.order_by(Proposal.id).limit(PER_PAGE)).all()
    )


def _open() -> ColumnElement[bool]:
    return Proposal.state == "open"


def _seen(actor: Actor) -> ColumnElement[bool]:
    return within(actor.scope, home=Proposal.home, unit_id=Proposal.unit_id, level=Proposal.level)


@dataclass(frozen=True)
class AmountRow:
    """One amount of a proposal: where it goes, what stood there before, in đồng."""

    envelope_id: int
    name: EnvelopeName
    unit: str
    amount: int
    before: int


OPENED = (ActKind.list, ActKind.assign, ActKind.commit, ActKind.advance, ActKind.pay, ActKind.accept)
"""What opening balances say of a line, in the order of their columns."""


@dataclass(frozen=True)
class OpeningRow:
    """What one line is opened with: đồng by kind of act."""

    name: EnvelopeName
    unit: str
    amounts: Mapping[ActKind, int]


@dataclass(frozen=True)
class ProposalView:
    """One proposal with everything about it, and what this person may do."""

    id: int
    row: ProposalRow
    draft: ActDraft
    percent: Decimal | None
    fund_public_id: str
    fund_id: int
    two_person: bool
    amounts: tuple[AmountRow, ...]
    opened: tuple[OpeningRow, ...]
    reverses: str | None
    act: str | None
    reason_given: str | None
    may_book: bool
    may_withdraw: bool


def view(actor: Actor, language: str, public_id: str) -> ProposalView:
    """Return one proposal with its amounts by row; `NotFound` outside the scope."""
    proposal = ledger.proposal(actor.scope, public_id)
    row = proposal_rows(actor, language, [proposal])[0]
    draft = from_json(proposal.draft)
    fund = db.session.get_one(Fund, proposal.fund_id)
    linked = db.session.execute(
        select(Act.id, Act.public_id).where(or_(Act.id == proposal.act_id, Act.id == draft.reverses))
    )
    acts = dict(linked.all())
    return ProposalView(
        id=proposal.id,
        row=row,
        draft=draft,
        percent=Decimal(draft.percent) if draft.percent else None,
        fund_public_id=fund.public_id,
        fund_id=fund.id,
        two_person=fund.two_person,
        amounts=() if draft.opening else _amounts(actor, language, draft, fund),
        opened=_opened(actor, language, draft, fund) if draft.opening else (),
        reverses=acts.get(draft.reverses) if draft.reverses else None,
        act=acts.get(proposal.act_id) if proposal.act_id else None,
        reason_given=proposal.decision_reason,
        may_book=row.for_me,
        may_withdraw=row.state == "open" and row.mine,
    )


def _amounts(actor: Actor, language: str, draft: ActDraft, fund: Fund) -> tuple[AmountRow, ...]:
    envelopes = {
        one.id: one for one in ledger.envelopes([envelope_id for envelope_id, _sum in draft.amounts])
    }
    called = names_for(actor.scope, envelopes.values(), language, fund.budget_year)
    return tuple(
        AmountRow(
            envelope_id,
            called.envelope(envelopes[envelope_id], fund.code),
            called.unit(envelopes[envelope_id].unit_id),
            amount,
            _stood(draft.kind, envelopes[envelope_id]),
        )
        for envelope_id, amount in draft.amounts
    )


def _opened(actor: Actor, language: str, draft: ActDraft, fund: Fund) -> tuple[OpeningRow, ...]:
    """Return what opening balances say, line by line; amounts of contracts stand at their lines."""
    places = {
        one.id: one
        for one in ledger.envelopes({place for act in draft.acts for place, _amount in act.amounts})
    }
    sums: dict[int, dict[ActKind, int]] = {}
    for act in draft.acts:
        for place, amount in act.amounts if act.kind in OPENED else ():
            line = place if places[place].kind == Kind.line else places[place].parent_id or 0
            own = sums.setdefault(line, {})
            own[act.kind] = own.get(act.kind, 0) + amount
    lines = [places[line] for line in sums]
    called = names_for(actor.scope, lines, language, fund.budget_year)
    return tuple(
        OpeningRow(called.envelope(line, fund.code), called.unit(line.unit_id), sums[line.id])
        for line in lines
    )


def _stood(kind: ActKind, envelope: Envelope) -> int:
    """Return what the row has of this kind already (đồng)."""
    return {
        ActKind.list: envelope.listed,
        ActKind.share: envelope.released,
        ActKind.assign: envelope.assigned,
        ActKind.commit: envelope.owed + envelope.discharged,
        ActKind.advance: envelope.discharged,
        ActKind.pay: envelope.discharged,
    }.get(kind, 0)


@dataclass(frozen=True)
class Twin:
    """An act or an open proposal with the same document: the same thing may be entered twice."""

    kind: ActKind
    public_id: str
    number: int | None


def twins(actor: Actor, draft: ActDraft) -> list[Twin]:
    """Return booked acts and open proposals of the same kind and document in this fund."""
    booked = select(Act).where(
        Act.fund_id == draft.fund_id,
        Act.kind == str(draft.kind),
        Act.document_number == draft.document.number,
        Act.document_date == draft.document.day,
        ledger.sees_act(actor.scope),
    )
    still_open = select(Proposal).where(
        _seen(actor), _open(), Proposal.fund_id == draft.fund_id, Proposal.kind == str(draft.kind)
    )
    return [
        *(Twin(draft.kind, act.public_id, act.number) for act in db.session.scalars(booked)),
        *(
            Twin(draft.kind, proposal.public_id, None)
            for proposal in db.session.scalars(still_open)
            if _same_paper(from_json(proposal.draft).document, draft.document)
        ),
    ]


def _same_paper(one: Document, other: Document) -> bool:
    return (one.number, one.day) == (other.number, other.day)


def usual_issuer(fund_id: int, kind: ActKind) -> str | None:
    """Return who issued the last document of this kind in a fund that was loaded in scope."""
    query = select(Act.document_issuer).where(Act.fund_id == fund_id, Act.kind == str(kind))
    return db.session.scalar(query.order_by(Act.id.desc()).limit(1))
