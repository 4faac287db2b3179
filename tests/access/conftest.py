"""Who knocks in the tests of access."""

from collections.abc import Callable

import pytest
from flask import Flask

from promotion.database import unit_of_work
from tests.access.walker import Walker, walker, without_effect


@pytest.fixture
def walking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application; what is sent to it is done and forgotten."""
    monkeypatch.setattr(unit_of_work, "run", without_effect)
    return app


@pytest.fixture
def visitor(app: Flask) -> Callable[[str], Walker]:
    """Make a person of a role who can ask for pages."""
    return lambda role: walker(app, role)
