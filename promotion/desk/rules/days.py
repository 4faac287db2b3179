"""How long money takes from the plan to the first payment, as pure functions of days."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_


class Stage(Choice):
    """What happens to a line of money, in order."""

    approved = "approved", N_("Approved for the plan, with the line listed")
    released = "released", N_("Money released to the fund")
    shared = "shared", N_("Money shared out to the unit")
    committed = "committed", N_("First contract or assignment")
    paid = "paid", N_("First advance or payment")


SPANS: Mapping[Stage, str] = {
    Stage.released: N_("Plan → release"),
    Stage.shared: N_("Release → share"),
    Stage.committed: N_("Share → commitment"),
    Stage.paid: N_("Commitment → first payment"),
}
"""The stage that ends a span of days, and what the span is called."""

Reached = Mapping[Stage, date]
"""The day on which a line reached a stage; stages that it did not reach are left out."""

_ORDER = tuple(Stage)


def reached(
    listed: date,
    releases: Sequence[date],
    shares: Sequence[date],
    committed: date | None,
    paid: date | None,
) -> Reached:
    """Return when a line reached each stage.

    The release is the fund's first from the day the line was listed, the share its unit's first from that release on
    (from the listing, where the fund released nothing since). Both lists stand in order.
    """
    release = _first_from(listed, releases)
    found = {
        Stage.approved: listed,
        Stage.released: release,
        Stage.shared: _first_from(release or listed, shares),
        Stage.committed: committed,
        Stage.paid: paid,
    }
    return {stage: day for stage, day in found.items() if day is not None}


def _first_from(day: date, days: Sequence[date]) -> date | None:
    place = bisect_left(days, day)
    return days[place] if place < len(days) else None


def span(line: Reached, stage: Stage) -> int | None:
    """Return the days from the stage before to this one; 0 where it came first, None unless both were reached."""
    before = _ORDER[_ORDER.index(stage) - 1]
    if before not in line or stage not in line:
        return None
    return max(0, (line[stage] - line[before]).days)


def waits_at(line: Reached, *, funded: bool) -> Stage | None:
    """Return the first stage that a line still waits for, None once it was paid.

    A line that was given money needs neither release nor share any more: what was there before it was listed served it.
    """
    if Stage.paid in line:
        return None
    served = funded or Stage.shared in line
    done = set(line) | ({Stage.released, Stage.shared} if served else set())
    return next(stage for stage in _ORDER if stage not in done)


def waits_since(line: Reached, stage: Stage) -> date:
    """Return since when a line waits for a stage: the last day of those before it."""
    return max(day for one, day in line.items() if _ORDER.index(one) < _ORDER.index(stage))


def median(values: Iterable[int]) -> Fraction | None:
    """Return the middle of the values, exactly: of two in the middle their half; None without any."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[-1 - half], 2)


@dataclass(frozen=True)
class Course:
    """One line: when it reached each stage, and the stage that it waits for (None where nothing is awaited)."""

    days: Reached
    awaited: Stage | None

    @property
    def since(self) -> date | None:
        """Since when it waits."""
        return None if self.awaited is None else waits_since(self.days, self.awaited)


@dataclass(frozen=True)
class Span:
    """The days up to one stage over several lines: how many passed it, their median and longest; how many wait for it,
    and since when the one does that has waited longest.
    """

    passed: int
    median: Fraction | None
    longest: int | None
    waiting: int
    since: date | None


def summed(courses: Sequence[Course]) -> dict[Stage, Span]:
    """Return the days up to each stage over these lines. Every line counts once, whatever its amount."""
    found = {}
    for stage in SPANS:
        passed = [days for one in courses if (days := span(one.days, stage)) is not None]
        since = [one.since for one in courses if one.awaited is stage and one.since is not None]
        found[stage] = Span(
            len(passed), median(passed), max(passed, default=None), len(since), min(since, default=None)
        )
    return found
