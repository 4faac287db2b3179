"""What a person may type about a contract that stands."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.disbursement.contracts.drafts import PaperDraft, RefundDraft
from promotion.disbursement.drafts import SpendDraft
from promotion.disbursement.forms import ActForm
from promotion.kernel.errors import DomainError, Refused
from promotion.ledger.books import Step
from promotion.web.forms import ChoiceField, LongTextField, MoneyField

REFUNDS = {Step.advance: _l("Of an advance"), Step.pay: _l("Of a payment")}
_REASON = [Length(max=2000)]


class PaperForm(ActForm):
    """An act whose amount follows from what is there: a liquidation."""

    def draft(self) -> PaperDraft:
        """Return the draft."""
        return PaperDraft(self.voucher(), self.reason.data or None)


class FailureForm(PaperForm):
    """A payment that was sent back: why must be said."""

    reason = LongTextField(_l("Reason"), _REASON)


class AmountForm(ActForm):
    """An act of one amount on one contract or line."""

    amount = MoneyField(_l("Amount"))

    def place_of(self, error: DomainError) -> str | None:
        """Ceilings belong to the amount."""
        if isinstance(error, Refused) and error.code.startswith(("ceiling.", "amount.")):
            return "amount"
        return super().place_of(error)

    def draft(self) -> SpendDraft:
        """Return the draft."""
        return SpendDraft(self.amount.data, self.voucher(), self.reason.data or None)


class ClearForm(AmountForm):
    """Advances covered by accepted work."""

    amount = MoneyField(_l("Advance to clear"))


class SettleForm(AmountForm):
    """What is settled of a contract."""

    amount = MoneyField(_l("Amount to settle"))


class AmendForm(AmountForm):
    """An appendix that changes the value."""

    amount = MoneyField(_l("New value of the contract"))
    reason = LongTextField(_l("Reason"), _REASON)


class DemandForm(AmountForm):
    """What is asked back in all, recovered money included."""

    amount = MoneyField(_l("To be recovered in all"))
    reason = LongTextField(_l("Reason"), _REASON)


class RecoverForm(AmountForm):
    """A repayment that came in."""

    amount = MoneyField(_l("Repaid now"))


class RefundForm(AmountForm):
    """Money that comes back within the year."""

    of = ChoiceField(_l("What comes back"))
    amount = MoneyField(_l("Amount refunded"))

    def offer(self, steps: list[Step]) -> None:
        """Offer what was paid out on the contract: advances, payments or both."""
        self.of.offer((str(step), str(REFUNDS[step])) for step in steps)

    def draft(self) -> RefundDraft:  # type: ignore[override]  # it says of what
        """Return the draft."""
        return RefundDraft(Step(self.of.data), self.amount.data, self.voucher(), self.reason.data or None)
