"""What comes back was paid before, on the same contract and in the same way; two proposals together change nothing."""

from datetime import date

import pytest

from promotion.kernel.errors import Refused
from promotion.ledger import verify
from promotion.ledger.paid_out import PaidOut
from tests.support.treasury import balances, chain, code_of, filled

LATE = date(2025, 3, 3)


@pytest.fixture
def two(treasury):
    """A line with two contracts of 100 each: 60 advanced on the first, 70 paid ahead on the second."""
    found = chain(treasury)
    other = treasury.commitment(found.line)
    filled(treasury, found, 200)
    treasury.act("amend", found.fund, parts=(treasury.part("commit", found.commitment, 100, back=True),))
    treasury.act("commit", found.fund, (other, 100))
    treasury.act("advance", found.fund, (found.commitment, 60))
    treasury.act("pay", found.fund, (other, 70))
    return found, other


def refused(act):
    """What the refusal says; nothing of it is kept, so that what was read for it is read anew afterwards."""
    try:
        act()
    except Refused as refusal:
        assert refusal.cure
        return refusal.code, refusal.params
    return None


def back(treasury, fund, step, contract, amount):
    return treasury.act("refund", fund, parts=(treasury.part(step, contract, amount, back=True),))


def test_an_advance_comes_back_on_the_contract_that_had_it(treasury, two):
    found, other = two
    before = balances(found.line), balances(other)
    assert refused(lambda: back(treasury, found.fund, "advance", other, 50)) == (
        "amount.refund",
        {"out": 0, "asked": 50},
    )
    assert (balances(found.line), balances(other)) == before
    assert refused(lambda: back(treasury, found.fund, "pay", found.commitment, 60)) == (
        "amount.refund",
        {"out": 0, "asked": 60},
    )
    assert code_of(lambda: back(treasury, found.fund, "advance", found.commitment, 61)) == "amount.refund"
    back(treasury, found.fund, "advance", found.commitment, 60)
    back(treasury, found.fund, "pay", other, 70)
    assert {"advanced", "paid"}.isdisjoint(balances(found.line))
    assert verify.differences() == []


def test_an_act_with_two_contracts_is_told_apart(treasury, two):
    found, other = two
    treasury.act("advance", found.fund, (other, 10), (found.commitment, 20))
    assert code_of(lambda: back(treasury, found.fund, "advance", other, 11)) == "amount.refund"
    back(treasury, found.fund, "advance", other, 10)
    back(treasury, found.fund, "advance", found.commitment, 80)


def test_two_proposals_do_not_bring_back_more_than_went_out(treasury, two):
    """Another contract's advance stands on the line, and money was paid ahead here: only the contract's own counts."""
    found, other = two
    treasury.act("advance", found.fund, (other, 30))
    parts = (treasury.part("advance", other, 20, back=True),)
    first, second = (treasury.propose("refund", found.fund, parts=parts) for _ in range(2))
    treasury.book(first)
    assert code_of(lambda: treasury.book(second)) == "amount.refund"
    assert balances(found.line)["advanced"] == 70


def test_an_advance_that_came_back_is_not_taken_back_once_more(treasury, two):
    found, other = two
    advance = treasury.act("advance", found.fund, (other, 30))
    back(treasury, found.fund, "advance", other, 30)
    assert code_of(lambda: treasury.reverse(advance)) == "amount.refund"
    assert balances(found.line)["advanced"] == 60


def test_no_more_is_asked_back_than_was_paid(treasury, two):
    found, other = two
    first, second = (treasury.propose("demand", found.fund, (other, 40)) for _ in range(2))
    treasury.book(first)
    assert refused(lambda: treasury.book(second)) == ("amount.demand", {"paid": 70, "asked": 80})
    recovered = treasury.act("recover", found.fund, (other, 40))
    assert code_of(lambda: treasury.act("demand", found.fund, (other, 31))) == "amount.demand"
    treasury.act("demand", found.fund, (other, 30))
    treasury.reverse(recovered)
    assert balances(other)["to_recover"] == 70
    # What is asked back stays paid: first the demand is lowered, then the money comes back within the year.
    assert code_of(lambda: back(treasury, found.fund, "pay", other, 1)) == "amount.demand"
    treasury.act("demand", found.fund, parts=(treasury.part("demand", other, 10, back=True),))
    back(treasury, found.fund, "pay", other, 10)
    assert verify.differences() == []


def test_a_lowered_demand_is_not_raised_again_by_taking_its_act_back(treasury, two):
    found, other = two
    treasury.act("demand", found.fund, (other, 70))
    lowered = treasury.act("demand", found.fund, parts=(treasury.part("demand", other, 20, back=True),))
    back(treasury, found.fund, "pay", other, 5)
    assert code_of(lambda: treasury.reverse(lowered)) == "amount.demand"


def test_no_more_comes_back_of_a_line_than_went_out(treasury, two):
    found, other = two
    first, second = (
        treasury.propose("late_refund", found.fund, (found.line, 80), day=LATE) for _ in range(2)
    )
    treasury.book(first)
    assert refused(lambda: treasury.book(second)) == ("amount.back", {"out": 130, "back": 160})
    treasury.act("demand", found.fund, (other, 60))
    assert code_of(lambda: treasury.act("recover", found.fund, (other, 51))) == "amount.back"
    treasury.act("recover", found.fund, (other, 50))
    assert code_of(lambda: back(treasury, found.fund, "advance", found.commitment, 1)) == "amount.back"
    assert verify.differences() == []


@pytest.mark.parametrize(
    "kind, step, counter",
    [("refund", "advance", "advanced"), ("refund", "pay", "paid"), ("demand", None, "demanded")],
)
def test_what_got_past_these_bounds_is_found(treasury, two, monkeypatch, kind, step, counter):
    """Written as by a program that does not know them: the counters of the places alone allow it."""
    found, other = two
    monkeypatch.setattr(PaidOut, "move", lambda *_: None)
    monkeypatch.setattr(PaidOut, "look_at_the_end", lambda *_: None)
    if step is None:
        treasury.act("demand", found.fund, (other, 71))
    else:
        back(treasury, found.fund, step, other if step == "advance" else found.commitment, 60)
    assert counter in {one.what for one in verify.differences()}


def test_what_came_back_of_a_line_beyond_what_went_out_is_found(treasury, two, monkeypatch):
    found, _other = two
    monkeypatch.setattr(PaidOut, "look_at_the_end", lambda *_: None)
    for _ in range(2):
        treasury.act("late_refund", found.fund, (found.line, 80), day=LATE)
    assert [one.what for one in verify.differences()] == ["returned"]
