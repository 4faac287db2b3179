"""What reaches this room's one verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from promotion.kernel.choices import Level


@dataclass(frozen=True)
class CompletenessDraft:
    """From which budget year the ledger holds all money of these provinces (keys) and levels; None: of no year."""

    provinces: Sequence[str]
    levels: Sequence[Level]
    from_year: int | None
    reason: str
