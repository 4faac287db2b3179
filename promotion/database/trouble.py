"""Troubles that are nobody's fault and pass: the database is away, or busy, or there is no room on a disk."""

import errno
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from promotion.database.room import NoRoom


class Trouble(StrEnum):
    """What keeps the database from answering."""

    away = "away"
    busy = "busy"
    full = "full"


# What a disk says for itself, wherever something is written.
_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# Conditions of PostgreSQL by the first characters of their states.
_STATES = (
    ("53100", Trouble.full),
    ("53", Trouble.busy),
    ("40", Trouble.busy),
    ("55P03", Trouble.busy),
    ("08", Trouble.away),
    ("57P", Trouble.away),
    ("58", Trouble.full),
)
# What SQLite says.
_WORDS = (
    ("database or disk is full", Trouble.full),
    ("disk I/O error", Trouble.full),
    ("readonly database", Trouble.full),
    ("database is locked", Trouble.busy),
    ("unable to open database file", Trouble.away),
)


def of(error: Exception) -> Trouble | None:
    """Return which of these troubles an error stands for, None for any other fault."""
    if isinstance(error, PoolTimeout):
        return Trouble.busy
    if isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in _ERRNOS):
        return Trouble.full
    if not isinstance(error, DBAPIError):
        return None
    state, text = str(getattr(error.orig, "sqlstate", None) or ""), str(error.orig)
    for start, trouble in _STATES:
        if state.startswith(start):
            return trouble
    for words, trouble in _WORDS:
        if words in text and not state:
            return trouble
    lost = error.connection_invalidated or (
        isinstance(error, OperationalError) and not state and _is_network(error)
    )
    return Trouble.away if lost else None


def _is_network(error: OperationalError) -> bool:
    """PostgreSQL's driver gives no state where no server spoke; SQLite never gives one."""
    return type(error.orig).__module__.startswith("psycopg")
