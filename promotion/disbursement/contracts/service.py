"""The verbs of a contract that stands. Each proposes an act of the ledger; the unit's head books it.

What the ledger keeps by its own counters is refused there, in its words; here is what only this room knows: which
payments stand in the way, and what waits to be booked.
"""

from dataclasses import replace
from datetime import date

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.database.handle import db
from promotion.disbursement import queries
from promotion.disbursement.contracts.drafts import PaperDraft, RefundDraft
from promotion.disbursement.drafts import SpendDraft
from promotion.disbursement.queries import Contract
from promotion.disbursement.rules import ContractState
from promotion.disbursement.service import (
    Done,
    act_of,
    contract_in_use,
    look_ahead,
    offer,
    plain_reason,
    propose_payment,
)
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Step
from promotion.ledger.deeds import PAYMENTS, ActKind, Part
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund
from promotion.ledger.posting import rehearse
from promotion.ledger.rules import days_of
from promotion.ledger.service import propose_reversal, require_proposer
from promotion.ledger.totals import seen
from promotion.projects.rules import PAYING, check_open


def amend(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose another value of a contract; `draft.amount` is the new value in all.

    Raises `Refused` below what is paid (naming the payments) or accepted, and for a contract not in force.
    """
    contract = _in_force(actor, public_id)
    held = seen(Step.commit, [contract.envelope.id])
    change = whole_dong(draft.amount) - held[0][1]
    _want_reason(draft.reason)
    if not change:
        raise Invalid(faults=(Fault("amount", N_("This is the value that the contract has already.")),))
    _above_payments(contract, -change)
    part = Part(Step.commit, contract.envelope.id, abs(change), back=change < 0)
    return _propose(actor, contract, replace(_act(ActKind.amend, contract, draft, part), seen=held))


def _above_payments(contract: Contract, less: int) -> None:
    """Raise `Refused` when a contract would be lowered below what is paid or accepted."""
    if less > contract.envelope.owed:
        raise Refused(
            N_("%(paid)s đồng of this contract are paid out (%(payments)s); its value may not be less."),
            {
                "paid": contract.envelope.discharged,
                "payments": ", ".join(act.document_number for act in contract.payments),
            },
            code="amount.paid",
            cure=N_("Enter at least what is paid, or have a part of it refunded first."),
        )
    if less > contract.envelope.to_accept:
        raise Refused(
            N_("%(accepted)s đồng of work are accepted on this contract; its value may not be less."),
            {"accepted": contract.sums.accepted},
            code="amount.accepted",
            cure=N_("Enter at least the value of the accepted work."),
        )


def liquidate(actor: Actor, public_id: str, draft: PaperDraft) -> Done:
    """Propose to end a contract: what is still owed is taken off. The document is the minutes of liquidation.

    Raises `Refused` while accepted work is unpaid or advances are not cleared.
    """
    contract = _in_force(actor, public_id)
    act = act_of(ActKind.liquidate, contract.envelope.fund_id, (), draft.voucher, draft.reason)
    return _propose(actor, contract, replace(act, about=contract.envelope.id))


def clear(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose to cover advances by accepted work; no money moves."""
    return _one_amount(actor, public_id, ActKind.clear, draft)


def settle(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose to settle what is accepted and paid."""
    return _one_amount(actor, public_id, ActKind.settle, draft)


def recover(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose a repayment of support that was asked back; it restores nothing in the year's envelopes."""
    return _one_amount(actor, public_id, ActKind.recover, draft)


def final_pay(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose the final payment: it clears all advances, and accepted work must stand behind everything paid."""
    contract = contract_in_use(actor, public_id)
    whole_dong(draft.amount)
    return propose_payment(actor, contract, ActKind.final_pay, draft, [])


def refund(actor: Actor, public_id: str, draft: RefundDraft) -> Done:
    """Propose a refund within the year: the money is the line's again, and owed again.

    Raises `Refused` for more than was advanced (or paid) on this contract, and once the fund is closed.
    """
    contract = contract_in_use(actor, public_id)
    amount = whole_dong(draft.amount)
    part = Part(draft.of, contract.envelope.id, amount, back=True)
    return _propose(actor, contract, _act(ActKind.refund, contract, draft, part))


def late_refund(actor: Actor, line_public_id: str, draft: SpendDraft) -> Done:
    """Propose a refund that came after the close of the year: it goes to the budget and restores nothing.

    Raises `Refused` while the year is open, and for more than the line paid out and did not get back.
    """
    line = queries.line(actor.scope, line_public_id)
    actor.require_for(SPEND_PROPOSE, line.envelope.unit_id)
    check_open(ProjectState(line.project.state), PAYING)
    amount = whole_dong(draft.amount)
    if not after_year(line.envelope, draft.voucher.counts_on):
        raise Refused(
            N_("The year of this money is still open."),
            code="refund.early",
            cure=N_("Enter a refund on the contract's page: the money is the line's again."),
        )
    act = act_of(
        ActKind.late_refund, line.fund.id, ((line.envelope.id, amount),), draft.voucher, draft.reason
    )
    look_ahead(act)
    return Done(offer(actor, act))


def after_year(line: Envelope, day: date) -> bool:
    """Tell whether a day lies after the last payments of a line's year, or its fund is closed."""
    last = days_of(ActKind.pay, line.budget_year)[1]
    return day > last or ledger.closing_of(line.fund_id) is not None


def demand(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose what is to be recovered of the support; `draft.amount` is all of it, recovered money included.

    Raises `Refused` for more than was paid on the contract, and for less than was recovered.
    """
    contract = contract_in_use(actor, public_id)
    _want_reason(draft.reason)
    held, recovered = seen(Step.demand, [contract.envelope.id]), contract.sums.recovered
    change = draft.amount - held[0][1]
    if not change:
        raise Invalid(faults=(Fault("amount", N_("This is what is asked back already.")),))
    if draft.amount < recovered:
        raise Refused(
            N_("%(recovered)s đồng were recovered already; no less can be asked back in all."),
            {"recovered": recovered},
            code="amount.recovered",
            cure=N_("Check the amount, or reverse the repayment that was entered wrongly."),
        )
    part = Part(Step.demand, contract.envelope.id, whole_dong(abs(change)), back=change < 0)
    return _propose(actor, contract, replace(_act(ActKind.demand, contract, draft, part), seen=held))


def payment(actor: Actor, act_public_id: str) -> Act:
    """Return a payment that this person may take back; `Refused` for another kind of act."""
    act = ledger.act(actor.scope, act_public_id)
    fund = db.session.get_one(Fund, act.fund_id)
    document = Document(act.document_number, act.document_date, act.document_issuer)
    require_proposer(
        actor, ActDraft(ActKind.fail, fund.id, act.business_date, document, reverses=act.id), fund
    )
    if act.kind not in PAYMENTS:
        raise Refused(N_("Only a payment or an advance can have failed."), code="act.no_payment")
    return act


def fail(actor: Actor, act_public_id: str, draft: PaperDraft) -> Done:
    """Propose to take a payment back as a whole: the treasury or the bank sent it back. Needs a reason."""
    booked = payment(actor, act_public_id)
    _want_reason(draft.reason)
    act = act_of(ActKind.fail, booked.fund_id, (), draft.voucher, draft.reason)
    if ledger.reversal_of(booked.id) is None:
        rehearse(replace(act, reverses=booked.id))
    return Done(propose_reversal(actor, act_public_id, act, kind=ActKind.fail))


def _in_force(actor: Actor, public_id: str) -> Contract:
    contract = contract_in_use(actor, public_id)
    if contract.state is not ContractState.in_force:
        raise Refused(
            N_("This contract is not in force."),
            code="contract.state",
            cure=N_("Look at its page for what became of it."),
        )
    return contract


def _want_reason(reason: str | None) -> None:
    if not plain_reason(reason):
        raise Invalid(faults=(Fault("reason", N_("Please give the reason.")),))


def _one_amount(actor: Actor, public_id: str, kind: ActKind, draft: SpendDraft) -> Done:
    contract = contract_in_use(actor, public_id)
    amounts = ((contract.envelope.id, whole_dong(draft.amount)),)
    act = act_of(kind, contract.envelope.fund_id, amounts, draft.voucher, draft.reason)
    return _propose(actor, contract, act)


def _act(kind: ActKind, contract: Contract, draft: SpendDraft | RefundDraft, part: Part) -> ActDraft:
    act = act_of(kind, contract.envelope.fund_id, (), draft.voucher, draft.reason)
    return replace(act, parts=(part,))


def _propose(actor: Actor, contract: Contract, act: ActDraft) -> Done:
    look_ahead(act)
    return Done(offer(actor, act), contract.record)
