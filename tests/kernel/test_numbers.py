"""Readings of amounts and numbers: what is taken, what is asked back, what is refused."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.errors import DomainError, Invalid, Unclear
from promotion.kernel.money import MAX_DONG, DisplayUnit, amount_text, number_text
from promotion.kernel.numbers import read_decimal, read_dong, read_integer, read_percent
from tests.support.readings import NO, Ask, outcome


@pytest.mark.parametrize(
    "text, unit, expected",
    [
        ("4,5", DisplayUnit.million, 4_500_000),
        ("4,5", DisplayUnit.billion, 4_500_000_000),
        ("1.234", DisplayUnit.thousand, 1_234_000),
        ("1,234", DisplayUnit.thousand, 1234),
        ("1,2345", DisplayUnit.thousand, NO),
        ("0,0000001", DisplayUnit.million, NO),
        ("12 tỷ", DisplayUnit.million, 12 * 10**9),
        ("500 đồng", DisplayUnit.million, 500),
        ("9000000", DisplayUnit.billion, MAX_DONG),
        ("9000001", DisplayUnit.billion, NO),
        ("4.5", DisplayUnit.million, Ask(("45", "4,5"))),
    ],
)
def test_a_unit_counts_unless_the_text_names_one(text, unit, expected):
    assert outcome(read_dong, text, "vi", unit) == expected


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("12", "vi", 12),
        ("-12", "vi", -12),
        ("\u22121.234", "vi", -1234),
        ("1.234", "vi", 1234),
        ("1,0", "vi", 1),
        ("1,5", "vi", NO),
        ("1,234", "vi", Ask(("1.234",))),
        ("-1,234", "vi", Ask(("-1.234",))),
        ("-1.5", "vi", Ask(("-15", "-1,5"))),
        ("1,000", "vi", Ask(("1.000",))),
        ("1.234", "en", Ask(("1,234",))),
        ("1.2", "vi", Ask(("12", "1,2"))),
        ("12 tỷ", "vi", NO),
        ("9000000000000000", "en", MAX_DONG),
        ("-9000000000000000", "en", -MAX_DONG),
        ("9000000000000001", "en", NO),
        ("-9223372036854775808", "vi", NO),
        ("", "vi", NO),
    ],
)
def test_whole_numbers(text, language, expected):
    assert outcome(read_integer, text, language) == expected


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("1.234.567,89", "vi", "1234567.89"),
        ("1,234,567.89", "en", "1234567.89"),
        ("1,50", "vi", "1.50"),
        ("1,234", "vi", "1.234"),
        ("-0,5", "vi", "-0.5"),
        ("-0", "vi", "0"),
        ("-0,0", "vi", "0.0"),
        ("12", "vi", "12"),
        ("0,123456789012", "vi", "0.123456789012"),
        ("9000000000000000,123456789012", "vi", "9000000000000000.123456789012"),
    ],
)
def test_decimals_stand_as_typed(text, language, expected):
    assert str(read_decimal(text, language)) == expected


@pytest.mark.parametrize("text", ["0,1234567890123", "9000000000000001", "1e3", "NaN", "", "1,5 tỷ"])
def test_decimals_refused(text):
    assert outcome(read_decimal, text, "vi") == NO


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("35", "vi", Decimal(35)),
        ("35 %", "vi", Decimal(35)),
        ("34,6\u00a0%", "vi", Decimal("34.6")),
        ("34.6%", "en", Decimal("34.6")),
        ("0", "vi", Decimal(0)),
        ("1000", "vi", Decimal(1000)),
        ("1000,1", "vi", NO),
        ("-1", "vi", NO),
        ("35 %%", "vi", NO),
        ("%", "vi", NO),
        ("34.6", "vi", Ask(("346", "34,6"))),
    ],
)
def test_percentages(text, language, expected):
    assert outcome(read_percent, text, language) == expected


def test_what_is_asked_back_says_how_to_type_it():
    with pytest.raises(Unclear) as caught:
        read_dong(" 1.5 ", "vi")
    assert caught.value.params == {"text": "1.5", "readings": "15 / 1,5"}
    assert caught.value.cure


def test_what_is_refused_says_why():
    with pytest.raises(Invalid, match="is not a number") as caught:
        read_dong("a\u202e\x00b", "vi")
    assert caught.value.params["text"] == "a  b"
    assert caught.value.params["example"] == "1.234.567,5"
    with pytest.raises(Invalid, match="must not be negative") as caught:
        read_dong("-5", "vi")
    assert caught.value.cure == "A correction is made by reversing the entry."
    with pytest.raises(Invalid) as caught:
        read_dong("9000000000000001", "vi")
    assert caught.value.params == {"most": MAX_DONG}


def test_languages_are_a_closed_list():
    with pytest.raises(ValueError):
        read_dong("1", "fr")


@given(st.integers(0, MAX_DONG), st.sampled_from(["vi", "en"]))
def test_what_is_written_reads_back(dong, language):
    assert read_dong(amount_text(dong, language), language) == dong


@given(st.integers(0, MAX_DONG), st.sampled_from(["vi", "en"]), st.sampled_from(list(DisplayUnit)))
def test_what_is_written_in_full_in_a_unit_reads_back(dong, language, unit):
    places = len(str(unit.factor)) - 1
    text = number_text(Decimal(dong).scaleb(-places), language, places)
    assert read_dong(text, language, unit) == dong


@given(st.text("0123456789.,  -+eEtrđtỷ%\uff11", max_size=14), st.sampled_from(["vi", "en"]))
def test_a_reading_is_a_whole_amount_or_a_domain_error(text, language):
    with suppress(DomainError):
        value = read_dong(text, language)
        assert isinstance(value, int)
        assert 0 <= value <= MAX_DONG


@given(st.text(max_size=80), st.sampled_from(["vi", "en"]))
def test_no_text_breaks_a_reader(text, language):
    for read in (read_dong, read_integer, read_decimal, read_percent):
        assert outcome(read, text, language) is not None


@given(st.text("0123456789., ", min_size=1, max_size=12), st.sampled_from(["vi", "en"]))
def test_what_is_offered_can_be_typed(text, language):
    try:
        read_decimal(text, language)
    except Unclear as doubt:
        for reading in doubt.readings:
            assert isinstance(read_decimal(reading, language), Decimal)
    except Invalid:
        pass
