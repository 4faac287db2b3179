"""The dashboard while the ledger grows: the same projects with a ledger of one length and of twice that length.

Two databases stand side by side and are asked in turns. LEDGER says how many projects they hold (ten entries each):
LEDGER=100000 measures a million entries against two, which takes some minutes to load.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from sqlalchemy import text

from benchmarks._ground import ENGINES, engine_version, in_turns, side_by_side
from benchmarks._loading import YEARS, load
from benchmarks._results import Result, note
from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.figures.facts import facts
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today

T = TypeVar("T")
PROJECTS = int(os.environ.get("LEDGER") or 20_000)
ROUNDS = 25
MOST = 0.15  # of its time that the dashboard may become slower


def measure() -> bool:
    """Compare on both engines; tell whether the dashboard stays within the limit on both."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with side_by_side(engine, 2) as (short, long):
        entries = len(_inside(short, lambda: load(PROJECTS))().entries)
        _inside(long, lambda: load(PROJECTS, twice=True))()
        assert _inside(long, _entries)() == 2 * entries
        ways = {"short": _inside(short, _dashboard), "long": _inside(long, _dashboard)}
        pages = {"short page": _inside(short, _page), "long page": _inside(long, _page)}
        times = in_turns({**ways, **pages}, ROUNDS)
        size = f"ledger of {2 * entries:,} entries against {entries:,}, {PROJECTS:,} projects"
        version = _inside(long, engine_version)()
        grown = times["long"] / times["short"] - 1
        held = note(Result("P13", f"province × year from the counters, {size}", version, f"{grown:+.0%} of the time",
                           f"≤ +{MOST:.0%}", grown <= MOST))  # fmt: skip
        grown = times["long page"] / times["short page"] - 1
        note(
            Result(
                "P13",
                "the same, whole table of one year as a page shows it",
                version,
                f"{grown:+.0%} of the time",
            )
        )
        return held


def _inside(app: Flask, act: Callable[[], T]) -> Callable[[], T]:
    def run() -> T:
        with app.test_request_context():
            return act()

    return run


def _entries() -> int:
    return int(db.session.execute(text("SELECT count(*) FROM entry")).scalar_one())


def _dashboard() -> list[object]:
    return [fact for year in YEARS for fact in facts(EVERYTHING, _question(year))]


def _page() -> object:
    return tabulate(EVERYTHING, _question(2024), "en")


def _question(year: int) -> Question:
    return Question(year, Dimension.province, None, None, today(), Boundaries("recorded"))
