"""The verb of money among lines: taken back first, then given, in one act."""

from dataclasses import replace

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.disbursement import queries
from promotion.disbursement.moving.drafts import MoveDraft
from promotion.disbursement.service import Done, act_of, look_ahead, offer, plain_reason
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import mark as N_
from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind, Part
from promotion.projects.rules import FUNDED, check_open


def move(actor: Actor, share_public_id: str, draft: MoveDraft) -> Done:
    """Propose to take money back from lines into the share, or to move it from line to line.

    Raises `CeilingReached` for more than a line holds unspent, or more than another one is listed with; `Refused` for
    giving to a project that may not spend, and where nothing is taken.
    """
    share = queries.share(actor.scope, share_public_id)
    actor.require_for(SPEND_PROPOSE, share.envelope.unit_id)
    if not plain_reason(draft.reason):
        raise Invalid(faults=(Fault("reason", N_("Please give the reason.")),))
    own = {line.envelope.public_id: line for line in share.lines}
    if any(line not in own for line, _amount in (*draft.taken, *draft.given)):
        raise Refused(N_("This line does not belong to the share."), code="assign.line")
    if not draft.taken:
        raise Invalid(N_("Please enter what is taken back from at least one line."))
    for line, _amount in draft.given:
        check_open(ProjectState(own[line].project.state), FUNDED)
    both = {line for line, _amount in draft.taken} & {line for line, _amount in draft.given}
    if both:
        faults = (
            Fault(f"give_{line}", N_("Money is taken back from this line: give it none.")) for line in both
        )
        raise Invalid(faults=tuple(faults))
    parts = [
        Part(Step.assign, own[line].envelope.id, whole_dong(amount), back=back)
        for rows, back in ((draft.taken, True), (draft.given, False))
        for line, amount in rows
    ]
    act = replace(
        act_of(ActKind.unassign, share.fund.id, (), draft.voucher, draft.reason), parts=tuple(parts)
    )
    look_ahead(act)
    return Done(offer(actor, act))
