"""The arithmetic of the plan: cumulative percentages, entitlement, what an act changes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promotion.allocation.rules import (
    Position,
    Standing,
    after,
    drawn_back,
    effects,
    entitled,
    fund_code,
    moved,
    percent_kept,
    suggested,
    tranche,
)
from promotion.kernel.errors import Invalid
from promotion.ledger.books import Step
from promotion.ledger.deeds import Part

BILLION = 10**9
PLAN = 130 * BILLION


@pytest.mark.parametrize(
    "plan, released, percent, amount",
    [
        (PLAN, 0, "35", 45_500_000_000),
        (PLAN, 45 * BILLION, "35", 500_000_000),
        (PLAN, 45 * BILLION, "100", 85 * BILLION),
        (100 * BILLION, 0, "35", 35 * BILLION),
        (PLAN, 0, "34.6153846153", 45_000_000_000),  # 44,999,999,999.89
        (3, 0, "50", 2),
        (1, 0, "50", 1),
    ],
)
def test_a_percentage_counts_what_is_released_already(plan, released, percent, amount):
    assert tranche(Standing(plan, released), Decimal(percent)) == amount


@pytest.mark.parametrize("percent", ["0", "30", "34.6", "34.615"])
def test_a_percentage_below_what_is_released_is_refused_with_both_amounts(percent):
    with pytest.raises(Invalid) as refused:
        tranche(Standing(PLAN, 45 * BILLION), Decimal(percent))
    (fault,) = refused.value.faults
    assert fault.field == "percent"
    assert fault.params["released"] == 45 * BILLION
    assert int(fault.params["target"]) <= 45 * BILLION


def test_a_plan_that_is_cut_on_a_day_before_its_approval_is_no_base_there():
    for worked_out in (tranche, drawn_back):
        with pytest.raises(Invalid) as refused:
            worked_out(Standing(-100, -50), Decimal(90 if worked_out is drawn_back else 35))
        assert "no approved plan on this day" in refused.value.faults[0].message


def test_the_same_percentage_twice_gives_nothing_more():
    first = tranche(Standing(PLAN, 0), Decimal(35))
    with pytest.raises(Invalid):
        tranche(Standing(PLAN, first), Decimal(35))


@pytest.mark.parametrize("plan, percent", [(0, "35"), (PLAN, "100.01"), (PLAN, "350")])
def test_no_plan_and_more_than_the_plan_are_refused(plan, percent):
    with pytest.raises(Invalid) as refused:
        tranche(Standing(plan, 0), Decimal(percent))
    assert refused.value.faults[0].field == "percent"


@pytest.mark.parametrize(
    "typed, kept", [("35", "35"), ("35.0", "35"), ("34.60", "34.6"), ("100", "100"), ("0.5", "0.5")]
)
def test_a_percentage_is_kept_without_idle_zeros(typed, kept):
    assert percent_kept(Decimal(typed)) == kept


AMOUNTS = st.integers(0, 9 * 10**12)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(st.lists(AMOUNTS, max_size=12), AMOUNTS, st.integers(0, 100))
def test_entitlement_adds_up_and_never_exceeds_what_is_listed(listed, unlisted, percent):
    plan = sum(listed) + unlisted
    released = plan * percent // 100
    due = entitled(released, listed, unlisted)
    assert len(due) == len(listed)
    assert all(0 <= part <= amount for part, amount in zip(due, listed, strict=True))
    assert sum(due) <= released
    if plan:
        exact = [Fraction(released * amount, plan) for amount in listed]
        assert all(abs(part - fraction) < 1 for part, fraction in zip(due, exact, strict=True))


@unhurried
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=12), AMOUNTS)
def test_a_suggestion_never_shares_out_more_than_there_is(pairs, free):
    due, received = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    now = suggested(free, due, received)
    assert sum(now) <= free
    assert all(0 <= part <= max(0, one - other) for part, (one, other) in zip(now, pairs, strict=True))


def test_who_has_received_more_than_its_part_gets_nothing_and_the_others_share_the_rest():
    assert suggested(70, [50, 50], [80, 0]) == [0, 50]
    assert suggested(20, [50, 50, 50], [80, 10, 30]) == [0, 13, 7]


def test_35_percent_reaches_every_unit_as_35_percent_of_its_list():
    listed = [2 * BILLION, 3 * BILLION]
    assert entitled(35 * BILLION, listed, 95 * BILLION) == [700_000_000, 1_050_000_000]


def test_a_unit_that_passed_on_rights_from_the_year_before_is_due_nothing():
    assert entitled(1000, [-500, 2000], 500) == [0, 800]


def test_a_release_changes_what_is_released_and_its_rate():
    stood = Position(approved=PLAN, listed=100 * BILLION, released=45 * BILLION, shared=40 * BILLION)
    shown = {
        effect.label: (effect.before, effect.after) for effect in effects(stood, {"released": BILLION // 2})
    }
    assert shown == {
        "Approved plan": (PLAN, PLAN),
        "Released": (45 * BILLION, 45_500_000_000),
        "Plan not yet released": (85 * BILLION, 84_500_000_000),
        "Released, not yet shared out": (5 * BILLION, 5_500_000_000),
        "Released of approved": (Fraction(45, 130), Fraction(35, 100)),
    }


@pytest.mark.parametrize("figure", ["approved", "listed", "released", "shared", "assigned"])
def test_what_an_act_changes_its_reversal_changes_back(figure):
    stood = Position(approved=10, listed=8, released=6, shared=4, assigned=2)
    there, back = effects(stood, {figure: 3}), effects(after(stood, {figure: 3}), {figure: -3})
    assert after(after(stood, {figure: 3}), {figure: -3}) == stood
    assert there
    assert [(one.before, one.after) for one in there] == [(one.after, one.before) for one in back]


def test_steps_that_run_back_take_off_what_forward_ones_add():
    there = [Part(Step.list, 1, 5), Part(Step.list, 2, 3, back=True), Part(Step.assign, 1, 7, back=True)]
    assert moved(there) == {"listed": 2, "assigned": -7}
    assert moved([Part(Step.pay, 1, 5)]) == {}


@pytest.mark.parametrize("percent, amount", [("30", 6 * BILLION), ("0", 45 * BILLION), ("34.6", 20_000_000)])
def test_a_percentage_that_stays_released_takes_back_the_rest(percent, amount):
    assert drawn_back(Standing(PLAN, 45 * BILLION), Decimal(percent)) == amount


@pytest.mark.parametrize("plan, percent", [(0, "10"), (PLAN, "35"), (PLAN, "50")])
def test_nothing_is_taken_back_up_to_a_percentage_that_is_not_released(plan, percent):
    with pytest.raises(Invalid) as refused:
        drawn_back(Standing(plan, 45 * BILLION), Decimal(percent))
    assert refused.value.faults[0].field == "percent"


def test_labels_of_funds():
    assert fund_code("national", 2024, None) == "KCQG-2024"
    assert fund_code("local", 2024, "2024-91") == "KCDP-2024-91-2024"
