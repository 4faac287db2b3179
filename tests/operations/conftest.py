"""Second houses beside the test's own: empty places to restore into, on either engine."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import Context
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.support import engines, house
from tests.support.sources import ROOT


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The application with its database at hand, outside any request."""
    with app.app_context():
        yield app


@pytest.fixture
def another(databases: engines.Databases, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Open a house on another database: its engine, and what it holds (nothing at all unless told)."""
    with ExitStack() as stack:

        def open_one(engine: str, contents: str = "none") -> Flask:
            if engine not in engines.asked_for():
                pytest.skip(f"{engine} was not asked for")
            # Templates are built by commands, which would run on an application that the test has open.
            address = Context().run(stack.enter_context, databases.fresh(engine, contents))
            folder = tmp_path / f"instance-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            app = house.open_house(house.settings_for(address, folder))
            stack.callback(house.close_house, app)
            return app

        yield open_one


def flask(app: Flask, *words: str) -> Result:
    """Run an operator's command, in English, whatever becomes of it; an application the test has open is not seen."""
    result = Context().run(app.test_cli_runner().invoke, args=[*words, "--lang", "en"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def started(app: Flask, *words: str) -> subprocess.Popen[str]:
    """Start an operator's command as a process of its own; what it says comes on one pipe."""
    settings = app.config["SETTINGS"]
    own = {
        "DATABASE_URL": settings.database.render_as_string(hide_password=False),
        "INSTANCE_PATH": str(settings.instance_path),
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
