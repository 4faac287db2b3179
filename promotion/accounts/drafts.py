"""What the administrator enters about a person."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UserDraft:
    """A person to be given an account."""

    email: str
    name: str
    password: str
    language: str = "vi"


@dataclass(frozen=True)
class GrantDraft:
    """A role from a day, perhaps to a day, bound to a unit or a region, or to the country."""

    role: str
    valid_from: date
    unit_id: int | None = None
    region: str | None = None
    valid_to: date | None = None
