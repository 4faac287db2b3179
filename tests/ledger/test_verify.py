"""The recount finds whatever is kept otherwise than the entries say, and says where."""

import pytest
from sqlalchemy import text

from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger import verify
from tests.support import house
from tests.support.treasury import chain, naive_act, naive_entry


def tamper(*statements: str) -> list[str]:
    """Change the tables with every guard of theirs out of the way; return what the recount says then."""
    db.session.rollback()
    db.session.remove()
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        if db.engine.dialect.name == "sqlite":
            names = (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                .scalars()
                .all()
            )
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
    return [str(difference) for difference in verify.differences()]


@pytest.fixture
def used(treasury, paid_up):
    """The paid-up chain with a payment and its reversal."""
    treasury.reverse(treasury.act("pay", paid_up.fund, (paid_up.commitment, 10)))
    assert verify.differences() == []
    return paid_up


CHANGES = {
    "a counter": (
        "UPDATE envelope SET money = money + 7 WHERE kind = 'line'",
        ["counter money of envelope 3: kept 107, entries say 100"],
    ),
    "a counter without entries": (
        "UPDATE envelope SET paid = 5 WHERE kind = 'fund'",
        ["counter paid of envelope 1: kept 5, entries say 0"],
    ),
    "a month": (
        "UPDATE ledger_month SET change = change + 7 WHERE envelope_id = 3 AND counter = 'money'",
        ["month 2024-05 money of envelope 3: kept 107, entries say 100"],
    ),
    "a month too many": (
        "INSERT INTO ledger_month (envelope_id, counter, month, change) VALUES (3, 'money', 24300, 5)",
        ["month 2025-01 money of envelope 3: kept 5, entries say 0"],
    ),
    "a month gone": (
        "DELETE FROM ledger_month WHERE envelope_id = 3 AND counter = 'money'",
        ["month 2024-05 money of envelope 3: kept 0, entries say 100"],
    ),
    "a balance": (
        "UPDATE leg SET balance = 99 WHERE envelope_id = 2 AND sequence = 1",
        ["leg 1 of envelope 2: kept 99, entries say 100"],
    ),
    "a leg's day": (
        "UPDATE leg SET business_date = '2024-06-01' WHERE envelope_id = 2 AND sequence = 1",
        ["leg 1 of envelope 2 on another side: kept 100, entries say 0"],
    ),
    "a leg gone": (
        "DELETE FROM leg WHERE envelope_id = 2 AND sequence = 3",
        ["legs in all: kept 29, entries say 30", "legs of envelope 2: kept 3, entries say 2"],
    ),
    "an amount": (
        "UPDATE entry SET amount = 101 WHERE act_id = 1 AND target_counter = 'to_list'",
        [
            "counter to_list of envelope 1: kept 0, entries say 1",
            "month 2024-05 to_list of envelope 1: kept 0, entries say 1",
            "leg 1 of envelope 1 on another side: kept 100, entries say 0",
            "act 1 in 2 of 2 books: kept 100, entries say 101",
        ],
    ),
    "a number": (
        "UPDATE act SET number = 99 WHERE id = 8",
        ["acts numbers without gaps: kept 8, entries say 99"],
    ),
    "no number": (
        "UPDATE act SET number = NULL WHERE id = 8",
        ["act 8 has no number: kept 0, entries say 1"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_tampered_with_is_found_and_named(used, change):
    statement, found = CHANGES[change]
    assert tamper(statement) == found


def test_acts_that_are_not_whole_are_found(used, treasury):
    """What the database cannot see at an entry: a book forgotten, a reversal of half an act, an act of nothing."""
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})
    half = naive_act(db.session, "approve", used.fund.id)
    naive_entry(db.session, half, "rights", None, (used.top, "to_list"), 5)
    treasured = naive_act(db.session, "approve", used.fund.id)
    naive_entry(db.session, treasured, "rights", None, (used.top, "to_list"), 5)
    naive_entry(db.session, treasured, "rights", None, (used.top, "to_release"), 6)
    back = naive_act(db.session, "reverse", used.fund.id, reverses_id=treasured)
    naive_entry(db.session, back, "rights", (used.top, "to_release"), None, 6)
    empty = naive_act(db.session, "approve", used.fund.id)
    found = [str(difference) for difference in verify.differences()]
    assert [line for line in found if "number" not in line] == [
        f"act {empty} has no entry: kept 0, entries say 1",
        f"act {half} in 1 of 2 books: kept 5, entries say 5",
        f"act {treasured} in 2 of 2 books: kept 5, entries say 6",
        f"act {back} takes back another amount: kept 6, entries say 11",
    ]
    db.session.rollback()


def test_the_command_says_what_differs_and_ends_in_failure(app, used):
    assert "Every counter and month equals its entries." in house.command(app, "ledger", "verify")
    tamper("UPDATE envelope SET money = money + 7 WHERE kind = 'line'")
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 1
    assert "counter money of envelope 3: kept 107, entries say 100" in result.output


# ---------------------------------------------------------------- acts of several steps, payments, what goes over

Row = tuple[str, tuple[str, str] | None, tuple[str, str] | None, int]
PLAN: list[Row] = [("rights", None, ("top", "to_list"), 5), ("rights", None, ("top", "to_release"), 5)]
BACK: list[Row] = [
    ("money", ("line", "money"), ("share", "money"), 5),
    ("rights", ("line", "assigned"), ("line", "to_assign"), 5),
    ("money", ("share", "money"), ("top", "money"), 5),
    ("rights", ("share", "released"), ("top", "released"), 5),
    ("money", ("top", "money"), None, 5),
    ("rights", ("top", "released"), ("top", "to_release"), 5),
]  # a withdrawal, from the line to the unit, to the fund, and out of it
CASH: list[Row] = [
    ("money", ("line", "money"), ("line", "paid"), 5),
    ("obligations", ("commitment", "owed"), ("commitment", "discharged"), 5),
    ("claims", None, ("commitment", "uncleared"), 5),
]
OVER: list[Row] = [
    ("money", ("line", "money"), ("next line", "money"), 5),
    ("money", None, ("line", "carried_out"), 5),
    ("money", None, ("next line", "carried_in"), 5),
]
ASTRAY: Row = ("money", None, ("line", "carried_in"), 5)


def but(rows: list[Row], place: int, amount: int) -> list[Row]:
    """The same entries, one of them of another amount."""
    return [(*row[:3], amount) if number == place else row for number, row in enumerate(rows)]


HALF = ["act 9 is not made of whole steps: kept 5, entries say 0"]
# Kind, amount and entries of an act, then what the recount says of it.
TORN: dict[str, tuple[str, int, list[Row], list[str]]] = {
    "one step, another amount": ("approve", 6, PLAN, ["act 9 has another amount: kept 6, entries say 5"]),
    "a step without an entry": ("withdraw", 5, BACK[:4] + BACK[5:], HALF),
    "a step of two amounts": ("withdraw", 5, but(BACK, 5, 4), HALF),
    "several steps, another amount": ("withdraw", 6, BACK, ["act 9 has another amount: kept 6, entries say 5"]),
    "a payment of another amount": ("pay", 6, CASH, ["act 9 is no whole payment: kept 6, entries say 5"]),
    "a payment that discharges less": (
        "pay", 5, but(CASH, 1, 4), ["act 9 is no whole payment: kept 5, entries say 5"],
    ),
    "a payment before which nothing stands": (
        "pay", 5, CASH[:2], ["act 9 is no whole payment: kept 5, entries say 0"],
    ),
    "a payment covered beyond itself": (
        "pay", 5, but(CASH, 2, 6), ["act 9 is no whole payment: kept 5, entries say 6"],
    ),
    "less arrives than goes over": ("carry_over", 5, but(OVER, 2, 4), [
        "carried_in of a national line from 2024: kept 4, entries say 5", *HALF,
    ]),
    "what goes over does not arrive": ("carry_over", 5, OVER[:2], [
        "carried_in of a national line from 2024: kept 0, entries say 5", *HALF,
    ]),
    "what goes over arrives in the same year": ("carry_over", 5, [*OVER[:2], ASTRAY], [
        "carried_in of a national line from 2023: kept 5, entries say 0",
        "carried_in of a national line from 2024: kept 0, entries say 5",
    ]),
}  # fmt: skip


def write(treasury, used, kind: str, amount: int, rows: list[Row], **others: object) -> int:
    """Write an act and its entries past the program; the triggers move the counters."""
    following = chain(treasury, year=2025)
    places = {"top": used.top, "share": used.share, "line": used.line, "commitment": used.commitment}
    places["next line"] = following.line
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})
    act = naive_act(db.session, kind, used.fund.id, amount=amount, **others)
    for book, source, target, moved in rows:
        here, there = ((places[end[0]], end[1]) if end else None for end in (source, target))
        naive_entry(db.session, act, book, here, there, moved)
    return act


def said() -> list[str]:
    """Return what the recount says, beside that the act has no number."""
    return [line for line in map(str, verify.differences()) if "number" not in line]


@pytest.mark.parametrize("case", TORN)
def test_an_act_that_is_torn_is_found_and_named(used, treasury, case):
    kind, amount, rows, found = TORN[case]
    write(treasury, used, kind, amount, rows)
    assert said() == found
    db.session.rollback()


@pytest.mark.parametrize(
    "kind, amount, rows", [("withdraw", 5, BACK), ("pay", 5, CASH), ("carry_over", 5, OVER)]
)
def test_an_act_that_is_whole_is_not_named(used, treasury, kind, amount, rows):
    write(treasury, used, kind, amount, rows)
    assert said() == []
    db.session.rollback()


def test_a_reversal_of_another_amount_is_found(used, treasury):
    payment = write(treasury, used, "pay", 5, CASH)
    db.session.commit()
    back = [(book, target, source, amount) for book, source, target, amount in reversed(CASH)]
    act = naive_reversal(used, payment, back)
    assert said() == [f"act {act} has another amount: kept 4, entries say 5"]
    db.session.rollback()


def naive_reversal(used, payment: int, rows: list[Row]) -> int:
    """Take an act back past the program, with an amount that is not its own."""
    db.session.connection(execution_options={WRITING: True})
    act = naive_act(db.session, "reverse", used.fund.id, amount=4, reverses_id=payment)
    for book, source, target, moved in rows:
        here, there = ((getattr(used, end[0]), end[1]) if end else None for end in (source, target))
        naive_entry(db.session, act, book, here, there, moved)
    return act


def test_a_closing_that_moves_something_is_found(used):
    found = tamper("UPDATE act SET kind = 'close' WHERE id = 7")
    assert "act 7 is not made of whole steps: kept 10, entries say 0" in found
