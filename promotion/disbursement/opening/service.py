"""The verb of a take-over: propose all opening entries of a fund's running projects at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.annex import Place, open_lines
from promotion.allocation.asking import document_of, owned
from promotion.allocation.queries.matching import lines_of, pays_for
from promotion.allocation.service import Outcome
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.disbursement.opening.drafts import OpeningDraft, OpeningLine
from promotion.disbursement.rules import CommitmentKind
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now
from promotion.kernel.errors import Invalid, NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import places
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.posting import rehearse
from promotion.ledger.refusals import already_opened
from promotion.projects import queries as projects
from promotion.projects.rules import FUNDED


@dataclass(frozen=True)
class _Opened:
    """A line with its envelopes and its draft; no contract where nothing is committed."""

    line: Envelope
    contract: Envelope | None
    draft: OpeningLine


def propose_opening(actor: Actor, public_id: str, draft: OpeningDraft) -> Outcome:
    """Propose the opening entries of a fund: the owner's people propose, its head books, all in one transaction.

    Lines and contracts are opened empty now. Raises `NotFound` for a project that the fund does not pay for, `Refused`
    for one that is not running or has entries already, `CeilingReached` where plan, release or a line has not enough.
    """
    fund = owned(actor, public_id)
    places = _places(actor, fund, draft)
    opened = [
        _Opened(line, _contract(actor, line, places[place]), places[place])
        for place, (line, _listed) in open_lines(
            actor, fund, {place: line.listed for place, line in places.items()}
        ).items()
    ]
    every = list(_acts(fund, draft, opened))
    whole = replace(every[0], along=tuple(every[1:]))
    if not draft.paper.anyway:
        rehearse(whole)
    return acts.propose(actor, whole)


def _places(actor: Actor, fund: Fund, draft: OpeningDraft) -> dict[Place, OpeningLine]:
    """Return the drafts by project and content, each checked anew: the preview may be old."""
    seen = {
        one.public_id: one
        for one in projects.by_public_ids(actor.scope, {line.project for line in draft.lines})
    }
    contents = {content.code for content in projects.contents_for(fund.budget_year)}
    places: dict[Place, OpeningLine] = {}
    for line in draft.lines:
        project = seen.get(line.project)
        if project is None or not pays_for(fund, project) or line.content not in contents:
            raise NotFound
        if project.state not in FUNDED:
            raise Refused(
                N_("The project %(code)s is not running."), {"code": project.code}, code="project.state"
            )
        if (project, line.content) in places:
            raise Invalid(
                N_("The project %(code)s stands twice with the same content."), {"code": project.code}
            )
        if line.committed and not (line.number and line.party and line.day):
            raise Invalid(N_("What is committed needs number, day and party."))
        places[project, line.content] = line
    if not places:
        raise Invalid(N_("The list has a heading but no project."))
    known = lines_of(fund, [project.id for project, _content in places])
    moved = [line for place, line in known.items() if line.legs and place in {(p.id, c) for p, c in places}]
    if moved:
        raise already_opened(len(moved))
    return places


def _contract(actor: Actor, line: Envelope, draft: OpeningLine) -> Envelope | None:
    """Return the contract's envelope with its record: a new one, or that of a take-over that came back."""
    if not draft.committed:
        return None
    query = select(Commitment).where(
        Commitment.line_id == line.id, Commitment.number == draft.number, Commitment.day == draft.day
    )
    record = db.session.scalars(query).one_or_none()
    values: dict[str, Any] = {"party": draft.party, "proposed_value": draft.committed}
    if record is not None:
        return _brought_up_to_date(actor, record, values)
    envelope = places.open_commitment(line)
    record = Commitment(
        public_id=envelope.public_id,
        envelope_id=envelope.id,
        line_id=line.id,
        kind=str(CommitmentKind.contract),
        number=draft.number,
        day=draft.day,
        party_tax_code=None,
        subject="",
        created_by=actor.user_id,
        created_at=now(),
        **values,
    )
    db.session.add(record)
    db.session.flush()
    audit(actor, "disbursement.record", subject(record, envelope), after={"number": draft.number, **values},
          amount=draft.committed, under=(PLAN_PROPOSE, None))  # fmt: skip
    return envelope


def _brought_up_to_date(actor: Actor, record: Commitment, values: Mapping[str, object]) -> Envelope:
    """Let the record of a take-over that came back say what the list says now."""
    envelope = ledger.envelopes([record.envelope_id])[0]
    before, after = changes({field: getattr(record, field) for field in values}, values)
    for field, value in after.items():
        setattr(record, field, value)
    if after:
        audit(actor, "disbursement.correct", subject(record, envelope), before=before, after=after,
              amount=record.proposed_value, under=(PLAN_PROPOSE, None))  # fmt: skip
    return envelope


def _acts(fund: Fund, draft: OpeningDraft, opened: list[_Opened]) -> Iterator[ActDraft]:
    """Yield the acts in the order in which money comes down and goes out; those of spending unit by unit."""
    top = ledger.fund_envelope(fund.id).id
    if draft.approved:
        yield _act(fund, draft, ActKind.approve, {top: draft.approved})
    yield _act(fund, draft, ActKind.list, {one.line.id: one.draft.listed for one in opened})
    if draft.released:
        yield _act(fund, draft, ActKind.release, {top: draft.released})
    shares: dict[int, int] = defaultdict(int)
    units: dict[int, list[_Opened]] = defaultdict(list)
    for one in opened:
        units[one.line.unit_id].append(one)
        if one.draft.assigned:
            shares[one.line.parent_id or 0] += one.draft.assigned
    if shares:
        yield _act(fund, draft, ActKind.share, shares)
    for own in units.values():
        yield from _spending(fund, draft, own)


def _spending(fund: Fund, draft: OpeningDraft, own: list[_Opened]) -> Iterator[ActDraft]:
    """Yield what one unit did. Each contract is an act of its own, with the contract as its document."""
    assigned = {one.line.id: one.draft.assigned for one in own if one.draft.assigned}
    if assigned:
        yield _act(fund, draft, ActKind.assign, assigned)
    for one in own:
        if one.contract is not None and one.draft.day is not None:
            committed = _act(fund, draft, ActKind.commit, {one.contract.id: one.draft.committed})
            yield replace(committed, document=Document(one.draft.number, one.draft.day, one.draft.party))
    for kind, figure in (
        (ActKind.advance, "advanced"),
        (ActKind.pay, "paid"),
        (ActKind.accept, "accepted"),
    ):
        amounts = {
            one.contract.id: amount
            for one in own
            if one.contract is not None and (amount := getattr(one.draft, figure))
        }
        if amounts:
            yield _act(fund, draft, kind, amounts)


def _act(fund: Fund, draft: OpeningDraft, kind: ActKind, amounts: Mapping[int, int]) -> ActDraft:
    return ActDraft(
        kind=kind,
        fund_id=fund.id,
        business_date=draft.paper.business_date,
        document=document_of(draft.paper),
        amounts=tuple(amounts.items()),
        reason=draft.paper.reason,
        opening=True,
    )
