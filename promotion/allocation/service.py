"""The plan's verbs: open a fund, approve, list, release, share out; book what others proposed; take back.

Each builds the ledger's draft and proposes it. Where a fund allows one person, the act is booked at once.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.announcing import announce
from promotion.allocation.asking import Asked, check_paper_day, check_real_day, document_of, owned, work_out
from promotion.allocation.drafts import OpenDraft, PlanDraft, ReleaseDraft, ReversalDraft, RowsDraft
from promotion.allocation.queries.choices import OWNERS, newcomers, stood_in
from promotion.allocation.queries.effects import check_percent
from promotion.allocation.queries.funds import has_plan, standing
from promotion.allocation.rules import fund_code, percent_kept, tranche
from promotion.database.handle import db
from promotion.kernel.errors import Fault, Invalid, NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import places
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, from_json
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.posting import rehearse
from promotion.projects import queries as projects
from promotion.projects.rules import CLOSED
from promotion.units import queries as units
from promotion.units.rules import UnitKind

Outcome = Proposal | Act


def open_fund(actor: Actor, draft: OpenDraft) -> Fund:
    """Open the fund of a year: national by the agency, local by the department of the province.

    Raises `Invalid` when the unit did not exist in that year, `Refused` when the fund exists.
    """
    try:
        owner = units.by_public_id(draft.owner)
    except NotFound:
        raise Invalid(faults=(Fault("owner", N_("Please choose a unit from the list.")),)) from None
    actor.require_for(PLAN_PROPOSE, owner.id)
    if owner.kind not in OWNERS:
        raise Invalid(faults=(Fault("owner", N_("A fund belongs to the agency or to a department.")),))
    year = draft.budget_year
    if not stood_in(owner, year):
        raise Invalid(faults=(Fault("owner", N_("This unit did not exist in that year.")),))
    level = OWNERS[UnitKind(owner.kind)]
    return places.open_fund(
        actor,
        places.FundDraft(
            code=fund_code(level, year, owner.province_key),
            level=str(level),
            budget_year=year,
            owner_unit_id=owner.id,
            home=owner.province_key,
            two_person=draft.two_person,
        ),
    )


def set_two_person(actor: Actor, public_id: str, *, two_person: bool, above: int = 0) -> Fund:
    """Decide whether acts of this fund need two people, and from which amount on (đồng); the owner's head does."""
    fund = ledger.fund(actor.scope, public_id)
    places.set_two_person(actor, fund, two_person=two_person, above=above if two_person else 0)
    return fund


def ask_approval(actor: Actor, public_id: str, draft: PlanDraft) -> Asked:
    """Work out the plan, or a supplement to one that stands."""
    fund = owned(actor, public_id)
    envelope = ledger.fund_envelope(fund.id)
    kind = ActKind.supplement if has_plan(fund.id) else ActKind.approve
    return work_out(fund, envelope, kind, {envelope.id: draft.amount}, draft.paper)


def ask_release(actor: Actor, public_id: str, draft: ReleaseDraft) -> Asked:
    """Work out a tranche; a percentage counts all releases so far, on the plan of the business date."""
    fund = owned(actor, public_id)
    amount, percent = draft.amount, draft.percent
    if (amount is None) == (percent is None):
        raise Invalid(
            faults=(Fault("amount", N_("Please enter either the amount or the percentage, not both.")),)
        )
    check_paper_day(ActKind.release, draft.paper, fund)
    if percent is not None:
        amount = tranche(standing(fund.id, draft.paper.business_date), percent)
    if amount is None or (draft.shown is not None and draft.shown != amount):
        raise Refused(
            N_("The position has changed since you checked it: the tranche is now %(amount)s đồng."),
            {"amount": amount or 0},
            code="release.moved",
            cure=N_("Please check the consequences again."),
        )
    envelope = ledger.fund_envelope(fund.id)
    kept = percent_kept(percent) if percent is not None else None
    return work_out(fund, envelope, ActKind.release, {envelope.id: amount}, draft.paper, percent=kept)


def ask_listing(actor: Actor, public_id: str, draft: RowsDraft) -> Asked:
    """Work out amounts for lines of projects."""
    fund = owned(actor, public_id)
    amounts = _by_id(fund, Kind.line, draft)
    check_projects(actor, amounts)
    return work_out(fund, ledger.fund_envelope(fund.id), ActKind.list, amounts, draft.paper)


def ask_sharing(actor: Actor, public_id: str, draft: RowsDraft) -> Asked:
    """Work out amounts for units; a unit new to the fund gets its share when the act is proposed."""
    fund = owned(actor, public_id)
    amounts = _by_id(fund, Kind.share, draft)
    newcomer = None
    if draft.newcomer is not None:
        unit_id, amount = draft.newcomer
        offered = {unit.public_id: unit for unit in newcomers(fund)}
        if unit_id not in offered:
            raise Invalid(faults=(Fault("unit", N_("Please choose a unit from the list.")),))
        newcomer = (offered[unit_id], amount)
    envelope = ledger.fund_envelope(fund.id)
    return work_out(fund, envelope, ActKind.share, amounts, draft.paper, newcomer=newcomer)


def approve(actor: Actor, public_id: str, draft: PlanDraft) -> Outcome:
    """Propose a plan or a supplement to it."""
    return acts.propose(actor, ask_approval(actor, public_id, draft).draft)


def release(actor: Actor, public_id: str, draft: ReleaseDraft) -> Outcome:
    """Propose a release; amount and percentage are both kept."""
    return told(acts.propose(actor, ask_release(actor, public_id, draft).draft))


def list_lines(actor: Actor, public_id: str, draft: RowsDraft) -> Outcome:
    """Propose to list amounts on lines of projects."""
    return acts.propose(actor, ask_listing(actor, public_id, draft).draft)


def share_out(actor: Actor, public_id: str, draft: RowsDraft) -> Outcome:
    """Propose to share released money out to units."""
    asked = ask_sharing(actor, public_id, draft)
    amounts = dict(asked.draft.amounts)
    if asked.newcomer is not None:
        unit, amount = asked.newcomer
        fund = db.session.get_one(Fund, asked.draft.fund_id)
        amounts[places.open_share(fund, unit.id, unit.province_key).id] = amount
    return told(acts.propose(actor, _with(asked.draft, amounts)))


def reverse(actor: Actor, act_public_id: str, draft: ReversalDraft) -> Outcome:
    """Propose to take an act back; refused at once when what it gave is used, unless asked for anyway."""
    act = ledger.act(actor.scope, act_public_id)
    check_real_day(draft.paper)
    asked = ActDraft(
        kind=ActKind.reverse,
        fund_id=act.fund_id,
        business_date=draft.paper.business_date,
        document=document_of(draft.paper),
        reason=draft.paper.reason,
        reverses=act.id,
        happened_on=draft.paper.happened_on,
    )
    # First the right, then the rehearsal: its refusal names what lies in envelopes that others see.
    acts.require_proposer(actor, asked, db.session.get_one(Fund, act.fund_id))
    if not draft.paper.anyway:
        rehearse(asked)
    return told(acts.propose_reversal(actor, act_public_id, asked))


def book(actor: Actor, public_id: str, reason: str | None = None) -> Act:
    """Book an open proposal of any kind; `reason` is the booker's own for what the proposer's does not cover.

    A release or withdrawal by percentage is booked only while that percentage still means the same amount: with the
    fund locked, so that two tranches cannot both count from the same position. Raises `Refused` otherwise, and for
    what the ledger refuses.
    """
    proposal = ledger.proposal(actor.scope, public_id, lock=True)
    draft = from_json(proposal.draft)
    if proposal.state == "open" and draft.percent is not None:
        locked = select(Envelope.id).where(Envelope.fund_id == draft.fund_id, Envelope.kind == str(Kind.fund))
        db.session.execute(locked.with_for_update())
        check_percent(draft)
    act = acts.book_proposal(actor, public_id, reason)
    announce(act)
    return act


def send_back(actor: Actor, public_id: str, reason: str) -> Proposal:
    """Return an open proposal to whoever proposed it, with a reason."""
    if not reason:
        raise Invalid(faults=(Fault("reason", N_("Please say why the proposal is returned.")),))
    return acts.return_proposal(actor, public_id, reason)


def withdraw(actor: Actor, public_id: str) -> Proposal:
    """Take back one's own open proposal."""
    return acts.withdraw_proposal(actor, public_id)


def told(outcome: Outcome) -> Outcome:
    """Tell the units concerned, where one person proposed and booked at once."""
    if isinstance(outcome, Act):
        announce(outcome)
    return outcome


def _with(draft: ActDraft, amounts: Mapping[int, int]) -> ActDraft:
    return replace(draft, amounts=tuple(amounts.items()))


def check_projects(actor: Actor, amounts: Mapping[int, int]) -> None:
    """Raise `Invalid` at the rows of projects that are closed: they take no more money."""
    rows = {row.public_id: row.project_id for row in ledger.envelopes(amounts) if row.project_id is not None}
    found = projects.by_ids(actor.scope, set(rows.values()))
    faults = [
        Fault(f"row_{public_id}", N_("This project is refused, stopped or settled and takes no more money."))
        for public_id, project_id in rows.items()
        if project_id in found and found[project_id].state in CLOSED
    ]
    if faults:
        raise Invalid(faults=tuple(faults))


def _by_id(fund: Fund, kind: Kind, draft: RowsDraft) -> dict[int, int]:
    """Return the amounts by envelope id; an envelope of another fund or kind is missing."""
    query = select(Envelope.public_id, Envelope.id).where(
        Envelope.fund_id == fund.id,
        Envelope.kind == str(kind),
        Envelope.public_id.in_([public_id for public_id, _amount in draft.amounts]),
    )
    ids = dict(db.session.execute(query).all())
    if len(ids) != len(draft.amounts):
        raise NotFound
    return {ids[public_id]: amount for public_id, amount in draft.amounts}
