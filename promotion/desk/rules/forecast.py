"""What will be paid out by the end of a budget year, by three methods, exactly: pure functions of đồng and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from promotion.desk.rules.days import median
from promotion.kernel.choices import Choice
from promotion.kernel.money import half_up
from promotion.kernel.text import mark as N_

RECENT = 90
"""So many days make the recent pace."""


class Method(Choice):
    """How a forecast is made."""

    last_year = "last_year", N_("Pace of last year")
    recent = "recent", N_("Pace of the last 90 days")
    plan = "plan", N_("What projects plan")


class Basis(Choice):
    """How much money a forecast may spend at most."""

    released = "released", N_("What is released today")
    approved = "approved", N_("What is approved")


@dataclass(frozen=True)
class Paid:
    """What was disbursed of a budget year (đồng): to the day, and before the recent days; of the year before to
    the same day and to its end (None or 0 where there is nothing to compare).
    """

    now: int
    before: int
    then: int | None
    at_end: int | None


@dataclass(frozen=True)
class Held:
    """What may still be paid out (đồng): money that is there, what is approved and may still be released, and what
    contracts of projects that plan to end in time still owe.
    """

    money: int
    expected: int
    planned: int


@dataclass(frozen=True)
class Clock:
    """The day of the forecast, how many days make the recent pace, and how many are left."""

    day: date
    recent: int
    left: int


def clock(year: int, last: date, today: date) -> Clock:
    """Return the clock of a budget year whose money may be paid until `last`: no day after it, no recent pace of days
    before the year began.
    """
    day = min(today, last)
    begun = (day - date(year, 1, 1)).days + 1
    return Clock(day, max(1, min(RECENT, begun)), (last - day).days)


def a_year_earlier(day: date) -> date:
    """Return the same day of the year before; for 29 February the day before it."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=day.day - 1)


def recent_from(found: Clock) -> date:
    """Return the day before the recent days."""
    return found.day - timedelta(days=found.recent)


def share_then(paid: Paid) -> Fraction | None:
    """Return the share of last year's payments that was out on the same day; None where that says nothing."""
    if not paid.then or not paid.at_end or paid.then < 0 or paid.at_end < 0:
        return None
    return min(Fraction(1), Fraction(paid.then, paid.at_end))


@dataclass(frozen=True)
class Forecast:
    """What will be paid out by the end (đồng): by each method that could be used, the least, the middle and the most of
    them, and the ceiling under which all stay.
    """

    by: Mapping[Method, int]
    low: int
    middle: int
    high: int
    ceiling: int

    @property
    def unspent(self) -> int:
        """What of the ceiling the middle forecast leaves."""
        return self.ceiling - self.middle


def forecast(paid: Paid, held: Held, when: Clock, basis: Basis, fallback: Fraction | None = None) -> Forecast:
    """Return the forecast of a group. `fallback` is the share of last year of the whole, where the group has none.

    No method gives less than what is out already, none more than the ceiling. Once no day is left all give what is out.
    """
    ceiling = paid.now + max(0, held.money) + (max(0, held.expected) if basis is Basis.approved else 0)
    share = share_then(paid) or fallback
    raw: dict[Method, Fraction] = {}
    if share is not None:
        raw[Method.last_year] = Fraction(paid.now) / share
    raw[Method.recent] = (
        paid.now + max(Fraction(0), Fraction(paid.now - paid.before, when.recent)) * when.left
    )
    raw[Method.plan] = Fraction(paid.now + max(0, held.planned))
    if not when.left:
        raw = dict.fromkeys(raw, Fraction(paid.now))
    by = {method: min(ceiling, max(paid.now, half_up(value))) for method, value in raw.items()}
    ordered = sorted(by.values())
    return Forecast(by, ordered[0], half_up(median(ordered) or Fraction(0)), ordered[-1], ceiling)
