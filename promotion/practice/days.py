"""Working days of the practice data: nothing is decided or paid on a weekend, a holiday or at Tết."""

from datetime import date, timedelta
from random import Random

_SATURDAY = 5
_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}  # month, day
_TET = {
    2021: (date(2021, 2, 10), date(2021, 2, 16)),
    2022: (date(2022, 1, 31), date(2022, 2, 4)),
    2023: (date(2023, 1, 20), date(2023, 1, 26)),
    2024: (date(2024, 2, 8), date(2024, 2, 14)),
    2025: (date(2025, 1, 25), date(2025, 2, 2)),
    2026: (date(2026, 2, 14), date(2026, 2, 22)),
}


def _free(day: date) -> bool:
    first, last = _TET.get(day.year, (date.max, date.max))
    return day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS or first <= day <= last


def working(day: date) -> date:
    """Return the day itself, or the next one on which offices are open."""
    while _free(day):
        day += timedelta(days=1)
    return day


def back(day: date) -> date:
    """Return the day itself, or the last one before on which offices were open."""
    while _free(day):
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
