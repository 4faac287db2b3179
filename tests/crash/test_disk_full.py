"""No room left, for data, uploads, logs or backups: a clear page, reading goes on, and writing too as soon as there is
room, without a restart.
"""

import gc
import io
import tempfile
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from promotion.database import room
from promotion.database.engines import sqlite_driver
from promotion.database.handle import db
from promotion.ledger import verify
from promotion.operations import readiness
from tests.crash.conftest import Office
from tests.operations.conftest import flask
from tests.support import desk as desks
from tests.support import engines, house, left_out
from tests.support.cluster import Cluster
from tests.support.desk import client_of
from tests.support.server import RAW_TOKEN, Senders, cookie_of, form_token, serving
from tests.support.small_disk import filled, small_disk

pytestmark = pytest.mark.data("desk")
SIZE = 256  # MB of the small disk: more than the least that the program wants
NO_DISK = "a file system in memory (mount)"


@pytest.fixture
def disk(tmp_path):
    """A small disk, or None."""
    place = tmp_path / "disk"
    with small_disk(place, SIZE) as mounted:
        yield place if mounted else None


@pytest.fixture(autouse=True)
def looking_anew(monkeypatch):
    """Ask at every look, not once a second."""
    monkeypatch.setattr(readiness, "FRESH", 0.0)


@contextmanager
def quota(engine):
    """Let SQLite's own limit take the room away."""
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    try:
        yield
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"PRAGMA max_page_count={2**30}"))


class Clerk:
    """Somebody at a browser of a house, who sends forms of the office."""

    def __init__(self, app, role="head"):
        self.client, self.token = client_of(app, role, "en"), form_token(app)
        with self.client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN

    def send(self, name, form):
        """Send one form; return the answer."""
        path, fields = form(name)
        return self.client.post(
            path, data={**fields, "csrf_token": self.token, "idempotency_key": f"key {name}"}
        )

    def ready(self):
        """Return status and word of the page for machines."""
        reply = self.client.get("/health/ready")
        return reply.status_code, reply.text.strip()


def assert_kept(reply, name):
    """The page is clear, and holds what was typed under its own key."""
    assert reply.status_code == 503
    assert "There is no room left" in reply.text
    assert f'name="idempotency_key" value="key {name}"' in reply.text
    assert name in reply.text.replace(f"key {name}", ""), "what was typed is not in the page"
    assert reply.headers["Retry-After"] == "10"


@engines.only("sqlite")
def test_the_disk_of_the_data_runs_full(app, office, settings, disk, engine_name, tmp_path, monkeypatch):
    """SQLite runs full in the middle of an entry, which the least that is wanted keeps from happening."""
    file = (disk or tmp_path) / "full.sqlite3"
    with closing(sqlite_driver().connect(settings.database.database)) as whole:
        whole.execute("VACUUM INTO ?", (str(file),))
    there = house.open_house(house.settings_for(f"sqlite:///{file}", tmp_path))
    clerk = Clerk(there)
    with there.app_context():
        assert clerk.send("S0-1", office.payment).status_code == 303
        with filled(disk) if disk else quota(db.engine):
            with monkeypatch.context() as until_the_end:
                until_the_end.setattr(room, "LEAST", 0)
                refused = [clerk.send(f"S1-{number}", office.record) for number in range(30)]
            assert {reply.status_code for reply in refused} <= {303, 503}
            assert_kept(refused[-1], "S1-29")
            assert clerk.client.get("/projects").status_code == 200
            if disk:
                assert clerk.ready() == (503, "full")
                assert_kept(clerk.send("S1-29", office.record), "S1-29")
                assert "Reading only" in clerk.client.get("/projects").text
        again = [clerk.send(f"S1-{number}", office.record).status_code for number in range(30)]
        assert again == [303] * 30
        assert clerk.ready() == (200, "ready")
        assert "Reading only" not in clerk.client.get("/projects").text
        assert clerk.send("S2-1", office.payment).status_code == 303
        assert office.kept() == {"S0-1": 1, "S2-1": 1, **{f"S1-{number}": 1 for number in range(30)}}
        assert verify.differences() == []
        db.session.remove()
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    house.close_house(there)


def test_the_disk_of_postgresql_runs_full(databases, disk, tmp_path):
    """The program sees nothing of that disk but the refusal: it notes it, and asks again whether a file may grow."""
    if "postgresql" not in engines.asked_for():
        left_out.leave_out(left_out.not_asked("postgresql"))
    if disk is None:
        left_out.leave_out(NO_DISK)
    cluster = Cluster(disk / "pg")
    try:
        desks.build(cluster.address, tmp_path)
        there = house.open_house(house.settings_for(cluster.fresh(), tmp_path))
        _refused_and_taken_again(there, disk)
        house.close_house(there)
    finally:
        cluster.control("-m", "immediate", "stop")


def _refused_and_taken_again(there, disk):
    with there.app_context():
        office, clerk = Office(), Clerk(there)

        def lengthy(name):
            path, fields = office.record(name)
            return path, {**fields, "objective": "Mục tiêu dài " * 120}

        assert clerk.send("S0-1", lengthy).status_code == 303
        assert clerk.ready() == (200, "ready")
        with filled(disk):
            refused = []
            while not refused or refused[-1].status_code == 303:
                assert len(refused) < 200, "nothing was refused"
                refused.append(clerk.send(f"S1-{len(refused)}", lengthy))
            assert_kept(refused[-1], f"S1-{len(refused) - 1}")
            assert clerk.client.get("/projects").status_code == 200
            assert clerk.ready() == (503, "full")
            assert clerk.ready() == (503, "full")
        assert clerk.ready() == (200, "ready")
        again = [clerk.send(f"S1-{number}", lengthy).status_code for number in range(len(refused))]
        assert again == [303] * len(refused)
        assert set(office.kept().values()) == {1}
        assert len(office.kept()) == len(refused) + 1
        assert verify.differences() == []
        db.session.remove()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_room_for_what_is_uploaded(app, office, disk, monkeypatch):
    """A file that is too long for memory goes to the folder for passing files while it is read."""
    if disk is None:
        left_out.leave_out(NO_DISK)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    clerk = Clerk(app, "agency")

    def upload():
        # Put together here: the test's browser would want room of its own.
        parts = {"csrf_token": clerk.token, "idempotency_key": "file"}
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in parts.items()
        )
        head = 'Content-Disposition: form-data; name="file"; filename="figures.csv"\r\nContent-Type: text/csv'
        body += f"--b\r\n{head}\r\n\r\nlevel,measure\n{'x' * 900_000}\r\n--b--\r\n"
        return clerk.client.post(
            "/imports",
            input_stream=io.BytesIO(body.encode()),
            content_length=len(body.encode()),
            content_type="multipart/form-data; boundary=b",
        )

    with filled(disk):
        reply = upload()
        assert reply.status_code == 503
        assert "There is no room left" in reply.text
        assert "Traceback" not in reply.text
        assert clerk.client.get("/imports").status_code == 200
        assert clerk.ready() == (503, "full")
    assert clerk.ready() == (200, "ready")
    assert upload().status_code in {303, 422}  # the file is read: what it holds is another matter
    gc.collect()  # the library leaves the file that could not be written to the collector


def test_no_room_for_the_log(app, office, disk):
    if disk is None:
        left_out.leave_out(NO_DISK)
    with serving(app, disk / "log") as server, filled(disk):
        people, cookie = Senders(server, cookie_of(app, "head"), form_token(app)), cookie_of(app, "head")
        for _ in range(20):
            assert server.get("/projects/missing", cookie)[0] == 404  # each of them writes a line
        people.send("S1-1", *office.payment("S1-1"))
        assert (people.acknowledged, people.odd) == (["S1-1"], [])
        assert server.get("/health/ready")[0] == 200


def test_no_room_for_a_backup(app, disk, tmp_path):
    """Said in one line; nothing half-done is left; the same command works as soon as there is room."""
    if disk is None:
        left_out.leave_out(NO_DISK)
    file = disk / "kept.zip"
    with filled(disk):
        said = flask(app, "backup", "create", str(file))
        assert said.exit_code == 1
        assert "There is no room left" in said.output
        assert "Traceback" not in said.output
        assert [path.name for path in disk.iterdir()] == ["stuffing"]
    assert flask(app, "backup", "create", str(file)).exit_code == 0
    assert flask(app, "backup", "verify", str(file)).exit_code == 0


def test_no_room_for_the_attached_files_of_a_backup(app, databases, engine_name, disk, tmp_path):
    if disk is None:
        left_out.leave_out(NO_DISK)
    attached, file = app.config["SETTINGS"].instance_path / "documents", tmp_path / "kept.zip"
    attached.mkdir()
    for number in range(3):
        (attached / f"{number}.pdf").write_bytes(b"%PDF" * 2**18)
    assert flask(app, "backup", "create", str(file)).exit_code == 0
    with databases.fresh(engine_name, "none") as address:
        there = house.open_house(house.settings_for(address, disk))
        with filled(disk, leaving=5 * 2**19):  # room for two of three
            said = flask(there, "backup", "restore", str(file))
        assert said.exit_code == 1
        assert "There is no room left" in said.output
        assert not [path for path in (disk / "documents").rglob("*") if path.is_file()]
        again = flask(there, "backup", "restore", str(file))
        assert again.exit_code == 0, again.output
        assert (disk / "documents" / "2.pdf").stat().st_size == 2**20
        house.close_house(there)
