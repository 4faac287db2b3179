"""What reaches this room's verbs: an act of the plan as a person means it, before the ledger's form."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from promotion.ledger.drafts import Document


@dataclass(frozen=True)
class Paper:
    """What stands behind an act: its document, the day on which it counts, and a reason.

    `anyway` proposes an act for which there is no room yet: another proposal that is still open makes room.
    `happened_on` is the real day of a late fact, whose own period is closed.
    """

    document: Document
    business_date: date
    reason: str | None = None
    anyway: bool = False
    happened_on: date | None = None


@dataclass(frozen=True)
class OpenDraft:
    """A fund to open: its budget year and the public id of the unit that owns it."""

    budget_year: int
    owner: str
    two_person: bool = True


@dataclass(frozen=True)
class PlanDraft:
    """A plan, or a supplement to it, in đồng."""

    amount: int
    paper: Paper


@dataclass(frozen=True)
class ReleaseDraft:
    """A tranche: an amount in đồng, or a percentage of the plan that counts everything released so far.

    `shown` is the amount that the person saw before sending; when it has changed since, it is refused.
    """

    paper: Paper
    amount: int | None = None
    percent: Decimal | None = None
    shown: int | None = None


@dataclass(frozen=True)
class RowsDraft:
    """Amounts for lines (listing) or shares (sharing out), by the public id of the envelope, in đồng.

    `newcomer` is a unit (public id) that has no share in the fund yet, with its amount.
    """

    paper: Paper
    amounts: tuple[tuple[str, int], ...] = ()
    newcomer: tuple[str, int] | None = None

    @property
    def total(self) -> int:
        """The sum of all amounts, in đồng."""
        return sum(amount for _envelope, amount in self.amounts) + (self.newcomer[1] if self.newcomer else 0)


@dataclass(frozen=True)
class AnnexDraft:
    """The annex of a decision: (public id of the project, code of the content, đồng), in the order of its rows."""

    paper: Paper
    lines: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class ReversalDraft:
    """An act to be taken back, with a document and a reason of its own."""

    paper: Paper
