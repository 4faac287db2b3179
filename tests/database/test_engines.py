"""The rules of each engine: reads cannot write, writers begin as writers, the journal that is safe."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from promotion.database import engines, unit_of_work
from promotion.database.engines import WRITING, engine_options, journal_mode
from promotion.database.handle import db
from tests.support.crowd import PATIENCE

pytestmark = pytest.mark.data("empty")
WRITE = text(
    "INSERT INTO sent_form (user_id, key, content_hash, result, done_at) VALUES (1, :k, 'h', 'r', :d)"
)
COUNT = text("SELECT count(*) FROM sent_form")


def write(key: str) -> None:
    db.session.execute(WRITE, {"k": key, "d": "2024-01-01"})


def test_a_transaction_that_was_not_begun_as_writing_cannot_write(inside):
    for statement in (
        "INSERT INTO project_number (prefix, last) VALUES ('x', 1)",
        "UPDATE ledger_clock SET last_number = 5",
        "DELETE FROM ledger_clock",
        "CREATE TABLE sly (id integer)",
    ):
        with pytest.raises(DBAPIError, match=r"read-?only"):
            db.session.execute(text(statement))
        db.session.rollback()
    unit_of_work.run(lambda: write("a"))
    with pytest.raises(DBAPIError, match=r"read-?only"):  # the same connection, lent again
        write("b")
    db.session.rollback()
    assert db.session.scalar(COUNT) == 1


def test_a_read_sees_one_moment_however_long_it_takes(inside):
    assert db.session.scalar(COUNT) == 0
    changed = threading.Thread(target=lambda: _elsewhere(inside))
    changed.start()
    changed.join(PATIENCE)
    assert db.session.scalar(COUNT) == 0
    db.session.rollback()
    assert db.session.scalar(COUNT) == 1


def _elsewhere(app) -> None:
    with app.app_context():
        unit_of_work.run(lambda: write("elsewhere"))


def test_a_writer_on_sqlite_holds_the_pen_from_its_first_statement(inside, engine_name):
    """Two writers that both read first and then write would overrun each other: the second waits at its BEGIN."""
    if engine_name != "sqlite":
        return
    order: list[str] = []
    first_reads = threading.Event()

    def second() -> None:
        with inside.app_context():
            first_reads.wait(PATIENCE)
            order.append("second asks")
            unit_of_work.run(lambda: (order.append("second begins"), write("second")))

    other = threading.Thread(target=second)
    other.start()

    def first() -> None:
        db.session.scalar(COUNT)
        first_reads.set()
        other.join(0.3)  # time enough for the second to begin, if it could
        order.append("first writes")
        write("first")

    unit_of_work.run(first)
    other.join(PATIENCE)
    assert order == ["second asks", "first writes", "second begins"]


def test_sqlite_is_opened_with_what_money_needs(inside, engine_name):
    if engine_name != "sqlite":
        return
    version = tuple(int(part) for part in engines.sqlite_driver().sqlite_version.split("."))
    wanted = {
        "busy_timeout": 10000,
        "journal_mode": journal_mode(version).lower(),
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "mmap_size": 0,
        "query_only": 1,
    }
    found = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_postgresql_writes_at_read_committed_and_reads_one_snapshot(inside, engine_name):
    if engine_name != "postgresql":
        return
    assert db.session.execute(text("SHOW transaction_isolation")).scalar() == "repeatable read"
    db.session.rollback()
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
        assert connection.execute(text("SHOW transaction_read_only")).scalar() == "off"


@pytest.mark.parametrize(
    "version,journal",
    [
        ((3, 51, 3), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
        ((3, 50, 7), "WAL"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 40, 1), "TRUNCATE"),
        ((3, 49, 9), "TRUNCATE"),
    ],
)
def test_the_faster_journal_only_where_it_loses_nothing(version, journal):
    assert journal_mode(version) == journal


def test_each_engine_has_its_options():
    assert engine_options("sqlite:////x")["module"] is engines.sqlite_driver()
    assert engine_options("postgresql+psycopg://x")["pool_pre_ping"] is True
