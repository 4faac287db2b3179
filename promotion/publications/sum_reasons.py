"""Why a printed sum does not reproduce from its parts, or a part exceeds its whole. Plain Python."""

from collections.abc import Iterator

from promotion.publications.bases import Base, Bases, Term
from promotion.publications.reasons import (
    ABOVE,
    ADDS_UP,
    ALONE,
    CHANGED,
    CUT,
    FEWER,
    ITSELF_GREAT,
    ITSELF_SMALL,
    RAISED,
    SLIPS,
    WITH,
    WITHOUT,
    Amount,
    Cause,
    Reason,
    Statement,
    alone,
    less,
    named,
    seen,
    slip,
)
from promotion.publications.reckoning import total
from promotion.publications.rules import Printed
from promotion.publications.share_reasons import PLANS, RESULTS

_FAR = 10  # how many times a part exceeds its whole before a slip of 1,000 is the likelier cause

Try = tuple[Statement, Base, Term]


def of_sum(figure: Printed, kind: str, base: Base, bases: Bases) -> Reason:
    """Return why a printed whole is not the sum of its parts; `kind` is level, period or place."""
    printed = Term.of(figure)
    added = Statement(ADDS_UP[kind], (("amount", Amount(base.number, figure.unit)),))
    for cause, tries in (
        (Cause.rounding, _rounded(printed, base)),
        (Cause.slip, _slipped(printed, base)),
        (Cause.base, _on_other_bases(figure, kind, base, bases)),
        (Cause.swapped, _swapped(printed, base)),
        (Cause.provinces, _on_other_ground(figure, kind, base, bases)),
    ):
        for statement, parts, whole in tries:
            if total(parts).meets(seen(whole, statement)):
                return Reason(cause, (statement, added))
    return Reason(Cause.total, (added,))


def of_part(figure: Printed, whole: Base) -> Reason:
    """Return why a part exceeds its whole."""
    far = figure.number >= _FAR * whole.number
    return Reason(
        Cause.slip if far else Cause.total,
        (*((Statement(ITSELF_GREAT),) if far else ()), named(ABOVE, whole)),
    )


def _rounded(printed: Term, base: Base) -> Iterator[Try]:
    yield Statement(FEWER), base, printed
    yield Statement(CUT), base, printed
    yield Statement(CUT), base.cut(), printed
    yield Statement(RAISED), base, printed


def _slipped(printed: Term, base: Base) -> Iterator[Try]:
    for factor in SLIPS:
        yield Statement(ITSELF_SMALL if factor > 1 else ITSELF_GREAT), base, printed.times(factor)
        for _sign, term in base.terms:
            if not total(less(base, term)).meets(printed):  # else it was left out rather than divided
                yield slip(term, factor), base.with_term(term.times(factor)), printed


def _on_other_bases(figure: Printed, kind: str, base: Base, bases: Bases) -> Iterator[Try]:
    """Other publications of one part; one part alone, or one left out; parts of another stage."""
    printed = Term.of(figure)
    for _sign, term in base.terms:
        rest = less(base, term)
        for other in bases.printed(bases.key(term.figure), figure):
            yield named(WITH, other), Base(base.key, (*rest.terms, *other.terms), base.rank), printed
        if kind == "level":
            yield named(ALONE, alone(term)), alone(term), printed
        if kind == "period":
            yield named(WITHOUT, alone(term)), rest, printed
    for stage in (*PLANS, *RESULTS) if figure.measure in (*PLANS, *RESULTS) else ():
        parts = [bases.closest(bases.key(term.figure, measure=stage), figure) for _sign, term in base.terms]
        if all(parts):
            terms = tuple(found[0].terms[0] for found in parts)
            made = Base(base.key._replace(measure=stage), terms, base.rank)
            yield named(WITH, made), made, printed


def _swapped(printed: Term, base: Base) -> Iterator[Try]:
    for _sign, term in base.terms:
        rest = less(base, term)
        yield named(CHANGED, alone(term)), Base(base.key, (*rest.terms, (1, printed)), base.rank), term


def _on_other_ground(figure: Printed, kind: str, base: Base, bases: Bases) -> Iterator[Try]:
    """The parts of the other edition; all parts but one."""
    if kind != "place":
        return
    printed, key = Term.of(figure), bases.key(figure)
    for edition in bases.grounds.editions:
        if edition != figure.edition:
            for recipe in bases.members(key, edition):
                for made in bases.made(key, recipe, figure):
                    foreign = Base(key._replace(edition=edition), made.terms, made.rank)
                    yield named(WITH, foreign), foreign, printed
    for _sign, term in base.terms:
        yield named(WITHOUT, alone(term)), less(base, term), printed
