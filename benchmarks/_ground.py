"""Databases for measurements, on both engines, and how times are taken: in turns, as medians."""

import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from statistics import median
from time import perf_counter

import sqlalchemy
from flask import Flask
from sqlalchemy import event, text

from promotion.accounts import service as accounts
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.database import unit_of_work
from promotion.database.engines import sqlite_driver
from promotion.database.handle import db
from promotion.kernel.choices import Role
from tests.accounts.conftest import Browser
from tests.factories import country
from tests.factories.people import OPERATOR, PASSWORD
from tests.support import engines, house

ENGINES = engines.ENGINES


@contextmanager
def opened(engine: str, contents: str = "reference") -> Iterator[Flask]:
    """Lend the application on a fresh database of its own, inside its context."""
    with side_by_side(engine, 1, contents) as (app,), app.app_context():
        yield app
        db.session.remove()


@contextmanager
def side_by_side(engine: str, number: int, contents: str = "reference") -> Iterator[list[Flask]]:
    """Lend several applications, each on a fresh database of its own; who asks one enters its context."""
    folder = engines.open_run()
    apps = []
    try:
        databases = engines.Databases({**house.CONTENTS, "country": country.build})
        with ExitStack() as lent:
            for _ in range(number):
                address = lent.enter_context(databases.fresh(engine, contents))
                apps.append(house.open_house(house.settings_for(address, folder)))
                lent.callback(house.close_house, apps[-1])
            yield apps
    finally:
        engines.close_run(folder)


def reader(app: Flask, role: Role = Role.auditor, unit: int | None = None) -> Browser:
    """Return a person at a browser of its own: an auditor, who may see everything, unless told."""

    def enter() -> None:
        user = accounts.add_user(OPERATOR, UserDraft("reader@example.vn", "Reader", PASSWORD))
        accounts.add_grant(OPERATOR, user, GrantDraft(role, date(2020, 1, 1), unit_id=unit))

    unit_of_work.run(enter)
    person = Browser(app)
    assert person.sign_in("reader@example.vn").status_code == 303
    return person


def in_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each way; all are run once before, then one after the other, round by round."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            start = perf_counter()
            way()
            if turn:
                taken[name].append(perf_counter() - start)
    return {name: median(times) for name, times in taken.items()}


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect what the database is asked meanwhile."""
    statements: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    db.session.connection()  # a transaction begins before we listen
    event.listen(db.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(db.engine, "before_cursor_execute", hear)


def versions() -> str:
    """Return what the figures were taken with."""
    return f"Python {platform.python_version()}, SQLAlchemy {sqlalchemy.__version__}"


def engine_version() -> str:
    """Return the name and version of the database at hand."""
    if db.engine.dialect.name == "sqlite":
        return f"SQLite {sqlite_driver().sqlite_version}"
    return "PostgreSQL " + str(db.session.execute(text("SHOW server_version")).scalar()).split()[0]
