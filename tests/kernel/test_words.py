"""Amounts in words, read back by an independent reader."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promotion.kernel.money import MAX_DONG, in_full, in_words
from promotion.kernel.words import english, vietnamese

DIGITS = {
    **dict(
        zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(10), strict=True)
    ),
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
}
ENGLISH = {
    **dict(
        zip(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
            range(11),
            strict=True,
        )
    ),
    **dict(
        zip(["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"], range(11, 17), strict=True)
    ),
    **dict(zip(["seventeen", "eighteen", "nineteen"], range(17, 20), strict=True)),
    **dict(
        zip(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
            range(20, 100, 10),
            strict=True,
        )
    ),
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}


def read_vietnamese(text):
    """Read Vietnamese number words from left to right; knows nothing of how they were made."""
    billions = below = group = digit = 0
    for word in text.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in {"nghìn", "triệu"}:
            below += (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word]
            group = digit = 0
        elif word == "tỷ":
            billions, below, group, digit = below + group + digit, 0, 0, 0
        else:
            assert word == "lẻ"
    return billions * 10**9 + below + group + digit


def read_english(text):
    total = group = 0
    for word in re.split(r"[ -]", text):
        if word in ENGLISH:
            group += ENGLISH[word]
        elif word == "hundred":
            group *= 100
        elif word in SCALES:
            total, group = total + group * SCALES[word], 0
        else:
            assert word == "and"
    return total + group


AMOUNT = st.one_of(st.integers(0, 2000), st.integers(0, 10**9), st.integers(0, MAX_DONG))


@given(AMOUNT)
@example(0)
@example(MAX_DONG)
@example(MAX_DONG - 1)
def test_vietnamese_words_read_back(number):
    assert read_vietnamese(vietnamese(number)) == number


@given(AMOUNT)
@example(0)
@example(MAX_DONG)
@example(MAX_DONG - 1)
def test_english_words_read_back(number):
    assert read_english(english(number)) == number


@given(AMOUNT)
def test_digits_change_after_tens_and_only_there(number):
    words = vietnamese(number).split()
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word in {"mốt", "tư"}:
            assert before == "mươi"
        if word == "lăm":
            assert before in {"mươi", "mười"}
        if before == "mươi":
            assert word not in {"một", "bốn", "năm", "không"}
        if before == "mười":
            assert word != "năm"
        if word == "lẻ":
            assert before == "trăm"
            assert after in DIGITS
        if word == "không":
            assert after == "trăm" or words == ["không"]
    assert "linh" not in words


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm lẻ năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (10_000, "mười nghìn"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (1_001_000, "một triệu không trăm lẻ một nghìn"),
        (350_000_000, "ba trăm năm mươi triệu"),
        (1_050_000_000, "một tỷ không trăm năm mươi triệu"),
        (1_000_000_001, "một tỷ không trăm lẻ một"),
        (35_000_000_000, "ba mươi lăm tỷ"),
        (1_204_000_000_000, "một nghìn hai trăm lẻ bốn tỷ"),
        (MAX_DONG, "chín triệu tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_vietnamese_words(number, words):
    assert vietnamese(number) == words


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "zero"),
        (19, "nineteen"),
        (20, "twenty"),
        (42, "forty-two"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1005, "one thousand and five"),
        (1_000_100, "one million one hundred"),
        (350_000_000, "three hundred and fifty million"),
        (1_234_567, "one million two hundred and thirty-four thousand five hundred and sixty-seven"),
        (MAX_DONG, "nine quadrillion"),
        (-7, "minus seven"),
    ],
)
def test_english_words(number, words):
    assert english(number) == words


def test_amounts_start_with_a_capital_and_end_with_the_currency():
    assert in_words(350_000_000) == "Ba trăm năm mươi triệu đồng"
    assert in_words(350_000_000, "en") == "Three hundred and fifty million đồng"
    assert in_words(0) == "Không đồng"
    assert in_words(-5) == "Âm năm đồng"
    with pytest.raises(ValueError):
        in_words(1, "fr")


@pytest.mark.parametrize(
    "dong, words",
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (21, "Hai mươi mốt đồng"),
        (1_000, "Một nghìn đồng chẵn"),
        (1_001, "Một nghìn không trăm lẻ một đồng"),
        (10_000, "Mười nghìn đồng chẵn"),
        (15_000, "Mười lăm nghìn đồng chẵn"),
        (24_500, "Hai mươi tư nghìn năm trăm đồng"),
        (105_000, "Một trăm lẻ năm nghìn đồng chẵn"),
        (111_000, "Một trăm mười một nghìn đồng chẵn"),
        (1_010_000, "Một triệu không trăm mười nghìn đồng chẵn"),
        (14_000_000, "Mười bốn triệu đồng chẵn"),
        (44_000_000, "Bốn mươi tư triệu đồng chẵn"),
        (290_000_000, "Hai trăm chín mươi triệu đồng chẵn"),
        (301_000_000, "Ba trăm lẻ một triệu đồng chẵn"),
        (515_055_505, "Năm trăm mười lăm triệu không trăm năm mươi lăm nghìn năm trăm lẻ năm đồng"),
        (1_000_000_000, "Một tỷ đồng chẵn"),
        (45_000_000_021, "Bốn mươi lăm tỷ không trăm hai mươi mốt đồng"),
        (130_000_000_000, "Một trăm ba mươi tỷ đồng chẵn"),
        (1_204_000_000_000, "Một nghìn hai trăm lẻ bốn tỷ đồng chẵn"),
        (MAX_DONG, "Chín triệu tỷ đồng chẵn"),
    ],
)
def test_papers_close_whole_thousands(dong, words):
    assert in_full(dong) == words


@given(AMOUNT)
def test_a_closed_amount_reads_back(number):
    words = in_full(number)
    assert words[0].isupper()
    body = (words[0].lower() + words[1:]).removesuffix(" chẵn").removesuffix(" đồng")
    assert read_vietnamese(body) == number
    assert words.endswith(" chẵn") == (number > 0 and number % 1000 == 0)
