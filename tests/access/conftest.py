"""The country for the tests of access, and which of them run every time."""

from collections.abc import Callable

import pytest
from flask import Flask

from promotion.database import unit_of_work
from tests.access.walker import Walker, walker, without_effect

EVERY_RUN = {"clerk", "finance", "organiser"}
"""The roles that walk on PostgreSQL at every run. On SQLite all of them do."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the other roles on PostgreSQL to the long tests."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        if chosen is not None and chosen.params.get("engine_name") == "postgresql":
            role = chosen.params.get("role")
            if role is not None and role not in EVERY_RUN:
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
