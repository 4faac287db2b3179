"""Working days of the practice data: nothing is decided or paid on a weekend."""

from datetime import date, timedelta
from random import Random

_SATURDAY = 5


def working(day: date) -> date:
    """Return the day itself, on a weekend the Monday after."""
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def back(day: date) -> date:
    """Return the day itself, on a weekend the Friday before."""
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day


def later(chance: Random, day: date, least: int, most: int) -> date:
    """Return a working day that lies some days after another."""
    return working(day + timedelta(days=chance.randint(least, most)))


def within(chance: Random, first: date, last: date) -> date:
    """Return a working day between two days, the first when they are the wrong way round."""
    span = max((last - first).days, 0)
    day = back(first + timedelta(days=chance.randint(0, span)))
    return day if day >= first else working(first)
