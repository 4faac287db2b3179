"""Eight clients at twenty ceilings: through the program, and the naive way beside it.

Each client is a process of its own and pays one đồng at a time from one purse after the other until it is refused. The
naive way reads what is spent, then inserts: with eight of them it spends more than there is.
"""

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import time

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from benchmarks._ground import ENGINES, engine_version, opened
from benchmarks._results import Result, note
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.kernel.errors import DomainError
from promotion.ledger import verify
from promotion.ledger.models import Fund
from tests.support import house
from tests.support.treasury import Treasury, balances, chain, filled

CLIENTS = 8
PURSES = 20
CEILING = 25  # đồng in each purse
PATIENCE = 300  # seconds that a client waits for the others to have opened the program
PLENTY = 100_000


@dataclass(frozen=True)
class Task:
    """What a client is told: where, which contracts (or naive purses), and its own luck."""

    address: str
    folder: str
    fund: int
    purses: tuple[int, ...]
    seed: int


Met = tuple[dict[str, int], float, float]  # how often what happened, when the client began, when it was done


def measure() -> bool:
    """Storm both engines; tell whether nothing was overspent, every purse emptied, and no error shown."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with opened(engine) as app:
        settings = app.config["SETTINGS"]
        address = settings.database.render_as_string(hide_password=False)
        treasury = Treasury()
        fund, lines, contracts = _purses(treasury)
        outcomes, seconds = _storm(_client, address, settings.instance_path, fund, tuple(contracts))
        paid = [balances(line).get("paid", 0) for line in lines]
        over, full = sum(p > CEILING for p in paid), sum(p == CEILING for p in paid)
        errors = sum(
            number for kind, number in outcomes.items() if kind not in {"paid", "ceiling.line.money"}
        )
        print(dict(outcomes), f"{outcomes['paid'] / seconds:.0f} payments/s")
        version = engine_version()
        clean = verify.differences() == []
        held = over == 0 and full == PURSES and errors == 0 and clean
        note(Result("P18", f"{CLIENTS} clients, {PURSES} purses through the program", version,
                    f"{over} overspent, {full} emptied exactly, {errors} errors shown, recount "
                    f"{'clean' if clean else 'differs'}", f"0, {PURSES}, 0, clean", held))  # fmt: skip
        broken, naive_seconds = _naive(address, settings.instance_path)
        note(Result("P18", "the naive way beside it: read what is spent, then insert", version,
                    f"{broken} of {PURSES} overspent", "≥ 1 (else it was no storm)", broken > 0))  # fmt: skip
        print(f"naive way: {naive_seconds:.1f} s")
        return held and broken > 0


def _purses(treasury: Treasury) -> tuple[int, list[int], list[int]]:
    """Open twenty lines with 25 đồng each, under contracts of far more."""
    first = chain(treasury)
    filled(treasury, first, PLENTY)
    treasury.act("approve", first.fund, (first.top, PLENTY * PURSES))
    treasury.act("release", first.fund, (first.top, PLENTY))
    treasury.act("share", first.fund, (first.share, PLENTY))
    lines = [treasury.line(first.share, 100 + number) for number in range(PURSES)]
    contracts = [treasury.commitment(line) for line in lines]
    treasury.act("list", first.fund, *((line, PLENTY) for line in lines))
    treasury.act("assign", first.fund, *((line, CEILING) for line in lines))
    treasury.act("commit", first.fund, *((contract, PLENTY) for contract in contracts))
    return first.fund.id, lines, contracts


def _storm(
    work: Callable[[Task], Met], address: str, folder: Path, fund: int, purses: tuple[int, ...]
) -> tuple[Counter[str], float]:
    """Let the clients loose at the same moment; return what they met in all, and how long it took."""
    tasks = [Task(address, str(folder), fund, purses, seed) for seed in range(CLIENTS)]
    spawn = multiprocessing.get_context("spawn")
    outcomes: Counter[str] = Counter()
    starts, ends = [], []
    meeting = spawn.Barrier(CLIENTS)
    with ProcessPoolExecutor(CLIENTS, mp_context=spawn, initializer=_ready, initargs=(meeting,)) as pool:
        for found, start, end in pool.map(work, tasks):
            outcomes.update(found)
            starts.append(start)
            ends.append(end)
    return outcomes, max(ends) - min(starts)


_together: list[Barrier] = []


def _ready(meeting: Barrier) -> None:
    """Keep what lets the clients of this storm begin at the same moment."""
    _together.append(meeting)


def _client(task: Task) -> Met:
    """Pay from purses drawn by lot until each one refuses; return how often what happened."""
    app = house.open_house(house.settings_for(task.address, Path(task.folder)))
    chance, met = random.Random(task.seed), Counter[str]()
    with app.app_context():
        treasury = Treasury()
        fund = db.session.get_one(Fund, task.fund)
        db.session.expunge(fund)
        db.session.rollback()
        left = list(task.purses)
        _together[0].wait(PATIENCE)
        start = time()
        while left:
            purse = chance.choice(left)
            try:
                document = treasury.draft("pay", fund).document
                own = type(document)(f"{task.seed}-{document.number}", document.day, document.issuer)
                treasury.act("pay", fund, (purse, 1), document=own)
                met["paid"] += 1
            except DomainError as refusal:
                met[str(getattr(refusal, "code", refusal))] += 1
                left.remove(purse)
            except Exception as error:  # noqa: BLE001 - whatever a user would have seen counts as an error
                met[type(error).__name__] += 1
                left.remove(purse)
        end = time()
        db.session.remove()
    house.close_house(app)
    return dict(met), start, end


def _naive(address: str, folder: Path) -> tuple[int, float]:
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("CREATE TABLE naive_payment (purse BIGINT, amount BIGINT)"))
    _outcomes, seconds = _storm(_naive_client, address, folder, 0, tuple(range(PURSES)))
    db.session.rollback()  # what was read before is seen no longer
    rows = db.session.execute(text("SELECT purse, sum(amount) AS spent FROM naive_payment GROUP BY purse"))
    spent = [int(row.spent) for row in rows]
    db.session.rollback()
    return sum(total > CEILING for total in spent), seconds


def _naive_client(task: Task) -> Met:
    """Do the same with SQLAlchemy and the driver as they come."""
    engine = create_engine(task.address)
    chance, met = random.Random(task.seed), Counter[str]()
    left = list(task.purses)
    _together[0].wait(PATIENCE)
    start = time()
    while left:
        purse = chance.choice(left)
        try:
            with engine.begin() as connection:
                query = text("SELECT coalesce(sum(amount), 0) FROM naive_payment WHERE purse = :p")
                if connection.execute(query, {"p": purse}).scalar_one() >= CEILING:
                    left.remove(purse)
                    continue
                connection.execute(text("INSERT INTO naive_payment VALUES (:p, 1)"), {"p": purse})
                met["paid"] += 1
        except DBAPIError:
            met["error"] += 1
    engine.dispose()
    return dict(met), start, time()
