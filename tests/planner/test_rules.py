"""The planner's rules: exact, the same in any order, within every ceiling, or refused with by how much and for whom."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promotion.planner.rules import Line, Rule, Unmet, Use, distribute
from promotion.planner.tranches import Money, plan, taken_back, withdrawal

BILLION = 10**9
at_leisure = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PRO_RATA = Use(Rule.pro_rata)
EVERY = (
    PRO_RATA, Use(Rule.committed_first), Use(Rule.priority), Use(Rule.started), Use(Rule.floor, Decimal(20)),
)  # fmt: skip


@st.composite
def lines(draw, most=1000):
    found = []
    for place in range(draw(st.integers(1, 9))):
        listed = draw(st.integers(0, most))
        has = draw(st.integers(0, listed))
        paid = draw(st.integers(0, has))
        found.append(
            Line(
                place=place + 1,
                share=draw(st.integers(101, 103)),
                province=draw(st.sampled_from(["A", "B", None])),
                listed=listed,
                has=has,
                ceiling=listed,
                committed=draw(st.integers(0, listed)),
                disbursed=paid,
                accepted=draw(st.integers(0, paid)),
                first_need=draw(st.integers(0, listed)),
                priority=draw(st.sampled_from([None, 1, 2, 3])),
            )
        )
    return found


orders = st.lists(st.sampled_from(EVERY), max_size=4, unique=True).map(tuple)
money = st.integers(0, 6000)


def rooms(found):
    return sum(line.room for line in found)


@at_leisure
@given(lines(), money, orders, st.randoms(use_true_random=False), st.booleans())
def test_the_same_input_in_any_order_gives_the_same_output_and_no_line_gets_more_than_it_can_take(
    found, amount, uses, chance, strict
):
    mixed = list(found)
    chance.shuffle(mixed)
    try:
        got = distribute(found, amount, uses, strict=strict)
    except Unmet as refusal:
        with pytest.raises(Unmet) as again:
            distribute(mixed, amount, uses, strict=True)
        assert again.value.whom == refusal.whom
        return
    assert distribute(mixed, amount, uses, strict=strict) == got
    assert all(0 <= got[line.place] <= line.room for line in found)
    assert sum(got.values()) <= amount
    if {PRO_RATA, EVERY[2]} & set(uses):
        assert sum(got.values()) == min(amount, rooms(found))


@at_leisure
@given(lines(10**14), st.integers(0, 10**15))
def test_in_proportion_no_part_lies_a_whole_dong_beside_its_exact_value(found, amount):
    got = distribute(found, amount, (PRO_RATA,))
    all_of_it = min(amount, rooms(found))
    for line in found:
        exact = Fraction(all_of_it * line.room, rooms(found) or 1)
        assert abs(got[line.place] - exact) < 1


@at_leisure
@given(lines(), money)
def test_contracts_come_first_in_proportion_to_what_they_miss(found, amount):
    needs = {line.place: max(0, line.committed - line.has) for line in found}
    got = distribute(found, amount, (EVERY[1],))
    assert sum(got.values()) == min(amount, sum(needs.values()))
    assert all(got[place] <= need for place, need in needs.items())
    if amount < sum(needs.values()):
        assert all(
            abs(got[p] - Fraction(amount * need, sum(needs.values()))) < 1 for p, need in needs.items()
        )


@at_leisure
@given(lines(), money)
def test_by_priority_nobody_gets_anything_before_those_ahead_are_full(found, amount):
    got = distribute(found, amount, (EVERY[2],))
    for line in found:
        ahead = [one for one in found if (one.priority or 9) < (line.priority or 9)]
        assert not got[line.place] or all(got[one.place] == one.room for one in ahead)


@at_leisure
@given(lines(), money)
def test_projects_under_way_hold_what_they_need_to_finish_or_it_is_said_what_is_missing(found, amount):
    needs = {
        line.place: max(0, max(line.committed, line.disbursed, line.accepted) - line.has)
        for line in found
        if line.disbursed or line.accepted
    }
    try:
        got = distribute(found, amount, (EVERY[3], PRO_RATA))
    except Unmet as refusal:
        assert (refusal.rule, refusal.code) == (Rule.started, "planner.protect-started")
        assert refusal.missing == sum(needs.values()) - amount > 0
        assert set(refusal.whom) <= {place for place, need in needs.items() if need}
    else:
        assert sum(needs.values()) <= amount
        assert all(got[place] >= need for place, need in needs.items())


@at_leisure
@given(lines(), money, st.integers(0, 100))
def test_every_province_holds_its_floor_or_it_is_said_which_do_not_and_by_how_much(found, amount, percent):
    need = {}
    for province in {line.province for line in found}:
        own = [line for line in found if line.province == province]
        floor = int(Fraction(sum(line.listed for line in own) * percent, 100) + Fraction(1, 2))
        need[province] = max(0, floor - sum(line.has for line in own))
    try:
        got = distribute(found, amount, (Use(Rule.floor, Decimal(percent)), PRO_RATA))
    except Unmet as refusal:
        assert refusal.missing == sum(need.values()) - amount > 0
        assert set(refusal.whom) <= {province for province, by in need.items() if by}
    else:
        assert sum(need.values()) <= amount
        for province, by in need.items():
            assert sum(got[line.place] for line in found if line.province == province) >= by


@at_leisure
@given(lines(), money, orders, st.data())
def test_what_is_set_by_hand_is_given_exactly_and_rules_pass_it_over(found, amount, uses, data):
    chosen = data.draw(st.sampled_from(found))
    hand = data.draw(st.integers(0, chosen.listed + 50))
    typed = [replace(line, by_hand=hand) if line is chosen else line for line in found]
    try:
        got = distribute(typed, amount, uses)
    except Unmet as refusal:
        if refusal.rule is None:
            assert hand > min(chosen.room, amount)
            assert refusal.missing == hand - (chosen.room if hand > chosen.room else amount)
    else:
        assert got[chosen.place] == hand


@pytest.mark.parametrize("count", [7, 106, 1999])
@pytest.mark.parametrize("use", EVERY, ids=lambda use: use.rule)
def test_35_percent_of_100_billion_is_35_billion_to_the_dong_under_every_rule(count, use):
    chance = Random(count)
    cuts = sorted(chance.sample(range(1, 100 * BILLION), count - 1))
    parts = [end - start for start, end in zip([0, *cuts], [*cuts, 100 * BILLION], strict=True)]
    found = [
        Line(
            place, place % 63, f"{place % 34:02}", part, 0, part,
            committed=part // 4, accepted=part // 9 if place % 3 else 0, priority=place % 5 or None,
        )
        for place, part in enumerate(parts, 1)
    ]  # fmt: skip
    made = plan(found, Money(35 * BILLION), (use, PRO_RATA))
    assert made.given == 35 * BILLION == sum(made.shares.values()) == sum(row.entitled for row in made.rows)
    assert made.stays == 0
    assert all(row.after <= row.line.listed for row in made.rows)
    assert sum(row.short for row in made.rows) == 65 * BILLION


@at_leisure
@given(
    lines(), money, st.integers(0, 500), st.dictionaries(st.integers(101, 103), st.integers(0, 500)), orders
)
def test_a_unit_s_own_money_reaches_its_own_lines_only_and_every_total_ties_out(
    found, tranche, unshared, unassigned, uses
):
    try:
        made = plan(found, Money(tranche, unshared, unassigned, released=700), uses)
    except Unmet:
        return
    assert made.given == made.from_fund + sum(made.from_units.values())
    assert made.stays == tranche + unshared - made.from_fund >= 0
    assert sum(made.shares.values()) == made.from_fund
    for share, by in made.from_units.items():
        own = sum(row.now for row in made.rows if row.line.share == share)
        assert 0 < by <= unassigned[share]
        assert own == by + made.shares.get(share, 0)
    assert sum(row.entitled for row in made.rows) <= 700 + tranche
    assert all(0 <= row.entitled <= row.line.listed for row in made.rows)
    assert all(row.short == row.line.listed - row.line.has - row.now for row in made.rows)


def test_what_a_unit_holds_serves_its_lines_before_the_tranche_does():
    poor, rich = Line(1, 11, "A", 100, 0, 100), Line(2, 12, "A", 100, 0, 100)
    made = plan([poor, rich], Money(60, unassigned={12: 80}), (PRO_RATA,))
    # 80 of its own leave 20 missing there and 100 here: the tranche of 60 goes 50 to 10.
    assert [row.now for row in made.rows] == [50, 90]
    assert (made.shares, made.from_units) == ({11: 50, 12: 10}, {12: 80})


def test_a_line_starts_with_its_first_need_and_is_entitled_to_its_part_of_all_money():
    found = [
        Line(1, 11, "A", 100, 50, 100, first_need=70),
        Line(2, 11, "A", 100, 0, 100, first_need=30),
        Line(3, 12, "B", 200, 0, 200, first_need=200),
    ]
    made = plan(found, Money(70, released=50), (PRO_RATA,))
    assert [(row.now, row.entitled, row.short, row.can_start) for row in made.rows] == [
        (10, 30, 40, False), (20, 30, 80, False), (40, 60, 160, False),
    ]  # fmt: skip
    more = plan(found, Money(175, released=50), (PRO_RATA,))
    assert [row.can_start for row in more.rows] == [True, True, False]


@at_leisure
@given(lines(), st.data(), orders)
def test_a_withdrawal_takes_exactly_its_amount_and_never_what_is_spent(found, data, uses):
    # What is spent stays: `has`; what is assigned is the ceiling.
    amount = data.draw(st.integers(0, rooms(found) + 20))
    try:
        taken = taken_back(found, amount, uses)
    except Unmet as refusal:
        if refusal.rule is None:
            assert refusal.missing == amount - rooms(found) > 0
        return
    assert sum(taken.values()) == amount
    assert all(0 <= taken[line.place] <= line.room for line in found)


def test_a_withdrawal_protects_work_under_way_and_takes_by_hand_what_was_said():
    running = Line(1, 11, "A", 100, 20, 80, committed=70, disbursed=20)
    waiting = Line(2, 11, "A", 100, 0, 60)
    third = Line(3, 12, "B", 100, 0, 40, by_hand=5)
    uses = (Use(Rule.started),)
    assert taken_back([running, waiting, third], 65, uses) == {1: 9, 2: 51, 3: 5}
    with pytest.raises(Unmet) as refusal:
        taken_back([running, waiting, third], 76, uses)
    assert (refusal.value.rule, refusal.value.whom) == (Rule.started, {1: 1})


def test_a_withdrawal_takes_idle_money_first_and_each_unit_gives_back_what_its_lines_and_itself_give():
    found = [
        Line(1, 11, "A", 100, 60, 100, disbursed=20, committed=50),
        Line(2, 11, "A", 100, 60, 100),
        Line(3, 12, "B", 100, 40, 100, by_hand=5),
    ]
    held = {1: 40, 2: 60, 3: 40}
    money = Money(100, unshared=10, unassigned={11: 20, 12: 5}, released=195)
    made = withdrawal(found, held, money, (Use(Rule.started),))
    # By hand 5; 10 of the fund, 25 of the units; 60 of lines 1 and 2, which keep 30 + 10 * 10 / 70 and the rest.
    assert [row.now for row in made.rows] == [-9, -51, -5]
    assert (made.stays, made.from_units) == (-10, {11: 20, 12: 5})
    assert made.shares == {11: -80, 12: -10}
    assert [row.after for row in made.rows] == [51, 9, 35]
    with pytest.raises(Unmet) as refusal:
        withdrawal(found, held, Money(180, 10, {11: 20, 12: 5}, 195), ())
    assert refusal.value.missing == 5


@at_leisure
@given(
    lines(),
    st.integers(0, 60),
    st.dictionaries(st.integers(101, 104), st.integers(0, 500)),
    st.data(),
    orders,
)
def test_every_withdrawal_ties_out(found, unshared, unassigned, data, uses):
    held = {line.place: line.has - line.disbursed for line in found}
    amount = data.draw(st.integers(0, unshared + sum(unassigned.values()) + sum(held.values())))
    try:
        made = withdrawal(found, held, Money(amount, unshared, unassigned, released=amount + 300), uses)
    except Unmet as refusal:
        assert refusal.rule is not None
        return
    assert made.stays + sum(made.shares.values()) == -amount
    assert all(0 <= -row.now <= held[row.line.place] for row in made.rows)
    assert all(0 <= by <= unassigned[share] for share, by in made.from_units.items())
    if any(row.now for row in made.rows):
        assert made.from_units == unassigned


def test_equal_remainders_go_to_the_line_made_first_in_whatever_province_it_lies():
    later = Line(place=2, share=101, province="A", listed=10, has=0, ceiling=10)
    first = replace(later, place=1, province="B")
    half = Use(Rule.floor, Decimal(50))
    assert distribute([later, first], 1, (half,), strict=False) == {1: 1, 2: 0}
