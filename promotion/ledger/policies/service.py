"""What the policies want of an act, asked before it is proposed and, with the balances locked, before it is booked.

A reason and a permission cover the numbers they were given for: what has grown since wants new ones.
"""

from collections.abc import Iterable, Sequence

from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Proposal
from promotion.ledger.policies import queries
from promotion.ledger.policies.drafts import Answer
from promotion.ledger.policies.looking import Look, covers, look_now, once, waiver_for
from promotion.ledger.policies.models import ActException, AdvanceTerms, ProposalException, Waiver
from promotion.ledger.policies.rules import Need, reason_faults
from promotion.ledger.policies.words import Effect


def faults_of(draft: ActDraft) -> list[Fault]:
    """Return what the policies miss in an act that is about to be proposed; raise `Refused` where they stop it."""
    return _faults(draft, look_now(draft))


def look_before(draft: ActDraft) -> Look:
    """Look at an act that is about to be proposed; raise `Invalid` where a reason is missing, `Refused` for a stop."""
    found = look_now(draft)
    faults = _faults(draft, found)
    if faults:
        raise Invalid(faults=tuple(faults))
    return found


def keep_asked(proposal: Proposal, draft: ActDraft, found: Look) -> None:
    """Keep what was unusual when an act was proposed, with the reason given for it."""
    # Acts booked together may press on the same place: the last one says how far it goes in all.
    last = {(need.excess.policy, need.excess.envelope_id): need for need in found.needs}
    for need in last.values():
        reason = _reason_of(draft, need) if need.effect is not Effect.note else None
        db.session.add(ProposalException(proposal_id=proposal.id, reason=reason, **_facts(need)))
    _keep_terms(draft, found, proposal.proposed_by, proposal_id=proposal.id)


def answers(
    draft: ActDraft, found: Look, booker: int, proposal: Proposal | None, own: str | None
) -> list[Answer]:
    """Return what was said to each unusual thing of an act that is being booked.

    `own` is the booker's reason. Raises `Invalid` where one is missing, `Refused` for what is stopped and not allowed.
    """
    needs = once(found.needs)
    reason_faults((need for need in needs if need.effect is Effect.stop), None)
    asked = queries.asked(proposal.id) if proposal is not None and needs else ()
    waivers = queries.waivers(proposal.id) if proposal is not None and needs else ()
    given = [
        _answer(need, _reason(draft, need, proposal, booker, asked, own), waiver_for(need, waivers))
        for need in needs
    ]
    missing = [answer for answer in given if answer.effect is not Effect.note and not answer.reason]
    if missing:
        raise Invalid(
            N_(
                "More is unusual about this act than when it was proposed: booking it needs a reason of your own."
            ),
            faults=tuple(_grown(missing)),
        )
    return given


def keep(acts: Sequence[Act], draft: ActDraft, found: Look, given: Iterable[Answer], booker: int) -> None:
    """Keep the exceptions of booked acts, and the terms of advances."""
    for answer in given:
        db.session.add(
            ActException(
                act_id=acts[answer.act].id,
                reason=answer.reason,
                reason_by=answer.reason_by,
                waiver_id=answer.waiver_id,
                allowed_by=answer.allowed_by,
                **_facts(Need(answer.act, answer.excess, answer.effect)),
            )
        )
    _keep_terms(draft, found, booker, acts=acts)
    db.session.flush()


def _reason_of(draft: ActDraft, need: Need) -> str | None:
    return draft.acts[need.act].reason or draft.reason


def _faults(draft: ActDraft, found: Look) -> list[Fault]:
    return [fault for need in found.needs for fault in reason_faults([need], _reason_of(draft, need))]


def _facts(need: Need) -> dict[str, object]:
    excess = need.excess
    return {
        "envelope_id": excess.envelope_id,
        "policy": str(excess.policy),
        "effect": str(need.effect),
        "bound": excess.bound,
        "after": excess.after,
        "over": excess.over,
        "detail": excess.detail,
    }


def _reason(
    draft: ActDraft,
    need: Need,
    proposal: Proposal | None,
    booker: int,
    asked: Sequence[ProposalException],
    own: str | None,
) -> tuple[str, int] | None:
    """Return the reason for one unusual thing and whose it is: the proposer's while it covers it, or the booker's."""
    if need.effect is Effect.note:
        return None
    if proposal is None:
        text = _reason_of(draft, need)
        return (text, booker) if text else None
    kept = next((row for row in asked if row.reason and covers(row, need)), None)
    if kept is not None and kept.reason:
        return kept.reason, proposal.proposed_by
    return (own, booker) if own else None


def _answer(need: Need, reason: tuple[str, int] | None, waiver: Waiver | None) -> Answer:
    if need.effect.waivable and waiver is None:
        raise Refused(
            N_("The rules of this fund stop this act until somebody allows the exception in writing."),
            code="policy.waiver",
            cure=N_("Its page says who may allow it."),
        )
    text, by = reason or ((waiver.reason, waiver.waived_by) if waiver is not None else (None, None))
    allowed = (waiver.id, waiver.waived_by) if waiver is not None and need.effect.waivable else (None, None)
    return Answer(need.act, need.excess, need.effect, text, by, *allowed)


def _grown(missing: Iterable[Answer]) -> list[Fault]:
    needs = [Need(answer.act, answer.excess, answer.effect) for answer in missing]
    return reason_faults(needs, None, "exception_reason")


def _keep_terms(
    draft: ActDraft,
    found: Look,
    by: int,
    *,
    proposal_id: int | None = None,
    acts: Sequence[Act] = (),
) -> None:
    """Keep the rule for each advance as it stands at this moment."""
    over = {(need.act, need.excess.envelope_id) for need in found.needs}
    for advance in found.advances:
        one = draft.acts[advance.act]
        (contract,) = ledger.envelopes([advance.contract_id])
        rule = queries.rule_for(contract.content_code, one.business_date)
        db.session.add(
            AdvanceTerms(
                proposal_id=proposal_id,
                act_id=acts[advance.act].id if acts else None,
                envelope_id=contract.id,
                content_code=contract.content_code or "",
                day=one.business_date,
                max_hundredths=rule.max_hundredths if rule else None,
                instrument_vi=rule.instrument_vi if rule else None,
                instrument_en=rule.instrument_en if rule else None,
                condition_vi=rule.condition_vi if rule else None,
                condition_en=rule.condition_en if rule else None,
                statement=one.condition,
                value=advance.value,
                allowed=advance.allowed,
                after=advance.after,
                excepted=(advance.act, contract.id) in over,
                written_by=by,
                written_at=now(),
            )
        )
    db.session.flush()
