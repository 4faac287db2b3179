"""Records that several people may change: each saving makes a new version, and none passes over one that was not seen.

The version that a form was opened with comes back with it and is compared in the UPDATE (or DELETE) itself, so that of
many who send the same version one wins, whatever else is locked.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Conflict


class Versioned:
    """Mixin: the version of a record, and who saved it when; nobody for a record as it was first entered."""

    id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    saved_by: Mapped[str | None]
    """The name of the person as it was then, as the trail keeps it."""
    saved_at: Mapped[datetime | None]


def write(row: Versioned, values: Mapping[str, object], *, seen: int, by: str) -> None:
    """Write a new version of a record, if nobody wrote one since the version `seen`; else raise `Conflict`."""
    table = type(row)
    done = db.session.execute(
        update(table)
        .where(table.id == row.id, table.version == seen)
        .values(**values, version=seen + 1, saved_by=by, saved_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(row)
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict


def drop(row: Versioned, *, seen: int) -> None:
    """Delete a record, if nobody wrote a version since the one `seen`; else raise `Conflict`."""
    table = type(row)
    done = db.session.execute(
        delete(table)
        .where(table.id == row.id, table.version == seen)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict
    db.session.expunge(row)
