"""Pages of acts on a contract that stands: one form each, with what stands beside the amount."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, SPEND_PROPOSE
from promotion.disbursement import queries
from promotion.disbursement.contracts import forms, service
from promotion.disbursement.contracts.queries import standing_of
from promotion.disbursement.contracts.rules import doings
from promotion.disbursement.forms import ActForm, SpendForm
from promotion.disbursement.queries import Contract
from promotion.disbursement.service import Done
from promotion.disbursement.views import LABELS, Answer, next_page, office
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.kernel.text import mark as N_
from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind
from promotion.projects.rules import PAYING, check_open
from promotion.web.pages import page, send

Figure = tuple[str, int]


@dataclass(frozen=True)
class Asked:
    """One page that asks for an act: its form, verb, what the document is called, and what stands beside it.

    `figures` are (label, đồng); `filled` fields that come filled in; `says` what the act does, as a sentence.
    """

    kind: ActKind
    form: type[ActForm]
    verb: Callable[..., Done]
    paper: str
    says: str
    figures: Callable[[Contract], Sequence[Figure]]
    filled: Callable[[Contract], dict[str, Any]] = field(default=lambda _contract: {})
    from_treasury: bool = False


def _value(contract: Contract) -> Figure:
    return _("Value of the contract"), contract.sums.value


def _claims(contract: Contract) -> list[Figure]:
    return [
        _value(contract),
        (_("Accepted, not yet paid"), contract.envelope.due),
        (_("Uncleared advances"), contract.envelope.uncleared),
    ]


def _cash(contract: Contract) -> list[Figure]:
    return [_value(contract), (_("Advanced"), contract.sums.advanced), (_("Paid"), contract.sums.paid)]


def _back(contract: Contract) -> list[Figure]:
    return [
        (_("Paid out so far"), contract.envelope.discharged),
        (_("Still to be recovered"), contract.envelope.to_recover),
        (_("Recovered"), contract.sums.recovered),
    ]


AMEND = Asked(
    ActKind.amend, forms.AmendForm, service.amend, N_("Appendix of the contract"),
    N_("The value goes up or down by the difference; it may not be less than what is paid or accepted."),
    lambda one: [_value(one), (_("Paid out so far"), one.envelope.discharged), (_("Work accepted"), one.sums.accepted),
                 (_("The line leaves to commit"), one.line.line.to_commit)],
)  # fmt: skip
LIQUIDATE = Asked(
    ActKind.liquidate, forms.PaperForm, service.liquidate, N_("Minutes of liquidation"),
    N_("The contract ends: what is still owed is taken off it, and the line may commit it anew."),
    lambda one: [*_claims(one), (_("Still owed: taken off"), one.envelope.owed)],
)  # fmt: skip
CLEAR = Asked(
    ActKind.clear, forms.ClearForm, service.clear, N_("Document of the clearing"),
    N_("Accepted work covers the advance. No money moves."), _claims,
    lambda one: {"amount": one.clearable or None},
)  # fmt: skip
FINAL_PAY = Asked(
    ActKind.final_pay, SpendForm, service.final_pay, N_("Voucher"),
    N_("All advances are cleared first; accepted work must stand behind everything that is paid."),
    lambda one: [*_claims(one), (_("Open on the contract"), one.envelope.owed),
                 (_("The line holds"), one.line.line.money)],
    lambda one: {"amount": standing_of(one).last_payment or None}, from_treasury=True,
)  # fmt: skip
SETTLE = Asked(
    ActKind.settle, forms.SettleForm, service.settle, N_("Decision on the settlement"),
    N_("What is accepted and paid is settled."),
    lambda one: [*_cash(one), (_("Paid and accepted, not settled"), one.envelope.covered),
                 (_("Settled"), one.sums.settled)],
    lambda one: {"amount": one.envelope.covered or None},
)  # fmt: skip
REFUND = Asked(
    ActKind.refund, forms.RefundForm, service.refund, N_("Voucher"),
    N_("The money is the line's again and is owed on the contract again. One refund concerns one contract."), _cash,
    from_treasury=True,
)  # fmt: skip
DEMAND = Asked(
    ActKind.demand, forms.DemandForm, service.demand, N_("Decision or agreement"),
    N_("Support that is given back is a claim of its own: it restores nothing in the year's envelopes."), _back,
    lambda one: {"amount": one.envelope.to_recover + one.sums.recovered or None},
)  # fmt: skip
RECOVER = Asked(
    ActKind.recover, forms.RecoverForm, service.recover, N_("Voucher"),
    N_("What is repaid goes to the budget; it restores nothing in the year's envelopes."), _back, from_treasury=True,
)  # fmt: skip
FAIL = Asked(
    ActKind.fail, forms.FailureForm, service.fail, N_("Notice of the treasury or the bank"),
    N_("The whole payment is taken back: no money went out. The voucher may be used again."), _cash,
    from_treasury=True,
)  # fmt: skip
LATE_REFUND = Asked(
    ActKind.late_refund, forms.AmountForm, service.late_refund, N_("Voucher"),
    N_("The year is over: the money goes to the budget and restores nothing."), _cash, from_treasury=True,
)  # fmt: skip


@guard.requires(SPEND_PROPOSE)
def amend(public_id: str) -> Answer:
    """Ask for the new value of a contract."""
    return _ask(AMEND, public_id)


@guard.requires(SPEND_PROPOSE)
def liquidate(public_id: str) -> Answer:
    """Ask for the minutes that end a contract."""
    return _ask(LIQUIDATE, public_id)


@guard.requires(SPEND_PROPOSE)
def clear(public_id: str) -> Answer:
    """Ask which advance accepted work covers."""
    return _ask(CLEAR, public_id)


@guard.requires(SPEND_PROPOSE)
def final_pay(public_id: str) -> Answer:
    """Ask for the final payment."""
    return _ask(FINAL_PAY, public_id)


@guard.requires(SPEND_PROPOSE)
def settle(public_id: str) -> Answer:
    """Ask what is settled."""
    return _ask(SETTLE, public_id)


@guard.requires(SPEND_PROPOSE)
def refund(public_id: str) -> Answer:
    """Ask for money that came back within the year."""
    return _ask(REFUND, public_id)


@guard.requires(SPEND_PROPOSE)
def demand(public_id: str) -> Answer:
    """Ask what is to be recovered."""
    return _ask(DEMAND, public_id)


@guard.requires(SPEND_PROPOSE)
def recover(public_id: str) -> Answer:
    """Ask for a repayment."""
    return _ask(RECOVER, public_id)


def _ask(asked: Asked, public_id: str) -> Answer:
    actor = guard.actor()
    found = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, found.envelope.unit_id)
    check_open(ProjectState(found.project.state), PAYING)
    form = asked.form(data={**_papers(asked, found), **asked.filled(found)})
    if isinstance(form, forms.RefundForm):
        out = ((Step.advance, found.sums.advanced), (Step.pay, found.sums.paid))
        form.offer([step for step, amount in out if amount] or [Step.advance])
    obstacle = next((one.why_not for one in doings(standing_of(found)) if one.kind is asked.kind), None)
    done = send(form, lambda: next_page(asked.verb(actor, public_id, form.draft())))
    return done or _shown(asked, form, found, obstacle=obstacle)


@guard.requires(MONEY_READ)
def fail(public_id: str) -> Answer:
    """Ask why a payment was sent back; who may is asked of the act itself, as for its reversal."""
    actor = guard.actor()
    act = service.payment(actor, public_id)
    found = queries.contract_of_act(actor.scope, act)
    form = forms.FailureForm(data={"day": today(), "issuer": act.document_issuer})
    done = send(form, lambda: next_page(service.fail(actor, public_id, form.draft())))
    return done or _shown(FAIL, form, found, failed=act)


@guard.requires(SPEND_PROPOSE)
def late_refund(public_id: str) -> Answer:
    """Ask for a refund that came after the close of a line's year."""
    actor = guard.actor()
    found = queries.line(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, found.envelope.unit_id)
    check_open(ProjectState(found.project.state), PAYING)
    form = forms.AmountForm(data={"day": today()})
    done = send(form, lambda: next_page(service.late_refund(actor, public_id, form.draft())))
    line = found.envelope
    return done or page(
        "disbursement/act.html",
        form=form,
        asked=LATE_REFUND,
        act=_(LABELS[ActKind.late_refund]),
        lead=f"{found.project.name} · {found.fund.code}",
        back=(found.project.code, url_for("projects.show", public_id=found.project.public_id)),
        figures=[
            (_("Paid out of the line"), line.disbursed),
            (_("Refunded after close"), line.returned),
            (_("Recovered"), line.recovered),
        ],
        obstacle=None,
        failed=None,
    )


def _papers(asked: Asked, contract: Contract) -> dict[str, Any]:
    """Return what the document's fields come filled with."""
    issuer = queries.last_issuer(contract) if asked.from_treasury else office(contract.envelope.unit_id)
    return {"day": today(), "issuer": issuer}


def _shown(
    asked: Asked, form: ActForm, contract: Contract, *, obstacle: str | None = None, failed: object = None
) -> Response | tuple[str, int]:
    return page(
        "disbursement/act.html",
        form=form,
        asked=asked,
        act=_(LABELS[asked.kind]),
        lead=f"{contract.project.code} · {contract.record.party}",
        back=(
            contract.record.number,
            url_for("disbursement.contract", public_id=contract.record.public_id),
        ),
        figures=asked.figures(contract),
        obstacle=obstacle,
        failed=failed,
    )
