"""Writes the trail. Services call `record` once for each change, before the unit of work commits."""

from collections.abc import Mapping
from typing import Any

from flask import g, has_app_context

from promotion.access.actor import Actor
from promotion.audit.drafts import Subject
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.text import search_key


def record(
    actor: Actor,
    act: str,
    subject: Subject,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
    amount: int | None = None,
    under: tuple[str, int | None] | None = None,
) -> None:
    """Write one audit line: `act` is `room.verb`; `amount` the đồng at stake, for acts that are about money.

    `under` is the permission that allowed it, with the unit for which (None for a permission without one): it tells
    whether the person stood in for somebody. Values must be JSON (texts, whole numbers, lists); secrets never belong
    here.
    """
    db.session.add(
        AuditLine(
            at=now(),
            user_id=actor.user_id,
            user_name=actor.name,
            act=act,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
            reason=reason,
            request_number=g.get("request_number") if has_app_context() else None,
            amount=amount,
            stands_in_for=actor.in_place_of(*under) if under else None,
            **columns(subject),
        )
    )


def columns(subject: Subject) -> dict[str, Any]:
    """Return what a line keeps of its object: who it is, where it belongs, and the key by which it is found."""
    return {
        "object_kind": subject.kind,
        "object_id": subject.id,
        "object_name": subject.name,
        "object_key": search_key(subject.name),
        "unit_id": subject.unit_id,
        "home": subject.home,
        "level": subject.level,
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return only what differs, as (before, after)."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
