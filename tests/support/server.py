"""The program as a process of its own: started, killed, started again; and people who send forms until they are told.

A sender keeps one key per form: whatever happens on the way, the form goes again under that key until the answer is
there. What was acknowledged is written down and held against the database afterwards.
"""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from tests.factories.people import token_of
from tests.support.sources import ROOT

RAW_TOKEN = "0" * 40
PATIENCE = 30  # seconds
LONGEST_START = 120  # seconds, on a machine that others use too
ANSWERED = {200, 303, 422}


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


class Server:
    """`flask serve` on a database; it may be killed and started again on the same port."""

    def __init__(self, app: Flask, log: Path) -> None:
        """Take settings from an application that the test has open."""
        self.settings = app.config["SETTINGS"]
        self.port = free_port()
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []
        """The seconds of work of each start (on a busy machine it waits for others besides)."""

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        begun = time.monotonic()
        own = {
            "DATABASE_URL": self.settings.database.render_as_string(hide_password=False),
            "INSTANCE_PATH": str(self.settings.instance_path),
            "SECRET_KEY": self.settings.secret_key.get_secret_value(),
            "PORT": str(self.port),
            "THREADS": "8",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
                cwd=ROOT, env={**os.environ, **own}, stdout=log, stderr=log,
            )  # fmt: skip
        while self.get("/health/ready")[0] != 200:
            if self.process.poll() is not None or time.monotonic() - begun > LONGEST_START:
                raise AssertionError(self.log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        spent = psutil.Process(self.process.pid).cpu_times()
        self.starts.append(float(spent.user + spent.system))

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send it a signal and wait for its end; return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def get(self, path: str, cookie: str = "") -> tuple[int, str]:
        """Ask for a page; status 0 when nobody answers."""
        return self.ask("GET", path, None, cookie)[:2]

    def ask(
        self, method: str, path: str, fields: Mapping[str, str] | None, cookie: str
    ) -> tuple[int, str, str]:
        """Send one request; return status, text and Location, status 0 when the answer did not come whole."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            wire.request(method, path, urlencode(fields) if fields else None, headers)
            answer = wire.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            wire.close()


@contextmanager
def serving(app: Flask, log: Path) -> Iterator[Server]:
    """Lend a running server, killed afterwards."""
    server = Server(app, log)
    try:
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            with suppress(ProcessLookupError):
                server.kill()


def cookie_of(app: Flask, role: str) -> str:
    """Return the session's cookie of one of the people that `people.settle` has settled."""
    serializer = app.session_interface.get_signing_serializer(app)
    value = serializer.dumps({"csrf_token": RAW_TOKEN, "_user_id": token_of(role), "language": "en"})
    return f"session={value}"


def form_token(app: Flask) -> str:
    """Return a form's token for that cookie."""
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(RAW_TOKEN)


@dataclass
class Senders:
    """People who send one form after the other from threads of their own."""

    server: Server
    cookie: str
    token: str
    acknowledged: list[str] = field(default_factory=list)
    unavailable: int = 0
    longest: float = 0.0
    """The longest that one request took, in seconds."""
    odd: list[tuple[int, str]] = field(default_factory=list)
    """Answers that no form may get."""
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, name: str, path: str, fields: Mapping[str, str]) -> None:
        """Send one form under one key until it is answered."""
        whole = {**fields, "csrf_token": self.token, "idempotency_key": secrets.token_urlsafe(16)}
        while True:
            begun = time.monotonic()
            status, text, _location = self.server.ask("POST", path, whole, self.cookie)
            self.longest = max(self.longest, time.monotonic() - begun)
            if status == 303:
                self.acknowledged.append(name)
                return
            if status in {0, 503}:
                self.unavailable += status == 503
                time.sleep(0.2)
                continue
            words = re.sub(r"<[^>]+>", " ", text[text.find('id="error-summary"') :].partition("</ul>")[0])
            self.odd.append((status, " ".join(words.split())[:700]))
            return

    @contextmanager
    def at_work(self, forms: list[Callable[[str], tuple[str, Mapping[str, str]]]]) -> Iterator[None]:
        """Let one person per form send it again and again, each time under a name of its own, until the end."""

        def work(person: int, form: Callable[[str], tuple[str, Mapping[str, str]]]) -> None:
            number = 0
            while not self.over.is_set():
                number += 1
                name = f"S{person}-{number}"
                self.send(name, *form(name))

        threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(forms)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(PATIENCE)
