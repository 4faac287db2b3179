"""Writes the trail. Services call `record` once for each change, before the unit of work commits."""

from collections.abc import Mapping
from typing import Any

from flask import g, has_app_context

from promotion.access.actor import Actor
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.calendar import now


def record(
    actor: Actor,
    act: str,
    kind: str,
    object_id: int,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Write one audit line: `act` is `room.verb`, `kind` and `object_id` name the object.

    Values must be JSON (texts, whole numbers, lists); secrets never belong here.
    """
    db.session.add(
        AuditLine(
            at=now(),
            user_id=actor.user_id,
            user_name=actor.name,
            act=act,
            object_kind=kind,
            object_id=object_id,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
            reason=reason,
            request_number=g.get("request_number") if has_app_context() else None,
        )
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return only what differs, as (before, after)."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
