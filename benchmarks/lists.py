"""The list of 100,000 projects: its page against an empty one, far pages against the first, searching against LIKE.

Pages are asked for as a browser asks, without a network. Searching is the statement alone, which counts all that
is found.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from sqlalchemy import ColumnElement, func, select, text

from benchmarks._ground import ENGINES, engine_version, heard, in_turns, reader, side_by_side
from benchmarks._loading import load
from benchmarks._projects import GOODS
from benchmarks._results import Result, note
from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.kernel.text import search_key
from promotion.projects import finding, listing
from promotion.projects.drafts import ProjectQuestion
from promotion.projects.models import Project
from promotion.projects.ordering import SORTS
from promotion.territory.models import ProvinceRow

PROJECTS = int(os.environ.get("LEDGER") or 100_000)
FAR = PROJECTS // 100  # half-way through the list: page 1,000 of 100,000 projects
ROUNDS = 9
FARTHER, STATEMENTS, FASTER = 2, 5, 20

Words = tuple[str, ...]
Get = Callable[[str], object]


def measure() -> bool:
    """Measure on both engines; tell whether the floors hold on both."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with side_by_side(engine, 1) as (app,):
        with app.app_context():
            load(PROJECTS)
            version = engine_version()
            person = reader(app)

        def get(address: str) -> None:
            answer = person.get(address)
            assert answer.status_code == 200, address

        _first_page(get, version)
        far = _far_pages(get, version)
        with app.test_request_context():
            if engine == "postgresql":
                db.session.execute(text("SET max_parallel_workers_per_gather = 0"))
            return all([far, _few_statements(version), *_searching(version)])


def _first_page(get: Get, version: str) -> None:
    times = in_turns({"list": lambda: get("/projects"), "help": lambda: get("/help"),
                      "hello": lambda: get("/health/live")}, ROUNDS * 5)  # fmt: skip
    size = f"list page of 50 of {PROJECTS:,} projects"
    note(Result("P15", f"{size}, against a page of one word without a session", version,
                f"{times['list'] / times['hello']:.1f} × the time"))  # fmt: skip
    note(Result("P15", "the same, against the page of help: signed in, no list", version,
                f"{times['list'] / times['help']:.1f} × the time"))  # fmt: skip


def _far_pages(get: Get, version: str) -> bool:
    ratios = {}
    for order in (*SORTS, *(f"-{sort}" for sort in SORTS)):
        near, far = (partial(get, f"/projects?sort={order}&page={page}") for page in (1, FAR))
        times = in_turns({"near": near, "far": far}, ROUNDS)
        ratios[order] = times["far"] / times["near"]
    worst = max(ratios, key=lambda order: ratios[order])
    return note(Result("P16", f"page {FAR:,} against page 1, the worst of {len(ratios)} orders ({worst})", version,
                       f"{ratios[worst]:.2f} × the time", f"≤ {FARTHER} ×", ratios[worst] <= FARTHER))  # fmt: skip


def _few_statements(version: str) -> bool:
    most = dict.fromkeys((1, FAR), 0)
    for order in SORTS:
        for page in most:
            with heard() as statements:
                listing.rows(EVERYTHING, ProjectQuestion(), sort=order, page=page)
            most[page] = max(most[page], len(statements))
    return note(Result("P16", "statements of the list in the order that takes most", version,
                       f"{most[1]} on page 1, {most[FAR]} on page {FAR:,}", f"≤ {STATEMENTS}",
                       max(most.values()) <= STATEMENTS))  # fmt: skip


def _searching(version: str) -> Iterator[bool]:
    names = list(db.session.scalars(select(ProvinceRow.name_vi).where(ProvinceRow.edition == "2024")))
    whole = [(name,) for name in (*names, *GOODS)]
    lost = sum(len(_ids(_with_accents(words)) - _ids(_without(words))) for words in whole)
    yield note(Result("P17", f"names of {len(names)} provinces and {len(GOODS)} trades typed without accents: "
                      "projects lost of those found with them", version, str(lost), "0", lost == 0))  # fmt: skip
    with_d = [name for name in names if "đ" in name.lower()]
    pairs = [(GOODS[place % len(GOODS)], name) for place, name in enumerate(with_d)]
    for what, asked in (("a province", [(name,) for name in with_d]), ("a trade and a province", pairs)):
        faster = sorted(_times_faster(words) for words in asked)
        yield note(Result("P17", f"{what} without accents, against LIKE on the name, median of {len(asked)} searches",
                          version, f"{median(faster):.0f} × faster (from {faster[0]:.0f} to {faster[-1]:.0f} ×)",
                          f"≥ {FASTER} ×", median(faster) >= FASTER))  # fmt: skip


def _times_faster(words: Words) -> float:
    """Return how many times faster all matches are counted by the index of words than by LIKE."""
    counting = select(func.count()).select_from(Project)
    queries = {
        name: counting.where(*way(words)) for name, way in (("index", _without), ("like", _with_accents))
    }
    times = in_turns({name: partial(db.session.scalar, query) for name, query in queries.items()}, ROUNDS)
    return times["like"] / times["index"]


def _without(words: Words) -> list[ColumnElement[bool]]:
    return finding.named(search_key(" ".join(words)))


def _with_accents(words: Words) -> list[ColumnElement[bool]]:
    return [Project.name.contains(word) for word in words]


def _ids(conditions: list[ColumnElement[bool]]) -> set[int]:
    return set(db.session.scalars(select(Project.id).where(*conditions)))
