"""Fixtures of the journeys: the stage, desks, and a ledger that adds up when the curtain falls."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.ledger.models import Act, Proposal
from promotion.ledger.verify import differences
from tests.journeys import budget_year, stage
from tests.journeys.desk import Desk, at_desk
from tests.support.engines import Databases

Desks = Callable[..., Desk]


@pytest.fixture(scope="session")
def databases(databases: Databases) -> Databases:
    """The fresh databases of this worker, among them the stage."""
    databases.builders.setdefault("stage", stage.build)
    databases.builders.setdefault("budget year", budget_year.build)
    return databases


@pytest.fixture
def desk(app: Flask, browser: Browser, address: str) -> Iterator[Desks]:
    """Return desk(name): a signed-in person at a browser. The ledger must add up in the end."""
    with ExitStack() as desks:

        def take(name: str, **options: Any) -> Desk:
            taken = desks.enter_context(at_desk(browser, address, name, **options))
            taken.sign_in()
            return taken

        yield take
    with app.app_context():
        assert differences() == []


@pytest.fixture
def written(app: Flask) -> Callable[[], tuple[int, int]]:
    """Return written(): how many proposals and acts the database holds now."""

    def count() -> tuple[int, int]:
        with app.app_context():
            proposals = db.session.scalar(select(func.count()).select_from(Proposal))
            acts = db.session.scalar(select(func.count()).select_from(Act))
            return proposals or 0, acts or 0

    return count
