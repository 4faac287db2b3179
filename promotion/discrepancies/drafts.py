"""What reaches the verbs of this room."""

from dataclasses import dataclass
from datetime import date

from promotion.discrepancies.rules import Reported
from promotion.ledger.drafts import Document


@dataclass(frozen=True)
class DiscrepancyDraft:
    """A figure reported from outside: how much (đồng), as of which day, by which document."""

    figure: Reported
    amount: int
    day: date
    document: Document
    note: str = ""


@dataclass(frozen=True)
class ResolutionDraft:
    """How a discrepancy ended: by which document, and why."""

    document: Document
    reason: str
