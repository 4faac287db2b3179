"""Reference data in tables: brought in line with a file, and a mark that tells every process when it changed.

Provinces, units, contents and norms are read far more often than they change, so processes keep them in
memory. The one row of `reference_version` holds a random mark that each changing load renews: who kept
something under another mark reads anew. A random mark, not a counter: a load that was rolled back never lends
its mark to a later one.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, SessionTransaction, mapped_column

from promotion.database.base import Base
from promotion.database.handle import db
from promotion.kernel.calendar import now

Row = TypeVar("Row", bound=Base)

_SEEN = "reference_mark"


class ReferenceVersion(Base):
    """The mark of the reference data as it stands; one row, none before the first load."""

    __tablename__ = "reference_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]
    changed_at: Mapped[datetime]


@dataclass(frozen=True)
class Counts:
    """What a load did to the rows of one table."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written at all."""
        return bool(self.added or self.updated or self.removed)


def current_mark() -> str | None:
    """Return the mark of the reference data, None before the first load; asked once per transaction."""
    session = db.session()
    seen: tuple[SessionTransaction | None, str | None] | None = session.info.get(_SEEN)
    if seen is not None and seen[0] is not None and seen[0] is session.get_transaction():
        return seen[1]
    mark = session.scalar(select(ReferenceVersion.mark))
    session.info[_SEEN] = (session.get_transaction(), mark)
    return mark


def hold_mark() -> None:
    """Let nobody else change reference data until the transaction ends: who reads rows, works out others and writes
    them would else undo what came between.
    """
    db.session.execute(select(ReferenceVersion.id).with_for_update())


def renew_mark() -> None:
    """Tell every process that reference data changed, from the commit of this transaction on."""
    session = db.session()
    version = session.get(ReferenceVersion, 1)
    mark = secrets.token_hex(8)
    if version is None:
        session.add(ReferenceVersion(id=1, mark=mark, changed_at=now()))
    else:
        version.mark, version.changed_at = mark, now()
    session.flush()
    session.info.pop(_SEEN, None)


def synchronise(
    model: type[Row],
    key: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    *,
    obsolete: Callable[[Row], bool] | None = None,
) -> Counts:
    """Bring a table in line with `rows`: add what is new, update what differs, leave the rest untouched.

    `key` names the columns that say which row is which. Rows of the table that `rows` does not name stay,
    except those that `obsolete` tells to remove.
    """
    session = db.session()
    standing = {_key(row, key): row for row in session.scalars(select(model))}
    added = updated = unchanged = 0
    named = set()
    for values in rows:
        identity = tuple(values[column] for column in key)
        named.add(identity)
        row = standing.get(identity)
        if row is None:
            session.add(model(**values))
            added += 1
        elif _update(row, values):
            updated += 1
        else:
            unchanged += 1
    gone = [row for identity, row in standing.items() if identity not in named and obsolete and obsolete(row)]
    for row in gone:
        session.delete(row)
    session.flush()
    return Counts(added=added, updated=updated, removed=len(gone), unchanged=unchanged)


def _key(row: Base, key: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in key)


def _update(row: Base, values: Mapping[str, object]) -> bool:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
