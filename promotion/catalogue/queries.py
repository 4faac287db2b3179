"""Reads contents, indicators, norms, advance rates, programmes and known conferences.

Reference data: every signed-in person may read it, so no query here takes a scope.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.catalogue import rules
from promotion.catalogue.models import AdvanceRate, Content, Indicator, KnownConference, Norm, Programme
from promotion.catalogue.rules import NormScope
from promotion.database.handle import db
from promotion.kernel.choices import Region
from promotion.kernel.errors import NotFound
from promotion.territory.queries import atlas


def _valid(
    first: InstrumentedAttribute[date], last: InstrumentedAttribute[date | None], day: date
) -> ColumnElement[bool]:
    return (first <= day) & or_(last.is_(None), last >= day)


def contents(day: date | None = None) -> Sequence[Content]:
    """Return the contents of a day, or of all times, in the order of the decree; a parent comes before its
    parts.
    """
    query = select(Content).order_by(Content.position)
    if day is not None:
        query = query.where(_valid(Content.valid_from, Content.valid_to, day))
    return db.session.scalars(query).all()


def content(code: str) -> Content:
    """Return one content."""
    found = db.session.get(Content, code)
    if found is None:
        raise NotFound
    return found


def below(code: str) -> frozenset[str]:
    """Return a content's code with those of all its parts, however deep; alone when nothing stands below."""
    found = {code}
    for part in contents():  # a parent comes before its parts
        if part.parent_code in found:
            found.add(part.code)
    return frozenset(found)


def leaves(day: date | None = None) -> Sequence[Content]:
    """Return the contents without parts on a day (or ever): money and indicators stand under these."""
    every = contents(day)
    ends = set(rules.leaves({content.code: content.parent_code for content in every}))
    return [content for content in every if content.code in ends]


def indicators(content: str | None = None) -> Sequence[Indicator]:
    """Return what is counted under a content, or under all, in the order of the catalogue."""
    query = select(Indicator).order_by(Indicator.position)
    if content is not None:
        query = query.where(Indicator.content_code == content)
    return db.session.scalars(query).all()


def norms(content: str | None = None, day: date | None = None, province: str | None = None) -> Sequence[Norm]:
    """Return ceilings: of a content and its parts, in force on a day, binding in a province.

    A province meets the national norms, its own, those of its predecessors (which hold on their ground until
    they are replaced) and those of the province that holds its ground on that day. Order: content, national
    first, start.
    """
    query = select(Norm).order_by(Norm.position)
    if content is not None:
        parents = {node.code: node.parent_code for node in contents()}
        query = query.where(Norm.content_code.in_(sorted(rules.branch(content, parents))))
    if day is not None:
        query = query.where(_valid(Norm.valid_from, Norm.valid_to, day))
    if province is not None:
        places = atlas()
        keys = set(places.family(province))
        holder = None if day is None else places.home_on(province, day)
        keys |= {holder} if holder is not None else set()
        query = query.where(or_(Norm.scope == str(NormScope.national), Norm.province_key.in_(sorted(keys))))
    return db.session.scalars(query).all()


def advance_rate(content: str, day: date) -> AdvanceRate | None:
    """Return the rule for the first advance under a content on a day. None means that no rule is known: never
    zero, never without limit.
    """
    query = select(AdvanceRate).where(
        AdvanceRate.content_code == content, _valid(AdvanceRate.valid_from, AdvanceRate.valid_to, day)
    )
    return db.session.scalars(query.order_by(AdvanceRate.valid_from.desc())).first()


def advance_rates(day: date | None = None) -> Sequence[AdvanceRate]:
    """Return the rules for first advances, of a day or of all times, in the order of the contents."""
    query = select(AdvanceRate).join(Content, Content.code == AdvanceRate.content_code)
    if day is not None:
        query = query.where(_valid(AdvanceRate.valid_from, AdvanceRate.valid_to, day))
    return db.session.scalars(query.order_by(Content.position, AdvanceRate.valid_from)).all()


def programmes() -> Sequence[Programme]:
    """Return the programmes, newest first."""
    return db.session.scalars(select(Programme).order_by(Programme.year_from.desc(), Programme.code)).all()


def conferences(region: Region | None = None) -> Sequence[KnownConference]:
    """Return the known regional conferences, newest first."""
    query = select(KnownConference).order_by(
        KnownConference.year.desc(), KnownConference.region, KnownConference.ordinal.desc()
    )
    if region is not None:
        query = query.where(KnownConference.region == str(region))
    return db.session.scalars(query).all()
