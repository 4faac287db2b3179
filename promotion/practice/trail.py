"""Lines of the trail for practice rows, as the audit room keeps them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import insert

from promotion.audit.drafts import Subject
from promotion.audit.models import AuditLine
from promotion.audit.service import columns
from promotion.database.handle import db
from promotion.practice.ground import Person

Row = dict[str, Any]


def line(
    person: Person, at: datetime, act: str, what: Subject, after: Mapping[str, Any], *,
    before: Mapping[str, Any] | None = None, reason: str | None = None, amount: int | None = None,
) -> Row:  # fmt: skip
    """Return one line: who did what, when, to which object, with how many đồng at stake."""
    return {
        "at": at,
        "user_id": person.user_id,
        "user_name": person.name,
        "act": act,
        "before": None if before is None else dict(before),
        "after": dict(after),
        "reason": reason,
        "request_number": None,
        "amount": amount,
        "stands_in_for": None,
        **columns(what),
    }


_KEPT = "practice trail"


def keep(lines: Iterable[Row]) -> None:
    """Keep lines until all are told."""
    db.session().info.setdefault(_KEPT, []).extend(lines)


def write() -> None:
    """Write what was kept in the order in which it happened, as a trail that grew day by day."""
    rows = sorted(db.session().info.pop(_KEPT, ()), key=itemgetter("at"))
    if rows:
        db.session.execute(insert(AuditLine), rows)
