"""How long PostgreSQL may keep silent before it counts as gone.

A long answer and a server that stands still look alike from one connection. So who has waited a while knocks at
another door: a server that opens is at work and is waited for; one that does not is gone, and the connection with it.
For a moment afterwards nobody waits at that door again.
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar

from psycopg import Connection, OperationalError, errors
from sqlalchemy import Dialect, Engine, event

T = TypeVar("T")
Steps = Generator[Any, Any, T]

QUIET = 2.5  # seconds without an answer, then somebody knocks
KNOCK = 2  # seconds until a door must open
CONNECT = 3  # seconds that a new connection may take
REST = 3.0  # seconds during which nobody tries again at a door that stayed shut
GONE = "the server does not answer"


class PatientConnection(Connection[Any]):
    """A connection that notices a server standing still."""

    def wait(self, gen: Steps[T], *given: Any, **named: Any) -> T:  # noqa: ANN401 - seconds, handed on as they come
        """Wait for the server; OperationalError when it answers nobody."""
        if given or named:
            return super().wait(gen, *given, **named)
        while True:
            try:
                return super().wait(gen, timeout=QUIET)
            except errors._WaitTimeout:  # noqa: SLF001 - the library has no other word for it
                if not self._opens():
                    self.pgconn.finish()
                    raise OperationalError(GONE) from None
                gen = _resumed(gen)

    def _opens(self) -> bool:
        """Knock at the server's door."""
        try:
            Connection.connect(self.info.dsn, password=self.info.password, connect_timeout=KNOCK).close()
        except errors.ConnectionTimeout:
            return False
        except OperationalError:  # an answer, though not a kind one
            return True
        return True


def _resumed(gen: Steps[T]) -> Steps[T]:
    """Let a generator that is under way be waited for once more."""
    ready = 0
    while True:
        try:
            state = gen.send(ready)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        ready = yield state


def install(engine: Engine) -> None:
    """Let this engine make such connections, and keep its people from queueing at a shut door."""
    shut_until = 0.0

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Dialect, _record: object, given: list[Any], named: dict[str, Any]
    ) -> Connection[Any]:
        nonlocal shut_until
        if time.monotonic() < shut_until:
            raise OperationalError(GONE)
        try:
            return PatientConnection.connect(*given, **named)
        except errors.ConnectionTimeout:
            shut_until = time.monotonic() + REST
            raise
