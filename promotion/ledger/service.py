"""The ledger's verbs: propose, book, return, withdraw and reverse acts."""

from dataclasses import replace

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE, SPEND_BOOK, SPEND_PROPOSE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.errors import NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries
from promotion.ledger.deeds import MIRRORS, PLAN_ACTS, ActKind
from promotion.ledger.drafts import ActDraft, from_json, to_json
from promotion.ledger.models import Act, Fund, Proposal
from promotion.ledger.policies import service as policies
from promotion.ledger.policies.looking import look, waits
from promotion.ledger.posting import People, write
from promotion.ledger.rules import check_day
from promotion.ledger.steps import check_steps, subjects
from promotion.ledger.totals import look_at_totals
from promotion.ledger.trail import home_of, of_act, of_proposal
from promotion.ledger.working import work_out


def propose(actor: Actor, draft: ActDraft) -> Proposal | Act:
    """Propose an act; where the fund allows one person, and that person may book, book it at once.

    A proposal reserves nothing. Raises `NotFound` for a place that the person does not see, `Forbidden` without the
    right, `Refused` for a wrong day and for what the fund's rules stop, `Invalid` for an amount that is none and where
    the fund wants a reason.
    """
    fund = _fund(actor, draft.fund_id)
    for one in draft.acts:
        if one.kind not in MIRRORS:
            check_steps(one)
            _check_places(actor, one)
            responsible_unit(one, fund)
    unit_id = require_proposer(actor, draft, fund)
    for one in draft.acts:
        check_day(one.kind, one.business_date, fund.budget_year, today())
    unusual = policies.look_before(draft)
    at_once = not needs_two(fund, draft) and not waits(unusual)
    if at_once and actor.may_for(_permission(draft, propose_right=False), unit_id):
        return _book(actor, draft, People(actor.user_id, actor.user_id))
    proposal = Proposal(
        kind=str(draft.kind),
        fund_id=fund.id,
        unit_id=unit_id,
        home=home_of(draft, fund),
        level=fund.level,
        amount=amount_now(draft),
        draft=to_json(draft),
        state="open",
        proposed_by=actor.user_id,
        proposed_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    policies.keep_asked(proposal, draft, unusual)
    audit(actor, f"ledger.propose_{draft.kind}", of_proposal(proposal, fund), after=to_json(draft),
          reason=draft.reason, amount=proposal.amount,
          under=(_permission(draft, propose_right=True), unit_id))  # fmt: skip
    return proposal


def require_proposer(actor: Actor, draft: ActDraft, fund: Fund) -> int:
    """Return the unit whose act this is; raise `Forbidden` unless the person may propose it."""
    unit_id = responsible_unit(draft, fund)
    actor.require_for(_permission(draft, propose_right=True), unit_id)
    return unit_id


def book_proposal(actor: Actor, public_id: str, reason: str | None = None) -> Act:
    """Book an open proposal; the ledger checks now, and the fund's policies with it.

    `reason` is the booker's own, for what is more unusual than the proposer's reason covers. Raises `Refused` for the
    proposer himself, for ceilings and for what nobody allowed, `Invalid` where such a reason is missing.
    """
    proposal = _open(actor, public_id)
    draft = from_json(proposal.draft)
    fund = db.session.get_one(Fund, proposal.fund_id)
    actor.require_for(_permission(draft, propose_right=False), proposal.unit_id)
    if needs_two(fund, draft) and proposal.proposed_by == actor.user_id:
        raise Refused(
            N_("Whoever proposed an act may not book it."),
            code="act.two_people",
            cure=N_("Ask another head to book it."),
        )
    act = _book(actor, draft, People(proposal.proposed_by, actor.user_id), proposal, reason)
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


def propose_reversal(
    actor: Actor, act_public_id: str, draft: ActDraft, kind: ActKind = ActKind.reverse
) -> Proposal | Act:
    """Propose to take an act back: once, whole, with a document and a reason of its own.

    A failed payment is taken back in the same way: the treasury sent it back, no money went out. Acts along with the
    draft (the right one in the wrong one's place) are booked with it.
    """
    act = queries.act(actor.scope, act_public_id)
    if not draft.reason:
        raise Refused(
            N_("A reversal needs a reason."), code="act.reason", cure=N_("Say why the act is taken back.")
        )
    if queries.reversal_of(act.id) is not None:
        raise Refused(N_("This act has already been reversed."), code="act.reversed")
    return propose(
        actor, replace(draft, kind=kind, fund_id=act.fund_id, reverses=act.id, amounts=(), parts=())
    )


def needs_two(fund: Fund, draft: ActDraft) -> bool:
    """Tell whether an act, or one booked along with it, needs two people: the fund says so, from an amount on."""
    return fund.two_person and max(amount_now(one) for one in draft.acts) >= fund.two_person_from


def responsible_unit(draft: ActDraft, fund: Fund) -> int:
    """Return the unit whose people do this act: the fund's owner for the plan, else the unit that spends."""
    if draft.kind in MIRRORS:
        act = db.session.get_one(Act, draft.reverses)
        return fund.owner_unit_id if ActKind(act.kind) in PLAN_ACTS else act.unit_id
    if draft.kind in PLAN_ACTS:
        return fund.owner_unit_id
    wanted = dict(subjects(draft))
    envelopes = queries.envelopes(wanted)
    units = {envelope.unit_id for envelope in envelopes}
    if len(units) != 1 or any(envelope.kind != wanted[envelope.id] for envelope in envelopes):
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
    """Raise `NotFound` unless all envelopes lie in the fund and in the person's scope: foreign is like missing.

    What goes over into the next year's fund lands in places that the person must see as well.
    """
    wanted = dict(subjects(draft))
    opposite = {part.to_id for part in draft.steps}
    seen = [
        place
        for place in queries.envelopes(wanted)
        if (place.fund_id == draft.fund_id or place.id in opposite)
        and place.kind == wanted[place.id]
        and actor.scope.covers(home=place.home, unit_id=place.unit_id, level=place.level)
    ]
    if len(seen) != len(wanted):
        raise NotFound


def amount_now(draft: ActDraft) -> int:
    """Return the amount of a draft as it stands (đồng): that of the act taken back, what a contract still owes."""
    if draft.reverses is not None:
        return queries.amount_of(draft.reverses)
    if draft.kind is ActKind.liquidate and draft.about is not None:
        return sum(envelope.owed for envelope in queries.envelopes([draft.about]))
    return draft.total


def _permission(draft: ActDraft, *, propose_right: bool) -> str:
    kind = draft.kind
    if kind in MIRRORS:
        kind = ActKind(db.session.get_one(Act, draft.reverses).kind)
    if kind in PLAN_ACTS:
        return PLAN_PROPOSE if propose_right else PLAN_BOOK
    return SPEND_PROPOSE if propose_right else SPEND_BOOK


def _book(
    actor: Actor, draft: ActDraft, people: People, proposal: Proposal | None = None, reason: str | None = None
) -> Act:
    look_at_totals(draft)  # before a ceiling is met: it says better why
    worked = work_out(draft, lock=True)
    look_at_totals(draft)  # with the places locked
    unusual = look(worked)
    answers = policies.answers(draft, unusual, actor.user_id, proposal, reason)
    acts = write(draft, worked, people)
    policies.keep(acts, draft, unusual, answers, actor.user_id)
    fund = db.session.get_one(Fund, draft.fund_id)
    unit_id = responsible_unit(draft, fund)
    for act, one in zip(acts, draft.acts, strict=True):
        audit(actor, f"ledger.book_{one.kind}", of_act(act, one, fund, unit_id), after=to_json(one),
              reason=one.reason, amount=act.amount,
              under=(_permission(draft, propose_right=False), unit_id))  # fmt: skip
    return acts[0]


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
