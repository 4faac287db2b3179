"""What a reader asks of the list of provinces."""

from dataclasses import dataclass
from datetime import date

from promotion.kernel.choices import Region


@dataclass(frozen=True)
class ProvinceQuestion:
    """Provinces of an edition, or those in force on the day; names, types, regions are of the day."""

    day: date
    edition: str | None = None
    region: Region | None = None
    search: str = ""
