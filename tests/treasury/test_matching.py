"""Matching: passes and their order, nothing twice, nothing lost, sums, and the same answer in any order."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.treasury.matching import Item, Joined, match
from promotion.treasury.rules import Way, payee_key, tax_codes, untied, voucher_key

DAY = date(2026, 3, 10)
FIRM = "Công ty TNHH Cơ khí Tân Lập"


def row(key, voucher="UNC 15", amount=5_000_000, day=0, payee=""):
    return Item(key, voucher, DAY + timedelta(days=day), amount, payee)


def found(rows, acts, joined=(), apart=()):
    outcome = match(rows, acts, joined, apart)
    return [(one.rows, one.acts, one.way) for one in outcome.matched]


@pytest.mark.parametrize(
    "one,other",
    [("UNC 0015", "unc15"), ("15/UNC", "15-unc"), ("Ủy nhiệm chi số 07", "uy nhiem chi so 7"), ("000", "0")],
)
def test_vouchers_are_compared_without_case_spaces_signs_and_leading_zeros(one, other):
    assert voucher_key(one) == voucher_key(other) != ""


@pytest.mark.parametrize("one,other", [("12/3", "1/23"), ("UNC1", "UNT1"), ("10", "1")])
def test_other_vouchers_stay_others(one, other):
    assert voucher_key(one) != voucher_key(other)


def test_payees_are_compared_without_the_form_of_the_firm():
    assert payee_key(FIRM) == payee_key("CTY trách nhiệm hữu hạn CƠ KHÍ Tân Lập") == "khi tan lap"
    assert payee_key("Công ty Cổ phần") != ""


@pytest.mark.parametrize(
    "ours,way",
    [
        (row(7), Way.exact),
        (row(7, "unc-0015", day=5), Way.voucher),
        (row(7, "9", day=3, payee="cty Cơ khí Tân Lập"), Way.payee),
    ],
)
def test_each_pass_takes_its_own(ours, way):
    assert found([row(1, payee=FIRM)], [ours]) == [((1,), (7,), way)]


@pytest.mark.parametrize(
    "ours",
    [
        row(7, day=6, payee=""),  # the voucher, too far away
        row(7, "9", day=4, payee=FIRM),  # amount and payee, too far away
        row(7, "9", amount=5_000_001, payee=FIRM),
        row(7, amount=-5_000_000),  # what came back is nothing that was paid
        row(7, "", payee=""),
    ],
)
def test_what_does_not_fit_stays_alone(ours):
    outcome = match([row(1, payee=FIRM)], [ours], (), ())
    assert (outcome.matched, outcome.differing, outcome.theirs, outcome.ours) == ((), (), (1,), (7,))


def test_without_a_voucher_nothing_is_matched_by_voucher():
    outcome = match([row(1, "")], [row(7, "–")], (), ())
    assert (outcome.matched, outcome.acts_near) == ((), {1: (7,)})


def test_several_candidates_are_named_and_none_is_chosen():
    outcome = match([row(1)], [row(7), row(8), row(9, day=2), row(10, day=200)], (), ())
    assert (outcome.matched, outcome.differing) == ((), ())
    assert outcome.acts_near == {1: (7, 8, 9)}
    assert outcome.rows_near[10] == (1,)


def test_one_row_is_split_over_several_acts_and_several_rows_joined_to_one():
    parts = [row(7, amount=2_000_000), row(8, amount=3_000_000, day=1)]
    assert found([row(1)], parts) == [((1,), (7, 8), Way.together)]
    assert found(parts, [row(1)]) == [((7, 8), (1,), Way.together)]


def test_the_same_voucher_with_another_amount_differs_by_so_much():
    outcome = match([row(1, amount=5_400_000)], [row(7)], (), ())
    assert outcome.differing == (Joined((1,), (7,), Way.differs, 400_000),)
    back = match([row(1, amount=-400_000)], [row(7, amount=-500_000)], (), ())
    assert back.differing[0].difference == 100_000


def test_a_voucher_of_another_month_is_another_voucher():
    rows, acts = [row(1), row(2, day=40)], [row(7, day=40), row(8)]
    assert found(rows, acts) == [((1,), (8,), Way.exact), ((2,), (7,), Way.exact)]
    late = [row(7, amount=2_000_000), row(8, amount=3_000_000, day=40)]
    assert match([row(1)], late, (), ()).differing == (Joined((1,), (7,), Way.differs, 3_000_000),)


def test_hands_go_first_and_may_differ():
    outcome = match([row(1)], [row(7), row(8, amount=4_000_000)], [((1,), (8,))], ())
    assert outcome.differing == (Joined((1,), (8,), Way.hand, 1_000_000),)
    assert outcome.ours == (7,)
    gone = match([row(1)], [row(7)], [((1, 99), (7, 98)), ((97,), ())], ())
    assert gone.matched == (Joined((1,), (7,), Way.hand, 0),)


def test_two_acts_that_cancel_each_other_out_are_joined_by_hand():
    outcome = match([], [row(7), row(8, amount=-5_000_000)], [((), (7, 8))], ())
    assert outcome.matched == (Joined((), (7, 8), Way.hand, 0),)


def test_what_hands_keep_apart_no_pass_puts_together():
    outcome = match([row(1)], [row(7)], (), [((1,), (7,))])
    assert (outcome.theirs, outcome.ours) == ((1,), (7,))
    assert found([row(1)], [row(7), row(8, day=2)], (), [((1,), (8,))]) == [((1,), (7,), Way.exact)]


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "UNC 1", "unc01", "2", "UNC 2"]),
        st.integers(0, 12),
        st.sampled_from([-3, -1, 1, 2, 3, 5]),
        st.sampled_from(["", FIRM, "Cơ khí Tân Lập", "Hợp tác xã Bình Minh"]),
    ),
    max_size=14,
)


SEED = st.integers(0, 10**6)


def items(drawn, first):
    return [
        Item(key, voucher, DAY + timedelta(days=day), amount, payee)
        for key, (voucher, day, amount, payee) in enumerate(drawn, first)
    ]


def hands(rows, acts, chance):
    """Return some rows and acts put together, and some kept apart, by chance."""
    some = (
        [one.key for one in rows[: chance.randint(0, 2)]],
        [one.key for one in acts[: chance.randint(0, 2)]],
    )
    apart = [one.key for one in rows[-2:]], [one.key for one in acts[-2:]]
    return [some], [apart] if chance.random() < 0.5 else []


@given(ITEMS, ITEMS, SEED)
def test_nothing_twice_nothing_lost_and_every_sum_is_right(drawn_rows, drawn_acts, seed):
    rows, acts, chance = items(drawn_rows, 1), items(drawn_acts, 101), random.Random(seed)
    joined, apart = hands(rows, acts, chance)
    outcome = match(rows, acts, joined, apart)
    groups = (*outcome.matched, *outcome.differing)
    seen_rows = [key for one in groups for key in one.rows] + list(outcome.theirs)
    seen_acts = [key for one in groups for key in one.acts] + list(outcome.ours)
    assert sorted(seen_rows) == [one.key for one in rows]
    assert sorted(seen_acts) == [one.key for one in acts]
    amounts = {one.key: one.amount for one in (*rows, *acts)}
    for one in groups:
        assert one.difference == sum(amounts[key] for key in one.rows) - sum(amounts[key] for key in one.acts)
        assert (one in outcome.matched) == (one.difference == 0)
        if one.way is not Way.hand:
            assert one.rows
            assert one.acts
            assert len({amounts[key] > 0 for key in (*one.rows, *one.acts)}) == 1
            for kept_rows, kept_acts in apart:
                assert not (set(one.rows) & set(kept_rows) and set(one.acts) & set(kept_acts))
    assert all(set(near) <= set(outcome.ours) for near in outcome.acts_near.values())
    assert all(set(near) <= set(outcome.theirs) for near in outcome.rows_near.values())


@given(ITEMS, ITEMS, SEED)
def test_the_order_never_counts(drawn_rows, drawn_acts, seed):
    rows, acts, chance = items(drawn_rows, 1), items(drawn_acts, 101), random.Random(seed)
    joined, apart = hands(rows, acts, chance)
    mixed_rows, mixed_acts = [*rows], [*acts]
    chance.shuffle(mixed_rows)
    chance.shuffle(mixed_acts)
    assert match(mixed_rows, mixed_acts, joined, apart) == match(rows, acts, joined, apart)


@given(ITEMS, SEED)
def test_a_statement_that_says_what_we_say_leaves_nothing(drawn, seed):
    """Every voucher is found again, whatever its amounts, where no other voucher spells the same."""
    rows = [replace(one, voucher=f"V{one.key}x") for one in items(drawn, 1)]
    acts = [replace(one, key=one.key + 100, voucher=f"v 0{one.key}/X") for one in rows]
    random.Random(seed).shuffle(acts)
    outcome = match(rows, acts, (), ())
    assert [(one.rows[0] + 100,) for one in outcome.matched] == [one.acts for one in outcome.matched]
    assert len(outcome.matched) == len(rows)


def test_many_of_the_same_do_not_multiply():
    """The hardest heap, everything alike: nothing is chosen, and few are named."""
    chance = random.Random(7)
    rows = [row(key, "1", day=chance.randint(0, 2)) for key in range(3000)]
    acts = [row(key, "1", day=chance.randint(0, 2)) for key in range(10_000, 13_001)]
    outcome = match(rows, acts, (), ())
    assert (len(outcome.theirs), len(outcome.ours)) == (3000, 3001)
    assert all(len(near) <= 3 for near in outcome.acts_near.values())


def test_balances_tie_or_say_by_how_much_not():
    assert untied(100, 70, 40, 10) == 0
    assert untied(100, 75, 40, 10) == -5
    assert untied(None, 75, 40, 10) is None
    assert untied(100, None, 40, 10) is None


def test_a_tax_code_in_a_row_names_the_payee_however_the_name_is_written():
    taxes = tax_codes("NHUNG CTY CK T.LAP, MST 1601234567-001")
    assert taxes == {"1601234567001"}
    theirs = replace(row(1, "BT 3", payee="NHUNG CTY CK T.LAP"), taxes=taxes)
    ours = replace(row(7, "9", day=2, payee=FIRM), taxes=taxes)
    assert found([theirs], [ours]) == [((1,), (7,), Way.payee)]
    assert found([replace(theirs, taxes=tax_codes("MST 1609999999"))], [ours]) == []
    # One code under two names of ours, or two codes of ours in one row: nobody knows which.
    other = replace(ours, key=8, amount=1, payee="Cơ sở Tân Lập 2")
    assert found([theirs], [ours, other]) == []
    second = replace(other, taxes=tax_codes("1609999999"))
    assert found([replace(theirs, taxes=taxes | second.taxes)], [ours, second]) == []


def test_what_is_no_tax_code_is_none():
    assert tax_codes("TK 0071001234567890, 9527.3.1105822, ngày 15/12/2025") == frozenset()
