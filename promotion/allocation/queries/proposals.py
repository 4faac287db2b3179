"""Proposals as pages show them: who must decide, what is asked for, on which rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from sqlalchemy import ColumnElement, func, select

from promotion.access.actor import Actor
from promotion.access.scope import within
from promotion.allocation.queries.names import EnvelopeName
from promotion.allocation.queries.proposal_rows import ProposalRow, proposal_row, proposal_rows
from promotion.allocation.queries.written import (
    Change,
    Places,
    StepRow,
    changes_by,
    drafted,
    ends,
    places_of,
    step_rows,
)
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind, Part
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
    """One proposal with everything about it, and what this person may do.

    `steps` says acts of several steps, and several acts, one by one; `corrects` names the wrong act (public id).
    `parts` are the steps of each act, `read` their places.
    """

    record: Proposal
    row: ProposalRow
    draft: ActDraft
    parts: tuple[tuple[Part, ...], ...]
    read: Places
    percent: Decimal | None
    fund_public_id: str
    two_person: bool
    amounts: tuple[AmountRow, ...]
    opened: tuple[OpeningRow, ...]
    steps: tuple[tuple[ActKind, tuple[StepRow, ...]], ...]
    changes: tuple[Change, ...]
    reverses: str | None
    corrects: str | None
    act: str | None
    reason_given: str | None
    may_book: bool
    may_withdraw: bool


def view(actor: Actor, language: str, public_id: str) -> ProposalView:
    """Return one proposal with its amounts by row; `NotFound` outside the scope."""
    proposal = ledger.proposal(actor.scope, public_id)
    fund = db.session.get_one(Fund, proposal.fund_id)
    draft = from_json(proposal.draft)
    parts = tuple(tuple(drafted(one)) for one in draft.acts)
    named = {place for one in draft.acts for place in one.places}.union(*map(ends, parts))
    read = places_of(actor.scope, language, fund, named, {proposal.unit_id})
    row = proposal_row(actor, proposal, draft, read)
    wrong = next((one.corrects for one in draft.acts if one.corrects), None)
    acts = _addresses(one for one in (proposal.act_id, draft.reverses, wrong) if one)
    said = _said(draft)
    return ProposalView(
        record=proposal,
        row=row,
        draft=draft,
        parts=parts,
        read=read,
        percent=Decimal(draft.percent) if draft.percent else None,
        fund_public_id=fund.public_id,
        two_person=fund.two_person,
        amounts=() if draft.opening else _amounts(draft, read),
        opened=_opened(draft, read) if draft.opening else (),
        steps=_steps(actor, language, draft, parts, read) if said else (),
        changes=changes_by([*chain(*parts)], read) if row.state == "open" and said else (),
        reverses=acts.get(draft.reverses) if draft.reverses else None,
        corrects=acts.get(wrong) if wrong else None,
        act=acts.get(proposal.act_id) if proposal.act_id else None,
        reason_given=proposal.decision_reason,
        may_book=row.for_me,
        may_withdraw=row.state == "open" and row.mine,
    )


def _addresses(act_ids: Iterable[int]) -> dict[int, str]:
    """Return the public ids of acts by their row ids."""
    wanted = sorted(act_ids)
    query = select(Act.id, Act.public_id).where(Act.id.in_(wanted))
    return dict(db.session.execute(query).all()) if wanted else {}


def _said(draft: ActDraft) -> bool:
    """Tell whether a draft is said in steps: one of several kinds, or several acts; opening balances say it by line."""
    return not draft.opening and (bool(draft.parts) or draft.reverses is not None or len(draft.acts) > 1)


def _steps(
    actor: Actor, language: str, draft: ActDraft, parts: Sequence[Sequence[Part]], read: Places
) -> tuple[tuple[ActKind, tuple[StepRow, ...]], ...]:
    return tuple(
        (one.kind, step_rows(actor.scope, language, read.fund, own, read))
        for one, own in zip(draft.acts, parts, strict=True)
    )


def _amounts(draft: ActDraft, read: Places) -> tuple[AmountRow, ...]:
    return tuple(
        AmountRow(place, read.name(place), read.unit(place), amount, _stood(draft.kind, read.found[place]))
        for place, amount in draft.amounts
    )


def _opened(draft: ActDraft, read: Places) -> tuple[OpeningRow, ...]:
    """Return what opening balances say, line by line; amounts of contracts stand at their lines."""
    sums: dict[int, dict[ActKind, int]] = {}
    for act in draft.acts:
        for place, amount in act.amounts if act.kind in OPENED else ():
            line = place if read.found[place].kind == Kind.line else read.found[place].parent_id or 0
            own = sums.setdefault(line, {})
            own[act.kind] = own.get(act.kind, 0) + amount
    return tuple(OpeningRow(read.name(line), read.unit(line), amounts) for line, amounts in sums.items())


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
