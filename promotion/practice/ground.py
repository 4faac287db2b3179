"""What the writers of practice rows need to know: places, units, desks, fund plans, and the day up to which all happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from promotion.kernel.calendar import VIETNAM
from promotion.practice.plan import FundPlan
from promotion.territory.rules import Atlas
from promotion.units.models import Unit

_DAWN, _LONG = 8, 9  # offices open at eight for nine hours


@dataclass(frozen=True)
class Person:
    """A practice person as the tables know it."""

    user_id: int
    name: str
    email: str


@dataclass(frozen=True)
class Desk:
    """Who proposes and who books for a unit."""

    clerk: Person
    head: Person


@dataclass(frozen=True)
class Ground:
    """The practice country. What is dated after `last` has not happened yet."""

    places: Atlas
    units: Mapping[str, Unit]
    desks: Mapping[str, Desk]
    funds: Mapping[str, FundPlan]
    last: date


def moment(day: date, part: float = 0.25) -> datetime:
    """Return an instant within the office hours of a day in Viet Nam; `part` runs from 0 to 1."""
    start = datetime.combine(day, time(_DAWN), VIETNAM)
    return (start + timedelta(hours=_LONG * part)).astimezone(UTC).replace(microsecond=0)
