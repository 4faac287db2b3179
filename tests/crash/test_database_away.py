"""The database stopped, standing still, or cut off at the commit: no long wait, a clear page, and all goes on again."""

import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import make_url

from promotion.ledger import verify
from tests.support import desk as desks
from tests.support import engines, house, left_out
from tests.support.cluster import Cluster
from tests.support.desk import client_of
from tests.support.server import RAW_TOKEN, Senders, cookie_of, form_token, serving

LONGEST_WAIT = 10.0  # seconds


@pytest.fixture(scope="module")
def cluster(databases):
    """The server, with people of a province in its database."""
    if "postgresql" not in engines.asked_for():
        left_out.leave_out(left_out.not_asked("postgresql"))
    place = databases.folder / f"away-{databases.worker}"
    place.mkdir()
    found = Cluster(place)
    try:
        desks.build(found.address, place)
        yield found
    finally:
        with suppress(Exception):
            found.signal(signal.SIGCONT)
        found.control("-m", "immediate", "stop")


@pytest.fixture
def engine_name(cluster):
    """These tests are PostgreSQL's alone."""
    return "postgresql"


@pytest.fixture
def database_url(cluster):
    return cluster.fresh()


@contextmanager
def stopped(cluster):
    cluster.control("-m", "immediate", "stop")
    try:
        yield
    finally:
        cluster.start()


@contextmanager
def paused(cluster):
    cluster.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        cluster.signal(signal.SIGCONT)


@pytest.mark.parametrize(
    "away, seconds",
    [
        (stopped, 1), (paused, 1),
        pytest.param(stopped, 30, marks=pytest.mark.long), pytest.param(paused, 20, marks=pytest.mark.long),
    ],
)  # fmt: skip
def test_away_for_a_while(app, office, cluster, tmp_path, away, seconds):
    with serving(app, tmp_path / "log") as server:
        people, cookie = Senders(server, cookie_of(app, "head"), form_token(app)), cookie_of(app, "head")
        with people.at_work([office.payment, office.record]):
            time.sleep(1)
            with away(cluster):
                time.sleep(seconds)
                for _ in range(2):
                    begun = time.monotonic()
                    status, text = server.get("/projects", cookie)
                    assert time.monotonic() - begun < LONGEST_WAIT
                    assert status == 503
                    assert "The database does not answer" in text
                    assert "Traceback" not in text
                begun = time.monotonic()
                status, word = server.get("/health/ready")
                assert (status, word.strip() in {"away", "slow"}) == (503, True), word
                assert time.monotonic() - begun < LONGEST_WAIT
                begun = time.monotonic()
                assert server.get("/health/live") == (200, "alive\n")
                assert time.monotonic() - begun < LONGEST_WAIT
                while not people.unavailable:  # those in the middle of a form are told too
                    assert time.monotonic() - begun < LONGEST_WAIT
                    time.sleep(0.2)
            before, begun = len(people.acknowledged), time.monotonic()
            while server.get("/projects", cookie)[0] != 200:
                assert time.monotonic() - begun < LONGEST_WAIT, "it does not come back by itself"
                time.sleep(0.2)
            time.sleep(2)
        assert people.odd == []
        assert people.unavailable > 0
        assert people.longest < LONGEST_WAIT
        assert len(people.acknowledged) > before
    kept = office.kept()
    assert set(people.acknowledged) <= set(kept)
    assert [name for name, number in kept.items() if number != 1] == []
    assert verify.differences() == []


# ---------------------------------------------------------------- cut at the commit


class Cut:
    """A proxy before PostgreSQL that, once armed, cuts the connection at the next COMMIT: before it, or after it."""

    def __init__(self, upstream: str) -> None:
        """Listen on a free port of this machine."""
        self.upstream, self.armed, self.cuts = upstream, "", 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.upstream)
                for source, target, ours in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._carry, args=(source, target, ours), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, ours: bool) -> None:  # noqa: FBT001 - which way
        with source, suppress(OSError):
            while data := source.recv(65536):
                if ours and self.armed and b"COMMIT" in data:
                    mode, self.armed = self.armed, ""
                    self.cuts += 1
                    if mode == "after":
                        # The reply goes to nobody: the way back is cut first, the commit is carried out.
                        source.shutdown(socket.SHUT_RDWR)
                        target.sendall(data)
                        time.sleep(0.05)
                    break
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cut(cluster):
    """The proxy before this module's server."""
    info = psycopg.conninfo.conninfo_to_dict(cluster.server.get_uri())
    proxy = Cut(f"{info['host']}/.s.PGSQL.{info.get('port', 5432)}")
    yield proxy
    proxy.listener.close()


@pytest.mark.parametrize("rounds", [10, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("where", ["before", "after"])
def test_the_outcome_of_a_commit_that_was_cut_is_found_by_its_key(
    office, database_url, cut, tmp_path, monkeypatch, rounds, where
):
    monkeypatch.setattr("promotion.database.unit_of_work.LONGEST_WAIT", 0.05)
    name = make_url(database_url).database
    address = f"postgresql+psycopg://postgres:@127.0.0.1:{cut.port}/{name}"
    there = house.open_house(house.settings_for(address, tmp_path))
    client, token = client_of(there, "head"), form_token(there)
    with client.session_transaction() as session:
        session["csrf_token"] = RAW_TOKEN
    for number in range(rounds):
        name = f"S{where}{rounds}-{number}"
        path, fields = (office.payment, office.record)[number % 2](name)
        whole = {**fields, "csrf_token": token, "idempotency_key": f"key {name}"}
        assert client.get("/health/live").status_code == 200
        cut.armed = where
        first = client.post(path, data=whole)
        assert cut.armed == "", "no commit was seen"
        again = client.post(path, data=whole)
        assert (first.status_code, first.location) == (303, again.location)
    assert cut.cuts == rounds
    house.close_house(there)
    kept = {name: times for name, times in office.kept().items() if name.startswith(f"S{where}{rounds}-")}
    assert kept == {f"S{where}{rounds}-{number}": 1 for number in range(rounds)}
    assert verify.differences() == []
