"""The form in which a repayment plan reaches the service. Amounts are whole đồng."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlanDraft:
    """The rows of a plan as typed (day, amount), empty ones among them, and the decision or agreement behind it."""

    rows: tuple[tuple[date | None, int | None], ...]
    number: str
    day: date
    issuer: str
    reason: str | None = None
