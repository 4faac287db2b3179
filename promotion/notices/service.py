"""The verbs of notices: tell units, and mark what a person has read."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, insert, select, true

from promotion.access.actor import Actor
from promotion.access.permissions import NOTICES_READ
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Forbidden, NotFound
from promotion.notices.drafts import NoticeDraft
from promotion.notices.models import Notice, NoticeReading
from promotion.notices.queries import sees


def tell(drafts: Iterable[NoticeDraft]) -> int:
    """Write notices in one statement, in the transaction of what they tell of; return how many.

    For the rooms whose acts are told: whoever may do the act needs no further right.
    """
    rows = [
        {
            "public_id": new_public_id(),
            "unit_id": draft.unit_id,
            "kind": str(draft.kind),
            "facts": asdict(draft.facts),
            "created_at": now(),
        }
        for draft in drafts
    ]
    if rows:
        db.session.execute(insert(Notice), rows)
    return len(rows)


def read(actor: Actor, public_id: str) -> None:
    """Mark one notice as read by this person; read twice is read once. `NotFound` for a notice to another unit."""
    if not _mark(actor, Notice.public_id == public_id):
        raise NotFound


def read_all(actor: Actor) -> None:
    """Mark every notice to this person's units as read by this person."""
    _mark(actor, true())


def _mark(actor: Actor, which: ColumnElement[bool]) -> bool:
    if not actor.may(NOTICES_READ):
        raise Forbidden
    ids = set(db.session.scalars(select(Notice.id).where(sees(actor), which)))
    known = select(NoticeReading.notice_id).where(NoticeReading.user_id == actor.user_id)
    new = sorted(ids - set(db.session.scalars(known)))
    if new:
        at = now()
        rows = [{"notice_id": one, "user_id": actor.user_id, "read_at": at} for one in new]
        db.session.execute(insert(NoticeReading), rows)
    return bool(ids)
