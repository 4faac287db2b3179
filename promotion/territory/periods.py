"""Dated values: which of several periods holds on a day. Plain Python.

A module of its own because units keep dated names too.
"""

from datetime import date
from typing import Protocol, TypeVar


class Period(Protocol):
    """Anything with a first and a last day, both included; None is open."""

    @property
    def valid_from(self) -> date | None:
        """First day."""

    @property
    def valid_to(self) -> date | None:
        """Last day."""


Dated = TypeVar("Dated", bound=Period)


def covers(period: Period, day: date) -> bool:
    """Tell whether a day lies in a period."""
    return (period.valid_from is None or period.valid_from <= day) and (
        period.valid_to is None or day <= period.valid_to
    )


def oldest_first(period: Period) -> date:
    """Sort key for periods that follow each other: an open start comes first."""
    return period.valid_from or date.min


def standing(periods: tuple[Dated, ...], day: date | None) -> Dated:
    """Return what held on a day; before all periods the first, after all or without a day the last."""
    if day is not None:
        for period in periods:
            if period.valid_to is None or day <= period.valid_to:
                return period
    return periods[-1]
