"""Is the program ready: does the database answer, stand at the newest migration, and take a change?

Asked every few seconds by machines: one look at a time, its answer kept for a moment, and nobody waits long for it.
"""

import shutil
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from promotion.database import migrate
from promotion.database.engines import WRITING
from promotion.database.trouble import Trouble, of

READY = "ready"
LONGEST = 3.0  # seconds that an asker waits
FRESH = 1.0  # seconds for which an answer holds
LEAST_ROOM = 20 * 1024 * 1024  # bytes on the disk without which no change is begun


class Watch:
    """The one who looks for all that ask, at one engine."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine."""
        self.engine = engine
        self.hand = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self.lock = threading.Lock()
        self.look: Future[str] | None = None
        self.seen_at = 0.0

    def reason(self) -> str:
        """Return `ready`, or in one word why not: away, slow, busy, full, migrations."""
        with self.lock:
            if self.look is None or (self.look.done() and time.monotonic() - self.seen_at > FRESH):
                self.look = self.hand.submit(self._seen)
            look = self.look
        try:
            return look.result(LONGEST)
        except TooSlow:
            return "slow"

    def _seen(self) -> str:
        try:
            return _seen(self.engine)
        finally:
            self.seen_at = time.monotonic()


def _seen(engine: Engine) -> str:
    try:
        if migrate.current(engine) != head():
            return "migrations"
        if _room(engine) < LEAST_ROOM:
            return Trouble.full
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            # To begin a change is enough: SQLite takes its lock, PostgreSQL gives it a number.
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_current_xact_id()"))
            else:
                connection.execute(text("SELECT 1"))
            connection.rollback()
    except (SQLAlchemyError, OSError) as error:
        return of(error) or Trouble.away
    return READY


def _room(engine: Engine) -> int:
    """Return the bytes that are free where SQLite's file lies; another server's disk is its own affair."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return LEAST_ROOM
    return shutil.disk_usage(Path(engine.url.database).parent).free


@cache
def head() -> str:
    """Return the newest migration of this program."""
    return migrate.head()
