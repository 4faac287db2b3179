import pytest

from promotion.sheets.wording import LONGEST, cell_text, looks_rich, lookup_key, quoted, sheet_name
from tests.support.workbooks import HOSTILE


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Đắk Lắk", "Đắk Lắk"),
        ("=1+1", "=1+1"),
        ("hai\r\ndòng\rnữa\u2028thôi", "hai\ndòng\nnữa\nthôi"),
        ("tab\tđây", "tab đây"),
        ("a\x00b\x1f\x7f\x85c", "ab\nc"),
        ("\u202eexe.fdp\u2069", "exe.fdp"),
        ("\ud800đôi \U0001f33e", "đôi \U0001f33e"),
        ("", ""),
    ],
)
def test_text_as_a_cell_may_hold_it(typed, kept):
    assert cell_text(typed) == kept


@pytest.mark.parametrize("text", ["ă" * 40_000, "\U0001f33e" * 20_000, "x" * (LONGEST + 1), "\n" * 32_768])
def test_text_too_long_for_a_cell_says_that_it_goes_on(text):
    kept = cell_text(text)
    assert len(kept.encode("utf-16-le")) <= LONGEST * 2
    assert kept.endswith("…")


def test_text_just_long_enough_is_kept():
    assert cell_text("\U0001f33e" * (LONGEST // 2)) == "\U0001f33e" * (LONGEST // 2)
    assert cell_text("x" * LONGEST) == "x" * LONGEST


def test_there_are_enough_hostile_texts_and_they_stay_what_they_are_when_kept_again():
    assert len(HOSTILE) >= 60
    assert all(cell_text(cell_text(text)) == cell_text(text) for text in HOSTILE)


def test_ready_made_markup_is_seen():
    assert looks_rich("<r><t>x</t></r>")
    assert not looks_rich("<r>x")


@pytest.mark.parametrize("key", ["province/national/2024-91", "rest:central", "ND3A"])
def test_codes_may_stand_in_a_formula(key):
    assert lookup_key(key) == key


@pytest.mark.parametrize(
    "key", ["", '"', "a b", "*", "?", "~", "Kiên Giang", 'x"&A1&"', "a" * 121, "=1", ">5", "1\n"]
)
def test_nothing_else_may(key):
    with pytest.raises(ValueError, match="not a key"):
        lookup_key(key)


@pytest.mark.parametrize("name", ["01 Tổng hợp", "It's", "x" * 31])
def test_names_of_sheets(name):
    assert sheet_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "x" * 32, "a/b", "a:b", "a[b", "a*b", "a?b", "'a", "a'", "History", "history", "a\\b"]
)
def test_names_no_sheet_may_bear(name):
    with pytest.raises(ValueError, match="not a sheet name"):
        sheet_name(name)


def test_words_inside_a_formula_are_quoted():
    assert quoted('S"ai') == '"S""ai"'
