"""Strict reading of reference files: each fault names file, line and column."""

import unicodedata
from datetime import date
from enum import StrEnum

import pytest

from promotion.database.csv_lines import Line, distinct, read_lines
from promotion.kernel.errors import Invalid


class Colour(StrEnum):
    red = "red"


def written(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "things.csv"
    file.write_bytes(text.encode(encoding))
    return file


def line(value):
    return Line("things.csv", 7, {"column": value})


def refusal(act):
    with pytest.raises(Invalid) as caught:
        act()
    return str(caught.value)


def test_rows_come_composed_trimmed_and_with_their_line_numbers(tmp_path):
    decomposed = unicodedata.normalize("NFD", "Hòa Bình")
    file = written(tmp_path, f'\ufeffcode,name\n01," {decomposed}\u00a0"\n\n02,"hai\ndòng"\n')
    lines = read_lines(file, ("code", "name"))
    assert [(one.number, one.text("code"), one.text("name")) for one in lines] == [
        (2, "01", "Hòa Bình"),
        (5, "02", "hai dòng"),
    ]


@pytest.mark.parametrize(
    "text, words",
    [
        ("", ("things.csv", "line 1", "empty")),
        ("code\n01\n", ("line 1", "column name", "heading")),
        ("code,name\n01\n", ("line 2", "column name", "more or fewer cells")),
        ("code,name\n01,a,b\n", ("line 2", "column name", "“3”", "more or fewer cells")),
        ("code,name\n01,a\u202eb\n", ("line 2", "column name", "cannot be stored")),
        ('code,name\n01,"a"b\n', ("line 2", "cannot be read")),
        ('code,name\n01,"a\n', ("cannot be read",)),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, text, words):
    said = refusal(lambda: read_lines(written(tmp_path, text), ("code", "name")))
    for word in ("things.csv", *words):
        assert word in said


def test_other_encodings_and_missing_files_are_refused(tmp_path):
    file = written(tmp_path, "code\nHuế".replace("ế", "é"), "latin-1")
    assert "UTF-8" in refusal(lambda: read_lines(file, ("code",)))
    assert "nothing.csv" in refusal(lambda: read_lines(tmp_path / "nothing.csv", ("code",)))


def test_empty_cells_are_none_or_refused():
    assert line("").optional("column") is None
    assert line("").optional_day("column") is None
    assert line("").optional_whole("column") is None
    assert line("").optional_hundredths("column") is None
    for read in (line("").text, line("").day, line("").whole):
        said = refusal(lambda read=read: read("column"))
        assert "things.csv, line 7, column column" in said
        assert "empty" in said


def test_values_are_read_exactly():
    assert line("2025-07-01").day("column") == date(2025, 7, 1)
    assert line("0").whole("column") == 0
    assert line("9000000000000000").whole("column") == 9 * 10**15
    assert line("9000000000000000").optional_dong("column") == 9 * 10**15
    assert line("").optional_dong("column") is None
    assert line("36.6").optional_hundredths("column") == 3660
    assert line("100").optional_hundredths("column") == 10000
    assert line("yes").yes("column") is True
    assert line("no").yes("column") is False
    assert line("red").one_of("column", Colour) is Colour.red


@pytest.mark.parametrize(
    "reader, values",
    [
        (
            "optional_day",
            ["20250701", "2025-7-1", "01/07/2025", "2025-02-30", "2025-W27-2", "2025-07-01T00:00"],
        ),
        ("optional_whole", ["-1", "1.5", "1,000", "1e3", "١٢", "²", "0x1f"]),
        ("optional_dong", ["0", "9000000000000001", "1.000", "99999999999999999999999999"]),
        ("optional_hundredths", ["0", "-5", "100.01", "1.234", "NaN", "Infinity", "many", "1e9"]),
        ("yes", ["", "Yes", "1", "có"]),
    ],
)
def test_anything_else_is_refused_with_what_was_found(reader, values):
    for value in values:
        said = refusal(lambda value=value: getattr(line(value), reader)("column"))
        assert f"found “{value}”" in said


def test_a_choice_outside_the_list_is_refused():
    assert "list of possible values" in refusal(lambda: line("green").one_of("column", Colour))


def test_a_second_line_for_the_same_thing_is_refused():
    lines = [Line("things.csv", number, {"a": "1", "b": str(number // 3)}) for number in (1, 2, 3)]
    assert distinct(lines[1:], ("a", "b")) == lines[1:]
    said = refusal(lambda: distinct(lines, ("a", "b")))
    assert "line 2, column b" in said
