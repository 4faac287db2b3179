"""The one form in which input about money going out reaches the service. Amounts are whole đồng."""

from dataclasses import dataclass
from datetime import date

from promotion.disbursement.rules import CommitmentKind


@dataclass(frozen=True)
class Voucher:
    """The document behind an act; `business_date` is the day it counts, that of the document when None.

    `happened_on` is the real day of a late fact, whose own period is closed.
    """

    number: str
    day: date
    issuer: str
    business_date: date | None = None
    happened_on: date | None = None

    @property
    def counts_on(self) -> date:
        """The day on which the act counts."""
        return self.business_date or self.day


@dataclass(frozen=True)
class CommitmentDraft:
    """A contract, or a decision that gives the work: number, day, party, subject, value."""

    kind: CommitmentKind
    number: str
    day: date
    party: str
    amount: int
    tax_code: str = ""
    subject: str = ""
    business_date: date | None = None
    reason: str | None = None
    happened_on: date | None = None


@dataclass(frozen=True)
class SpendDraft:
    """An advance, a payment or an acceptance on one contract.

    `again` says that the person knows of a like payment in the same month and means another one. `condition` says how
    it is known that the condition of the rule for an advance holds; None where that is not stated.
    """

    amount: int
    voucher: Voucher
    reason: str | None = None
    again: bool = False
    condition: str | None = None


@dataclass(frozen=True)
class AssignDraft:
    """Money of a unit's share for some of its lines: (public id of the line, amount)."""

    amounts: tuple[tuple[str, int], ...]
    voucher: Voucher
    reason: str | None = None
