"""The one form in which a take-over reaches the service. Amounts are whole đồng."""

from dataclasses import dataclass
from datetime import date

from promotion.allocation.drafts import Paper


@dataclass(frozen=True)
class OpeningLine:
    """Where one line of a project (public id, content) stood; number, day and party are those of its contract."""

    project: str
    content: str
    listed: int
    assigned: int = 0
    committed: int = 0
    advanced: int = 0
    paid: int = 0
    accepted: int = 0
    number: str = ""
    day: date | None = None
    party: str = ""


@dataclass(frozen=True)
class OpeningDraft:
    """A take-over: the document that states it, the cut-over day as business date, plan and release still missing."""

    paper: Paper
    lines: tuple[OpeningLine, ...]
    approved: int = 0
    released: int = 0
