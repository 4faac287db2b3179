"""What a booking costs: against reading what is spent first, with few and with many entries, and among eight writers.

The program keeps each balance on its envelope, so that the engine compares one number. The way beside it does the same
booking after it has locked the contract's line and added up its entries, as systems without balances must.
"""

import multiprocessing
import secrets
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text

from benchmarks._ground import ENGINES, engine_version, in_turns, opened
from benchmarks._results import Result, note
from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger import service
from promotion.ledger.books import MOVES, Kind, Step
from promotion.ledger.models import Entry, Fund
from tests.support import house
from tests.support.treasury import DAY, Chain, Treasury, chain, filled, naive_act

FEW, MANY = 10, 10_000  # entries on a line
ROUNDS = 60
WRITERS, PAYMENTS = 8, 60
PLENTY = 10**6
PATIENCE = 300  # seconds that a writer waits for the others to have opened the program
LOCAL: dict[str, Any] = {"level": "local", "owner": "department-2024-91", "home": "2024-91"}
SUM = text("SELECT sum(change) FROM leg WHERE envelope_id = :line AND counter = 'paid'")
LOCK = text("SELECT id FROM envelope WHERE id = :line FOR UPDATE")


@dataclass(frozen=True)
class Writer:
    """What a writer is told: where, and the row ids of the fund and the contract it pays from."""

    address: str
    folder: str
    fund: int
    contract: int


def measure() -> bool:
    """Measure on both engines. There is no floor: what is seen is noted."""
    for engine in ENGINES:
        with opened(engine) as app:
            settings = app.config["SETTINGS"]
            _measure(settings.database.render_as_string(hide_password=False), settings.instance_path)
    return True


def _measure(address: str, folder: Path) -> None:
    version, treasury = engine_version(), Treasury()
    few, many = _contract(treasury, chain(treasury), FEW), _contract(treasury, chain(treasury, **LOCAL), MANY)
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("ANALYZE"))
    if db.engine.dialect.name == "postgresql":
        with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM")
    ways = {
        "few": partial(_pay, treasury, few),
        "many": partial(_pay, treasury, many),
        "few summed": partial(_sum_and_pay, treasury, few),
        "many summed": partial(_sum_and_pay, treasury, many),
    }
    times = in_turns(ways, ROUNDS)
    for size, entries in (("few", FEW), ("many", MANY)):
        note(Result("P20", f"payments a second, {entries:,} on the line before, against those after FOR UPDATE + SUM",
                    version, f"{times[f'{size} summed'] / times[size]:.2f} × as many"))  # fmt: skip
    note(Result("P20", f"a payment with {MANY:,} payments on the line, against one with {FEW}", version,
                f"{times['many'] / times['few']:.2f} × the time"))  # fmt: skip
    _among_writers(address, folder, few, version)


def _contract(treasury: Treasury, made: Chain, payments: int) -> Chain:
    """Fill a chain whose contract saw so many payments of one đồng."""
    filled(treasury, made, PLENTY)
    places = {Kind.line: made.line, Kind.commitment: made.commitment}

    def pay() -> None:
        act = naive_act(db.session.connection(), "pay", made.fund.id)
        rows = [
            {
                "act_id": act, "book": str(move.book), "amount": 1, "business_date": DAY,
                "source_id": places[move.source[0]], "source_counter": move.source[1],
                "target_id": places[move.target[0]], "target_counter": move.target[1],
            }
            for move in MOVES[Step.prepay]
            if move.source and move.target
        ]  # fmt: skip
        db.session.execute(insert(Entry), rows * FEW)

    # Ten by ten: PostgreSQL slows down when one transaction changes one row thousands of times.
    for _ in range(payments // FEW):
        unit_of_work.run(pay)
    return made


def _pay(treasury: Treasury, made: Chain) -> None:
    treasury.act("pay", made.fund, (made.commitment, 1))


def _sum_and_pay(treasury: Treasury, made: Chain) -> None:
    draft = treasury.draft("pay", made.fund, (made.commitment, 1))

    def act() -> None:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(LOCK, {"line": made.line})
        assert db.session.execute(SUM, {"line": made.line}).scalar_one() < PLENTY
        service.propose(treasury.head, draft)

    unit_of_work.run(act)


def _among_writers(address: str, folder: Path, made: Chain, version: str) -> None:
    told = Writer(address, str(folder), made.fund.id, made.commitment)
    alone = _together(1, told)
    waits = sorted(_together(WRITERS, told))
    usual, late = median(alone), waits[len(waits) * 99 // 100]
    note(Result("P19", f"payment of one of {WRITERS} writers, against the median of one alone", version,
                f"median {median(waits) / usual:.0f} ×, 99 of 100 within {late / usual:.0f} ×, the longest "
                f"{waits[-1] / usual:.0f} ×"))  # fmt: skip


def _together(writers: int, told: Writer) -> list[float]:
    """Let so many writers pay at once; return how long each payment took (seconds)."""
    spawn = multiprocessing.get_context("spawn")
    meeting = spawn.Barrier(writers)
    with ProcessPoolExecutor(writers, mp_context=spawn, initializer=_ready, initargs=(meeting,)) as pool:
        return [wait for waits in pool.map(_writer, [told] * writers) for wait in waits]


_meetings: list[Barrier] = []


def _ready(meeting: Barrier) -> None:
    _meetings.append(meeting)


def _writer(told: Writer) -> list[float]:
    app, waits = house.open_house(house.settings_for(told.address, Path(told.folder))), []
    with app.app_context():
        treasury = Treasury()
        fund = db.session.get_one(Fund, told.fund)
        db.session.expunge(fund)
        db.session.rollback()
        _meetings[0].wait(PATIENCE)
        for _ in range(PAYMENTS):
            draft = treasury.draft("pay", fund, (told.contract, 1))
            paper = replace(draft.document, number=secrets.token_hex())
            start = perf_counter()
            treasury.act("pay", fund, (told.contract, 1), document=paper)
            waits.append(perf_counter() - start)
        db.session.remove()
    house.close_house(app)
    return waits
