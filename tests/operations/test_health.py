"""Two words for machines: quick, without a session, without a detail."""

import tempfile
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from promotion.database import migrate, room
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.operations import marks, readiness
from promotion.operations.views import WATCH
from tests.support import engines

pytestmark = pytest.mark.data("empty")


def ask(app, page="ready"):
    reply = app.test_client().get(f"/health/{page}")
    assert reply.mimetype == "text/plain"
    assert "Set-Cookie" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    return reply.status_code, reply.text.strip()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(readiness, "FRESH", 0.0)
    monkeypatch.setattr(readiness, "LONGEST", 0.5)


def test_alive_and_ready(app):
    assert ask(app, "live") == (200, "alive")
    assert ask(app) == (200, "ready")


def test_when_the_ledger_last_added_up(app):
    settings = app.config["SETTINGS"]
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        assert ask(app, "ledger") == (503, "never")
        marks.leave(settings, marks.LEDGER, good=True)
        assert ask(app, "ledger") == (200, "clean 2026-03-02T01:00:00Z")
        clock.shift(timedelta(hours=37))
        assert ask(app, "ledger") == (503, "old 2026-03-02T01:00:00Z")
        marks.leave(settings, marks.LEDGER, good=False)
        assert ask(app, "ledger") == (503, "differs 2026-03-03T14:00:00Z")


def test_tables_of_another_release(app, impatient):
    with app.app_context():
        migrate.downgrade(db.engine, migrate.revisions()[-2])
        assert ask(app) == (503, "migrations")
        migrate.upgrade(db.engine)
    assert ask(app) == (200, "ready")


def test_no_room_on_the_disk(app, impatient, monkeypatch):
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(room, "_free", lambda _folder: room.LEAST - 1)
        assert ask(app) == (503, "full")
    assert ask(app) == (200, "ready")


def test_no_room_in_the_folder_for_passing_files(app, impatient, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(room, "_free", lambda folder: 0 if folder == tmp_path else room.LEAST)
    assert ask(app) == (503, "full")


def test_one_look_serves_all_who_ask(app, monkeypatch):
    looks = []
    monkeypatch.setattr(readiness, "_seen", lambda _engine: looks.append(1) or "ready")
    assert [ask(app) for _ in range(5)] == [(200, "ready")] * 5
    assert len(looks) == 1


def test_an_answer_that_takes_long_is_not_waited_for(app, impatient, monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(readiness, "_seen", lambda _engine: let_go.wait(60) and "ready")
    try:
        assert ask(app) == (503, "slow")
        assert app.extensions[WATCH].look.running()
        assert ask(app, "live") == (200, "alive")
    finally:
        let_go.set()


@engines.only("sqlite")
def test_sqlite_held_by_somebody_else_is_slow_and_then_ready_again(app, impatient):
    with app.app_context():
        with db.engine.execution_options(**{WRITING: True}).connect() as holder:
            holder.execute(text("SELECT 1"))
            assert ask(app) == (503, "slow")
        assert app.extensions[WATCH].look.result(20) == "ready"  # the look that was held up
    assert ask(app) == (200, "ready")
