"""Each act makes exactly the entries of its definition, in every book; a reversal mirrors them."""

from datetime import date

import pytest
from sqlalchemy import select

from migrations import ledger_guards
from promotion.database.handle import db
from promotion.ledger import verify
from promotion.ledger.books import COUNTERS, MOVES, ActKind, allowed_paths, path_of
from promotion.ledger.models import Act, Entry, Envelope, LedgerMonth, Leg
from tests.support.treasury import DAY, balances

# docs/ledger.md §3, row by row: act → (book, from, to).
DEFINITIONS = {
    "approve": {("rights", "outside", "fund.to_list"), ("rights", "outside", "fund.to_release")},
    "list": {("rights", "fund.to_list", "line.to_assign"), ("rights", "outside", "line.to_commit")},
    "release": {("rights", "fund.to_release", "fund.released"), ("money", "outside", "fund.money")},
    "share": {("rights", "fund.released", "share.released"), ("money", "fund.money", "share.money")},
    "assign": {("rights", "line.to_assign", "line.assigned"), ("money", "share.money", "line.money")},
    "commit": {
        ("rights", "line.to_commit", "line.committed"),
        ("obligations", "outside", "commitment.owed"),
        ("work", "outside", "commitment.to_accept"),
    },
    "advance": {
        ("money", "line.money", "line.advanced"),
        ("obligations", "commitment.owed", "commitment.discharged"),
    },
    "pay": {
        ("money", "line.money", "line.paid"),
        ("obligations", "commitment.owed", "commitment.discharged"),
    },
    "accept": {("work", "commitment.to_accept", "line.accepted")},
}
SUBJECT = {"approve": "top", "list": "line", "release": "top", "share": "share", "assign": "line"}
LAST = ("advance", "pay", "accept")


def entries(act: Act) -> list[tuple[str, str, str, int]]:
    """Return an act's entries as (book, from, to, amount), in order."""
    kinds = dict(db.session.execute(select(Envelope.id, Envelope.kind)).all())

    def place(envelope_id: int | None, counter: str | None) -> str:
        return f"{kinds[envelope_id]}.{counter}" if envelope_id else "outside"

    return [
        (
            row.book,
            place(row.source_id, row.source_counter),
            place(row.target_id, row.target_counter),
            row.amount,
        )
        for row in db.session.scalars(select(Entry).where(Entry.act_id == act.id).order_by(Entry.id))
    ]


@pytest.fixture
def booked(treasury, paid_up):
    """One act of each kind: the first six stand since the fixture, the last three are booked here."""
    for kind in LAST:
        treasury.act(kind, paid_up.fund, (paid_up.commitment, 30))
    return {act.kind: act for act in db.session.scalars(select(Act).order_by(Act.id))}


def test_each_act_makes_the_entries_of_its_definition(booked):
    for kind, definition in DEFINITIONS.items():
        amount = 30 if kind in LAST else 100
        assert sorted(entries(booked[kind])) == sorted((*path, amount) for path in definition), kind
    assert set(booked) == set(DEFINITIONS)


def test_a_reversal_mirrors_its_act_from_the_last_entry_to_the_first(booked, treasury):
    for kind, act in reversed(booked.items()):
        before = verify.differences()
        reversal = treasury.reverse(act)
        mirror = [(book, target, source, amount) for book, source, target, amount in reversed(entries(act))]
        assert entries(reversal) == mirror, kind
        assert before == verify.differences() == []
    assert not any(balances(place) for place in db.session.scalars(select(Envelope.id)).all())


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
    assert balances(paid_up.commitment) == {"discharged": 100}
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


def test_the_database_and_the_books_name_the_same_counters_and_paths():
    """The migration keeps its own copy, for a migration never changes; the books must not drift from it."""
    assert tuple(COUNTERS) == ledger_guards.COUNTERS
    assert set(allowed_paths()) == set(ledger_guards.PATHS)

    def place(side: tuple[object, str] | None) -> str:
        return f"{side[0]}.{side[1]}" if side else "outside"

    paths = {f"{kind}:{place(m.source)}>{place(m.target)}" for kind, moves in MOVES.items() for m in moves}
    assert paths == set(ledger_guards.ACT_PATHS)
    assert set(MOVES) == set(ActKind) - {ActKind.reverse}
    assert path_of(MOVES[ActKind.accept][0]) == "to_accept>accepted"
