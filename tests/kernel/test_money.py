"""Amounts: range, splitting, rounding, rates and how they are written."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.errors import Invalid
from promotion.kernel.money import (
    MAX_DONG,
    DisplayUnit,
    amount_text,
    apportion,
    half_up,
    number_text,
    percent_text,
    rate,
    separators,
    share_of,
    whole_dong,
)

AMOUNT = st.integers(0, MAX_DONG)
RATE = st.fractions(-(10**6), 10**6)


@pytest.mark.parametrize("value", [1, 2, 350_000_000, MAX_DONG - 1, MAX_DONG])
def test_a_whole_amount_passes(value):
    assert whole_dong(value) == value


@pytest.mark.parametrize("value", [0, -1, MAX_DONG + 1, 2**63, True, 1.0, "1", None, Decimal(1)])
def test_anything_else_is_no_amount(value):
    with pytest.raises(Invalid):
        whole_dong(value)


@pytest.mark.parametrize("lines", [7, 106, 1999])
def test_a_release_of_35_percent_adds_up_over_its_lines(lines):
    total = share_of(100_000_000_000, Decimal(35))
    assert total == 35_000_000_000
    weights = [50_000_000 + (place * 7_919_317) % 950_000_003 for place in range(lines)]
    parts = apportion(total, weights)
    assert sum(parts) == 35_000_000_000
    assert len(parts) == lines


@given(AMOUNT, st.lists(AMOUNT, max_size=40))
def test_parts_add_up_and_stand_within_one_of_their_share(total, weights):
    base = sum(weights)
    if base == 0:
        total = 0
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert isinstance(part, int)
        assert base == 0 or abs(part - Fraction(total * weight, base)) < 1
        assert weight or part == 0


@given(AMOUNT, st.lists(AMOUNT, min_size=1, max_size=12).filter(any), st.integers(1, 1000))
def test_a_split_depends_on_the_proportions_only(total, weights, factor):
    assert apportion(total, weights) == apportion(total, [weight * factor for weight in weights])


@given(AMOUNT, st.lists(st.integers(0, 100), min_size=2, max_size=12).filter(any))
def test_a_greater_weight_never_gets_less(total, weights):
    pairs = sorted(zip(weights, apportion(total, weights), strict=True))
    for (light, less), (heavy, more) in pairwise(pairs):
        assert light == heavy or less <= more


def test_equal_remainders_are_served_in_order():
    assert apportion(2, [1, 1, 1]) == [1, 1, 0]
    assert apportion(5, [0, 1, 0, 1]) == [0, 3, 0, 2]


def test_nothing_can_be_split_over_nothing():
    assert apportion(0, []) == []
    assert apportion(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize("total, weights", [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1]), (0, [-1, 1])])
def test_impossible_splits_are_refused(total, weights):
    with pytest.raises(Invalid):
        apportion(total, weights)


@pytest.mark.parametrize(
    "total, percent, expected",
    [
        (100_000_000_000, "35", 35_000_000_000),
        (1, "50", 1),
        (1, "49.999999999999", 0),
        (3, "50", 2),
        (333, "33.3", 111),
        (200, "0.25", 1),
        (199, "0.25", 0),
        (MAX_DONG, "100", MAX_DONG),
        (0, "35", 0),
        (10, "0", 0),
        (10, "150", 15),
        (10, "1000", 100),
    ],
)
def test_shares_are_rounded_half_up(total, percent, expected):
    assert share_of(total, Decimal(percent)) == expected


@pytest.mark.parametrize(
    "percent", ["-1", "1000.1", "NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "0.0000000000001"]
)
def test_odd_percentages_are_refused(percent):
    with pytest.raises(Invalid):
        share_of(100, Decimal(percent))


@given(st.fractions())
def test_half_up_is_near_and_odd(value):
    rounded = half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    assert half_up(-value) == -rounded


@given(st.integers(), st.booleans())
def test_halves_go_away_from_zero(whole, below):
    value = abs(whole) + Fraction(1, 2)
    assert half_up(-value if below else value) == (-1 if below else 1) * (abs(whole) + 1)


def test_rates_are_exact_and_need_a_base():
    assert rate(45, 130) == Fraction(9, 26)
    assert rate(0, 130) == 0
    assert rate(45, 0) is None
    assert rate(0, 0) is None


@pytest.mark.parametrize(
    "part, base, vi, en",
    [
        (45, 130, "34,6\u00a0%", "34.6%"),
        (1, 3, "33,3\u00a0%", "33.3%"),
        (2, 3, "66,7\u00a0%", "66.7%"),
        (1, 2000, "0,1\u00a0%", "0.1%"),
        (1, 2001, "0,0\u00a0%", "0.0%"),
        (-1, 2001, "0,0\u00a0%", "0.0%"),
        (-1, 2000, "-0,1\u00a0%", "-0.1%"),
        (7, 7, "100,0\u00a0%", "100.0%"),
        (12345, 1000, "1.234,5\u00a0%", "1,234.5%"),
        (1, 0, "–", "–"),
    ],
)
def test_percentages_have_one_decimal(part, base, vi, en):
    assert percent_text(rate(part, base), "vi") == vi
    assert percent_text(rate(part, base), "en") == en


@pytest.mark.parametrize(
    "dong, unit, vi, en",
    [
        (0, "dong", "0", "0"),
        (1_234_567, "dong", "1.234.567", "1,234,567"),
        (-1_234_567, "dong", "-1.234.567", "-1,234,567"),
        (999, "dong", "999", "999"),
        (MAX_DONG, "dong", "9.000.000.000.000.000", "9,000,000,000,000,000"),
        (1_234_567, "thousand", "1.235", "1,235"),
        (499, "thousand", "0", "0"),
        (500, "thousand", "1", "1"),
        (-499, "thousand", "0", "0"),
        (1_234_567, "million", "1,23", "1.23"),
        (1_235_000, "million", "1,24", "1.24"),
        (4_500_000, "million", "4,5", "4.5"),
        (100_000_000, "million", "100", "100"),
        (100_000_000_000, "million", "100.000", "100,000"),
        (1_250_000_000, "billion", "1,25", "1.25"),
        (46_113_000_000, "billion", "46,113", "46.113"),
        (130_000_000_000, "billion", "130", "130"),
        (499_999, "billion", "0", "0"),
        (500_000, "billion", "0,001", "0.001"),
        (1_000_000_000_000, "billion", "1.000", "1,000"),
    ],
)
def test_amounts_are_written_in_a_unit(dong, unit, vi, en):
    assert amount_text(dong, "vi", DisplayUnit(unit)) == vi
    assert amount_text(dong, "en", DisplayUnit(unit)) == en


def test_units_are_known_by_factor_places_and_label():
    assert [(unit.value, unit.factor, unit.places, unit.label) for unit in DisplayUnit] == [
        ("dong", 1, 0, "đồng"),
        ("thousand", 1000, 0, "thousand đồng"),
        ("million", 1_000_000, 2, "million đồng"),
        ("billion", 1_000_000_000, 3, "billion đồng"),
    ]


@given(RATE, st.integers(0, 6), st.sampled_from(["vi", "en"]))
def test_numbers_are_written_as_they_are_rounded(value, places, language):
    group, point = separators(language)
    text = number_text(value, language, places)
    back = Fraction(text.replace(group, "").replace(point, "."))
    assert abs(back - value) <= Fraction(1, 2 * 10**places)
    assert len(text.partition(point)[2]) == places
    assert not (back == 0 and text.startswith("-"))


def test_languages_are_a_closed_list():
    with pytest.raises(ValueError):
        amount_text(1, "fr")
    with pytest.raises(ValueError):
        percent_text(Fraction(1), "vi_VN")
