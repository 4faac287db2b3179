"""What somebody might try on the tables by hand, and the one guard that must stop each of it.

An attack is tried twice: with all guards in place it is refused, and with exactly its guard taken down it goes
through; so that guard is what holds. `walls` are other guards that would stop the same attack: they are down in both
tries. "foreign keys" stands for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, text

from tests.support.treasury import DAY, MOST, naive_act, naive_entry

HUGE = 10**6  # far more than any counter of the test holds
EVERY = ("sqlite", "postgresql")
FOREIGN_KEYS = "foreign keys"


@dataclass(frozen=True)
class Place:
    """Ids that an attack aims at. `money` holds 100 đồng brought down and partly paid; `other` is empty."""

    fund: int
    top: int
    share: int
    line: int
    commitment: int


@dataclass(frozen=True)
class Field:
    """The ledger of the test: a national fund in use, a second branch in it, another fund that needs two people."""

    money: Place
    second: Place
    other: Place
    paid: int  # an act of payment
    reversal: int  # an act that took another one back
    approved: int  # the act of approval


class Tools:
    """A connection, and the field."""

    def __init__(self, connection: Connection, field: Field) -> None:
        self.connection = connection
        self.field = field

    def sql(self, statement: str, **values: Any) -> None:
        """Run a statement."""
        self.connection.execute(text(statement), values)

    def act(self, kind: str, **others: object) -> int:
        """Insert an act of the fund in use."""
        return naive_act(self.connection, kind, **({"fund_id": self.field.money.fund} | others))

    def entry(self, kind: str, source: Any, target: Any, amount: float = HUGE, **others: Any) -> None:
        """Insert an act with one entry."""
        act = others.pop("act", None) or self.act(kind, **others.pop("of", {}))
        naive_entry(self.connection, act, others.pop("book", "money"), source, target, amount, **others)

    def envelope(self, **others: object) -> None:
        """Insert an envelope: a share of the fund in use, of another unit."""
        place = {
            "public_id": "x", "kind": "share", "fund_id": self.field.money.fund, "parent_id": self.field.money.top,
            "level": "national", "budget_year": 2024, "unit_id": 1, "legs": 0,
        }  # fmt: skip
        self.row("envelope", place | dict.fromkeys(_counters(), 0) | others)

    def fund(self, **others: object) -> None:
        """Insert a fund."""
        self.row("fund", {
            "public_id": "x", "code": "x", "level": "local", "budget_year": 2020, "owner_unit_id": 1,
            "two_person": False, "created_at": DAY,
        } | others)  # fmt: skip

    def row(self, table: str, values: dict[str, object]) -> None:
        """Insert a row."""
        names = ", ".join(f"{name}" for name in values)
        self.sql(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})", **values
        )


@dataclass(frozen=True)
class Attack:
    """One attack. `says` is what the refusal must name: the guard, when nothing else is given."""

    guard: str
    run: Callable[[Tools], object]
    says: str = ""
    walls: tuple[str, ...] = ()
    engines: tuple[str, ...] = EVERY


def _counters() -> list[str]:
    return [
        "to_list", "to_release", "released", "money", "to_assign", "assigned", "to_commit", "committed",
        "advanced", "paid", "accepted", "owed", "discharged", "to_accept",
    ]  # fmt: skip


BY_HAND = "counters_by_entries_only"


def _overdraw(kind: str, side: str, source: str, target_side: str, target: str) -> Callable[[Tools], object]:
    def run(t: Tools) -> None:
        place = t.field.money
        t.entry(kind, (getattr(place, side), source), (getattr(place, target_side), target))

    return run


def _take_back(side: str, source: str, target_side: str, target: str) -> Callable[[Tools], object]:
    def run(t: Tools) -> None:
        place = t.field.money
        of = {"reverses_id": t.field.paid}
        t.entry("reverse", (getattr(place, side), source), (getattr(place, target_side), target), of=of)

    return run


def _twice_back(t: Tools) -> None:
    """Take an approval back twice within its one reversal."""
    act = t.act("reverse", reverses_id=t.field.approved)
    for _ in range(2):
        t.entry("", (t.field.money.top, "to_list"), None, 20, act=act, book="rights")


CEILINGS = (
    *(
        Attack(f"ck_envelope_{counter}_not_negative", _overdraw(kind, side, counter, target_side, target))
        for kind, side, counter, target_side, target in (
            ("list", "top", "to_list", "line", "to_assign"),
            ("release", "top", "to_release", "top", "released"),
            ("share", "top", "released", "share", "released"),
            ("share", "top", "money", "share", "money"),
            ("assign", "share", "money", "line", "money"),
            ("pay", "line", "money", "line", "paid"),
            ("assign", "line", "to_assign", "line", "assigned"),
            ("commit", "line", "to_commit", "line", "committed"),
            ("pay", "commitment", "owed", "commitment", "discharged"),
            ("accept", "commitment", "to_accept", "line", "accepted"),
        )
    ),
    *(
        Attack(
            f"ck_envelope_{counter}_not_negative",
            _take_back(side, counter, target_side, target),
            walls=("entry_no_mirror",),
        )
        for side, counter, target_side, target in (
            ("line", "assigned", "line", "to_assign"),
            ("line", "committed", "line", "to_commit"),
            ("line", "advanced", "line", "money"),
            ("line", "paid", "line", "money"),
            ("line", "accepted", "commitment", "to_accept"),
            ("commitment", "discharged", "commitment", "owed"),
        )
    ),
    Attack("ck_envelope_largest", lambda t: t.entry("approve", None, (t.field.money.top, "to_list"), MOST)),
    Attack("entry_moves", _overdraw("pay", "line", "money", "line", "paid"), says="not_negative"),
)

ENTRIES = (
    Attack(
        "entry_closed_act",
        lambda t: t.entry(
            "pay", (t.field.money.line, "money"), (t.field.money.line, "paid"), 1, act=t.field.paid
        ),
        says="append_only: act",
    ),
    Attack(
        "entry_closed_act",
        lambda t: t.entry(
            "approve", None, (t.field.money.top, "to_list"), 1, business_date=DAY - timedelta(1)
        ),
        says="append_only: act",
    ),
    Attack("entry_other_fund", lambda t: t.entry("approve", None, (t.field.other.top, "to_list"), 1)),
    Attack(
        "entry_off_tree",
        lambda t: t.entry("assign", (t.field.money.share, "money"), (t.field.second.line, "money"), 1),
    ),
    Attack(
        "entry_off_tree",
        lambda t: t.entry("pay", (t.field.money.line, "money"), (t.field.second.line, "paid"), 1),
    ),
    Attack(  # past the share: the line is given what the unit never had
        "entry_wrong_path",
        lambda t: t.entry("assign", (t.field.money.top, "money"), (t.field.money.line, "money"), 1),
    ),
    Attack("entry_wrong_path", lambda t: t.entry("accept", None, (t.field.money.top, "to_list"), 1)),
    Attack("entry_wrong_path", lambda t: t.entry("approve", None, (t.field.money.line, "to_list"), 1)),
    Attack(
        "entry_no_mirror",
        lambda t: t.entry(
            "reverse",
            (t.field.money.line, "paid"),
            (t.field.money.line, "money"),
            1,
            of={"reverses_id": t.field.paid},
        ),
    ),  # fmt: skip
    Attack("entry_no_mirror", _twice_back),
    *(
        Attack(
            "ck_entry_amount", lambda t, a=amount: t.entry("approve", None, (t.field.money.top, "to_list"), a)
        )
        for amount in (0, -1)
    ),
    Attack(
        "ck_entry_amount",
        lambda t: t.entry("approve", None, (t.field.money.top, "to_list"), MOST + 1),
        walls=("ck_envelope_largest",),
    ),
    Attack(
        "ck_entry_amount",
        lambda t: t.entry("approve", None, (t.field.money.top, "to_list"), 1.5),
        engines=("sqlite",),
    ),
    Attack(
        "ck_entry_book", lambda t: t.entry("approve", None, (t.field.money.top, "to_list"), 1, book="gifts")
    ),
    Attack(
        "ck_entry_path",
        lambda t: t.entry("assign", None, (t.field.money.line, "assigned"), 1),
        walls=("entry_wrong_path",),
    ),
    Attack(
        "ck_entry_source",
        lambda t: t.entry("assign", (None, "to_assign"), (t.field.money.line, "assigned"), 1),
        walls=("entry_wrong_path",),
    ),
    Attack(
        "ck_entry_target",
        lambda t: t.entry("assign", (t.field.money.share, "money"), (None, "money"), 1),
        walls=("entry_wrong_path",),
    ),
    Attack("leg_in_order", lambda t: _ignoring(t), engines=("sqlite",)),
)


def _ignoring(t: Tools) -> None:
    """Ask SQLite to pass over broken rules: a share of more than the fund holds."""
    act = t.act("share")
    t.sql(
        "INSERT OR IGNORE INTO entry (act_id, book, amount, source_id, source_counter, target_id, target_counter, "
        "business_date) VALUES (:act, 'money', :amount, :source, 'money', :target, 'money', :day)",
        act=act, amount=HUGE, source=t.field.money.top, target=t.field.money.share, day=DAY,
    )  # fmt: skip
    assert (
        t.connection.execute(text("SELECT count(*) FROM entry WHERE act_id = :act"), {"act": act}).scalar()
        == 1
    )


def _append_only(table: str, change: str) -> tuple[Attack, ...]:
    says = f"append_only: {table}"
    return (
        Attack(f"{table}_no_update", lambda t: t.sql(f"UPDATE {table} SET {change}"), says),
        Attack(f"{table}_no_delete", lambda t: t.sql(f"DELETE FROM {table}"), says, (FOREIGN_KEYS,)),
        Attack(
            f"{table}_no_truncate",
            lambda t: t.sql(f"TRUNCATE {table}"),
            says,
            (FOREIGN_KEYS,),
            ("postgresql",),
        ),
    )


def _truncate(table: str) -> Attack:
    return Attack(
        f"{table}_no_truncate",
        lambda t: t.sql(f"TRUNCATE {table}"),
        f"append_only: {table}",
        (FOREIGN_KEYS,),
        ("postgresql",),
    )


MONTH = "INSERT INTO ledger_month (envelope_id, counter, month, change) VALUES (:e, 'money', 1, 5)"
BOOKS = (
    *_append_only("entry", "amount = amount + 1"),
    *_append_only("leg", "balance = balance + 1"),
    Attack(
        "leg_insert_guard",
        lambda t: t.row(
            "leg",
            {
                "entry_id": 1,
                "envelope_id": t.field.second.commitment,
                "sequence": 1,
                "counter": "owed",
                "change": 5,
                "balance": 5,
                "business_date": DAY,
            },
        ),
        BY_HAND,
    ),  # fmt: skip
    Attack("ledger_month_insert_guard", lambda t: t.sql(MONTH, e=t.field.money.line), BY_HAND),
    Attack(
        "ledger_month_update_guard", lambda t: t.sql("UPDATE ledger_month SET change = change + 1"), BY_HAND
    ),
    Attack("ledger_month_delete_guard", lambda t: t.sql("DELETE FROM ledger_month"), BY_HAND),
    _truncate("ledger_month"),
    Attack(
        "ledger_moving_guard",
        lambda t: (
            t.sql("INSERT INTO ledger_moving (entry_id) VALUES (1)"),
            t.sql("UPDATE envelope SET money = money + 1000"),
        ),
        BY_HAND,
        engines=("sqlite",),
    ),
    Attack(
        "voucher_claim_no_update",
        lambda t: t.sql("UPDATE voucher_claim SET number = number || 'x'"),
        "append_only: vouch",
    ),
    Attack("voucher_claim_holds", lambda t: t.sql("DELETE FROM voucher_claim"), "append_only: voucher_claim"),
    _truncate("voucher_claim"),
)

PLACES = (
    Attack("fund_fixed", lambda t: t.sql("UPDATE fund SET home = '2024-01'"), "append_only: fund"),
    Attack("ck_fund_level", lambda t: t.fund(level="private")),
    Attack("ck_fund_budget_year", lambda t: t.fund(budget_year=1999)),
    Attack("envelope_guard", lambda t: t.sql("UPDATE envelope SET money = money + 1000"), BY_HAND),
    Attack("envelope_starts_empty", lambda t: t.envelope(money=1000), BY_HAND),
    Attack("envelope_starts_empty", lambda t: t.envelope(legs=1), BY_HAND),
    Attack(
        "envelope_fixed", lambda t: t.sql("UPDATE envelope SET home = '2024-92'"), "append_only: envelope"
    ),
    Attack(
        "envelope_no_delete",
        lambda t: t.sql("DELETE FROM envelope WHERE id = :e", e=t.field.second.commitment),
        "append_only: envelope",
    ),
    _truncate("envelope"),
    Attack("envelope_off_tree", lambda t: t.envelope(level="local")),
    Attack("envelope_off_tree", lambda t: t.envelope(budget_year=2025)),
    Attack("envelope_off_tree", lambda t: t.envelope(parent_id=t.field.other.top)),
    Attack("envelope_off_tree", lambda t: t.envelope(kind="line", project_id=1)),
    Attack("envelope_off_tree", lambda t: t.envelope(kind="line", parent_id=t.field.money.share)),
    Attack("ck_envelope_kind", lambda t: t.envelope(kind="purse"), walls=("envelope_off_tree",)),
    Attack("ck_envelope_tree", lambda t: t.envelope(parent_id=None), walls=("envelope_off_tree",)),
)


def _numbered(t: Tools, number: str) -> None:
    act = t.act("approve")
    t.sql(f"UPDATE act SET number = {number} WHERE id = :a", a=act)


def _deleted(t: Tools) -> None:
    act = t.act("approve")
    t.sql("DELETE FROM act WHERE id = :a", a=act)


ACTS = (
    Attack("act_one_person", lambda t: t.act("approve", fund_id=t.field.other.fund), "ck_act_two_people"),
    Attack("ck_act_two_people", lambda t: t.act("approve", two_person=True, booked_by=1)),
    Attack("act_numbered_early", lambda t: t.act("approve", number=99), "append_only: act"),
    Attack(
        "act_of_reversal", lambda t: t.act("reverse", reverses_id=t.field.reversal), "reversal_of_reversal"
    ),
    Attack(
        "act_before_its_act",
        lambda t: t.act("reverse", reverses_id=t.field.paid, business_date=DAY - timedelta(1)),
        "reversal_before_act",
    ),
    Attack("act_fixed", lambda t: t.sql("UPDATE act SET document_number = '7/QĐ'"), "append_only: act"),
    Attack("act_fixed", lambda t: t.sql("UPDATE act SET booked_by = 99"), "append_only: act"),
    Attack("act_numbered_once", lambda t: _numbered(t, "99"), "append_only: act"),
    Attack("act_numbered_once", lambda t: t.sql("UPDATE act SET number = NULL"), "append_only: act"),
    Attack("act_no_delete", _deleted, "append_only: act"),
    _truncate("act"),
    Attack("ck_act_kind", lambda t: t.act("gift")),
    Attack("ck_act_reversal", lambda t: t.act("pay", reverses_id=t.field.paid)),
    Attack("ck_act_reversal", lambda t: t.act("reverse")),
)


def _proposal(t: Tools, state: str) -> None:
    t.row("proposal", {
        "public_id": "x", "kind": "pay", "fund_id": t.field.money.fund, "unit_id": 1, "level": "national",
        "amount": 1, "draft": "{}", "state": state, "proposed_by": 1, "proposed_at": DAY,
    })  # fmt: skip


REPLACED = (
    "INSERT OR REPLACE INTO audit_line (id, at, user_id, user_name, act, object_kind, object_id) "
    "VALUES (1, '2024-01-01', 1, 'nobody', 'none', 'none', 1)"
)
PAPERS = (
    Attack("ck_proposal_state", lambda t: _proposal(t, "lost")),
    Attack("ck_proposal_booked", lambda t: _proposal(t, "booked")),
    *(
        Attack(
            "audit_line_append_only",
            lambda t, s=statement: t.sql(s),
            "append_only: audit",
            (),
            ("postgresql",),
        )
        for statement in (
            "UPDATE audit_line SET reason = 'x'",
            "DELETE FROM audit_line",
            "TRUNCATE audit_line",
        )
    ),
    Attack(
        "audit_line_no_update",
        lambda t: t.sql("UPDATE audit_line SET reason = 'x'"),
        "append_only: audit_line",
        (),
        ("sqlite",),
    ),  # fmt: skip
    Attack(
        "audit_line_no_delete",
        lambda t: t.sql("DELETE FROM audit_line"),
        "append_only: audit_line",
        (),
        ("sqlite",),
    ),
    Attack(
        "PRAGMA recursive_triggers", lambda t: t.sql(REPLACED), "append_only: audit_line", (), ("sqlite",)
    ),
)


def _claim_again(t: Tools) -> None:
    t.sql(
        "INSERT INTO voucher_claim (act_id, line_id, number, day, issuer) "
        "SELECT act_id, line_id, number, day, issuer FROM voucher_claim"
    )


# What must be there once. Taken down on PostgreSQL only: SQLite builds these rules into the table.
ONCE = (
    Attack(
        "uq_act_reverses_id",
        lambda t: [t.act("reverse", reverses_id=t.field.paid) for _ in range(2)],
        "reverses_id",
    ),
    Attack("uq_act_number", lambda t: _numbered(t, "(SELECT last_number FROM ledger_clock)"), "number"),
    Attack("uq_voucher_claim_voucher", _claim_again, "voucher_claim"),
    Attack(
        "uq_fund_level_budget_year_owner_unit_id",
        lambda t: [t.fund(code=c, public_id=c) for c in "ab"],
        "fund",
    ),
    Attack(
        "uq_leg_envelope_id_sequence",
        lambda t: t.sql(
            "INSERT INTO leg (entry_id, envelope_id, sequence, counter, change, balance, business_date) "
            "SELECT entry_id, envelope_id, sequence, counter, change, balance, business_date FROM leg"
        ),
        "leg",
        ("leg_insert_guard", "leg_in_order"),
    ),
    Attack("uq_envelope_fund", lambda t: t.envelope(kind="fund", parent_id=None), "envelope"),
    Attack("uq_envelope_share", lambda t: [t.envelope(public_id=c) for c in "ab"], "envelope"),
)

ATTACKS = (*CEILINGS, *ENTRIES, *BOOKS, *PLACES, *ACTS, *PAPERS)
