"""Is the program ready: does the database answer, stand at the newest migration, and take a change?

Asked every few seconds by machines: one look at a time, its answer kept for a moment, and nobody waits long for it.
"""

import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, ExceptionContext, event, text
from sqlalchemy.exc import SQLAlchemyError

from promotion.database import migrate, room
from promotion.database.engines import WRITING
from promotion.database.trouble import Trouble, of

READY = "ready"
LONGEST = 3.0  # seconds that an asker waits
FRESH = 1.0  # seconds for which an answer holds
FOR_REQUESTS = 20 * room.MEGABYTE  # that one request may need for a while beside the data
# A megabyte that nobody keeps: what PostgreSQL answers when it is asked to make a file longer.
_LONGER = text(
    "CREATE TEMPORARY TABLE room_left ON COMMIT DROP AS"
    " SELECT md5(g::text) AS a, md5((-g)::text) AS b FROM generate_series(1, 10000) AS g"
)


class Watch:
    """The one who looks for all that ask, at one engine and the folders of this installation."""

    def __init__(self, engine: Engine, instance: Path) -> None:
        """Take the engine, and notice when it says that its disk is full: another machine's cannot be looked at."""
        self.engine = engine
        self.places = room.places(instance, engine.url)
        self.full = threading.Event()
        event.listen(engine, "handle_error", _noticing(self.full))
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
            if _crowded(self.places):
                return Trouble.full
            reason = _seen(self.engine)
            if reason == READY and self.full.is_set() and _grows(self.engine):
                self.full.clear()
            return Trouble.full if reason == READY and self.full.is_set() else reason
        finally:
            self.seen_at = time.monotonic()


def _noticing(full: threading.Event) -> Callable[[ExceptionContext], None]:
    """Return what notes a full disk. It knows nothing else: a dialect outlives its engine in SQLAlchemy's caches, and
    so does who listens to it.
    """

    def notice(context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if error is not None and of(error) is Trouble.full and context.dialect.name == "postgresql":
            full.set()

    return notice


def _crowded(places: list[Path]) -> bool:
    """Tell whether changes are refused for lack of room, or a request would find none to be read."""
    return room.left(places) < room.LEAST or room.left([Path(tempfile.gettempdir())]) < FOR_REQUESTS


def _grows(engine: Engine) -> bool:
    """Tell whether PostgreSQL has room again; where it may not be tried, an entry will show it."""
    try:
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            connection.execute(_LONGER)
            connection.rollback()
    except SQLAlchemyError as error:
        return of(error) is not Trouble.full
    return True


def _seen(engine: Engine) -> str:
    try:
        if migrate.current(engine) != head():
            return "migrations"
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


@cache
def head() -> str:
    """Return the newest migration of this program."""
    return migrate.head()
