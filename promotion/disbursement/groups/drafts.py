"""The form in which a list of shares reaches the service. Amounts are whole đồng."""

from dataclasses import dataclass
from datetime import date

from promotion.disbursement.drafts import Voucher
from promotion.disbursement.rules import CommitmentKind


@dataclass(frozen=True)
class SharesDraft:
    """A decision, or a list of contracts, that gives work to several beneficiaries: (public id, value) of each."""

    kind: CommitmentKind
    voucher: Voucher
    shares: tuple[tuple[str, int], ...]
    subject: str = ""
    reason: str | None = None

    @property
    def day(self) -> date:
        """The day of the document."""
        return self.voucher.day
