"""Verbs of heads: what a fund's rules are, and what they let pass for one proposal. Beside `service` for length."""

from collections.abc import Iterable, Sequence

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, SPEND_BOOK
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Conflict, Fault, Forbidden, Invalid, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Fund, Proposal
from promotion.ledger.policies import queries
from promotion.ledger.policies.drafts import Settings
from promotion.ledger.policies.looking import look_now, once, waiver_for
from promotion.ledger.policies.models import FundPolicy, Waiver
from promotion.ledger.policies.rules import USUAL, Need
from promotion.ledger.policies.words import Effect, Policy
from promotion.ledger.trail import of_fund, of_proposal


def may_waive(actor: Actor, need: Need, fund: Fund) -> bool:
    """Tell whether a person holds the role that the fund lets allow this."""
    if need.effect is Effect.stop_unless_owner:
        return actor.may_for(PLAN_BOOK, fund.owner_unit_id)
    (place,) = ledger.envelopes([need.excess.envelope_id])
    return need.effect is Effect.stop_unless_spender and actor.may_for(SPEND_BOOK, place.unit_id)


def open_needs(proposal: Proposal) -> tuple[list[Need], list[Need]]:
    """Return what is unusual about an open proposal now, and what of it somebody must still allow."""
    found = once(look_now(from_json(proposal.draft)).needs)
    return found, still_stopped(found, queries.waivers(proposal.id) if found else ())


def still_stopped(needs: Iterable[Need], waivers: Sequence[Waiver]) -> list[Need]:
    """Return what somebody must still allow."""
    return [need for need in needs if need.effect.waivable and waiver_for(need, waivers) is None]


def waive(actor: Actor, public_id: str, reason: str, shown: int) -> Proposal:
    """Allow in writing what a fund's rules stop about a proposal: everything that this person may allow.

    `shown` is how far the act lay beyond the rules when the person saw it (đồng); raises `Conflict` when it lies
    further now, `Forbidden` without the role, `Refused` for the proposer himself and where nothing is stopped.
    """
    proposal = ledger.proposal(actor.scope, public_id, lock=True)
    fund = db.session.get_one(Fund, proposal.fund_id)
    _found, stopped = open_needs(proposal) if proposal.state == "open" else ([], [])
    if not stopped:
        raise Refused(N_("Nothing about this proposal waits for a permission now."), code="waiver.nothing")
    mine = [need for need in stopped if may_waive(actor, need, fund)]
    if not mine:
        raise Forbidden(N_("Your grants do not let you allow this exception."))
    if proposal.proposed_by == actor.user_id:
        raise Refused(
            N_("Nobody allows an exception for what he proposed himself."),
            code="waiver.four_eyes",
            cure=N_("Ask another head to allow it."),
        )
    if beyond(mine) > shown:
        raise Conflict
    words = clean(reason, multiline=True)
    if not words:
        raise Invalid(faults=(Fault("reason", N_("Please say why the exception is allowed.")),))
    _write_waivers(actor, proposal, mine, words)
    permissions = {PLAN_BOOK: fund.owner_unit_id, SPEND_BOOK: proposal.unit_id}
    held = PLAN_BOOK if mine[0].effect is Effect.stop_unless_owner else SPEND_BOOK
    audit(actor, "ledger.waive", of_proposal(proposal, fund), reason=words, amount=proposal.amount,
          after={"policies": sorted({str(need.excess.policy) for need in mine})},
          under=(held, permissions[held]))  # fmt: skip
    return proposal


def beyond(needs: Iterable[Need]) -> int:
    """Return how far acts lie beyond the rules in all (đồng)."""
    return sum(need.excess.after - need.excess.bound for need in needs)


def open_settings(fund: Fund) -> None:
    """Give a new fund the usual settings."""
    db.session.add(FundPolicy(fund_id=fund.id))
    db.session.flush()


def set_policies(actor: Actor, fund_public_id: str, wanted: Settings, version: int) -> Fund:
    """Decide what a fund wants where an act is unusual: the head of its owner does.

    Raises `Forbidden` for others, `Conflict` when somebody decided since the version that the person saw.
    """
    fund = ledger.fund(actor.scope, fund_public_id)
    actor.require_for(PLAN_BOOK, fund.owner_unit_id)
    before = queries.settings(fund.id)
    if queries.row(fund.id) is None:
        open_settings(fund)
    row = queries.row(fund.id)
    if row is None:
        raise Conflict
    values = {str(policy): str(effect) for policy, effect in {**USUAL, **before, **wanted}.items()}
    versions.write(row, values, seen=version, by=actor.name)
    changed = [policy for policy in Policy if before[policy] != values[str(policy)]]
    audit(actor, "ledger.set_policies", of_fund(fund), under=(PLAN_BOOK, fund.owner_unit_id),
          before={str(policy): str(before[policy]) for policy in changed},
          after={str(policy): values[str(policy)] for policy in changed})  # fmt: skip
    return fund


def _write_waivers(actor: Actor, proposal: Proposal, needs: Iterable[Need], reason: str) -> None:
    for need in needs:
        excess = need.excess
        db.session.add(
            Waiver(
                proposal_id=proposal.id,
                proposed_by=proposal.proposed_by,
                envelope_id=excess.envelope_id,
                policy=str(excess.policy),
                effect=str(need.effect),
                bound=excess.bound,
                after=excess.after,
                reason=reason,
                waived_by=actor.user_id,
                waived_at=now(),
            )
        )
    db.session.flush()
