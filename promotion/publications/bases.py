"""Where the inputs of a printed share or sum are found among all printed figures, and which come first.

Plain Python, exact fractions. An input is a `Base`: one printed figure, or a few added up or taken away when
the figure itself is not printed. Of several publications the closest to the figure in question is taken: the same
set of provinces, then the same source, the same part of the year, the same day; printed before derived.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import NamedTuple, Self

from promotion.publications.grounds import Grounds
from promotion.publications.rules import (
    FACTORS,
    MONEY_UNITS,
    PROJECTS,
    Period,
    PlaceScope,
    Printed,
    PrintedUnit,
    PublishedLevel,
    Stage,
)

Rank = tuple[bool, ...]
"""How far an input is from the figure: other source, other part of the year, other day; derived."""

PLAN = str(Stage.approved)
STANDING = frozenset({str(Stage.requested), PLAN, PROJECTS})
"""Measures that tell how things stand: their quarters are not added up, and nine months may exceed the year."""

QUARTERS = {
    "year": ("q1", "q2", "q3", "q4"),
    "9m": ("q1", "q2", "q3"),
    "6m": ("q1", "q2"),
}
_TRIES = 64  # ways to combine several publications of the same inputs


class Key(NamedTuple):
    """What a figure answers. Place and edition name ground: see `Grounds`."""

    year: int
    period: str
    place: str
    edition: str
    level: str
    measure: str

    def same_ground(self, other: "Key") -> bool:
        """Tell whether two keys speak of one place on one set of provinces."""
        return (self.place, self.edition) == (other.place, other.edition)


@dataclass(frozen=True)
class Term:
    """A printed figure as an input: đồng, counts, or shares of 1, and what its digits allow."""

    figure: Printed
    number: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, figure: Printed) -> Self:
        """Return the term of a figure. A count without decimals is exact; other digits were rounded.

        What is not printed as negative is not negative: a printed zero allows nothing below it.
        """
        if figure.unit == PrintedUnit.counted and "." not in figure.value:
            return cls(figure, figure.number, figure.number, figure.number)
        low, high = figure.interval
        return cls(figure, figure.number, low if figure.number < 0 else max(low, Fraction()), high)

    def times(self, factor: Fraction) -> Self:
        """Return the term as if the figure had been printed so many times greater."""
        return type(self)(self.figure, self.number * factor, self.low * factor, self.high * factor)

    def cut(self) -> Self:
        """Return the term as if further digits had been cut off instead of rounded."""
        return type(self)(self.figure, self.number, self.number, 2 * self.high - self.number)

    def raised(self) -> Self:
        """Return the term as if it had been rounded up."""
        return type(self)(self.figure, self.number, 2 * self.low - self.number, self.number)

    @property
    def kind(self) -> str:
        """Money, count or percent: only figures of one kind are added."""
        return "money" if self.figure.unit in MONEY_UNITS else self.figure.unit


@dataclass(frozen=True)
class Base:
    """An input of a share or sum: printed figures, each added (1) or taken away (-1)."""

    key: Key
    terms: tuple[tuple[int, Term], ...]
    rank: Rank

    @cached_property
    def number(self) -> Fraction:
        """The value by the printed digits."""
        return sum((sign * term.number for sign, term in self.terms), Fraction())

    @cached_property
    def low(self) -> Fraction:
        """The least that the printed digits allow."""
        return sum((term.low if sign > 0 else -term.high for sign, term in self.terms), Fraction())

    @cached_property
    def high(self) -> Fraction:
        """The most that the printed digits allow."""
        return sum((term.high if sign > 0 else -term.low for sign, term in self.terms), Fraction())

    @property
    def kind(self) -> str:
        """Money, count or percent."""
        return self.terms[0][1].kind

    @property
    def unit(self) -> str:
        """The greatest unit that its figures were printed in."""
        return max(
            (term.figure.unit for _sign, term in self.terms), key=lambda unit: FACTORS[PrintedUnit(unit)]
        )

    @property
    def printed(self) -> Printed | None:
        """The figure itself where it is printed; None where it is derived."""
        return self.terms[0][1].figure if len(self.terms) == 1 and self.terms[0][0] > 0 else None

    def with_term(self, changed: Term) -> Self:
        """Return the base with another value for one of its figures."""
        terms = tuple(
            (sign, changed if term.figure.key == changed.figure.key else term) for sign, term in self.terms
        )
        return type(self)(self.key, terms, self.rank)

    def cut(self) -> Self:
        """Return the base as if its figures had been printed with digits cut off."""
        return type(self)(self.key, tuple((sign, term.cut()) for sign, term in self.terms), self.rank)


Recipe = tuple[tuple[int, Key], ...]
"""The figures that make another one, each added (1) or taken away (-1)."""

_NATIONAL, _LOCAL, _TOTAL = PublishedLevel.national, PublishedLevel.local, PublishedLevel.total
_SIDES = {
    _TOTAL: ((1, _NATIONAL), (1, _LOCAL)),
    _NATIONAL: ((1, _TOTAL), (-1, _LOCAL)),
    _LOCAL: ((1, _TOTAL), (-1, _NATIONAL)),
}


class Bases:
    """All printed amounts and counts, by what they answer."""

    def __init__(self, figures: Iterable[Printed], grounds: Grounds) -> None:
        self.grounds = grounds
        self._terms: dict[Key, list[Term]] = defaultdict(list)
        for figure in sorted(figures, key=content_order):
            self._terms[self.key(figure)].append(Term.of(figure))

    def key(self, figure: Printed, *, level: str | None = None, measure: str | None = None) -> Key:
        """Return what a figure answers, perhaps at another level or in another measure."""
        place, edition = self.grounds.of(figure.scope, figure.place, figure.edition)
        return Key(
            figure.year, figure.period, place, edition, level or figure.level, measure or figure.measure
        )

    def printed(self, key: Key, asker: Printed) -> list[Base]:
        """Return the publications of a figure, the closest to the asker first; equal digits once."""
        found: dict[tuple[object, ...], Base] = {}
        for term in self._terms.get(key, ()):
            rank = _rank(term.figure, asker)
            found.setdefault((rank, term.number, term.high), Base(key, ((1, term),), rank))
        return sorted(found.values(), key=lambda base: base.rank)

    def closest(self, key: Key, asker: Printed) -> list[Base]:
        """Return the publications of a figure that are closest to the asker."""
        return _first(self.printed(key, asker))

    def at(self, key: Key, asker: Printed) -> list[Base]:
        """Return a figure as printed and as derived from others, the closest first."""
        derived = [base for recipe in self.recipes(key) for base in self.made(key, recipe, asker)]
        return sorted([*self.printed(key, asker), *derived], key=lambda base: base.rank)

    def preferred(self, key: Key, asker: Printed) -> list[Base]:
        """Return the inputs that a share must reproduce from: equally close ones, any of which will do.

        A plan that is not published for a part of the year is taken from another part of the same year; a figure
        not published for its set of provinces is taken from the other set. Empty when nothing serves.
        """
        own = [base for other in self.serving(key) for base in self.at(other, asker)]
        if own:
            return _first(sorted(own, key=lambda base: base.rank))
        foreign = [
            base
            for place, edition in self.grounds.others(key.place, key.edition)
            for other in self.serving(key._replace(place=place, edition=edition))
            for base in self.at(other, asker)
        ]
        return _first(sorted(foreign, key=lambda base: base.rank))

    def recipes(self, key: Key) -> Iterator[Recipe]:
        """Return the sums and differences that make a figure: levels, quarters, places."""
        yield from self.sides(key)
        yield from self.quarters(key)
        yield from self.members(key)

    def sides(self, key: Key) -> Iterator[Recipe]:
        """Return a total as national and local, and each of these as the total less the other."""
        level = PublishedLevel(key.level)
        if level in _SIDES:
            yield tuple((sign, key._replace(level=str(side))) for sign, side in _SIDES[level])

    def quarters(self, key: Key) -> Iterator[Recipe]:
        """Return the quarters that make a part of a year, for measures that flow."""
        if key.measure not in STANDING and key.period in QUARTERS:
            yield tuple((1, key._replace(period=quarter)) for quarter in QUARTERS[key.period])

    def members(self, key: Key, edition: str | None = None) -> Iterator[Recipe]:
        """Return the regions that make the country, or the provinces that make a region, per set of provinces."""
        for places in self.grounds.members(key.place, edition or key.edition, key.year):
            yield tuple((1, key._replace(place=place, edition=other)) for place, other in places)

    def serving(self, key: Key) -> Iterator[Key]:
        """Return the keys that may serve for one: for a plan every part of its year."""
        yield key
        if key.measure == PLAN:
            yield from (key._replace(period=str(part)) for part in Period if part != key.period)

    def made(self, key: Key, recipe: Recipe, asker: Printed) -> Iterator[Base]:
        """Return a figure as derived by a recipe from the closest publications; nothing when one is missing."""
        parts: list[list[Base]] = []
        for _sign, part in recipe:
            parts.append(self.closest(part, asker))
            if not parts[-1]:
                return
        if prod(map(len, parts)) > _TRIES:
            parts = [[_widest(part)] for part in parts]
        signs = [sign for sign, _part in recipe]
        for chosen in product(*parts):
            terms = tuple((sign, base.terms[0][1]) for sign, base in zip(signs, chosen, strict=True))
            if len({term.kind for _sign, term in terms}) == 1:
                rank = tuple(any(flags) for flags in zip(*(base.rank for base in chosen), strict=True))
                yield Base(key, terms, (*rank[:-1], True))


def _rank(figure: Printed, asker: Printed) -> Rank:
    return (
        figure.source != asker.source,
        figure.period != asker.period,
        figure.as_of != asker.as_of,
        False,
    )


def content_order(figure: Printed) -> tuple[object, ...]:
    """Sort key by what is printed, so that the order of rows changes nothing."""
    scopes, periods = [str(scope) for scope in PlaceScope], [str(period) for period in Period]
    return (
        *(figure.year, periods.index(figure.period), scopes.index(figure.scope), figure.place),
        *(figure.edition, figure.level, figure.measure, figure.source, str(figure.as_of or "")),
        *(Fraction(figure.value), figure.value, figure.unit, figure.note or "", figure.key),
    )


def _widest(bases: Sequence[Base]) -> Base:
    """Return several publications of one figure as one, as wide as all of them."""
    terms = [base.terms[0][1] for base in bases]
    low, high = min(term.low for term in terms), max(term.high for term in terms)
    return Base(bases[0].key, ((1, Term(terms[0].figure, terms[0].number, low, high)),), bases[0].rank)


def _first(bases: Sequence[Base]) -> list[Base]:
    """Return those of the first rank."""
    return [base for base in bases if base.rank == bases[0].rank]
