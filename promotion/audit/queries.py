"""Reads the trail of one object. The caller has loaded the object in scope, which is the scope of its
history.
"""

from collections.abc import Sequence

from sqlalchemy import select

from promotion.audit.models import AuditLine
from promotion.database.handle import db


def history(kind: str, object_id: int) -> Sequence[AuditLine]:
    """Return the changes of one object, newest first."""
    query = (
        select(AuditLine)
        .where(AuditLine.object_kind == kind, AuditLine.object_id == object_id)
        .order_by(AuditLine.id.desc())
    )
    return db.session.scalars(query).all()
