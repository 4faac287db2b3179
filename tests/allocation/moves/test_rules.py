"""From whom released money is taken back: exact, in the stated order, the same whatever the order of the input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.allocation.moves.rules import Gift, Rule, Stock, spread, taken
from promotion.kernel.errors import Refused

MONEY = st.integers(0, 9 * 10**12)
RULES = st.sampled_from(list(Rule))


@st.composite
def stocks(draw):
    """A fund with units (1 …) and lines (101 …), and the gifts that some of it came by."""
    units = {1 + number: amount for number, amount in enumerate(draw(st.lists(MONEY, max_size=5)))}
    lines = {101 + number: amount for number, amount in enumerate(draw(st.lists(MONEY, max_size=8)))}
    places = sorted({*units, *lines})
    gifts = []
    if places:
        some = st.tuples(st.integers(1, 6), st.sampled_from(places), MONEY)
        gifts = [Gift(*one) for one in draw(st.lists(some, max_size=12))]
    return Stock(draw(MONEY), units, lines, tuple(gifts))


@given(stocks(), RULES, st.data())
def test_the_parts_add_up_exactly_and_no_place_gives_more_than_it_holds(stock, rule, data):
    amount = data.draw(st.integers(0, stock.total))
    found = taken(stock, amount, rule)
    assert found.total == amount
    assert 0 <= found.fund <= stock.fund
    assert all(0 < by <= stock.units[unit] for unit, by in found.units.items())
    assert all(0 < by <= stock.lines[line] for line, by in found.lines.items())


@given(stocks(), RULES, st.data())
def test_first_the_fund_then_the_units_then_the_lines(stock, rule, data):
    found = taken(stock, data.draw(st.integers(0, stock.total)), rule)
    if found.units or found.lines:
        assert found.fund == stock.fund
    if found.lines:
        assert sum(found.units.values()) == sum(stock.units.values())


@given(stocks(), RULES, st.data())
def test_the_order_of_the_input_does_not_matter(stock, rule, data):
    amount = data.draw(st.integers(0, stock.total))
    turned = Stock(
        stock.fund,
        dict(reversed(stock.units.items())),
        dict(reversed(stock.lines.items())),
        tuple(reversed(stock.gifts)),
    )
    assert taken(turned, amount, rule) == taken(stock, amount, rule)


@given(stocks(), RULES, st.integers(1, 10**12))
def test_more_than_there_is_is_refused_with_what_is_short(stock, rule, more):
    with pytest.raises(Refused) as refused:
        taken(stock, stock.total + more, rule)
    assert refused.value.code == "withdraw.paid"
    assert refused.value.params["short"] == more


@given(stocks(), RULES, st.data())
def test_what_is_set_by_hand_is_taken_exactly_and_a_zero_leaves_the_line_alone(stock, rule, data):
    some = data.draw(st.sets(st.sampled_from(sorted(stock.lines)))) if stock.lines else set()
    hand = {line: data.draw(st.integers(0, stock.lines[line])) for line in some}
    rest = stock.total - sum(stock.lines[line] for line in hand)
    amount = data.draw(st.integers(sum(hand.values()), sum(hand.values()) + rest))
    found = taken(stock, amount, rule, hand)
    assert found.total == amount
    assert {line: found.lines.get(line, 0) for line in hand} == hand


def test_more_by_hand_than_is_withdrawn_is_refused():
    with pytest.raises(Refused) as refused:
        taken(Stock(0, {}, {1: 10}), 5, Rule.pro_rata, {1: 6})
    assert refused.value.code == "withdraw.hand"


def test_in_proportion_by_largest_remainder():
    assert spread(10, {3: 10, 1: 10, 2: 10}, Rule.pro_rata, ()) == {1: 4, 2: 3, 3: 3}
    assert spread(7, {1: 70, 2: 30, 3: 0}, Rule.pro_rata, ()) == {1: 5, 2: 2}


def test_what_was_given_last_goes_first():
    gifts = (Gift(1, 1, 50), Gift(2, 2, 30), Gift(3, 1, 20))
    held = {1: 60, 2: 30}
    assert spread(15, held, Rule.last_first, gifts) == {1: 15}
    assert spread(25, held, Rule.last_first, gifts) == {1: 20, 2: 5}
    assert spread(60, held, Rule.last_first, gifts) == {1: 30, 2: 30}
    assert spread(500, held, Rule.last_first, gifts) == {1: 60, 2: 30}


def test_of_one_act_its_places_give_in_proportion_and_money_of_no_gift_goes_last():
    gifts = (Gift(5, 1, 30), Gift(5, 2, 10), Gift(4, 3, 100))
    assert spread(20, {1: 30, 2: 10, 3: 100}, Rule.last_first, gifts) == {1: 15, 2: 5}
    assert spread(20, {9: 100, 1: 5}, Rule.last_first, (Gift(1, 1, 5),)) == {1: 5, 9: 15}
