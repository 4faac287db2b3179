"""Each step and each act makes exactly the entries of its definition, in every book; a reversal mirrors them."""

from datetime import date

import pytest
from sqlalchemy import select

from migrations import ledger_guards_3 as ledger_guards
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.ledger import service, verify, working
from promotion.ledger.books import COUNTERS, MOVES, Step, allowed_paths, path_of
from promotion.ledger.deeds import AFTER_CLOSE, DEEDS, MIRRORS, ActKind, Part
from promotion.ledger.models import Act, Entry, Envelope, Fund, LedgerMonth, Leg
from tests.support.treasury import DAY, balances, chain, code_of

# Step by step, said a second time: (book, from, to). "next" is the fund of the year after.
STEPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "request": (("requests", "outside", "line.requested"),),
    "approve": (("rights", "outside", "fund.to_list"), ("rights", "outside", "fund.to_release")),
    "list": (("rights", "fund.to_list", "line.to_assign"), ("rights", "outside", "line.to_commit")),
    "release": (("rights", "fund.to_release", "fund.released"), ("money", "outside", "fund.money")),
    "share": (("rights", "fund.released", "share.released"), ("money", "fund.money", "share.money")),
    "assign": (("rights", "line.to_assign", "line.assigned"), ("money", "share.money", "line.money")),
    "commit": (
        ("rights", "line.to_commit", "line.committed"),
        ("obligations", "outside", "commitment.owed"),
        ("work", "outside", "commitment.to_accept"),
    ),
    "advance": (
        ("money", "line.money", "line.advanced"),
        ("obligations", "commitment.owed", "commitment.discharged"),
        ("claims", "outside", "commitment.uncleared"),
    ),
    "pay": (
        ("money", "line.money", "line.paid"),
        ("obligations", "commitment.owed", "commitment.discharged"),
        ("claims", "commitment.due", "commitment.covered"),
    ),
    "prepay": (
        ("money", "line.money", "line.paid"),
        ("obligations", "commitment.owed", "commitment.discharged"),
        ("claims", "outside", "commitment.uncleared"),
    ),
    "accept": (("work", "commitment.to_accept", "line.accepted"), ("claims", "outside", "commitment.due")),
    "clear": (
        ("claims", "commitment.uncleared", "commitment.cleared"),
        ("claims", "commitment.due", "commitment.covered"),
    ),
    "settle": (("claims", "commitment.covered", "line.settled"),),
    "demand": (("claims", "outside", "commitment.to_recover"),),
    "recover": (("claims", "commitment.to_recover", "line.recovered"),),
    "give_back": (("claims", "outside", "line.returned"),),
    "lapse_plan": (("rights", "fund.to_list", "fund.lapsed"),),
    "lapse_release": (("rights", "fund.to_release", "fund.not_released"),),
    "lapse_line": (("rights", "line.to_assign", "line.lapsed"), ("rights", "line.to_commit", "outside")),
    "cancel_fund": (("money", "fund.money", "fund.cancelled"),),
    "cancel_share": (("money", "share.money", "share.cancelled"),),
    "cancel_line": (("money", "line.money", "line.cancelled"),),
    "carry_share": (
        ("money", "share.money", "next share.money"),
        ("money", "outside", "share.carried_out"),
        ("money", "outside", "next share.carried_in"),
    ),
    "carry_line": (
        ("money", "line.money", "next line.money"),
        ("money", "outside", "line.carried_out"),
        ("money", "outside", "next line.carried_in"),
    ),
    "carry_right": (
        ("rights", "fund.to_release", "next fund.to_release"),
        ("rights", "line.to_assign", "next line.to_assign"),
        ("rights", "outside", "line.rights_out"),
        ("rights", "outside", "next line.rights_in"),
    ),
    "carry_room": (("rights", "line.to_commit", "next line.to_commit"),),
    "carry_owed": (
        ("obligations", "commitment.owed", "next commitment.owed"),
        ("rights", "outside", "next line.committed"),
    ),
    "carry_work": (("work", "commitment.to_accept", "next commitment.to_accept"),),
    "carry_due": (("claims", "commitment.due", "next commitment.due"),),
    "carry_advance": (("claims", "commitment.uncleared", "next commitment.uncleared"),),
}

# What is done, on which place, with how much. "-" before a step that runs back; "+" before a place: carried to its
# opposite. Where no step stands before it, it is the act's one plain amount.
Doing = tuple[str, str, int]
# (act, what was done before, what it is asked to do, the steps that it comes to, its amount)
EXAMPLES: tuple[tuple[str, tuple[tuple[str, Doing], ...], tuple[Doing, ...], str, int], ...] = (
    ("request", (), (("request", "second", 30),), "request 30", 30),
    ("approve", (), (("", "top", 30),), "approve 30", 30),
    ("supplement", (), (("", "top", 30),), "approve 30", 30),
    (
        "cut",
        (("list", ("", "second", 20)),),
        (("-approve", "top", 30), ("-list", "second", 20)),
        "-list 20, -approve 30",
        30,
    ),
    ("list", (), (("", "line", 20),), "list 20", 20),
    (
        "relist",
        (("list", ("", "second", 20)),),
        (("list", "line", 7), ("-list", "second", 20)),
        "-list 20, list 7",
        7,
    ),
    ("release", (), (("", "top", 20),), "release 20", 20),
    (
        "release",
        (("list", ("", "second", 20)),),
        (("assign", "second", 18), ("share", "share", 15), ("release", "top", 20)),
        "release 20, share 15, assign 18",
        20,
    ),
    (
        "withdraw",
        (),
        (("-release", "top", 30), ("-share", "share", 15), ("-assign", "line", 10)),
        "-assign 10, -share 15, -release 30",
        30,
    ),
    ("share", (), (("", "share", 20),), "share 20", 20),
    ("reshare", (), (("share", "beside", 12), ("-share", "share", 15)), "-share 15, share 12", 12),
    (
        "transfer",
        (("list", ("", "second", 20)), ("assign", ("", "second", 10))),
        (
            *(("assign", "line", 10), ("list", "line", 11), ("share", "beside", 3)),
            *(("-share", "share", 4), ("-list", "second", 9), ("-assign", "second", 8)),
        ),
        "-assign 8, -list 9, -share 4, share 3, list 11, assign 10",
        10,
    ),
    ("assign", (("list", ("", "line", 20)),), (("", "line", 20),), "assign 20", 20),
    ("unassign", (), (("-assign", "line", 10),), "-assign 10", 10),
    ("commit", (("list", ("", "line", 20)),), (("", "commitment", 20),), "commit 20", 20),
    ("amend", (), (("-commit", "commitment", 10), ("commit", "other", 4)), "-commit 10, commit 4", 4),
    ("liquidate", (), (("about", "commitment", 0),), "-commit 100", 100),
    ("advance", (), (("", "commitment", 30),), "advance 30", 30),
    ("accept", (), (("", "commitment", 30),), "accept 30", 30),
    (
        "clear",
        (("advance", ("", "commitment", 30)), ("accept", ("", "commitment", 40))),
        (("", "commitment", 25),),
        "clear 25",
        25,
    ),
    ("pay", (("accept", ("", "commitment", 20)),), (("", "commitment", 30),), "pay 20, prepay 10", 30),
    ("pay", (("accept", ("", "commitment", 20)),), (("", "commitment", 20),), "pay 20", 20),
    ("pay", (), (("", "commitment", 30),), "prepay 30", 30),
    (
        "final_pay",
        (("advance", ("", "commitment", 30)), ("accept", ("", "commitment", 100))),
        (("", "commitment", 70),),
        "clear 30, pay 70",
        70,
    ),
    ("final_pay", (("accept", ("", "commitment", 9)),), (("", "commitment", 9),), "pay 9", 9),
    (
        "refund",
        (("accept", ("", "commitment", 20)), ("pay", ("", "commitment", 30))),
        (("-pay", "commitment", 25),),
        "-pay 20, -prepay 5",
        25,
    ),
    (
        "refund",
        (
            *(("advance", ("", "commitment", 30)), ("accept", ("", "commitment", 10))),
            ("clear", ("", "commitment", 10)),
        ),
        (("-advance", "commitment", 25),),
        "-clear 5, -advance 25",
        25,
    ),
    (
        "settle",
        (("accept", ("", "commitment", 20)), ("pay", ("", "commitment", 20))),
        (("", "commitment", 15),),
        "settle 15",
        15,
    ),
    (
        "demand",
        (
            *(("amend", ("-commit", "commitment", 20)), ("commit", ("", "other", 20))),
            *(
                ("pay", ("", "commitment", 20)),
                ("pay", ("", "other", 10)),
                ("demand", ("", "commitment", 20)),
            ),
        ),
        (("demand", "other", 10), ("-demand", "commitment", 5)),
        "-demand 5, demand 10",
        10,
    ),
    (
        "recover",
        (("pay", ("", "commitment", 20)), ("demand", ("", "commitment", 20))),
        (("", "commitment", 15),),
        "recover 15",
        15,
    ),
    ("late_refund", (("pay", ("", "commitment", 20)),), (("", "line", 15),), "give_back 15", 15),
    (
        "cancel",
        (("list", ("", "second", 20)),),
        (
            *(("cancel_fund", "top", 40), ("cancel_share", "share", 20), ("cancel_line", "line", 100)),
            *(("lapse_release", "top", 40), ("lapse_plan", "top", 30), ("lapse_line", "second", 20)),
        ),
        "lapse_line 20, lapse_plan 30, lapse_release 40, cancel_line 100, cancel_share 20, cancel_fund 40",
        210,
    ),
    ("cancel", (), (("lapse_release", "top", 40),), "lapse_release 40", 40),
    (
        "carry_over",
        (
            *(("list", ("", "line", 40)), ("accept", ("", "commitment", 20))),
            ("advance", ("", "commitment", 10)),
        ),
        (
            *(("carry_advance", "+commitment", 10), ("carry_due", "+commitment", 20)),
            *(("carry_work", "+commitment", 80), ("carry_owed", "+commitment", 90)),
            *(("carry_room", "+line", 40), ("carry_right", "+line", 39)),
            *(("carry_line", "+line", 90), ("carry_share", "+share", 20)),
        ),
        (
            "carry_share 20, carry_line 90, carry_right 39, carry_room 40, carry_owed 90, carry_work 80, carry_due 20, "
            "carry_advance 10"
        ),
        149,
    ),
    ("carry_over", (), (("carry_owed", "+commitment", 100),), "carry_owed 100", 100),
    ("close", (), (("about", "empty", 0),), "", 0),
)
LATER = date(2025, 3, 3)  # what goes over does so in the year after


@pytest.fixture
def year(treasury, paid_up):
    """Two years of a national fund by name of place; in the first 100 đồng on the contract, and some above it."""
    fund = paid_up.fund
    for kind, place, amount in (
        *(("approve", paid_up.top, 100), ("release", paid_up.top, 60), ("share", paid_up.share, 20)),
    ):
        treasury.act(kind, fund, (place, amount))
    after = chain(treasury, year=2025)
    empty = chain(treasury, level="local", owner="department-2024-91", home="2024-91")
    return {
        "top": paid_up.top, "share": paid_up.share, "line": paid_up.line, "commitment": paid_up.commitment,
        "second": treasury.line(paid_up.share, 2), "other": treasury.commitment(paid_up.line),
        "beside": treasury.share(fund, "centre-2024-92"), "empty": empty.top,
        "+share": after.share, "+line": after.line, "+commitment": after.commitment,
    }  # fmt: skip


def parts_of(year: dict[str, int], asked: tuple[Doing, ...]) -> dict[str, object]:
    """Return what a draft holds for what is asked."""
    if asked[0][0] == "about":
        return {"about": year[asked[0][1]]}
    if not asked[0][0]:
        return {"amounts": tuple((year[place], amount) for _step, place, amount in asked)}
    return {
        "parts": tuple(
            Part(
                Step(step.removeprefix("-")),
                year[place.removeprefix("+")],
                amount,
                step.startswith("-"),
                year[place] if place.startswith("+") else None,
            )
            for step, place, amount in asked
        )
    }


def book(treasury, year: dict[str, int], kind: str, asked: tuple[Doing, ...]) -> Act:
    """Book one act of the examples."""
    about = asked[0][1]
    fund = db.session.get_one(Fund, db.session.get_one(Envelope, year[about.removeprefix("+")]).fund_id)
    named = parts_of(year, asked)
    amounts = named.pop("amounts", ())
    return treasury.act(kind, fund, *amounts, day=LATER if kind == "carry_over" else DAY, **named)


def definition(steps: str) -> list[tuple[str, str, str, int]]:
    """Return the entries of steps written as in the examples."""
    found = []
    for one in filter(None, steps.split(", ")):
        step, amount = one.split()
        made = [(book, source, target, int(amount)) for book, source, target in STEPS[step.removeprefix("-")]]
        found += mirror(made) if step.startswith("-") else made
    return found


def mirror(made: list[tuple[str, str, str, int]]) -> list[tuple[str, str, str, int]]:
    """Return entries turned round, the last one first."""
    return [(book, target, source, amount) for book, source, target, amount in reversed(made)]


def entries(act: Act) -> list[tuple[str, str, str, int]]:
    """Return an act's entries as (book, from, to, amount), in order."""
    places = {row.id: row for row in db.session.scalars(select(Envelope))}

    def place(envelope_id: int | None, counter: str | None) -> str:
        if envelope_id is None:
            return "outside"
        return f"{'' if places[envelope_id].fund_id == act.fund_id else 'next '}{places[envelope_id].kind}.{counter}"

    return [
        (
            row.book,
            place(row.source_id, row.source_counter),
            place(row.target_id, row.target_counter),
            row.amount,
        )
        for row in db.session.scalars(select(Entry).where(Entry.act_id == act.id).order_by(Entry.id))
    ]


def everywhere() -> dict[int, dict[str, int]]:
    return {place: balances(place) for place in db.session.scalars(select(Envelope.id)).all()}


def test_each_act_makes_the_entries_of_its_definition_and_its_reversal_mirrors_them(treasury, year):
    start = everywhere()
    for kind, before, asked, steps, amount in EXAMPLES:
        prepared = [book(treasury, year, first, (doing,)) for first, doing in before]
        held = everywhere()
        act = book(treasury, year, kind, asked)
        assert entries(act) == definition(steps), (kind, steps)
        assert (act.kind, act.amount) == (kind, amount)
        assert verify.differences() == [], kind
        reversal = treasury.reverse(act, day=LATER)
        assert entries(reversal) == mirror(entries(act)), kind
        assert reversal.amount == amount
        assert everywhere() == held, kind
        for one in reversed(prepared):
            treasury.reverse(one, day=LATER)
        assert everywhere() == start, kind
    assert verify.differences() == []
    assert {kind for kind, *_ in EXAMPLES} == set(map(str, ActKind)) - {"reverse", "fail"}
    shown = {
        one.split()[0].removeprefix("-")
        for *_, steps, _amount in EXAMPLES
        for one in steps.split(", ")
        if one
    }
    assert shown == set(STEPS) == set(map(str, Step))


def test_a_failed_payment_mirrors_its_payment_and_nothing_else_can_fail(treasury, paid_up):
    treasury.act("accept", paid_up.fund, (paid_up.commitment, 20))
    held = everywhere()
    for kind in ("pay", "advance", "final_pay"):
        act = treasury.act(kind, paid_up.fund, (paid_up.commitment, 15))
        failed = fail(treasury, act)
        assert (failed.kind, failed.amount, failed.reverses_id) == ("fail", 15, act.id)
        assert entries(failed) == mirror(entries(act))
        assert everywhere() == held
        assert code_of(lambda a=act: treasury.reverse(a)) == "act.reversed"
        assert code_of(lambda a=failed: treasury.reverse(a)) == "act.reversal"
    accepted = db.session.scalars(select(Act).where(Act.kind == "accept")).one()
    assert code_of(lambda: fail(treasury, accepted)) == "act.no_payment"


def fail(treasury, act: Act) -> Act:
    draft = treasury.draft(
        "fail", db.session.get_one(Fund, act.fund_id), reason="the account number was wrong"
    )
    done = unit_of_work.run(
        lambda: service.propose_reversal(treasury.head, act.public_id, draft, kind=ActKind.fail)
    )
    assert isinstance(done, Act)
    return done


def test_an_act_of_several_amounts_makes_the_entries_of_each(treasury, paid_up):
    second = treasury.line(paid_up.share, 2)
    treasury.act("approve", paid_up.fund, (paid_up.top, 50))
    act = treasury.act("list", paid_up.fund, (paid_up.line, 20), (second, 30))
    assert [row[-1] for row in entries(act)] == [20, 20, 30, 30]
    assert balances(second) == {"to_assign": 30, "to_commit": 30}


def test_what_stands_after_all_is_paid_and_accepted(treasury, paid_up):
    treasury.act("advance", paid_up.fund, (paid_up.commitment, 40))
    treasury.act("accept", paid_up.fund, (paid_up.commitment, 100))
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 60))
    assert balances(paid_up.top) == {}
    assert balances(paid_up.share) == {"released": 100}
    assert balances(paid_up.line) == {
        "assigned": 100, "committed": 100, "advanced": 40, "paid": 60, "accepted": 100,
    }  # fmt: skip
    assert balances(paid_up.commitment) == {"discharged": 100, "uncleared": 40, "due": 40, "covered": 60}
    treasury.act("clear", paid_up.fund, (paid_up.commitment, 40))
    assert balances(paid_up.commitment) == {"discharged": 100, "cleared": 40, "covered": 100}
    line = db.session.get_one(Envelope, paid_up.line)
    assert (line.listed, line.disbursed) == (100, 100)


def test_every_entry_leaves_a_leg_on_each_side_with_the_balance_after_it(treasury, paid_up):
    treasury.act("advance", paid_up.fund, (paid_up.commitment, 40))
    legs = db.session.scalars(
        select(Leg).where(Leg.envelope_id == paid_up.line, Leg.counter == "money").order_by(Leg.sequence)
    ).all()
    assert [(leg.change, leg.balance, leg.business_date) for leg in legs] == [(100, 100, DAY), (-40, 60, DAY)]
    sequences = db.session.scalars(
        select(Leg.sequence).where(Leg.envelope_id == paid_up.line).order_by(Leg.sequence)
    ).all()
    assert list(sequences) == list(range(1, len(sequences) + 1))


def test_the_months_hold_the_net_change(treasury, paid_up):
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 40), day=date(2024, 12, 31))
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 10), day=date(2025, 1, 31))
    months = db.session.execute(
        select(LedgerMonth.month, LedgerMonth.change)
        .where(LedgerMonth.envelope_id == paid_up.line, LedgerMonth.counter == "money")
        .order_by(LedgerMonth.month)
    ).all()
    assert [tuple(row) for row in months] == [(2024 * 12 + 4, 100), (2024 * 12 + 11, -40), (2025 * 12, -10)]


def test_acts_are_numbered_without_gaps_in_the_order_of_commits(treasury, paid_up):
    assert db.session.scalars(select(Act.number).order_by(Act.id)).all() == [1, 2, 3, 4, 5, 6]
    for amount in (101, 1, 102, 2):
        if amount > 100:
            with pytest.raises(Exception, match=r"leaves|holds"):
                treasury.act("pay", paid_up.fund, (paid_up.commitment, amount))
        else:
            treasury.act("pay", paid_up.fund, (paid_up.commitment, amount))
    db.session.rollback()
    assert db.session.scalars(select(Act.number).order_by(Act.id)).all() == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_database_and_the_books_name_the_same_counters_paths_steps_and_acts():
    """The migration keeps its own copy, for a migration never changes; the books must not drift from it."""
    assert set(COUNTERS) == set(ledger_guards.COUNTERS)
    assert set(allowed_paths()) == set(ledger_guards.PATHS)

    def place(side: tuple[object, str] | None) -> str:
        return f"{side[0]}.{side[1]}" if side else "outside"

    steps = {
        str(step): tuple(f"{place(m.source)}>{'+' if m.across else ''}{place(m.target)}" for m in moves)
        for step, moves in MOVES.items()
    }
    assert steps == ledger_guards.STEPS
    acts = {
        str(kind): tuple(f"{'-' if back else ''}{step}" for step, back in deed.ways)
        for kind, deed in DEEDS.items()
    }
    assert acts == ledger_guards.ACTS
    assert set(map(str, MIRRORS)) == set(ledger_guards.MIRRORS)
    assert set(map(str, AFTER_CLOSE)) == set(ledger_guards.AFTER_CLOSE)
    assert path_of(MOVES[Step.accept][0]) == "to_accept>accepted"


def test_what_is_left_when_a_fund_closes_is_the_same_for_the_database(treasury, year):
    """Every counter that must be nothing stops the closing, in Python and behind it."""
    told = " ".join(ledger_guards.LEFT_OVER)
    for kind, counters in working.LEFT_OVER.items():
        for counter in counters:
            assert f"{counter} > 0" in told, (kind, counter)
    top = db.session.get_one(Envelope, year["top"])
    fund = db.session.get_one(Fund, top.fund_id)
    assert code_of(lambda: treasury.act("close", fund, about=top.id)) == "fund.left"
