"""Why a printed figure does not reproduce, and what would reproduce it: causes and statements. Plain Python.

A reason is statements with the figures they name; `phrases` says them in a language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_
from promotion.publications.bases import Base, Bases, Key, Term
from promotion.publications.grounds import Ground
from promotion.publications.rules import COUNTRY, PlaceScope, Printed

SLIPS = (Fraction(1000), Fraction(1, 1000))


class Cause(Choice):
    """Why a figure does not reproduce; the label begins the reason."""

    rounding = "rounding", N_("rounding")
    slip = "slip", N_("unit slip of 1,000")
    base = "base", N_("other base")
    swapped = "swapped", N_("parts swapped")
    provinces = "provinces", N_("other set of provinces")
    total = "total", N_("sum")
    none = "none", N_("not reproduced")


@dataclass(frozen=True)
class Amount:
    """A computed amount, count or share, in the unit of a printed figure; with `key`, what it would have to be."""

    number: Fraction
    unit: str
    key: Key | None = None


@dataclass(frozen=True)
class Statement:
    """One statement of a reason: a message id and the figures that it names."""

    said: str
    facts: tuple[tuple[str, Base | Amount], ...] = ()


@dataclass(frozen=True)
class Reason:
    """The cause and what is said about it."""

    cause: Cause
    statements: tuple[Statement, ...]


WITH = N_("reproduces with %(base)s")
WITH_BOTH = N_("reproduces with %(base)s over %(other)s")
WITHOUT = N_("reproduces without %(base)s")
TURNED = N_("reproduces when numerator and denominator change places")
TOO_SMALL = N_("reproduces with %(base)s times 1,000")
TOO_GREAT = N_("reproduces with %(base)s divided by 1,000")
EITHER_SMALL = N_("reproduces with %(base)s times 1,000, or %(other)s divided by 1,000")
EITHER_GREAT = N_("reproduces with %(base)s divided by 1,000, or %(other)s times 1,000")
ITSELF_SMALL = N_("reproduces with the printed figure times 1,000")
ITSELF_GREAT = N_("reproduces with the printed figure divided by 1,000")
CUT = N_("reproduces with digits cut off instead of rounded")
RAISED = N_("reproduces when rounded up")
FEWER = N_("reproduces with one digit less than printed")
CHANGED = N_("reproduces when the total and %(base)s change places")
ALONE = N_("reproduces with %(base)s alone")
STANDS_IN = N_("only %(base)s is published")
NEEDS = N_("would need %(need)s")
ADDS_UP = {
    "level": N_("national and local add up to %(amount)s"),
    "period": N_("the quarters add up to %(amount)s"),
    "place": N_("the parts add up to %(amount)s"),
}
ABOVE = N_("above its whole, %(base)s")


def seen(printed: Term, statement: Statement) -> Term:
    """Return the printed figure as a statement on rounding looks at it; as it is for any other."""
    if statement.said == CUT:
        return printed.cut()
    if statement.said == RAISED:
        return printed.raised()
    return fewer(printed) if statement.said == FEWER else printed


def fewer(printed: Term) -> Term:
    """Return the figure as if its last digit, a zero, had not been printed."""
    zero = printed.figure.value.endswith("0") and printed.number
    half = (printed.high - printed.number) * (10 if zero else 1)
    return Term(printed.figure, printed.number, printed.number - half, printed.number + half)


def named(said: str, *bases: Base) -> Statement:
    """Return a statement about one base, or about two."""
    return Statement(said, tuple(zip(("base", "other"), bases, strict=False)))


def slip(term: Term, factor: Fraction) -> Statement:
    """Return the statement that an input was printed 1,000 times too small or too great."""
    return named(TOO_SMALL if factor > 1 else TOO_GREAT, alone(term))


def alone(term: Term) -> Base:
    """Return a printed figure as a base of its own, for naming it."""
    figure = term.figure
    edition = figure.edition if figure.scope == PlaceScope.region else ""
    key = Key(figure.year, figure.period, figure.place, edition, figure.level, figure.measure)
    return Base(key, ((1, term),), ())


def less(base: Base, out: Term) -> Base:
    """Return a base without one figure."""
    kept = tuple((sign, term) for sign, term in base.terms if term.figure.key != out.figure.key)
    return Base(base.key, kept if len(kept) < len(base.terms) else (*kept, (-1, out)), base.rank)


def inside(key: Key, figure: Printed, bases: Bases) -> Iterator[Ground]:
    """Return the places inside a place: regions of the country, provinces of both."""
    editions = (key.edition,) if key.edition else bases.grounds.editions
    for edition in editions:
        if key.place == COUNTRY:
            yield from next(bases.grounds.members(COUNTRY, edition, figure.year))
        yield from bases.grounds.provinces(key.place, edition, figure.year)
