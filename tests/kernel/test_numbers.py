"""Readings of amounts and numbers: what is taken, what is asked back, what is refused."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.errors import DomainError, Invalid, Unclear
from promotion.kernel.money import MAX_DONG, DisplayUnit, amount_text, number_text
from promotion.kernel.numbers import read_decimal, read_dong, read_integer, read_percent

NO = "refused"


@dataclass(frozen=True)
class Ask:
    """The text is asked back with these readings."""

    readings: tuple[str, ...]


def ask(*readings):
    return Ask(readings)


# text, in Vietnamese, in English: đồng, refused, or asked back
AMOUNTS = [
    # plain
    ("0", 0, 0),
    ("1", 1, 1),
    ("-1", NO, NO),
    ("\u22121", NO, NO),
    ("-0", NO, NO),
    ("+1", NO, NO),
    ("007", 7, 7),
    ("350000000", 350_000_000, 350_000_000),
    ("8999999999999999", MAX_DONG - 1, MAX_DONG - 1),
    ("9000000000000000", MAX_DONG, MAX_DONG),
    ("9000000000000001", NO, NO),
    ("9007199254740993", NO, NO),
    ("9223372036854775807", NO, NO),
    ("9223372036854775808", NO, NO),
    ("18446744073709551616", NO, NO),
    ("9" * 60, NO, NO),
    ("9" * 61, NO, NO),
    # thousands with the language's own separator
    ("1.234", 1234, ask("1,234")),
    ("1,234", ask("1.234"), 1234),
    ("1.234.567", 1_234_567, ask("1,234,567")),
    ("1,234,567", ask("1.234.567"), 1_234_567),
    ("9.000.000.000.000.000", MAX_DONG, ask("9,000,000,000,000,000")),
    ("9,000,000,000,000,000", ask("9.000.000.000.000.000"), MAX_DONG),
    ("9.000.000.000.000.001", NO, ask("9,000,000,000,000,001")),
    ("999.999", 999_999, ask("999,999")),
    ("100.000", 100_000, ask("100,000")),
    ("100,000", ask("100.000"), 100_000),
    # thousands with spaces of every kind
    ("1 234", 1234, 1234),
    ("350 000 000", 350_000_000, 350_000_000),
    ("350\u00a0000\u00a0000", 350_000_000, 350_000_000),
    ("350\u202f000\u202f000", 350_000_000, 350_000_000),
    ("350\u2009000\u00a0000", 350_000_000, 350_000_000),
    ("1 5", ask("15"), ask("15")),
    ("12 34 567", ask("1.234.567"), ask("1,234,567")),
    ("1  234", NO, NO),
    ("1 234.567", ask("1.234.567", "1.234,567"), NO),
    ("  42  ", 42, 42),
    ("\t42\n", 42, 42),
    ("4\n2", NO, NO),
    # groups of the wrong size
    ("1.5", ask("15", "1,5"), NO),
    ("1,5", NO, ask("15", "1.5")),
    ("12.34.5", ask("12.345"), NO),
    ("12,34,5", NO, ask("12,345")),
    ("1.2345", ask("12.345", "1,2345"), NO),
    ("1234.567", ask("1.234.567", "1.234,567"), NO),
    ("1234,567", NO, ask("1,234,567", "1,234.567")),
    ("0.123", ask("123", "0,123"), NO),
    ("0,123", NO, ask("123", "0.123")),
    ("012.345", ask("12.345", "12,345"), NO),
    ("1.23", ask("123", "1,23"), NO),
    # decimals
    ("1,0", 1, ask("10", "1.0")),
    ("1.0", ask("10", "1,0"), 1),
    ("1.00", ask("100", "1,00"), 1),
    ("1.000.000", 1_000_000, ask("1,000,000")),
    ("0,000", 0, ask("0", "0.000")),
    ("1,000.000", ask("1.000,000"), 1000),
    ("1.234,00", 1234, ask("1,234.00")),
    ("1,234.00", ask("1.234,00"), 1234),
    ("1.234,50", NO, ask("1,234.50")),
    ("1,234.5", ask("1.234,5"), NO),
    ("1 234,0", 1234, ask("1,234.0")),
    ("1.234.567,89", NO, ask("1,234,567.89")),
    (",5", NO, NO),
    ("5,", NO, NO),
    (".5", NO, NO),
    ("5.", NO, NO),
    ("1,,5", NO, NO),
    ("1..5", NO, NO),
    ("1.,5", NO, NO),
    ("1,5,5.5", NO, NO),
    (".", NO, NO),
    (",", NO, NO),
    # no numbers at all
    ("", NO, NO),
    ("   ", NO, NO),
    ("\u00a0", NO, NO),
    ("abc", NO, NO),
    ("-", NO, NO),
    ("–", NO, NO),
    ("NaN", NO, NO),
    ("nan", NO, NO),
    ("Infinity", NO, NO),
    ("-inf", NO, NO),
    ("None", NO, NO),
    ("#REF!", NO, NO),
    ("=1+1", NO, NO),
    ("1+1", NO, NO),
    ("(1.234)", NO, NO),
    ("--5", NO, NO),
    ("- 5", NO, NO),
    ("5-", NO, NO),
    ("1/2", NO, NO),
    ("½", NO, NO),
    ("12%", NO, NO),
    ("$5", NO, NO),
    ("1_000", NO, NO),
    ("1'000", NO, NO),
    ("1\u200b000", NO, NO),
    ("1\x00", NO, NO),
    # exponents and other bases
    ("1e3", NO, NO),
    ("1E3", NO, NO),
    ("1,5e9", NO, NO),
    ("1e-3", NO, NO),
    ("-1e+3", NO, NO),
    ("1e999999999", NO, NO),
    ("0x10", NO, NO),
    ("0b1", NO, NO),
    # digits of other keyboards
    ("１２３", NO, NO),
    ("12３", NO, NO),
    ("１.２３４", NO, NO),
    ("١٢", NO, NO),
    ("१२", NO, NO),
    ("²", NO, NO),
    ("Ⅻ", NO, NO),
    ("三", NO, NO),
    # with a unit
    ("12 tỷ", 12 * 10**9, 12 * 10**9),
    ("12 tỉ", 12 * 10**9, 12 * 10**9),
    ("12 TỶ", 12 * 10**9, 12 * 10**9),
    ("12tỷ", 12 * 10**9, 12 * 10**9),
    ("12 ty\u0309", 12 * 10**9, 12 * 10**9),
    ("12 ty", 12 * 10**9, 12 * 10**9),
    ("12\u00a0tỷ\u00a0đồng", 12 * 10**9, 12 * 10**9),
    ("12 billion", 12 * 10**9, 12 * 10**9),
    ("4,5 triệu", 4_500_000, ask("45 triệu", "4.5 triệu")),
    ("4.5 triệu", ask("45 triệu", "4,5 triệu"), 4_500_000),
    ("4.5 million đồng", ask("45 million đồng", "4,5 million đồng"), 4_500_000),
    ("4,5 tr", 4_500_000, ask("45 tr", "4.5 tr")),
    ("500 nghìn", 500_000, 500_000),
    ("500 ngàn đồng", 500_000, 500_000),
    ("500 thousand", 500_000, 500_000),
    ("1.500 triệu", 1_500_000_000, 1_500_000),
    ("1,500 triệu", 1_500_000, 1_500_000_000),
    ("1,2 nghìn tỷ", 1_200_000_000_000, ask("12 nghìn tỷ", "1.2 nghìn tỷ")),
    ("2 trillion", 2 * 10**12, 2 * 10**12),
    ("9000000 tỷ", MAX_DONG, MAX_DONG),
    ("9000001 tỷ", NO, NO),
    ("0,000000001 tỷ", 1, ask("1 tỷ", "0.000000001 tỷ")),
    ("0,0000000001 tỷ", NO, ask("1 tỷ", "0.0000000001 tỷ")),
    ("500 đồng", 500, 500),
    ("500 đ", 500, 500),
    ("500đ", 500, 500),
    ("500 ₫", 500, 500),
    ("500₫", 500, 500),
    ("500 VNĐ", 500, 500),
    ("500 vnd", 500, 500),
    ("500 dong", 500, 500),
    ("1.234 đồng", 1234, ask("1,234 đồng")),
    ("1,5 đồng", NO, ask("15 đồng", "1.5 đồng")),
    ("-12 tỷ", NO, NO),
    ("500k", NO, NO),
    ("12 t", NO, NO),
    ("12 m", NO, NO),
    ("12 USD", NO, NO),
    ("12 tỷ tỷ", NO, NO),
    ("tỷ", NO, NO),
    ("12 tỷ 500 triệu", NO, NO),
    ("tỷ 12", NO, NO),
    ("1e3 tỷ", NO, NO),
    ("đồng", NO, NO),
]

READINGS = [
    pytest.param(text, language, expected, id=f"{language} {text!a}")
    for text, *answers in AMOUNTS
    for language, expected in zip(("vi", "en"), answers, strict=True)
]


def outcome(read, *arguments):
    """What a reading gives: the value, or how it was declined."""
    try:
        return read(*arguments)
    except Unclear as doubt:
        return Ask(doubt.readings)
    except Invalid:
        return NO


def test_the_table_is_long_enough():
    assert len(READINGS) >= 150
    assert len({text for text, *_ in AMOUNTS}) == len(AMOUNTS)


@pytest.mark.parametrize("text, language, expected", READINGS)
def test_amounts(text, language, expected):
    found = outcome(read_dong, text, language)
    assert found == expected
    assert type(found) is type(expected)


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


@given(st.text("0123456789.,  -+eEtrđtỷ%１", max_size=14), st.sampled_from(["vi", "en"]))
def test_a_reading_is_a_whole_amount_or_a_domain_error(text, language):
    try:
        value = read_dong(text, language)
    except DomainError as error:
        assert str(error)
    else:
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
