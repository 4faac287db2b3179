"""The verb of a repayment plan: a new edition of it."""

from collections.abc import Sequence

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.disbursement.models import Instalment, RepaymentPlan
from promotion.disbursement.queries import Contract
from promotion.disbursement.recovery import queries
from promotion.disbursement.recovery.drafts import PlanDraft
from promotion.disbursement.recovery.rules import Due, plan_faults
from promotion.disbursement.service import contract_in_use, plain_reason
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now
from promotion.kernel.errors import Conflict, Fault, Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_


def plan(actor: Actor, public_id: str, draft: PlanDraft, seen: int) -> Contract:
    """Record when the support of a contract is to be given back, in place of the edition that the person saw.

    A plan without instalments takes the mark off. Raises `Conflict` when somebody entered another edition since,
    `Refused` for taking it off while support is asked back, `Invalid` for rows half filled in.
    """
    contract = contract_in_use(actor, public_id)
    standing = queries.plans([contract.record.id]).get(contract.record.id, queries.NO_PLAN)
    if standing.edition != seen:
        raise Conflict(
            N_("The repayment plan was changed since you saw it."),
            cure=N_("Look at the plan as it stands now; if yours is still right, send the form again."),
        )
    dues = _dues(draft)
    if not dues and (contract.envelope.to_recover or not standing.dues):
        raise Refused(
            N_("A repayment plan has at least one instalment."),
            code="plan.empty",
            cure=N_("It is taken off only once nothing is asked back any more."),
        )
    record = RepaymentPlan(
        commitment_id=contract.record.id,
        edition=standing.edition + 1,
        document_number=clean(draft.number),
        document_date=draft.day,
        document_issuer=clean(draft.issuer),
        reason=plain_reason(draft.reason),
        entered_by=actor.user_id,
        entered_at=now(),
    )
    db.session.add(record)
    db.session.flush()
    db.session.add_all(Instalment(plan_id=record.id, due_on=due.due_on, amount=due.amount) for due in dues)
    db.session.flush()
    audit(actor, "disbursement.plan_repayment", subject(contract.record, contract.envelope),
          before={"instalments": _plain(standing.dues)}, after={"instalments": _plain(dues)}, reason=record.reason,
          amount=sum(due.amount for due in dues), under=(SPEND_PROPOSE, contract.envelope.unit_id))  # fmt: skip
    return contract


def _dues(draft: PlanDraft) -> list[Due]:
    faults = plan_faults(draft.rows)
    if not clean(draft.number):
        faults.append(Fault("number", N_("Please enter the number of the document.")))
    if not clean(draft.issuer):
        faults.append(Fault("issuer", N_("Please enter who issued the document.")))
    if faults:
        raise Invalid(faults=tuple(faults))
    dues = [Due(day, whole_dong(amount)) for day, amount in draft.rows if day is not None and amount]
    return sorted(dues, key=lambda due: due.due_on)


def _plain(dues: Sequence[Due]) -> list[list[object]]:
    """Return instalments as the trail keeps them: ISO day and đồng."""
    return [[due.due_on.isoformat(), due.amount] for due in dues]
