"""What spending asks for, without a database."""

from decimal import Decimal

import pytest

from promotion.disbursement import rules


@pytest.mark.parametrize(
    "condition,statement,asked",
    [
        (None, None, []),
        ("", None, []),
        ("Trên một nửa", None, ["condition_holds"]),
        ("Trên một nửa", "  ", ["condition"]),
        ("Trên một nửa", "Biên bản 5", []),
    ],
)
def test_a_condition_must_be_stated_to_hold(condition, statement, asked):
    assert [fault.field for fault in rules.condition_faults(condition, statement)] == asked


def test_the_highest_advance_is_the_share_of_the_contract():
    assert rules.highest_advance(333, Decimal(50)) == 167


def test_a_suggestion_is_everything_or_its_part_to_the_last_dong():
    assert rules.suggestion([30, 70], 100) == [30, 70]
    assert rules.suggestion([30, 70], 99) == [30, 69]
    assert sum(rules.suggestion([1, 1, 1], 2)) == 2
