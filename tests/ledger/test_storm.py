"""Sixteen writers at one ceiling: code that looks at nothing cannot pass it, and it is filled to the last đồng.

Beside it stands a table without triggers and CHECKs, on which the same storm passes the ceiling: so it is a storm.
"""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from promotion.database import unit_of_work
from promotion.database.engines import WRITING, engine_options, prepare
from promotion.database.handle import db
from promotion.kernel.errors import DomainError
from promotion.ledger import service, verify
from promotion.ledger.models import Act, Envelope
from tests.support.crowd import PATIENCE, together
from tests.support.treasury import balances, naive_act, naive_entry

WRITERS = 16
ROUNDS = 5
CEILING = 37  # đồng; each payment is of one, sixteen times five are tried


class Writer:
    """A naive writer with an engine of its own: it looks, waits until all have looked, then writes."""

    def __init__(self, address: str, barrier: threading.Barrier) -> None:
        self.barrier = barrier
        self.engine = create_engine(address, poolclass=NullPool, **engine_options(address))
        prepare(self.engine)

    def look(self, statement: str) -> int:
        """Read one number, and wait for the others."""
        with self.engine.connect() as connection:
            seen = int(connection.execute(text(statement)).scalar() or 0)
        self.barrier.wait()
        return seen

    def write(self, act: Callable[..., None]) -> bool:
        """Write in a transaction; tell whether the database took it."""
        try:
            with self.engine.execution_options(**{WRITING: True}).begin() as connection:
                act(connection)
        except DBAPIError as refusal:
            if "ck_envelope_money_not_negative" not in str(refusal.orig):
                raise
            return False
        return True


def storm(app, address: str, attempt: Callable[[Writer], bool]) -> list[bool]:
    """Let sixteen writers try five times each; return what passed."""
    barrier = threading.Barrier(WRITERS, timeout=PATIENCE)

    def writer() -> list[bool]:
        hand = Writer(address, barrier)
        passed = []
        for _ in range(ROUNDS):
            passed.append(attempt(hand))
            barrier.wait()
        return passed

    results = together(app, [writer] * WRITERS)
    assert not [result for result in results if isinstance(result, Exception)], results
    return [passed for result in results for passed in result]


@pytest.fixture
def purse(treasury, national):
    """A line that holds 37 đồng, under a contract of 10,000."""
    for kind, place, amount in (
        ("approve", national.top, 10_000),
        ("list", national.line, 10_000),
        ("release", national.top, 10_000),
        ("share", national.share, 10_000),
        ("assign", national.line, CEILING),
        ("commit", national.commitment, 10_000),
    ):
        treasury.act(kind, national.fund, (place, amount))
    return national


def test_naive_writers_cannot_pass_the_ceiling_and_fill_it(app, database_url, purse):
    def pay(hand: Writer) -> bool:
        if hand.look(f"SELECT money FROM envelope WHERE id = {purse.line}") < 1:
            return False

        def act(connection) -> None:
            number = naive_act(connection, "pay", purse.fund.id, amount=1)
            naive_entry(connection, number, "money", (purse.line, "money"), (purse.line, "paid"), 1)
            naive_entry(
                connection,
                number,
                "obligations",
                (purse.commitment, "owed"),
                (purse.commitment, "discharged"),
                1,
            )
            naive_entry(connection, number, "claims", None, (purse.commitment, "uncleared"), 1)

        return hand.write(act)

    passed = storm(app, database_url, pay)
    assert sum(passed) == CEILING
    assert balances(purse.line)["paid"] == CEILING
    assert "money" not in balances(purse.line)
    assert [fault for fault in verify.differences() if "number" not in str(fault)] == []


def test_the_same_storm_passes_the_ceiling_of_a_table_without_guards(app, database_url, purse):
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("CREATE TABLE naive_payment (amount BIGINT NOT NULL)"))

    def pay(hand: Writer) -> bool:
        if hand.look("SELECT sum(amount) FROM naive_payment") >= CEILING:
            return False
        return hand.write(lambda connection: connection.execute(text("INSERT INTO naive_payment VALUES (1)")))

    passed = storm(app, database_url, pay)
    assert sum(passed) == 3 * WRITERS > CEILING  # after two rounds 32 are spent, and all sixteen see room


def test_writers_through_the_service_fill_the_ceiling_and_are_refused_in_words(app, treasury, purse):
    codes: Counter[str] = Counter()

    def writer() -> None:
        for _ in range(ROUNDS):
            try:
                treasury.act("pay", purse.fund, (purse.commitment, 1))
                codes["paid"] += 1
            except DomainError as refusal:
                codes[getattr(refusal, "code", "?")] += 1

    results = together(app, [writer] * WRITERS)
    assert results == [None] * WRITERS
    assert codes == {"paid": CEILING, "ceiling.line.money": WRITERS * ROUNDS - CEILING}
    assert balances(purse.line)["paid"] == CEILING
    assert verify.differences() == []
    count, last = db.session.execute(select(func.count(), func.max(Act.number))).one()
    assert count == last


def test_two_reversals_of_one_act_at_once_take_it_back_once(app, treasury, purse):
    act = treasury.act("pay", purse.fund, (purse.commitment, 5))
    results = together(app, [lambda: treasury.reverse(act)] * 8)
    codes = Counter(getattr(result, "code", "done") for result in results)
    assert codes == {"done": 1, "act.reversed": 7}
    assert verify.differences() == []


def test_one_proposal_booked_by_many_at_once_is_booked_once(app, treasury, purse):
    proposal = treasury.propose("pay", purse.fund, (purse.commitment, 5))
    results = together(app, [lambda: treasury.book(proposal)] * 8)
    codes = Counter(getattr(result, "code", "done") for result in results)
    assert codes == {"done": 1, "proposal.decided": 7}
    assert balances(purse.line)["paid"] == 5


def test_a_voucher_sent_by_many_at_once_is_booked_once(app, treasury, purse):
    document = treasury.draft("pay", purse.fund, (purse.commitment, 1)).document
    pay = lambda: treasury.act("pay", purse.fund, (purse.commitment, 1), document=document)  # noqa: E731 - sent often
    codes = Counter(getattr(result, "code", "done") for result in together(app, [pay] * 8))
    assert codes == {"done": 1, "voucher.used": 7}


def test_a_share_opened_by_many_at_once_is_one_share(app, treasury, purse):
    places = together(app, [lambda: treasury.share(purse.fund, "centre-2024-92")] * 8)
    assert len(set(places)) == 1, places


# ---------------------------------------------------------------- crossing


@pytest.fixture
def three(treasury, purse):
    """Three contracts on three lines of one unit, each with money."""
    contracts = []
    for project in (2, 3, 4):
        line = treasury.line(purse.share, project)
        treasury.act("approve", purse.fund, (purse.top, 100))
        treasury.act("list", purse.fund, (line, 100))
        treasury.act("assign", purse.fund, (line, 100))
        contract = treasury.commitment(line)
        treasury.act("commit", purse.fund, (contract, 100))
        contracts.append(contract)
    return contracts


@pytest.fixture
def waits(monkeypatch):
    """How often an act was tried again, and for how long it waited."""
    found: list[float] = []
    monkeypatch.setattr(unit_of_work.time, "sleep", found.append)
    return found


def test_crossing_and_ring_acts_lock_in_one_order_and_never_stop_each_other(
    app, treasury, purse, three, waits
):
    rings = [(0, 1), (1, 0), (1, 2), (2, 1), (2, 0), (0, 2), (0, 1, 2), (2, 1, 0)]

    def pay(ring: tuple[int, ...]) -> Callable[[], None]:
        def act() -> None:
            for _ in range(5):
                treasury.act("pay", purse.fund, *((three[place], 1) for place in ring))

        return act

    assert together(app, [pay(ring) for ring in rings]) == [None] * len(rings)
    assert waits == []
    paid = [balances(contract)["discharged"] for contract in three]
    assert paid == [sum(place in ring for ring in rings) * 5 for place in range(3)]
    assert verify.differences() == []


def test_naive_code_that_locks_crosswise_is_tried_again_and_nobody_sees_it(
    app, treasury, purse, three, engine_name
):
    """PostgreSQL ends one of two acts that wait for each other; SQLite never lets two write at once."""
    if engine_name == "sqlite":
        return
    barrier = threading.Barrier(2, timeout=PATIENCE)
    tries = Counter()

    def pay(first: int, second: int) -> Callable[[], None]:
        def act() -> None:
            tries[first] += 1
            number = naive_act(db.session, "pay", purse.fund.id)
            for contract in (first, second):
                naive_entry(
                    db.session, number, "obligations", (contract, "owed"), (contract, "discharged"), 1
                )
                if contract == first and sum(tries.values()) <= 2:
                    barrier.wait()

        return lambda: unit_of_work.run(act)

    assert together(app, [pay(three[0], three[1]), pay(three[1], three[0])]) == [None, None]
    assert sum(tries.values()) == 3
    assert [balances(contract)["discharged"] for contract in three[:2]] == [2, 2]


def test_an_open_line_does_not_wait_for_an_act_above_it(app, treasury, purse, engine_name):
    """Opening branches and booking above them at once: neither waits for the other in a ring."""

    def open_and_pay() -> None:
        for project in range(100, 104):
            line = treasury.line(purse.share, project)
            treasury.act("list", purse.fund, (line, 1))

    treasury.act("approve", purse.fund, (purse.top, 1000))
    results = together(app, [open_and_pay] * 8)
    assert results == [None] * 8
    assert db.session.scalar(select(func.count()).select_from(Envelope).where(Envelope.kind == "line")) == 33
    assert service.queries.fund_envelope(purse.fund.id).id == purse.top
