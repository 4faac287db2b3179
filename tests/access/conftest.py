"""The country for the tests of access, and which of them run every time."""

from collections.abc import Callable

import pytest
from flask import Flask

from promotion.database import unit_of_work
from tests.access.walker import Walker, walker, without_effect

EVERY_RUN = {"clerk", "finance", "organiser"}
"""The roles that walk on PostgreSQL at every run. On SQLite all of them do."""

ONE_ENGINE = {"test_canaries", "test_fields", "test_forgery", "test_headers", "test_start"}
"""Modules that ask the engine nothing of its own: on PostgreSQL in the long tests only."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other roles on PostgreSQL to the long tests."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        if chosen is not None and chosen.params.get("engine_name") == "postgresql":
            role, module = chosen.params.get("role"), item.path.stem
            walks = module == "test_walk" and role is not None
            if module in ONE_ENGINE or (walks and role not in EVERY_RUN):
                item.add_marker(pytest.mark.long)


@pytest.fixture
def walking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application; what is sent to it is done and forgotten."""
    monkeypatch.setattr(unit_of_work, "run", without_effect)
    return app


@pytest.fixture
def visitor(app: Flask) -> Callable[[str], Walker]:
    """Make a person of a role who can ask for pages."""
    return lambda role: walker(app, role)
