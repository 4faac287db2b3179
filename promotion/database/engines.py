"""What each engine needs: driver, journal, transactions that write from their first statement, reads that
cannot write.

SQLite through Python's own driver opens a transaction only at the first write, so two writers can both
read first and
then overrun a limit. Here every writing transaction begins with BEGIN IMMEDIATE. A reading transaction
sees one
snapshot and is refused any write by the engine itself (a GET never writes).
"""

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event

from promotion.database import patience

try:
    import pysqlite3 as newest_sqlite
except ImportError:  # no wheel for this machine: Python's own SQLite serves, with the slower journal
    newest_sqlite = sqlite3

WRITING = "writing"
POOL_PATIENCE = 5  # seconds that a request waits for a connection when all of this process are in use
# WAL lost committed pages in SQLite before these releases (the "WAL-reset" fault); older ones keep the
# TRUNCATE journal.
SAFE_WAL = (3, 51, 3)
SAFE_WAL_BRANCHES = {(3, 50): 7, (3, 44): 6}


def sqlite_driver() -> ModuleType:
    """Return the newest SQLite driver that this machine has."""
    return newest_sqlite  # type: ignore[no-any-return]


def journal_mode(version: tuple[int, ...]) -> str:
    """Return the journal that is safe with this SQLite release."""
    branch = SAFE_WAL_BRANCHES.get((version[0], version[1]))
    safe = version >= SAFE_WAL or (branch is not None and version[2] >= branch)
    return "WAL" if safe else "TRUNCATE"


def engine_options(url: str) -> dict[str, Any]:
    """Return the options with which SQLAlchemy opens this address."""
    if url.startswith("sqlite"):
        return {"module": sqlite_driver(), "connect_args": {"timeout": 10}}
    connect = {"connect_timeout": patience.CONNECT, "application_name": "industrial-promotion"}
    return {"pool_pre_ping": True, "connect_args": connect}


def prepare(engine: Engine) -> None:
    """Attach the engine's rules: call once, before the first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        patience.install(engine)
        event.listen(engine, "begin", _begin_postgresql)


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - two drivers share no type
    connection.isolation_level = None  # the driver must not open transactions on its own
    version = tuple(int(part) for part in sqlite_driver().sqlite_version.split("."))
    for pragma in (
        "busy_timeout=10000",
        f"journal_mode={journal_mode(version)}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE deletes rows past the triggers that refuse it
        "cache_size=-65536",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
