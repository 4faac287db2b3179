"""What the writers of practice rows need to know: places, units, people, fund plans, and the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from promotion.kernel.calendar import VIETNAM
from promotion.practice.plan import FundPlan
from promotion.territory.rules import Atlas
from promotion.units.models import Unit

_DAWN = 8
OFFICE_HOURS = 9 * 60
OPENED_BEFORE = timedelta(days=20)


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

    def opened(self, fund: FundPlan) -> bool:
        """Tell whether a fund has been opened: some weeks before its plan is decided."""
        return fund.decided - OPENED_BEFORE <= self.last


def moment(day: date, minute: int = 135) -> datetime:
    """Return an instant within the office hours of a day in Viet Nam, so many minutes after they begin."""
    start = datetime.combine(day, time(_DAWN), VIETNAM)
    return (start + timedelta(minutes=minute)).astimezone(UTC)
