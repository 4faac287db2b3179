"""Fixtures of all tests: databases on both engines, the application, a browser, and what is left out.

Environment of a run: TEST_ENGINES (sqlite,postgresql; both when not set) and FOREIGN_WORKBOOKS. Every setting
of the program is taken out of the environment first, so that no test depends on the machine.

Markers: browser, office, long, one_engine; data("none" | "empty" | "reference" | "practice", shared=False)
chooses what the test's database holds (reference data when not said); shared=True promises not to write and is
faster.
"""

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from config import Settings
from tests.factories import country
from tests.support import browser as browsers
from tests.support import desk, engines, house, left_out, lots, office
from tools import serving

for _name in Settings.model_fields:
    if _name != "foreign_workbooks":
        os.environ.pop(_name.upper(), None)

RUN = pytest.StashKey[Path]()
LONG_LEFT = pytest.StashKey[int]()


# ---------------------------------------------------------------- the run


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LONG_LEFT] = 0
    lots.prepare_examples()
    config.addinivalue_line(
        "markers", "one_engine(**but): on PostgreSQL in the long tests only, but for these cases"
    )
    config.addinivalue_line("markers", "data(contents, shared=False): what the test's database holds")
    if engines.RUN_FOLDER not in os.environ:
        config.stash[RUN] = engines.open_run()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long tests what runs on one engine at every run.

    one_engine marks a test that asks the engine nothing of its own: it runs on PostgreSQL in the long tests only.
    one_engine(role=["clerk"]) leaves these cases of a parameter on PostgreSQL at every run.
    """
    for item in items:
        marker, call = item.get_closest_marker("one_engine"), getattr(item, "callspec", None)
        if marker is None or call is None or call.params.get("engine_name") != "postgresql":
            continue
        stays = [call.params.get(name, cases[0]) in cases for name, cases in marker.kwargs.items()]
        if not stays or not all(stays):
            item.add_marker(pytest.mark.long)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests leave behind, not among what stands all along."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(RUN, None)
    if folder is not None:
        engines.close_run(folder)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and left_out.chromium() is None:
        left_out.leave_out(left_out.CHROMIUM)
    if item.get_closest_marker("office") and left_out.office() is None:
        left_out.leave_out(left_out.OFFICE)


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("long"):
            item.config.stash[LONG_LEFT] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["long_left"] = session.config.stash[LONG_LEFT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take a parallel worker's count: each of them left out the same tests."""
    stash = node.config.stash
    stash[LONG_LEFT] = max(stash[LONG_LEFT], getattr(node, "workeroutput", {}).get("long_left", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [
        report.longrepr[2].removeprefix("Skipped: ")
        for report in skipped
        if isinstance(report.longrepr, tuple)
    ]
    lines = left_out.closing_lines(reasons, terminalreporter.config.stash[LONG_LEFT])
    if lines:
        terminalreporter.section("left out")
        for line in lines:
            terminalreporter.write_line(line)


# ---------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def databases() -> engines.Databases:
    """The fresh databases of this worker."""
    return engines.Databases({**house.CONTENTS, "country": country.build, "desk": desk.build})


@pytest.fixture(params=engines.ENGINES)
def engine_name(request: pytest.FixtureRequest, databases: engines.Databases) -> str:
    """The engine of this test: each test that asks for a database runs once on each."""
    name: str = request.param
    if name not in engines.asked_for():
        left_out.leave_out(left_out.not_asked(name))
    if name == "postgresql":
        try:
            databases.postgresql()
        except engines.EngineMissing as trouble:
            left_out.leave_out(f"PostgreSQL: {trouble}")
    return name


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, engine_name: str, databases: engines.Databases
) -> Iterator[str]:
    """The address of this test's own database, as the marker data describes it."""
    marker = request.node.get_closest_marker("data")
    contents = marker.args[0] if marker else "reference"
    if marker and marker.kwargs.get("shared"):
        yield databases.read_only(engine_name, contents)
        return
    with databases.fresh(engine_name, contents) as address:
        yield address


# ---------------------------------------------------------------- the application


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hash passwords quickly: how slow argon2id is on purpose is no question of these tests."""
    with house.cheap_hashes():
        yield


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of this test's application."""
    return house.settings_for(database_url, tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on this test's own database."""
    opened = house.open_house(settings)
    yield opened
    house.close_house(opened)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen, nobody signed in."""
    return app.test_client()


# ---------------------------------------------------------------- browser, office, workbooks


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once per worker. Tests carry the marker browser."""
    executable = left_out.chromium()
    if executable is None:
        left_out.leave_out(left_out.CHROMIUM)
    with browsers.started(executable) as running:
        yield running


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address at which this test's application is served."""
    with serving.served(app) as served_at:
        yield served_at


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A blank page of the browser; the test fails when scripts break or content is refused."""
    with browsers.blank_page(browser, address) as (blank, faults):
        yield blank
    assert not faults


@pytest.fixture
def convert() -> partial[Path]:
    """LibreOffice as convert(file, "xlsx" | "pdf", folder); it returns the new file. Marker: office."""
    soffice = left_out.office()
    if soffice is None:
        left_out.leave_out(left_out.OFFICE)
    return partial(office.convert, soffice)


@pytest.fixture
def foreign_workbooks() -> Path:
    """The folder with other people's spreadsheets."""
    folder = left_out.foreign_workbooks()
    if folder is None:
        left_out.leave_out(left_out.WORKBOOKS)
    return folder
