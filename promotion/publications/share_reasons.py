"""Why a printed share does not reproduce: the first cause that fits, in a fixed order. Plain Python.

Rounding, a unit slip of 1,000, another base, parts swapped, another set of provinces; else the base that would be
needed is all that can be said.
"""

from collections.abc import Iterator, Sequence

from promotion.publications.bases import Base, Bases, Key, Term
from promotion.publications.reasons import (
    CUT,
    EITHER_GREAT,
    EITHER_SMALL,
    FEWER,
    NEEDS,
    RAISED,
    SLIPS,
    STANDS_IN,
    TURNED,
    WITH,
    WITH_BOTH,
    WITHOUT,
    Amount,
    Cause,
    Reason,
    Statement,
    inside,
    less,
    named,
    seen,
    slip,
)
from promotion.publications.reckoning import share
from promotion.publications.rules import Printed, PublishedLevel, Stage

Keys = tuple[Key, Key]
Inputs = tuple[Base, Base]
Try = tuple[Statement, Inputs]

PLANS = tuple(map(str, (Stage.approved, Stage.released, Stage.assigned, Stage.committed, Stage.requested)))
RESULTS = tuple(map(str, (Stage.accepted, Stage.disbursed, Stage.advanced, Stage.settled)))
LEVELS = tuple(map(str, (PublishedLevel.total, PublishedLevel.national, PublishedLevel.local)))
OPPOSITE = {LEVELS[1]: LEVELS[2], LEVELS[2]: LEVELS[1]}
_EXACT = frozenset({Cause.rounding, Cause.slip})  # cut-off digits are not looked for on top of these
_FEW = 8  # terms of an input that are tried one by one


def of_share(figure: Printed, keys: Keys, inputs: Inputs, bases: Bases) -> Reason:
    """Return why a printed share does not reproduce from its inputs, and the base that it would need.

    `keys` are the numerator and denominator that the measure names, `inputs` what was found for them.
    """
    printed = Term.of(figure)
    needs = _needs(printed, keys[1], inputs)
    nearly: Reason | None = None
    for cause, tries in (
        (Cause.rounding, _rounded(inputs)),
        (Cause.slip, _slipped(inputs)),
        (Cause.base, _on_other_bases(figure, keys, inputs, bases)),
        (Cause.swapped, _swapped(figure, keys, inputs, bases)),
        (Cause.provinces, _on_other_ground(figure, keys, inputs, bases)),
    ):
        for statement, pair in tries:
            reckoned = share(*pair)
            if reckoned is not None and reckoned.meets(seen(printed, statement)):
                return Reason(cause, (statement, *needs))
            if reckoned is None or nearly is not None or cause in _EXACT:
                continue
            if reckoned.meets(printed.cut()):
                nearly = Reason(cause, (statement, Statement(CUT), *needs))
    return nearly or _unexplained(keys, inputs, needs)


def _unexplained(keys: Keys, inputs: Inputs, needs: tuple[Statement, ...]) -> Reason:
    """Name what stood in for an input of other provinces, if anything did."""
    foreign = [base for base, key in zip(inputs, keys, strict=True) if not base.key.same_ground(key)]
    if foreign:
        return Reason(Cause.provinces, (named(STANDS_IN, foreign[0]), *needs))
    return Reason(Cause.none, needs)


def _needs(printed: Term, wanted: Key, inputs: Inputs) -> tuple[Statement, ...]:
    """Name the denominator that would reproduce the share."""
    above, below = inputs
    if printed.number <= 0 or above.number <= 0:
        return ()
    need = Amount(above.number / printed.number, below.unit, wanted)
    return (Statement(NEEDS, (("need", need),)),)


def _rounded(inputs: Inputs) -> Iterator[Try]:
    above, below = inputs
    yield Statement(FEWER), inputs
    yield Statement(CUT), inputs
    yield Statement(CUT), (above.cut(), below.cut())
    yield Statement(RAISED), inputs


def _slipped(inputs: Inputs) -> Iterator[Try]:
    """A share of two printed figures cannot tell which of them slipped: both are named."""
    above, below = inputs
    if len(above.terms) == len(below.terms) == 1:
        for factor in SLIPS:
            changed = above.with_term(above.terms[0][1].times(factor))
            yield named(EITHER_SMALL if factor > 1 else EITHER_GREAT, above, below), (changed, below)
        return
    for _sign, term in (*above.terms[:_FEW], *below.terms[:_FEW]):
        for factor in SLIPS:
            moved = term.times(factor)
            yield slip(term, factor), (above.with_term(moved), below.with_term(moved))


def _on_other_bases(figure: Printed, keys: Keys, inputs: Inputs, bases: Bases) -> Iterator[Try]:
    above, below = inputs
    for base in _others(keys[1], LEVELS, PLANS, figure, bases):
        yield named(WITH, base), (above, base)
    levels = [level for level in LEVELS if level != OPPOSITE.get(keys[0].level)]
    for base in _others(keys[0], levels, RESULTS, figure, bases):
        yield named(WITH, base), (base, below)


def _others(
    key: Key, levels: Sequence[str], measures: Sequence[str], figure: Printed, bases: Bases
) -> Iterator[Base]:
    """Return what may stand for an input: other publications, levels and stages, the year before."""
    for other in bases.serving(key):
        yield from bases.at(other, figure)
    for level in levels:
        yield from bases.at(key._replace(level=level), figure)
    if key.measure in (*PLANS, *RESULTS):
        for measure in measures:
            yield from bases.at(key._replace(measure=measure), figure)
    for other in bases.serving(key._replace(year=key.year - 1)):
        yield from bases.at(other, figure)


def _swapped(figure: Printed, keys: Keys, inputs: Inputs, bases: Bases) -> Iterator[Try]:
    above, below = inputs
    ones, others = (
        bases.at(key._replace(level=OPPOSITE[key.level]), figure) if key.level in OPPOSITE else []
        for key in keys
    )
    for one in ones:
        yield named(WITH, one), (one, below)
        yield from ((named(WITH_BOTH, one, other), (one, other)) for other in others)
    yield Statement(TURNED), (below, above)


def _on_other_ground(figure: Printed, keys: Keys, inputs: Inputs, bases: Bases) -> Iterator[Try]:
    above, below = inputs
    for place, edition in bases.grounds.others(keys[1].place, keys[1].edition):
        ones, others = (
            [
                base
                for other in bases.serving(key._replace(place=place, edition=edition))
                for base in bases.at(other, figure)
            ]
            for key in keys
        )
        yield from ((named(WITH, other), (above, other)) for other in others)
        yield from ((named(WITH, one), (one, below)) for one in ones)
        yield from ((named(WITH_BOTH, one, other), (one, other)) for one in ones for other in others)
    yield from _without(figure, keys, inputs, bases)


def _without(figure: Printed, keys: Keys, inputs: Inputs, bases: Bases) -> Iterator[Try]:
    """Leave out one place inside, on both sides or on one."""
    above, below = inputs
    for place, edition in inside(keys[1], figure, bases):
        ones, others = (bases.closest(key._replace(place=place, edition=edition), figure)[:1] for key in keys)
        for one in ones:
            rest = less(above, one.terms[0][1])
            yield from ((named(WITHOUT, one), (rest, less(below, other.terms[0][1]))) for other in others)
            yield named(WITHOUT, one), (rest, below)
        for other in others:
            yield named(WITHOUT, other), (above, less(below, other.terms[0][1]))
