"""Reads notices: only those to units that the reader acts for, predecessors included. No other grant shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, func, select

from promotion.access.actor import Actor
from promotion.access.permissions import NOTICES_READ
from promotion.database.handle import db
from promotion.kernel.money import rate
from promotion.notices.drafts import Facts, QuestionFacts
from promotion.notices.models import Notice, NoticeReading
from promotion.notices.rules import QUESTIONS, NoticeKind
from promotion.units import queries as units

PER_PAGE = 30


@dataclass(frozen=True)
class NoticeRow:
    """One notice as its reader sees it; `percent` is the share of the plan that was released then.

    `question` stands in place of `facts` in a notice about a question on a figure.
    """

    public_id: str
    kind: NoticeKind
    unit: str
    facts: Facts | None
    question: QuestionFacts | None
    percent: Fraction | None
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class NoticePage:
    """One page of notices, newest first; how many there are, and how many this person has not read."""

    rows: tuple[NoticeRow, ...]
    total: int
    unread: int
    page: int


def unread(actor: Actor) -> int:
    """Return how many notices this person has not read yet."""
    if not actor.units_for(NOTICES_READ):
        return 0
    query = select(func.count()).select_from(Notice).where(sees(actor), ~_read(actor))
    return db.session.scalar(query) or 0


def notices(
    actor: Actor, language: str, *, page: int = 1, size: int = PER_PAGE, only_unread: bool = False
) -> NoticePage:
    """Return a page of the notices to this person's units, newest first; four statements."""
    seen = and_(sees(actor), ~_read(actor)) if only_unread else sees(actor)
    total = db.session.scalar(select(func.count()).select_from(Notice).where(seen)) or 0
    query = select(Notice, _read(actor)).where(seen).order_by(Notice.id.desc())
    found = db.session.execute(query.limit(size).offset((page - 1) * size)).all()
    return NoticePage(tuple(_rows(found, language)), total, unread(actor), page)


def _rows(found: Sequence[tuple[Notice, bool]], language: str) -> list[NoticeRow]:
    named = units.by_ids(notice.unit_id for notice, _seen in found)
    return [
        _row(notice, units.name(named[notice.unit_id], language), read=bool(seen)) for notice, seen in found
    ]


def _row(notice: Notice, unit: str, *, read: bool) -> NoticeRow:
    kind = NoticeKind(notice.kind)
    facts = None if kind in QUESTIONS else Facts(**notice.facts)
    return NoticeRow(
        public_id=notice.public_id,
        kind=kind,
        unit=unit,
        facts=facts,
        question=QuestionFacts(**notice.facts) if facts is None else None,
        percent=None if facts is None else rate(facts.released, facts.approved),
        created_at=notice.created_at,
        read=read,
    )


def sees(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a notice goes to a unit for which this person reads notices."""
    return Notice.unit_id.in_(sorted(actor.units_for(NOTICES_READ)))


def _read(actor: Actor) -> ColumnElement[bool]:
    reading = select(NoticeReading.notice_id).where(
        NoticeReading.notice_id == Notice.id, NoticeReading.user_id == actor.user_id
    )
    return reading.exists()
