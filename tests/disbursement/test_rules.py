"""What the policies ask, without a database."""

from decimal import Decimal

import pytest

from promotion.disbursement import rules
from promotion.disbursement.rules import ContractPosition, Shortfall
from promotion.ledger.rules import Posting

HALF = ContractPosition(value=300, advanced=100, discharged=120, accepted=150)


@pytest.mark.parametrize(
    "amount,percent,reason,asked",
    [
        (50, Decimal(50), None, False),
        (51, Decimal(50), None, True),
        (51, Decimal(50), "vì", False),
        (200, None, None, False),
        (51, Decimal(50), "", True),
    ],
)
def test_an_advance_above_the_rule_wants_a_reason(amount, percent, reason, asked):
    faults = rules.advance_faults(HALF, amount, percent, reason)
    assert [fault.field for fault in faults] == (["reason"] if asked else [])


def test_what_the_rule_allows_is_named_in_dong():
    (fault,) = rules.advance_faults(HALF, 60, Decimal("33.3"), None)
    assert fault.params == {"after": 160, "highest": 100, "percent": "33.3"}
    assert rules.highest_advance(333, Decimal(50)) == 167


@pytest.mark.parametrize("amount,reason,asked", [(30, None, False), (31, None, True), (31, "vì", False)])
def test_a_payment_above_the_accepted_work_wants_a_reason(amount, reason, asked):
    assert bool(rules.payment_faults(HALF, amount, reason)) is asked


@pytest.mark.parametrize("amount,reason,asked", [(60, None, False), (61, None, True), (61, "vì", False)])
def test_a_contract_before_its_money_wants_a_reason(amount, reason, asked):
    assert bool(rules.commitment_faults(assigned=100, committed=40, amount=amount, reason=reason)) is asked


def test_a_suggestion_is_everything_or_its_part_to_the_last_dong():
    assert rules.suggestion([30, 70], 100) == [30, 70]
    assert rules.suggestion([30, 70], 99) == [30, 69]
    assert sum(rules.suggestion([1, 1, 1], 2)) == 2


def entry(source, counter, amount):
    return Posting("money", source, counter, 9, "paid", amount)


def test_a_shortfall_counts_together_what_is_asked_of_one_place():
    balances = {(1, "money"): 100, (2, "money"): 10}
    assert rules.first_shortfall([entry(1, "money", 60), entry(1, "money", 40)], balances) is None
    found = rules.first_shortfall([entry(1, "money", 60), entry(1, "money", 41)], balances)
    assert found == Shortfall(1, "money", 100, 101)
    outside = Posting("rights", None, None, 1, "to_list", 10**6)
    assert rules.first_shortfall([outside], balances) is None
