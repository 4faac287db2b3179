"""What printed digits allow, exactly; and measures as they are written."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.errors import Invalid
from promotion.kernel.money import number_text
from promotion.publications.rules import FACTORS, Printed, Ratio, parse_measure

FIGURE = Printed(
    *("row 2", 2024, "6m", "country", "vn", "2024", "national", "released", "45", "billion"),
    *(date(2024, 6, 30), "source", None),
)


@pytest.mark.parametrize(
    "value, unit, number, half, amount",
    [
        ("45", "billion", 45 * 10**9, Fraction(10**9, 2), 45 * 10**9),
        ("9.640", "billion", 9_640_000_000, 500_000, 9_640_000_000),
        ("6047.5", "million", 6_047_500_000, 50_000, 6_047_500_000),
        ("1", "dong", 1, Fraction(1, 2), 1),
        ("0.5", "dong", Fraction(1, 2), Fraction(1, 20), None),
        ("89.36", "percent", Fraction(8936, 10_000), Fraction(1, 20_000), None),
        ("-8", "percent", Fraction(-8, 100), Fraction(1, 200), None),
        ("106", "count", 106, Fraction(1, 2), None),
    ],
)
def test_printed_digits_are_read_exactly(value, unit, number, half, amount):
    printed = replace(FIGURE, value=value, unit=unit)
    assert (printed.number, printed.half, printed.amount) == (number, half, amount)
    assert printed.interval == (number - half, number + half)


@pytest.mark.parametrize("value", ["", "4,5", "1e3", "٤", "4.", ".4", " 4", "4_0", "NaN"])
def test_a_value_that_is_not_digits_is_refused(value):
    with pytest.raises(Invalid):
        replace(FIGURE, value=value)


@pytest.mark.parametrize(
    "text, measure",
    [
        ("approved", "approved"),
        ("workers_trained", "workers_trained"),
        ("accepted/approved", Ratio(None, "accepted", None, "approved")),
        ("local.approved/total.approved", Ratio("local", "approved", "total", "approved")),
        ("approved/approved@-1", Ratio(None, "approved", None, "approved", 1)),
    ],
)
def test_measures_are_read_and_written_back(text, measure):
    assert parse_measure(text) == measure
    assert str(parse_measure(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "accepted/",
        "/approved",
        "a/b/c",
        "approved@-1",
        "Approved",
        "city.approved/total.approved",
        "a/b@1",
    ],
)
def test_what_is_no_measure_is_refused(text):
    with pytest.raises(Invalid):
        parse_measure(text)


@given(
    st.integers(0, 9 * 10**15),
    st.integers(0, 6),
    st.fractions(0, 1).filter(lambda part: part < 1),
    st.sampled_from(["dong", "thousand", "million", "billion"]),
)
def test_every_number_inside_the_interval_prints_as_these_digits(digits, places, part, unit):
    text = f"{digits // 10**places}.{digits % 10**places:0{places}}" if places else str(digits)
    printed = replace(FIGURE, value=text, unit=unit)
    low, high = printed.interval
    inside = max(Fraction(0), low + (high - low) * part)
    assert number_text(inside / FACTORS[unit], "en", places).replace(",", "") == text
