"""What a new unit is recorded from."""

from dataclasses import dataclass
from datetime import date

from promotion.units.rules import UnitKind


@dataclass(frozen=True)
class UnitDraft:
    """A unit as it is handed to the service."""

    code: str
    kind: UnitKind
    name_vi: str
    name_en: str
    province_key: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = False


@dataclass(frozen=True)
class UnitQuestion:
    """Units of a kind and of provinces (keys), with every word of `search` in names or code, on a day."""

    kind: UnitKind | None = None
    provinces: tuple[str, ...] | None = None
    search: str = ""
    day: date | None = None
