"""The form in which acts without an amount, and refunds, reach the service. Amounts are whole đồng."""

from dataclasses import dataclass

from promotion.disbursement.drafts import Voucher
from promotion.ledger.books import Step


@dataclass(frozen=True)
class PaperDraft:
    """An act whose amount is not typed: its document and reason."""

    voucher: Voucher
    reason: str | None = None


@dataclass(frozen=True)
class RefundDraft:
    """Money that comes back within the year: of an advance (`Step.advance`) or of a payment (`Step.pay`)."""

    of: Step
    amount: int
    voucher: Voucher
    reason: str | None = None
