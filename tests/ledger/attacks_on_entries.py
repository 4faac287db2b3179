"""Attacks on ceilings and entries."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from tests.ledger.siege import HUGE, Attack, Tools
from tests.support.treasury import DAY, MOST


def _overdraw(kind: str, side: str, source: str, target_side: str, target: str) -> Callable[[Tools], object]:
    def run(t: Tools) -> None:
        place = t.field.money
        end = (getattr(place, target_side), target) if target_side else None
        t.entry(kind, (getattr(place, side), source), end)

    return run


def _take_back(side: str, source: str, target_side: str, target: str) -> Callable[[Tools], object]:
    def run(t: Tools) -> None:
        place = t.field.money
        of = {"reverses_id": t.field.paid}
        end = (getattr(place, target_side), target) if target_side else None
        t.entry("reverse", (getattr(place, side), source), end, of=of)

    return run


def _twice_back(t: Tools) -> None:
    """Take an approval back twice within its one reversal."""
    act = t.act("reverse", reverses_id=t.field.approved)
    for _ in range(2):
        t.entry("", (t.field.money.top, "to_list"), None, 20, act=act, book="rights")


def _late(t: Tools) -> None:
    """Enter a day of a quarter on the day after its books closed."""
    t.row("period", {"fund_id": t.field.money.fund, "through": DAY, "closes_on": DAY})
    t.entry("approve", None, (t.field.money.top, "to_list"), 1, of={"booked_on": DAY + timedelta(1)})


def _ignoring(t: Tools) -> None:
    """Ask SQLite to pass over broken rules: a share of more than the fund holds."""
    act = t.act("share")
    t.sql(
        "INSERT OR IGNORE INTO entry (act_id, book, amount, source_id, source_counter, target_id, target_counter, "
        "business_date) VALUES (:act, 'money', :amount, :source, 'money', :target, 'money', :day)",
        act=act, amount=HUGE, source=t.field.money.top, target=t.field.money.share, day=DAY,
    )  # fmt: skip
    written = text("SELECT count(*) FROM entry WHERE act_id = :act")
    assert t.connection.execute(written, {"act": act}).scalar() == 1


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
            ("pay", "commitment", "due", "commitment", "covered"),
            ("clear", "commitment", "uncleared", "commitment", "cleared"),
            ("settle", "commitment", "covered", "line", "settled"),
            ("recover", "commitment", "to_recover", "line", "recovered"),
            ("request", "line", "requested", "", ""),
            ("refund", "commitment", "cleared", "commitment", "uncleared"),
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
            ("line", "settled", "commitment", "covered"),
            ("line", "recovered", "commitment", "to_recover"),
            ("line", "returned", "", ""),
            ("top", "lapsed", "top", "to_list"),
            ("top", "not_released", "top", "to_release"),
            ("line", "cancelled", "line", "money"),
            *(("line", name, "", "") for name in ("carried_out", "carried_in", "rights_out", "rights_in")),
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
    Attack(  # a payment that lets money lapse
        "entry_wrong_path",
        lambda t: t.entry("pay", (t.field.money.line, "money"), (t.field.money.line, "cancelled"), 1),
    ),
    Attack(  # over into a fund that is not the next year's
        "entry_other_fund", lambda t: t.entry("carry_over", None, (t.field.other.line, "carried_in"), 1)
    ),
    Attack(  # over into the next year's fund without being an act that goes over
        "entry_other_fund", lambda t: t.entry("approve", None, (t.field.later.top, "to_list"), 1)
    ),
    Attack(  # over to another project
        "entry_off_tree",
        lambda t: t.entry("carry_over", (t.field.money.line, "money"), (t.field.later.line, "money"), 1),
    ),
    Attack(
        "entry_in_closed_fund",
        lambda t: t.entry(
            "approve", None, (t.field.shut.top, "to_list"), 1, of={"fund_id": t.field.shut.fund}
        ),
        says="fund_is_closed",
    ),
    Attack("entry_in_closed_period", _late),
    Attack(
        "entry_no_mirror",
        lambda t: t.entry(
            "reverse",
            (t.field.money.line, "paid"),
            (t.field.money.line, "money"),
            1,
            of={"reverses_id": t.field.paid},
        ),
    ),
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
    Attack("leg_in_order", _ignoring, engines=("sqlite",)),
)
