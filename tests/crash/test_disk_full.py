"""No room left: a clear page, reading goes on, and writing too as soon as there is room, without a restart."""

import shutil
import subprocess
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from promotion.database.engines import sqlite_driver
from promotion.database.handle import db
from promotion.ledger import verify
from promotion.operations import readiness
from tests.support import house
from tests.support.desk import client_of
from tests.support.server import RAW_TOKEN, form_token

pytestmark = pytest.mark.data("desk")
SIZE = 64  # MB of the small disk


@pytest.fixture
def engine_name(engine_name):
    """On PostgreSQL the disk is another machine's; its message for a full one is tried beside this."""
    if engine_name == "postgresql":
        pytest.skip("the disk of another server")
    return engine_name


@contextmanager
def small_disk(place):
    """Lend a disk of its own, where the environment allows it; say whether it did."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    words = ["-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    if (
        not mount
        or not umount
        or subprocess.run([mount, *words], check=False, capture_output=True).returncode
    ):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run([umount, "-l", str(place)], check=True)


class Full:
    """Takes all room away, and gives it back: on a disk of its own, else by SQLite's own limit."""

    def __init__(self, place, *, mounted):
        self.stuffing, self.mounted = place / "stuffing", mounted

    def __enter__(self):
        if self.mounted:
            try:
                with self.stuffing.open("wb", buffering=0) as file:
                    while True:
                        file.write(b"x" * 4096)
            except OSError:
                return
        self._limit("(SELECT 1)")

    def __exit__(self, *_error):
        self.stuffing.unlink(missing_ok=True)
        if not self.mounted:
            self._limit(str(2**30))

    def _limit(self, pages):
        engine = db.engine
        with engine.connect() as connection:
            now = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count={now if pages.startswith('(') else pages}"))


def test_a_full_disk(app, office, settings, tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place) as mounted:
        file = place / "full.sqlite3"
        with closing(sqlite_driver().connect(settings.database.database)) as whole:
            whole.execute("VACUUM INTO ?", (str(file),))
        there = house.open_house(house.settings_for(f"sqlite:///{file}", tmp_path))
        token, client = form_token(there), client_of(there, "head", "en")
        with client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN

        def send(name, form):
            path, fields = form(name)
            whole = {**fields, "csrf_token": token, "idempotency_key": f"key {name}"}
            return client.post(path, data=whole)

        with there.app_context():
            assert send("S0-1", office.payment).status_code == 303
            with Full(place, mounted=mounted):
                refused = [send(f"S1-{number}", office.record) for number in range(30)]
                last = refused[-1]
                assert last.status_code == 503
                assert {reply.status_code for reply in refused} <= {303, 503}
                assert "There is no room left" in last.text
                assert 'name="idempotency_key" value="key S1-29"' in last.text
                assert "S1-29" in last.text, "what was typed is not in the page"
                assert last.headers["Retry-After"] == "10"
                assert client.get("/projects").status_code == 200
                if mounted:
                    assert readiness._seen(db.engine) == "full"
            again = [send(f"S1-{number}", office.record).status_code for number in range(30)]
            assert again == [303] * 30
            assert send("S2-1", office.payment).status_code == 303
            kept = office.kept()
            assert kept == {"S0-1": 1, "S2-1": 1, **{f"S1-{number}": 1 for number in range(30)}}
            assert verify.differences() == []
            db.session.remove()
            with db.engine.connect() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        house.close_house(there)
