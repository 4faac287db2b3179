"""Which printed shares and sums do not reproduce within what their printed digits allow. Plain Python.

`check` looks at every printed figure once and returns what does not reproduce (with what would reproduce it),
what could not be checked because an input is not published, and what publications contradict each other in.

How a share is judged: its inputs are the publications closest to it (see `Bases`); it reproduces when any
combination of equally close ones does. One that reproduces only from farther ones is flagged, and says from which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Self

from promotion.publications.bases import STANDING, Base, Bases, Key, Recipe, Term, content_order
from promotion.publications.grounds import Grounds
from promotion.publications.reasons import Reason
from promotion.publications.reckoning import share, total
from promotion.publications.rules import Printed, PublishedLevel, Ratio, parse_measure
from promotion.publications.share_reasons import of_share
from promotion.publications.sum_reasons import of_part, of_sum

LONGER = {
    "q1": ("6m", "9m", "11m", "year"),
    "q2": ("6m", "9m", "11m", "year"),
    "q3": ("9m", "11m", "year"),
    "q4": ("year",),
    "6m": ("9m", "11m", "year"),
    "9m": ("11m", "year"),
    "11m": ("year",),
    "year": (),
}
"""The parts of a year that hold a part of a year, shortest first."""


@dataclass(frozen=True)
class Flag:
    """A printed figure that does not reproduce. Numbers are in đồng, counts, or shares of 1, like `Printed.number`.

    `low` to `high` is what the printed digits of the inputs allow.
    """

    figure: Printed
    recomputed: Fraction
    low: Fraction
    high: Fraction
    reason: Reason


@dataclass(frozen=True)
class Unchecked:
    """A printed share whose inputs are not published; `missing` are those that are wanted."""

    figure: Printed
    missing: tuple[Key, ...]


@dataclass(frozen=True)
class Findings:
    """What `check` found, each list in the order of years, places and measures."""

    flags: tuple[Flag, ...]
    unchecked: tuple[Unchecked, ...]
    contradictions: tuple[tuple[Printed, ...], ...]

    def of_year(self, year: int) -> Self:
        """Return what was found about figures of one year."""
        return type(self)(
            tuple(flag for flag in self.flags if flag.figure.year == year),
            tuple(one for one in self.unchecked if one.figure.year == year),
            tuple(group for group in self.contradictions if group[0].year == year),
        )


def check(figures: Sequence[Printed], grounds: Grounds) -> Findings:
    """Check every printed figure against all others; the order of the figures changes nothing."""
    bases = Bases(figures, grounds)
    found = [finding for figure in sorted(figures, key=content_order) for finding in _judge(figure, bases)]
    return Findings(
        tuple(finding for finding in found if isinstance(finding, Flag)),
        tuple(finding for finding in found if isinstance(finding, Unchecked)),
        tuple(_contradictions(figures, bases)),
    )


def _judge(figure: Printed, bases: Bases) -> Iterator[Flag | Unchecked]:
    measure = parse_measure(figure.measure)
    if isinstance(measure, Ratio):
        yield from _judge_share(figure, measure, bases)
    else:
        yield from _judge_sums(figure, bases)
        yield from _judge_part(figure, bases)


def _judge_share(figure: Printed, ratio: Ratio, bases: Bases) -> Iterator[Flag | Unchecked]:
    above = bases.key(figure, level=ratio.numerator_level, measure=ratio.numerator)
    below = bases.key(figure, level=ratio.denominator_level, measure=ratio.denominator)
    keys = above, below._replace(year=below.year - ratio.years_back)
    sides = bases.preferred(keys[0], figure), bases.preferred(keys[1], figure)
    tries = [(found, pair) for pair in product(*sides) if (found := share(*pair)) is not None]
    own = [any(base.key.same_ground(key) for base in side) for key, side in zip(keys, sides, strict=True)]
    if not tries or not any(own):
        missing = tuple(key for key, found in zip(keys, own, strict=True) if not found)
        yield Unchecked(figure, missing or keys[1:])
        return
    printed = Term.of(figure)
    if not any(found.meets(printed) for found, _inputs in tries):
        found, inputs = min(tries, key=lambda one: one[0].distance(printed))
        reason = of_share(figure, keys, inputs, bases)
        yield Flag(figure, found.number, found.low, found.high, reason)


def _judge_sums(figure: Printed, bases: Bases) -> Iterator[Flag]:
    """A total against its levels, a period against its quarters, a place against its parts."""
    key, printed = bases.key(figure), Term.of(figure)
    for kind, recipe in _recipes(figure, key, bases):
        sums = [base for base in bases.made(key, recipe, figure) if base.kind == printed.kind]
        if kind == "level":
            counterpart = bases.closest(key._replace(level=str(PublishedLevel.counterpart)), figure)
            sums += [
                Base(key, (*base.terms, *other.terms), base.rank) for base in sums for other in counterpart
            ]
        tries = [(total(base), base) for base in sums]
        if tries and not any(reckoned.meets(printed) for reckoned, _base in tries):
            reckoned, base = min(tries, key=lambda found: found[0].distance(printed))
            yield Flag(
                figure, reckoned.number, reckoned.low, reckoned.high, of_sum(figure, kind, base, bases)
            )


def _recipes(figure: Printed, key: Key, bases: Bases) -> Iterator[tuple[str, Recipe]]:
    """Return the sums that a printed figure must agree with, each with its kind."""
    if figure.level == PublishedLevel.total:
        yield from (("level", recipe) for recipe in bases.sides(key))
    yield from (("period", recipe) for recipe in bases.quarters(key))
    yield from (("place", recipe) for recipe in bases.members(key, figure.edition))


def _judge_part(figure: Printed, bases: Bases) -> Iterator[Flag]:
    """A part against the first whole that it exceeds: the total, the longer part of the year, region, country."""
    printed = Term.of(figure)
    for key in _wholes(figure, bases.key(figure), bases) if printed.number > 0 else ():
        wholes = [base for base in bases.closest(key, figure) if base.kind == printed.kind]
        if wholes and all(base.high < printed.low for base in wholes):
            whole = min(wholes, key=lambda base: total(base).distance(printed))
            yield Flag(figure, whole.number, Fraction(), whole.high, of_part(figure, whole))
            return


def _wholes(figure: Printed, key: Key, bases: Bases) -> Iterator[Key]:
    if figure.level in {PublishedLevel.national, PublishedLevel.local}:
        yield key._replace(level=str(PublishedLevel.total))
    if figure.measure not in STANDING:
        yield from (key._replace(period=period) for period in LONGER[figure.period])
    for place, edition in bases.grounds.holders(key.place, key.edition, figure.year):
        yield key._replace(place=place, edition=edition)


def _contradictions(figures: Iterable[Printed], bases: Bases) -> Iterator[tuple[Printed, ...]]:
    """Return the publications of one figure for one day whose digits cannot all stand for one value."""
    groups: dict[tuple[object, ...], list[Printed]] = defaultdict(list)
    for figure in sorted(figures, key=content_order):
        groups[bases.key(figure), figure.as_of].append(figure)
    for group in groups.values():
        terms = [Term.of(figure) for figure in group]
        if max(term.low for term in terms) > min(term.high for term in terms):
            yield tuple(group)
