"""The planner's pages for a fund of 1,999 lines, against the same pages for one of 106.

Processor time of the program, without the database server's own; how often the database is asked; how large the page
is. Ways are taken in turns in one run, medians.
"""

import gc
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from time import process_time

from flask import Flask
from sqlalchemy import insert, select

from benchmarks._ground import ENGINES, engine_version, heard, reader, side_by_side
from benchmarks._loading import load
from benchmarks._results import Result, note
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.choices import Role
from promotion.ledger.models import Envelope, Fund
from promotion.planner.ground import last_act
from promotion.planner.models import Scenario
from promotion.units import queries as units
from tests.accounts.conftest import Browser

FEW, MANY = 106, 1_999
PART = 10  # a tenth of the projects are national ones of the first year
ROUNDS = 5
GROWTH = MANY / FEW  # no page may grow worse than the lines do
LARGEST = 1_000  # kilobytes
RULES = (("pro-rata",), ("committed-first", "pro-rata"), ("protect-started", "pro-rata"), ("priority",))


def measure() -> bool:
    """Note each page on both engines; tell whether none grows worse than the lines do or comes too large."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with side_by_side(engine, 2) as apps:
        asked = [_pages(app, lines) for app, lines in zip(apps, (FEW, MANY), strict=True)]
        with apps[0].app_context():
            version = engine_version()
        few, many = asked
        return all([_compare(page, few[page], many[page], apps, version) for page in few])


Page = Callable[[], bytes]


def _pages(app: Flask, lines: int) -> Mapping[str, Page]:
    """Fill a database, keep four scenarios, and return how each page is asked for."""
    with app.app_context():
        load(lines * PART)
        person = reader(app, Role.agency, units.unit("agency").id)
        fund = db.session.scalars(select(Fund).where(Fund.level == "national").order_by(Fund.id)).first()
        assert fund is not None
        address, names = f"/funds/{fund.public_id}/scenarios", unit_of_work.run(partial(_keep, fund))
        db.session.remove()
    side = "&".join(f"s={name}" for name in names)
    addresses = {
        "list of four scenarios": address,
        "a scenario by province": f"/scenarios/{names[0]}",
        "a scenario by project": f"/scenarios/{names[0]}?part=lines",
        "a scenario by project, the last page": f"/scenarios/{names[0]}?part=lines&page={-(-lines // 100)}",
        "four side by side by project": f"{address}/compare?{side}&part=lines",
        "the form of a new scenario": f"{address}/new",
        "the form of a scenario that is kept": f"/scenarios/{names[3]}/edit",
        "the page on which one is proposed": f"/scenarios/{names[0]}/propose",
    }
    pages: dict[str, Page] = {name: partial(_got, person, at) for name, at in addresses.items()}
    pages["a scenario with a fault in it, sent"] = partial(_wrong, person, f"{address}/new")
    return pages


def _keep(fund: Fund) -> list[str]:
    lines = select(Envelope.public_id).where(Envelope.fund_id == fund.id, Envelope.kind == "line")
    some = db.session.scalars(lines.where(Envelope.to_assign > 0).order_by(Envelope.id)).all()[::50]
    names: list[str] = []
    for place, rules in enumerate(RULES):
        row = {
            "public_id": f"scenario{place}", "fund_id": fund.id, "name": f"Phương án {place + 1}",
            "direction": "release", "amount": 500_000, "percent": None,
            "rules": {"order": [[rule, None] for rule in rules]}, "by_hand": dict.fromkeys(some, 0),
            "priorities": {name: at for at, name in enumerate(some, 1)}, "with_idle": False, "depth": "lines",
            "known_on": last_act(fund), "created_by": 1, "created_at": now(),
        }  # fmt: skip
        db.session.execute(insert(Scenario), row)
        names.append(f"scenario{place}")
    return names


def _got(person: Browser, address: str) -> bytes:
    answer = person.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return bytes(answer.data)


def _wrong(person: Browser, address: str) -> bytes:
    answer = person.send(
        address, at=address, name="", direction="release", amount="9", rule_1="pro-rata", depth="lines"
    )
    assert answer.status_code == 422
    return bytes(answer.data)


def _compare(name: str, few: Page, many: Page, apps: list[Flask], version: str) -> bool:
    times = _in_turns(few, many)
    asked, sizes = [], []
    for app, page in zip(apps, (few, many), strict=True):
        with app.app_context(), heard() as statements:
            sizes.append(len(page()) / 1000)
        asked.append(len(statements))
    grown = times[1] / times[0]
    counts = f"{asked[1]} statements against {asked[0]}; {sizes[1]:,.0f} kB against {sizes[0]:,.0f}"
    measured = f"{grown:.1f} × the time; {counts}"
    print(f"  {times[1] * 1000:.0f} ms against {times[0] * 1000:.0f}")
    held = grown <= GROWTH and sizes[1] <= LARGEST and asked[1] <= asked[0] + 10
    floor = f"≤ {GROWTH:.1f} ×; + 10; ≤ {LARGEST:,} kB"
    return note(Result("P23", f"{name}, {MANY:,} lines against {FEW}", version, measured, floor, held))


def _in_turns(*ways: Page) -> list[float]:
    """Return the median processor time of each way, taken in turns."""
    times: list[list[float]] = [[] for _way in ways]
    for turn in range(ROUNDS + 1):
        for kept, way in zip(times, ways, strict=True):
            gc.collect()
            start = process_time()
            way()
            if turn:
                kept.append(process_time() - start)
    return [median(kept) for kept in times]
