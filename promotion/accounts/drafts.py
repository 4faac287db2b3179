"""What is entered about a person by those who manage people."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UserDraft:
    """A person to be given an account. Without a password the person chooses one with a code."""

    email: str
    name: str
    password: str | None = None
    language: str = "vi"


@dataclass(frozen=True)
class GrantDraft:
    """A role from a day, perhaps to a day, bound to a unit or a region, or to the country."""

    role: str
    valid_from: date
    unit_id: int | None = None
    region: str | None = None
    valid_to: date | None = None
    stands_in_for: int | None = None


@dataclass(frozen=True)
class Visit:
    """Where a person signs in from, and for how many hours at most."""

    hours: int
    address: str | None = None
    device: str | None = None
