"""Random acts in the program and in a model side by side: the same are accepted, the same refused for the same reason.

The seed is printed; RANDOM_SEED repeats a run.
"""

import pytest

from promotion.ledger.deeds import ActKind
from tests.ledger.machine import run

# Every reason that a random act can meet.
REASONS = {
    *("Invalid", "NotFound", "act.empty", "act.no_payment", "act.reversal", "act.reversed", "act.units"),
    *("act.two_people", "day.closed", "day.future", "day.reversal", "day.year", "fund.closed"),
    *("fund.left", "liquidate.open", "voucher.used", "ceiling.line.money", "ceiling.commitment.due"),
    *("amount.refund", "amount.demand", "amount.back"),
    *("ceiling.fund.to_list", "ceiling.line.to_commit", "ceiling.share.money", "ceiling.commitment.owed"),
}


def test_ten_thousand_random_acts_agree_with_the_model(treasury):
    machine = run(treasury, 10_000)
    assert sum(machine.accepted.values()) >= 3_000, machine.refusals
    assert set(map(str, ActKind)) | {"edit", "propose", "return"} == set(machine.accepted), machine.accepted
    assert set(machine.refusals) >= REASONS, machine.refusals


@pytest.mark.long
def test_two_hundred_thousand_random_acts_agree_with_the_model(treasury):
    machine = run(treasury, 200_000, fresh=True)
    assert sum(machine.accepted.values()) >= 60_000, machine.refusals
