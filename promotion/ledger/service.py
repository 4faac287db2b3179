"""The ledger's verbs: open funds and envelopes; propose, book, return, withdraw and reverse acts."""

from dataclasses import dataclass, replace

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE, SPEND_BOOK, SPEND_PROPOSE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.errors import NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries
from promotion.ledger.books import PLAN_ACTS, SUBJECT, ActKind, Kind
from promotion.ledger.drafts import ActDraft, from_json, to_json
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.posting import People, book, open_envelope
from promotion.ledger.rules import check_amounts, check_day
from promotion.ledger.trail import home_of, of_act, of_fund, of_proposal


@dataclass(frozen=True)
class FundDraft:
    """A fund to open: label, level, budget year, the unit that owns it and its province (None for
    national).
    """

    code: str
    level: str
    budget_year: int
    owner_unit_id: int
    home: str | None
    two_person: bool = True


def open_fund(actor: Actor, draft: FundDraft) -> Fund:
    """Open a fund with its envelope, empty. Needs the right to propose plans for the owner."""
    actor.require_for(PLAN_PROPOSE, draft.owner_unit_id)
    if queries.fund_of(draft.level, draft.budget_year, draft.owner_unit_id) is not None:
        raise Refused(N_("This unit already has a fund of this level and year."), code="fund.exists")
    fund = Fund(**draft.__dict__, created_at=now())
    db.session.add(fund)
    db.session.flush()
    _envelope(fund, Kind.fund, None, home=draft.home, unit_id=draft.owner_unit_id)
    audit(actor, "ledger.open_fund", of_fund(fund), after={"code": fund.code, "two_person": fund.two_person},
          under=(PLAN_PROPOSE, fund.owner_unit_id))  # fmt: skip
    return fund


def set_two_person(actor: Actor, fund: Fund, *, two_person: bool) -> None:
    """Decide whether acts of this fund need two people: the owner's head does."""
    actor.require_for(PLAN_BOOK, fund.owner_unit_id)
    before, fund.two_person = fund.two_person, two_person
    audit(actor, "ledger.set_two_person", of_fund(fund), before={"two_person": before},
          after={"two_person": two_person}, under=(PLAN_BOOK, fund.owner_unit_id))  # fmt: skip


def open_share(fund: Fund, unit_id: int, home: str | None) -> Envelope:
    """Return the share of a unit in a fund, made empty when it is new. `home` is the unit's province."""
    found = queries.share_of(fund.id, unit_id)
    return found or _envelope(fund, Kind.share, queries.fund_envelope(fund.id).id, home=home, unit_id=unit_id)


@dataclass(frozen=True)
class LineDraft:
    """A line of money of a project: its content and the province in which the project is registered."""

    project_id: int
    content_code: str
    home: str | None


def open_line(share: Envelope, draft: LineDraft) -> Envelope:
    """Make the line of a project under the share of its implementing unit, empty."""
    fund = db.session.get_one(Fund, share.fund_id)
    return _envelope(
        fund,
        Kind.line,
        share.id,
        home=draft.home,
        unit_id=share.unit_id,
        content_code=draft.content_code,
        project_id=draft.project_id,
    )


def open_commitment(line: Envelope) -> Envelope:
    """Make the envelope of a contract (or decision) under its line, empty."""
    fund = db.session.get_one(Fund, line.fund_id)
    return _envelope(
        fund,
        Kind.commitment,
        line.id,
        home=line.home,
        unit_id=line.unit_id,
        content_code=line.content_code,
        project_id=line.project_id,
    )


def propose(actor: Actor, draft: ActDraft) -> Proposal | Act:
    """Propose an act; where the fund allows one person, and that person may book, book it at once.

    A proposal reserves nothing. Raises `NotFound` for a place that the person does not see, `Forbidden` without the
    right, `Refused` for a wrong day, `Invalid` for an amount that is none.
    """
    fund = _fund(actor, draft.fund_id)
    for one in draft.acts if draft.kind is not ActKind.reverse else ():
        check_amounts(one.amounts)
        _check_places(actor, one)
        responsible_unit(one, fund)
    unit_id = require_proposer(actor, draft, fund)
    for one in draft.acts:
        check_day(one.kind, one.business_date, fund.budget_year, today())
    if not fund.two_person and actor.may_for(_permission(draft, propose_right=False), unit_id):
        return _book(actor, draft, People(actor.user_id, actor.user_id))
    proposal = Proposal(
        kind=str(draft.kind),
        fund_id=fund.id,
        unit_id=unit_id,
        home=home_of(draft, fund),
        level=fund.level,
        amount=_total(draft),
        draft=to_json(draft),
        state="open",
        proposed_by=actor.user_id,
        proposed_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    audit(actor, f"ledger.propose_{draft.kind}", of_proposal(proposal, fund), after=to_json(draft),
          reason=draft.reason, amount=proposal.amount,
          under=(_permission(draft, propose_right=True), unit_id))  # fmt: skip
    return proposal


def require_proposer(actor: Actor, draft: ActDraft, fund: Fund) -> int:
    """Return the unit whose act this is; raise `Forbidden` unless the person may propose it."""
    unit_id = responsible_unit(draft, fund)
    actor.require_for(_permission(draft, propose_right=True), unit_id)
    return unit_id


def book_proposal(actor: Actor, public_id: str) -> Act:
    """Book an open proposal; the ledger checks now. Raises `Refused` for the proposer himself and for
    ceilings.
    """
    proposal = _open(actor, public_id)
    draft = from_json(proposal.draft)
    fund = db.session.get_one(Fund, proposal.fund_id)
    actor.require_for(_permission(draft, propose_right=False), proposal.unit_id)
    if fund.two_person and proposal.proposed_by == actor.user_id:
        raise Refused(
            N_("Whoever proposed an act may not book it."),
            code="act.two_people",
            cure=N_("Ask another head to book it."),
        )
    act = _book(actor, draft, People(proposal.proposed_by, actor.user_id))
    _decide(actor, proposal, "booked")
    proposal.act_id = act.id
    return act


def return_proposal(actor: Actor, public_id: str, reason: str) -> Proposal:
    """Send an open proposal back with a reason."""
    proposal = _open(actor, public_id)
    actor.require_for(_permission(from_json(proposal.draft), propose_right=False), proposal.unit_id)
    _decide(actor, proposal, "returned", reason)
    return proposal


def withdraw_proposal(actor: Actor, public_id: str) -> Proposal:
    """Take back one's own open proposal."""
    proposal = _open(actor, public_id)
    if proposal.proposed_by != actor.user_id:
        raise Refused(N_("Only the person who proposed an act may withdraw it."), code="proposal.owner")
    _decide(actor, proposal, "withdrawn")
    return proposal


def propose_reversal(actor: Actor, act_public_id: str, draft: ActDraft) -> Proposal | Act:
    """Propose to take an act back: once, whole, with a document and a reason of its own."""
    act = queries.act(actor.scope, act_public_id)
    if not draft.reason:
        raise Refused(
            N_("A reversal needs a reason."), code="act.reason", cure=N_("Say why the act is taken back.")
        )
    if queries.reversal_of(act.id) is not None:
        raise Refused(N_("This act has already been reversed."), code="act.reversed")
    return propose(
        actor, replace(draft, kind=ActKind.reverse, fund_id=act.fund_id, reverses=act.id, amounts=())
    )


def responsible_unit(draft: ActDraft, fund: Fund) -> int:
    """Return the unit whose people do this act: the fund's owner for the plan, else the unit that spends."""
    if draft.kind is ActKind.reverse:
        act = db.session.get_one(Act, draft.reverses)
        return fund.owner_unit_id if ActKind(act.kind) in PLAN_ACTS else act.unit_id
    if draft.kind in PLAN_ACTS:
        return fund.owner_unit_id
    envelopes = queries.envelopes([envelope_id for envelope_id, _amount in draft.amounts])
    units = {envelope.unit_id for envelope in envelopes}
    kinds = {envelope.kind for envelope in envelopes}
    if len(units) != 1 or kinds != {str(SUBJECT[draft.kind])}:
        raise Refused(N_("One act may concern the lines of one unit only."), code="act.units")
    return units.pop()


def _fund(actor: Actor, fund_id: int) -> Fund:
    fund = db.session.get(Fund, fund_id)
    if fund is None or not (
        actor.scope.covers(home=fund.home, unit_id=fund.owner_unit_id, level=fund.level)
        or fund.level == "national"  # national money reaches units that see nothing else of the national fund
    ):
        raise NotFound
    return fund


def _check_places(actor: Actor, draft: ActDraft) -> None:
    """Raise `NotFound` unless all envelopes lie in the fund and in the person's scope: foreign is like missing."""
    wanted = {envelope_id for envelope_id, _amount in draft.amounts}
    seen = [
        place
        for place in queries.envelopes(wanted)
        if place.fund_id == draft.fund_id
        and place.kind == SUBJECT[draft.kind]
        and actor.scope.covers(home=place.home, unit_id=place.unit_id, level=place.level)
    ]
    if len(seen) != len(wanted):
        raise NotFound


def _total(draft: ActDraft) -> int:
    return queries.amount_of(draft.reverses) if draft.reverses else draft.total


def _permission(draft: ActDraft, *, propose_right: bool) -> str:
    kind = draft.kind
    if kind is ActKind.reverse:
        kind = ActKind(db.session.get_one(Act, draft.reverses).kind)
    if kind in PLAN_ACTS:
        return PLAN_PROPOSE if propose_right else PLAN_BOOK
    return SPEND_PROPOSE if propose_right else SPEND_BOOK


def _book(actor: Actor, draft: ActDraft, people: People) -> Act:
    act = book(draft, people)
    fund = db.session.get_one(Fund, act.fund_id)
    unit_id = responsible_unit(draft, fund)
    audit(actor, f"ledger.book_{draft.kind}", of_act(act, draft, fund, unit_id), after=to_json(draft),
          reason=draft.reason, amount=_total(draft),
          under=(_permission(draft, propose_right=False), unit_id))  # fmt: skip
    return act


def _open(actor: Actor, public_id: str) -> Proposal:
    proposal = queries.proposal(actor.scope, public_id, lock=True)
    if proposal.state != "open":
        raise Refused(
            N_("This proposal has already been decided."),
            code="proposal.decided",
            cure=N_("Look at its page for what became of it."),
        )
    return proposal


def _decide(actor: Actor, proposal: Proposal, state: str, reason: str | None = None) -> None:
    # What the line needs is read first: a question in between would send a half-decided proposal to the database.
    subject = of_proposal(proposal, db.session.get_one(Fund, proposal.fund_id))
    right = _permission(from_json(proposal.draft), propose_right=state == "withdrawn")
    proposal.state = state
    proposal.decided_by = actor.user_id
    proposal.decided_at = now()
    proposal.decision_reason = reason
    audit(actor, f"ledger.proposal_{state}", subject, before={"state": "open"}, after={"state": state},
          reason=reason, amount=proposal.amount, under=(right, proposal.unit_id))  # fmt: skip


def _envelope(fund: Fund, kind: Kind, parent_id: int | None, **dimensions: object) -> Envelope:
    return open_envelope(
        kind=str(kind),
        fund_id=fund.id,
        parent_id=parent_id,
        level=fund.level,
        budget_year=fund.budget_year,
        **dimensions,
    )
