"""Databases for measurements, on both engines, and how times are taken: in turns, as medians."""

import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import sqlalchemy
from flask import Flask
from sqlalchemy import text

from promotion.database.engines import sqlite_driver
from promotion.database.handle import db
from tests.support import engines, house

ENGINES = engines.ENGINES


@contextmanager
def opened(engine: str, contents: str = "reference") -> Iterator[Flask]:
    """Lend the application on a fresh database of its own, inside its context."""
    folder = engines.open_run()
    try:
        databases = engines.Databases(house.CONTENTS)
        with databases.fresh(engine, contents) as address:
            app = house.open_house(house.settings_for(address, folder))
            with app.app_context():
                yield app
                db.session.remove()
            house.close_house(app)
    finally:
        engines.close_run(folder)


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


def versions() -> str:
    """Return what the figures were taken with."""
    return f"Python {platform.python_version()}, SQLAlchemy {sqlalchemy.__version__}"


def engine_version() -> str:
    """Return the name and version of the database at hand."""
    if db.engine.dialect.name == "sqlite":
        return f"SQLite {sqlite_driver().sqlite_version}"
    return "PostgreSQL " + str(db.session.execute(text("SHOW server_version")).scalar()).split()[0]
