"""The order of Vietnamese dictionaries, against an independent comparison."""

import csv
import random
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.text import sort_key

DATA = Path(__file__).parents[2] / "promotion/data"
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]

# each line is in order; every neighbour differs
ORDERS = [
    [
        "a",
        "ă",
        "â",
        "b",
        "c",
        "d",
        "đ",
        "e",
        "ê",
        "f",
        "g",
        "h",
        "i",
        "j",
        "k",
        "l",
        "m",
        "n",
        "o",
        "ô",
        "ơ",
        "p",
        "q",
        "r",
        "s",
        "t",
        "u",
        "ư",
        "v",
        "w",
        "x",
        "y",
        "z",
    ],
    ["ma", "mà", "mả", "mã", "má", "mạ", "măng", "mâm"],
    [
        "a",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "an",
        "ă",
        "ằ",
        "ẳ",
        "ẵ",
        "ắ",
        "ặ",
        "ăn",
        "â",
        "ầ",
        "ẩ",
        "ẫ",
        "ấ",
        "ậ",
        "ân",
        "b",
    ],
    ["e", "è", "ẻ", "ẽ", "é", "ẹ", "ê", "ề", "ể", "ễ", "ế", "ệ", "g"],
    ["o", "ò", "ỏ", "õ", "ó", "ọ", "ô", "ồ", "ổ", "ỗ", "ố", "ộ", "ơ", "ờ", "ở", "ỡ", "ớ", "ợ", "p"],
    ["u", "ù", "ủ", "ũ", "ú", "ụ", "ư", "ừ", "ử", "ữ", "ứ", "ự", "v"],
    ["y", "ỳ", "ỷ", "ỹ", "ý", "ỵ", "z"],
    ["dao", "dăm", "dâm", "đao", "đăm", "đâm"],
    ["An Giang", "Ăn", "Ân", "Ẩn", "Cần Thơ", "Dak", "Đà Nẵng", "Đồng Tháp", "Ea"],
    ["An", "An Giang", "Anh", "Ánh"],
    ["Đề án 1", "Đề án 10", "Đề án 2", "Đề án a"],
    ["1", "9", "a", "z", "я", "中", "𠀀"],
    [
        "Hà Giang",
        "Hà Nam",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Dương",
        "Hải Phòng",
        "Hậu Giang",
        "Hòa Bình",
        "Huế",
        "Hưng Yên",
    ],
    ["Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị"],
    ["Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Tiền Giang", "Trà Vinh", "Tuyên Quang"],
]
EQUAL = [
    *[("hoà", "hòa"), ("thuý", "thúy"), ("AN GIANG", "an giang"), ("An-Giang", "An Giang"), ("Ðà", "Đà")],
    *[
        ("Đ", "đ"),
        ("  An", "An"),
        ("“An”", "An"),
        ("Č", "c"),
        ("Ĕ", "e"),
        ("ö", "o"),
        ("Ƀ", "b"),
        ("٣", "3"),
        ("!", ""),
    ],
]


def independent(text):
    """Letters by their place in the alphabet, then one tone a word: written without the key."""
    letters, tones = [], []
    for word in unicodedata.normalize("NFC", text).lower().split():
        tone = 0
        letters.append(0)
        for letter in word:
            split = unicodedata.normalize("NFD", letter)
            tone = max([tone, *(TONES.index(sign) for sign in split if sign in TONES)])
            plain = unicodedata.normalize("NFC", "".join(sign for sign in split if sign not in TONES))
            letters.append(1 + ALPHABET.index(plain))
        tones.append(tone)
    return letters, tones


def in_sqlite(names):
    store = sqlite3.connect(":memory:")
    store.execute("create table place (name text, key text collate binary)")
    store.executemany("insert into place values (?, ?)", [(name, sort_key(name)) for name in names])
    found = [name for (name,) in store.execute("select name from place order by key")]
    store.close()
    return found


@pytest.mark.parametrize("names", ORDERS, ids=lambda names: names[0])
def test_orders(names):
    keys = [sort_key(name) for name in names]
    assert keys == sorted(set(keys))
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=sort_key) == names
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == names
    assert in_sqlite(shuffled) == names


@pytest.mark.parametrize("one, other", EQUAL)
def test_what_does_not_count(one, other):
    assert sort_key(one) == sort_key(other)


def test_provinces_stand_in_order():
    names = []
    for edition in ("2024", "2025"):
        with (DATA / f"provinces_{edition}.csv").open(encoding="utf-8") as file:
            names += [row["name_vi"].replace("-", " ") for row in csv.DictReader(file)]
    names = sorted(set(names))
    assert in_sqlite(names) == sorted(names, key=independent)


SYLLABLES = st.builds(
    lambda start, vowel, tone, end: unicodedata.normalize("NFC", start + vowel + tone + end),
    st.sampled_from(["", "b", "c", "d", "đ", "h", "kh", "ng", "qu", "t", "th", "x"]),
    st.sampled_from(list("aăâeêioôơuưy")),
    st.sampled_from(TONES),
    st.sampled_from(["", "c", "n", "ng", "o", "t"]),
)
NAMES = st.lists(SYLLABLES, max_size=4).map(" ".join)


@given(NAMES, NAMES)
def test_the_key_orders_as_the_alphabet_and_the_tones_do(one, other):
    keys = sort_key(one), sort_key(other)
    facts = independent(one), independent(other)
    assert (keys[0] < keys[1]) == (facts[0] < facts[1])
    assert (keys[0] == keys[1]) == (facts[0] == facts[1])


@given(NAMES)
def test_composition_and_case_do_not_count(name):
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)
    assert sort_key(name.upper()) == sort_key(name)
    assert len(sort_key(name)) <= 2 * len(name) + 1


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_a_short_plain_key(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert "\\" not in key
    assert len(key) <= 3 * len(text)


@given(st.text(), st.text())
def test_a_beginning_stands_before_the_whole(text, more):
    first = sort_key(text).partition(" ")[0]
    assert sort_key(text + " " + more).startswith(first)
