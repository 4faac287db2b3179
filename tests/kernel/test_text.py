"""The gate for incoming text, and the key by which text is found."""

import csv
import sqlite3
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel.errors import Invalid
from promotion.kernel.text import clean, mark, search_key, slug

DATA = Path(__file__).parents[2] / "promotion/data"

# pairs that search and uniqueness take as one: tone placement, đ, composition, case, spaces, look-alikes
SAME = [
    *[("hoà", "hòa"), ("hoá", "hóa"), ("hoả", "hỏa"), ("hoã", "hõa"), ("hoạ", "họa"), ("loà", "lòa")],
    *[("toà án", "tòa án"), ("khoá", "khóa"), ("Khánh Hoà", "Khánh Hòa"), ("Thanh Hoá", "Thanh Hóa")],
    *[
        ("Biên Hoà", "Biên Hòa"),
        ("hoè", "hòe"),
        ("khoẻ", "khỏe"),
        ("loé", "lóe"),
        ("xoè", "xòe"),
        ("toẽ", "tõe"),
    ],
    *[("thuý", "thúy"), ("thuỳ", "thùy"), ("thuỷ", "thủy"), ("thuỵ", "thụy"), ("uỷ ban", "ủy ban")],
    *[
        ("huỷ", "hủy"),
        ("tuỳ", "tùy"),
        ("luỹ", "lũy"),
        ("quý", "qúy"),
        ("Thuỷ lợi", "Thủy lợi"),
        ("suý", "súy"),
    ],
    *[("Đà Nẵng", "đà nẵng"), ("ĐỒNG THÁP", "Đồng Tháp"), ("Đ", "đ"), ("Đ", "d"), ("đồng", "dong")],
    *[("Đắk Lắk", "Dak Lak"), ("ĐẮK NÔNG", "đắk nông"), ("đề án", "ĐỀ ÁN"), ("Ðà Nẵng", "Đà Nẵng")],
    *[
        ("Ɖà Nẵng", "Đà Nẵng"),
        ("Krông Ƀuk", "Krông Buk"),
        ("Bảo Lộc", "Bảo Lộc".upper()),
        ("ỨNG DỤNG", "ứng dụng"),
    ],
    *[("Ắ", "ắ"), ("Ẩ", "ẩ"), ("Ể", "ể"), ("Ỗ", "ỗ"), ("Ợ", "ợ"), ("Ữ", "ữ"), ("Ỵ", "ỵ")],
    *[("An  Giang", "An Giang"), ("An\u00a0Giang", "An Giang"), (" An Giang ", "An Giang")],
    *[("An\tGiang", "An Giang"), ("An\nGiang", "An Giang"), ("An\u200bGiang", "AnGiang")],
    *[
        ("\ufeffAn Giang", "An Giang"),
        ("khuyến\u00adcông", "khuyếncông"),
        ("\uff21\uff2e", "an"),
        ("ﬁ", "fi"),
    ],
    *[("Cần Thơ", "Can Tho"), ("Huế", "hue"), ("Bà Rịa - Vũng Tàu", "ba ria - vung tau")],
    *[("Nguyễn", "NGUYEN"), ("khuyến công", "khuyen cong"), ("Sở Công Thương", "so cong thuong")],
]
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
WORDS = [
    "hòa",
    "thúy",
    "ủy",
    "khuyến",
    "được",
    "nghị",
    "Đắk",
    "Lắk",
    "ẳng",
    "ợ",
    "Ữ",
    "quyết",
    "toán",
    "giải",
    "ngân",
    "chuyển",
    "nguồn",
    "nghiệm",
    "thu",
    "Ỷ",
]
FORMS: list[tuple[Form, Form]] = [("NFC", "NFD"), ("NFC", "NFKD")]
PAIRS = SAME + [
    (unicodedata.normalize(one, word), unicodedata.normalize(other, word))
    for word in WORDS
    for one, other in FORMS
]
DIFFERENT = [
    *[("hoa", "hao"), ("thuý", "thuyết"), ("An Giang", "AnGiang"), ("đồng", "đông a"), ("tỉnh 1", "tỉnh 2")],
    *[
        ("Sơn La", "Lào Cai"),
        ("", "a"),
        ("quý", "quí"),
        ("kỹ", "kĩ"),
        ("a-b", "a b"),
        ("中", "国"),
        ("я", "a"),
    ],
]


def test_there_are_enough_pairs():
    assert len(set(PAIRS)) >= 80


@pytest.mark.parametrize("one, other", PAIRS)
def test_spellings_meet(one, other):
    assert search_key(one) == search_key(other)
    assert search_key(clean(one)) == search_key(one)


@pytest.mark.parametrize("one, other", PAIRS)
def test_spellings_meet_in_the_database(one, other):
    store = sqlite3.connect(":memory:")
    store.execute("create table place (name text, key text unique)")
    store.execute("insert into place values (?, ?)", (one, search_key(one)))
    found = store.execute("select name from place where key like ?", (f"%{search_key(other)}%",)).fetchall()
    assert found == [(one,)]
    with pytest.raises(sqlite3.IntegrityError):
        store.execute("insert into place values (?, ?)", (other, search_key(other)))
    store.close()


@pytest.mark.parametrize("one, other", DIFFERENT)
def test_other_words_stay_apart(one, other):
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize("edition", ["2024", "2025"])
def test_provinces_are_found_by_their_plain_names(edition):
    with (DATA / f"provinces_{edition}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({search_key(row["name_vi"]) for row in rows}) == len(rows)
    for row in rows:
        assert search_key(row["name_vi"]) == search_key(row["name_ascii"])


@given(st.text())
def test_a_search_key_is_stable_and_storable(text):
    key = search_key(text)
    assert search_key(key) == key
    key.encode()
    assert "\x00" not in key
    assert key == " ".join(key.split())


@given(st.text("aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ\u0300\u0301\u0303\u0309\u0323 "))
def test_a_search_key_knows_no_composition_and_no_case(text):
    key = search_key(text)
    assert key.isascii()
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert search_key(unicodedata.normalize(form, text)) == key
    assert search_key(text.upper()) == search_key(text.lower()) == key


def test_a_search_key_takes_what_cannot_be_stored():
    assert search_key("a\x00b\ud800c\u202ed") == "a bcd"
    assert search_key("a" + "\u0301" * 100_000) == "a"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", ""),
        ("  An   Giang ", "An Giang"),
        ("An\u00a0Giang", "An Giang"),
        ("An\u3000Giang\u2003", "An Giang"),
        ("An\u200bGiang\ufeff", "AnGiang"),
        ("khuyến\u00adcông", "khuyếncông"),
        ("\u200e05/03/2026", "05/03/2026"),
        ("An\tGiang", "An Giang"),
        ("An\r\nGiang", "An Giang"),
        ("An\rGiang\u2028x\u2029y", "An Giang x y"),
        ("\u200b", ""),
        ("ho\u0300a", "hòa"),
        ("ho\u200ba\u0300", "hoà"),
        ("D\u0323a\u0306\u0301", "Ḍắ"),
        ("Đắk Lắk (2026) – 50 % “điểm”", "Đắk Lắk (2026) – 50 % “điểm”"),
        ("=1+1", "=1+1"),
        ("中 🙂", "中 🙂"),
    ],
)
def test_text_is_cleaned(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (" a \r\n\r\n b\u00a0 c \n", "a\n\nb c"),
        ("a\rb", "a\nb"),
        ("Điều 1\n\tKhoản 2\n", "Điều 1\nKhoản 2"),
        ("a\u2028b", "a\nb"),
        ("\n\n", ""),
        ("a  b", "a b"),
    ],
)
def test_lines_are_kept_where_asked(text, expected):
    assert clean(text, multiline=True) == expected


@pytest.mark.parametrize(
    "letter",
    [
        *("\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f"),
        *("\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
        *("\ud800", "\udfff", "\ufff9", "\U000e0041", "\u2061"),
    ],
)
@pytest.mark.parametrize("multiline", [True, False])
def test_hidden_characters_are_refused_by_name(letter, multiline):
    with pytest.raises(Invalid) as caught:
        clean(f"Đề án{letter}A", multiline=multiline)
    assert caught.value.params == {"code": f"U+{ord(letter):04X}"}
    assert letter not in str(caught.value)
    assert caught.value.cure


def test_heaps_of_marks_are_refused():
    assert clean("a" + "\u0323" * 8)
    with pytest.raises(Invalid):
        clean("a" + "\u0323" * 9)
    with pytest.raises(Invalid):
        clean("a" + "\u0323\u200b" * 100_000)


@given(st.text(), st.booleans())
def test_clean_text_is_stable_composed_and_plain(text, multiline):
    try:
        stored = clean(text, multiline=multiline)
    except Invalid:
        return
    assert clean(stored, multiline=multiline) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == stored.strip()
    assert multiline or "\n" not in stored
    assert not {unicodedata.category(letter) for letter in stored if letter != "\n"} & {
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    }
    assert not set(stored) & set("\u00a0\u3000\t\r")


@given(st.text("ăâđêôơưẳợừnghi ĂĐ"))
def test_vietnamese_passes_the_gate_in_any_composition(text):
    assert clean(unicodedata.normalize("NFD", text)) == clean(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Đề án hỗ trợ máy móc", "de-an-ho-tro-may-moc"),
        ("  Báo cáo 9 tháng/2024 (KCQG) ", "bao-cao-9-thang-2024-kcqg"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\r\nb", "a-b"),
        ("中文", "untitled"),
        ("", "untitled"),
        ("...", "untitled"),
    ],
)
def test_slugs(text, expected):
    assert slug(text) == expected


@given(st.text(), st.integers(1, 40))
def test_a_slug_is_a_safe_name(text, longest):
    name = slug(text, longest)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name == "untitled" or len(name) <= longest
    assert not name.startswith("-")
    assert not name.endswith("-")


def test_a_mark_changes_nothing():
    assert mark("Save") == "Save"
