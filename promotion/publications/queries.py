"""Reads published figures.

Published totals are public to everybody signed in, a named exception of the rule that every read names its scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, true
from sqlalchemy.orm import selectinload

from promotion.database.handle import db
from promotion.kernel.errors import NotFound
from promotion.kernel.text import search_key
from promotion.publications.drafts import Question
from promotion.publications.models import PublishedFigure
from promotion.publications.rules import COUNTRY, MONEY_UNITS, Agreement, PlaceScope, agreement

PAGE_SIZE = 50
_PARTS = 500  # fingerprints asked for in one statement


@dataclass(frozen=True)
class Line:
    """A figure, and how it agrees with what others printed for the same question."""

    figure: PublishedFigure
    agreement: Agreement


@dataclass(frozen=True)
class Listing:
    """One page of the list; `differing` counts the contradicted figures among all that were asked for."""

    lines: tuple[Line, ...]
    total: int
    page: int
    size: int
    differing: int


def printed(year: int | None = None, *, periods: Sequence[str] = ("year",)) -> list[PublishedFigure]:
    """Return the figures of a year, or of all, for these parts of the year; in the order they came in."""
    query = select(PublishedFigure).where(PublishedFigure.period.in_(periods)).order_by(PublishedFigure.id)
    if year is not None:
        query = query.where(PublishedFigure.year == year)
    return list(db.session.scalars(query))


def best(
    year: int, period: str, place: str, edition: str, level: str, measure: str, as_of: date | None
) -> PublishedFigure | None:
    """Return the newest figure that tells of no later day than `as_of`; of several the one that came in last.

    The country is the same in every edition.
    """
    query = select(PublishedFigure).where(
        PublishedFigure.year == year,
        PublishedFigure.period == period,
        PublishedFigure.place == place,
        true() if place == COUNTRY else PublishedFigure.edition == edition,
        PublishedFigure.level == level,
        PublishedFigure.measure == measure,
    )
    found = [row for row in db.session.scalars(query) if as_of is None or row.printed.day <= as_of]
    return max(found, key=lambda row: (row.printed.day, row.id), default=None)


def figure(public_id: str) -> PublishedFigure:
    """Return one figure with its import."""
    query = select(PublishedFigure).where(PublishedFigure.public_id == public_id)
    found = db.session.scalars(query.options(selectinload(PublishedFigure.came_in))).one_or_none()
    if found is None:
        raise NotFound
    return found


def beside(figure: PublishedFigure) -> list[Line]:
    """Return every figure that answers the same question, this one too, in the order they came in."""
    query = select(PublishedFigure).where(
        PublishedFigure.year == figure.year, PublishedFigure.measure == figure.measure
    )
    rows = db.session.scalars(query.order_by(PublishedFigure.id))
    return _with_agreement(row for row in rows if row.printed.question == figure.printed.question)


def listing(question: Question, page: int = 1, size: int = PAGE_SIZE) -> Listing:
    """Return one page of the figures asked for, newest year first; answers to one question stand together."""
    words = search_key(question.source).split()
    lines = [
        line
        for line in _with_agreement(sorted(db.session.scalars(_asked(question)), key=_order))
        if all(word in search_key(line.figure.source) for word in words)
    ]
    differing = sum(line.agreement is Agreement.differs for line in lines)
    if question.differing:
        lines = [line for line in lines if line.agreement is Agreement.differs]
    number = max(1, min(page, -(-len(lines) // size)))
    return Listing(tuple(lines[(number - 1) * size : number * size]), len(lines), number, size, differing)


def _order(figure: PublishedFigure) -> tuple[object, ...]:
    """Newest year first, the country before regions, provinces and units; both engines sort texts alike here."""
    scopes = [str(scope) for scope in PlaceScope]
    return (
        *(-figure.year, scopes.index(figure.scope), -int(figure.edition), figure.place, figure.period),
        *(figure.level, figure.measure, figure.as_of or date.min, figure.id),
    )


def _asked(question: Question) -> Select[PublishedFigure]:
    query = select(PublishedFigure)
    if question.year is not None:
        query = query.where(PublishedFigure.year == question.year)
    if question.measure is not None:
        query = query.where(PublishedFigure.measure == question.measure)
    if question.place is not None:
        scope, place, edition = question.place.split("/")
        query = query.where(
            PublishedFigure.scope == scope,
            PublishedFigure.place == place,
            PublishedFigure.edition == edition,
        )
    return query


def _with_agreement(figures: Iterable[PublishedFigure]) -> list[Line]:
    groups: dict[tuple[object, ...], list[PublishedFigure]] = defaultdict(list)
    for one in figures:
        groups[one.printed.question].append(one)
    return [
        Line(one, agreement([other.printed for other in group])) for group in groups.values() for one in group
    ]


def years() -> list[int]:
    """Return the years that something was published about, newest first."""
    query = select(PublishedFigure.year).distinct().order_by(PublishedFigure.year.desc())
    return list(db.session.scalars(query))


def years_of_money() -> list[int]:
    """Return the years of which an amount of the country or a region was published, newest first."""
    query = select(PublishedFigure.year).where(
        PublishedFigure.scope.in_([str(PlaceScope.country), str(PlaceScope.region)]),
        PublishedFigure.unit.in_(sorted(map(str, MONEY_UNITS))),
    )
    return list(db.session.scalars(query.distinct().order_by(PublishedFigure.year.desc())))


def places() -> list[tuple[str, str, str]]:
    """Return the places that something was published about, as (scope, place, edition)."""
    columns = (PublishedFigure.scope, PublishedFigure.place, PublishedFigure.edition)
    query = select(*columns).distinct().order_by(*columns)
    return [(scope, place, edition) for scope, place, edition in db.session.execute(query)]


def measures() -> list[str]:
    """Return the measures that something was published about."""
    query = select(PublishedFigure.measure).distinct().order_by(PublishedFigure.measure)
    return list(db.session.scalars(query))


def standing(fingerprints: Iterable[str]) -> frozenset[str]:
    """Return which of these rows stand already, by their fingerprints."""
    wanted = sorted(set(fingerprints))
    found: set[str] = set()
    for start in range(0, len(wanted), _PARTS):
        part = wanted[start : start + _PARTS]
        query = select(PublishedFigure.fingerprint).where(PublishedFigure.fingerprint.in_(part))
        found.update(db.session.scalars(query))
    return frozenset(found)


def values_of(years: Iterable[int]) -> dict[tuple[object, ...], list[str]]:
    """Return what each source printed about these years: identity → values with their units."""
    query = select(PublishedFigure).where(PublishedFigure.year.in_(sorted(set(years))))
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(PublishedFigure.id)):
        found[row.printed.identity].append(f"{row.value} {row.unit}")
    return dict(found)
