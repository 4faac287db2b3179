"""The verb that corrects an act: its reversal and the right act, proposed and booked together or not at all."""

from dataclasses import replace

from promotion.access.actor import Actor
from promotion.allocation.asking import check_paper_day, document_of
from promotion.allocation.corrections.drafts import CorrectionDraft
from promotion.allocation.queries.written import written
from promotion.allocation.service import Outcome, told
from promotion.allocation.steps import CORRECTED, as_entered
from promotion.database.handle import db
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Fund
from promotion.ledger.posting import rehearse
from promotion.ledger.refusals import CeilingReached


def steps_to_correct(act: Act) -> list[Part]:
    """Return the steps of an act as they were entered.

    Raises `Refused` for one that is taken back, or of a kind that no form corrects.
    """
    if ActKind(act.kind) not in CORRECTED or act.opening:
        raise Refused(
            N_("An act of this kind is not corrected on a form."),
            code="act.not_corrected",
            cure=N_("Take it back, then enter it anew."),
        )
    if ledger.reversal_of(act.id) is not None:
        raise Refused(N_("This act has already been reversed."), code="act.reversed")
    return as_entered(ActKind(act.kind), written(act))


def correct(actor: Actor, act_public_id: str, draft: CorrectionDraft) -> Outcome:
    """Propose to take an act back and to enter it anew, in one proposal.

    The reversal comes first; where what the act gave is used already, the right act goes before it, so that a plan
    can be raised though it is listed. Raises `Invalid` when nothing is changed, `Refused` when neither way has room.
    """
    act = ledger.act(actor.scope, act_public_id)
    before = steps_to_correct(act)
    fund = db.session.get_one(Fund, act.fund_id)
    acts.require_proposer(actor, _reversal(act, draft), fund)
    check_paper_day(ActKind(act.kind), draft.paper, fund)
    right = _right(act, before, draft)
    wrong = _reversal(act, draft)
    ahead = replace(wrong, along=(right,))
    if not draft.paper.anyway:
        try:
            rehearse(ahead)
        except CeilingReached as refusal:
            ahead = _other_way(right, wrong, refusal)
    return told(acts.propose(actor, ahead))


def _right(act: Act, before: list[Part], draft: CorrectionDraft) -> ActDraft:
    """Return the act as it should have been; raise `Invalid` without a reason or a change."""
    if not draft.paper.reason:
        raise Invalid(faults=(Fault("reason", N_("Please say why the act is corrected.")),))
    parts = tuple(
        replace(part, amount=amount)
        for part, amount in zip(before, draft.amounts, strict=True)
        if amount is not None and amount > 0
    )
    if not parts:
        raise Invalid(N_("Please enter at least one amount."))
    right = ActDraft(
        kind=ActKind(act.kind),
        fund_id=act.fund_id,
        business_date=draft.paper.business_date,
        document=document_of(draft.paper),
        reason=draft.paper.reason,
        parts=parts,
        corrects=act.id,
        happened_on=draft.paper.happened_on,
    )
    same_paper = (right.document.number, right.document.day, right.document.issuer) == (
        act.document_number,
        act.document_date,
        act.document_issuer,
    )
    same_days = (right.business_date, right.happened_on) == (act.business_date, act.happened_on)
    if list(parts) == before and same_paper and same_days:
        raise Invalid(N_("Nothing is changed: the document, the days and the amounts are those of the act."))
    return right


def _reversal(act: Act, draft: CorrectionDraft) -> ActDraft:
    """Return the act that takes the wrong one back, never dated before it."""
    return ActDraft(
        kind=ActKind.reverse,
        fund_id=act.fund_id,
        business_date=max(act.business_date, draft.paper.business_date),
        document=document_of(draft.paper),
        reason=draft.paper.reason,
        reverses=act.id,
    )


def _other_way(right: ActDraft, wrong: ActDraft, refusal: CeilingReached) -> ActDraft:
    """Return the right act with the reversal behind it; raise the first refusal when that has no room either."""
    ahead = replace(right, along=(wrong,))
    try:
        rehearse(ahead)
    except Refused:
        raise refusal from None
    return ahead
