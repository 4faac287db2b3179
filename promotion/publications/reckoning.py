"""Shares and sums with what the printed digits of their inputs allow. Plain Python, exact fractions."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from promotion.publications.bases import Base, Term

_MOST_CORNERS = 10  # figures; beyond them the inputs are taken as unrelated, which only widens the interval


@dataclass(frozen=True)
class Reckoned:
    """A recomputed figure: by the printed digits, and the least and most that these digits allow."""

    number: Fraction
    low: Fraction
    high: Fraction

    def meets(self, printed: Term) -> bool:
        """Tell whether a figure was printed with digits that this one can have."""
        return self.low <= printed.high and printed.low <= self.high

    def distance(self, printed: Term) -> Fraction:
        """Return how far the printed digits are from the recomputed ones."""
        return abs(self.number - printed.number)


def total(base: Base) -> Reckoned:
    """Return a sum."""
    return Reckoned(base.number, base.low, base.high)


def share(above: Base, below: Base) -> Reckoned | None:
    """Return a share; None when the digits allow a denominator of zero or less.

    A figure that stands on both sides (a part, and the whole derived from it) is taken at one value at a time: the
    share rises or falls with each figure alone, so its ends lie where every figure is at an end.
    """
    if below.low <= 0 or below.number <= 0:
        return None
    number = above.number / below.number
    figures = {term.figure.key: term for base in (above, below) for _sign, term in base.terms}
    unrelated = len(figures) == len(above.terms) + len(below.terms)
    if unrelated or len(figures) > _MOST_CORNERS:
        ends = [one / other for one in (above.low, above.high) for other in (below.low, below.high)]
    else:
        ends = [_corner(above, values) / _corner(below, values) for values in _corners(figures)]
    return Reckoned(number, min(ends), max(ends))


def _corners(figures: dict[str, Term]) -> list[dict[str, Fraction]]:
    ends = product(*((term.low, term.high) for term in figures.values()))
    return [dict(zip(figures, values, strict=True)) for values in ends]


def _corner(base: Base, values: dict[str, Fraction]) -> Fraction:
    return sum((sign * values[term.figure.key] for sign, term in base.terms), Fraction())
