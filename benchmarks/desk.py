"""The ministry's desk while the plan of a year grows: 2,000 lines of money against ten times as many, page by page.

Two databases stand side by side and are asked in turns as a browser asks, without a network. LINES says how many lines
the larger one has in each of five years: LINES=2000 is a quick look.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from flask import Flask
from sqlalchemy import event

from benchmarks._ground import ENGINES, engine_version, in_turns, reader, side_by_side
from benchmarks._loading import YEARS, load
from benchmarks._results import Result, note
from promotion.database.handle import db
from tests.accounts.conftest import Browser

LINES = int(os.environ.get("LINES") or 20_000)
TIMES = 10
ROUNDS = 5
MOST = 1.3 * TIMES  # a page may take as many times as long as there are times as many lines, and a little
PAGES = {
    "overview": "/desk?year=2024",
    "days": "/desk/days?year=2024",
    "idle": "/desk/idle?year=2024",
    "committable": "/desk/committable?year=2024",
    "forecast": "/desk/forecast?year=2024",
    "waiting": "/desk/waiting?year=2024",
}


def measure() -> bool:
    """Compare on both engines; tell whether every page stays within the limit on both."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with side_by_side(engine, 2) as (small, large):
        few, many = (_opened(app, lines) for app, lines in ((small, LINES // TIMES), (large, LINES)))
        with large.app_context():
            version = engine_version()
        grown, asked = {}, {}
        for name, address in PAGES.items():
            times = in_turns(
                {"few": partial(_get, few, address), "many": partial(_get, many, address)}, ROUNDS
            )
            grown[name] = times["many"] / times["few"]
            asked[name] = [_statements(app, person, address) for app, person in ((small, few), (large, many))]
        worst = max(grown, key=lambda name: grown[name])
        size = f"{LINES:,} lines of the year against {LINES // TIMES:,}"
        note(Result("P22", f"overview of the desk, {size}", version, f"{grown['overview']:.1f} × the time"))
        within = note(Result("P22", f"pages of the desk, {size}, the worst of {len(PAGES)} ({worst})", version,
                             f"{grown[worst]:.1f} × the time", f"≤ {MOST:.0f} ×", grown[worst] <= MOST))  # fmt: skip
        few_asked, many_asked = asked["overview"]
        same = note(Result("P22", "statements of the overview, and whether any page asks more often", version,
                           f"{few_asked} and {many_asked}", "the same",
                           all(one == other for one, other in asked.values())))  # fmt: skip
        return within and same


def _opened(app: Flask, lines: int) -> Browser:
    """Fill a database with so many lines a year and return who reads it."""
    with app.app_context():
        load(lines * len(YEARS))
        return reader(app)


def _get(person: Browser, address: str) -> None:
    answer = person.get(address)
    assert answer.status_code == 200, address


def _statements(app: Flask, person: Browser, address: str) -> int:
    """Count what a page asks, the fewer of two times: a session that is old enough is looked at once more."""
    counts = []
    for _ in range(2):
        with app.app_context(), _heard() as heard:
            _get(person, address)
        counts.append(sum(one.lstrip()[:6].lower().startswith(("select", "with")) for one in heard))
    return min(counts)


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what the database is asked meanwhile."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(db.engine, "before_cursor_execute", hear)
