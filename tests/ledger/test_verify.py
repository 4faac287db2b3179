"""The recount finds whatever is kept otherwise than the entries say, and says where."""

import pytest
from sqlalchemy import text

from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger import verify
from tests.support import house
from tests.support.treasury import naive_act, naive_entry


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
        ["legs in all: kept 27, entries say 28", "legs of envelope 2: kept 3, entries say 2"],
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
