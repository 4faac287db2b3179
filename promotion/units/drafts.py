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


@dataclass(frozen=True)
class Succession:
    """Units go over to another one on a day.

    `successor` is the code of a unit that stands already, which may get a new name; without it a new unit is founded
    with a kind (that of the first unless told), a name and a seat. `new_code` is the code it then got.
    """

    day: date
    old_codes: tuple[str, ...]
    successor: str = ""
    name_vi: str = ""
    name_en: str = ""
    new_kind: UnitKind | None = None
    province_key: str = ""
    new_code: str = ""
