"""Files are read as they are: workbooks and CSV, with any blank rows, and whatever is no such file says so."""

import csv
import io
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from promotion.allocation.pasted.findings import message_of
from promotion.imports import service
from promotion.imports.drafts import SentFile
from promotion.imports.opening import LAYOUT
from promotion.kernel.errors import DomainError
from promotion.publications.rules import Period, PublishedLevel
from promotion.sheets.blank import blank
from promotion.sheets.grids import Unreadable
from promotion.sheets.reading import read
from promotion.web.languages import explain
from tests.imports.conftest import HEADINGS, ROW, csv_file, saved, workbook

pytestmark = pytest.mark.data("reference", shared=True)

DATA = Path(__file__).resolve().parents[2] / "promotion" / "data"


def only(checked):
    assert checked.findings == ()
    return checked.figures[0]


NUMBERS = [
    ("45", "billion", "45", 45 * 10**9),
    ("9.640", "tỷ đồng", "9.640", 9_640_000_000),
    ("46.113", "billion VND", "46.113", 46_113_000_000),
    ("1.234,5", "triệu", "1234.5", 1_234_500_000),
    ("1,234.5", "million", "1234.5", 1_234_500_000),
    ("1.234.567", "nghìn", "1234567", 1_234_567_000),
    ("1 234 567", "đồng", "1234567", 1_234_567),
    ("43,73", "tỷ", "43.73", 43_730_000_000),
    ("43,7355", "tỷ", "43.7355", 43_735_500_000),
    ("45 tỷ", "billion", "45", 45 * 10**9),
    ("0", "dong", "0", 0),
    ("9000000", "billion", "9000000", 9 * 10**15),
]


def test_numbers_are_read_as_they_are_printed(checked):
    for value, unit, digits, amount in NUMBERS:
        figure = only(checked({"value": value, "unit": unit}))
        assert (figure.value, figure.amount) == (digits, amount)


PLACES = [
        *(("country", text, "2024", "vn") for text in ("", "vn", "Việt Nam", "Vietnam", "Cả nước")),
        *(("region", text, "2025", "south") for text in ("south", "Miền Nam", "Khu vực phía Nam", "Southern region")),
        ("region", "Miền Trung - Tây Nguyên", "2024", "central"),
        *(("province", text, "2024", "2024-91") for text in ("2024-91", "Kiên Giang", "tỉnh kien giang", "91")),
        ("province", "TP. Hồ Chí Minh", "2025", "2025-79"),
        ("unit", "centre-2024-91", "2024", "centre-2024-91"),
        ("unit", "agency", "2025", "agency"),
]  # fmt: skip


def test_places_are_keys_or_names_of_their_edition(checked):
    for scope, place, edition, key in PLACES:
        assert only(checked({"scope": scope, "place": place, "edition": edition})).place == key


MEASURES = [
        *((code, "billion") for code in ("requested", "carried_in", "recovered")),
        ("projects", "projects"),
        ("workers_trained", "lao động"),
        *((share, "%") for share in ("local.approved/total.approved", "accepted/approved", "approved/approved@-1")),
        ("workers_with_job/workers_trained", "percent"),
]  # fmt: skip


def test_measures_are_codes_indicators_and_shares(checked):
    for measure, unit in MEASURES:
        assert only(checked({"measure": measure, "unit": unit})).measure == measure


def test_a_workbook_says_the_same_as_a_text_file(inside):
    rows = [{}, {"period": "6m", "value": "1,5", "as_of": "30/06/2022"}, {"period": "q3", "note": "khoảng"}]
    texts = {service.check(csv_file(*rows, delimiter=mark), "vi").figures for mark in ",;"}
    assert texts == {service.check(workbook(*rows), "vi").figures}
    assert len(texts.pop()) == 3
    typed = workbook({"year": 2022, "edition": 2024, "value": 46.113, "as_of": date(2022, 6, 30)})
    figure = only(service.check(typed, "vi"))
    assert (figure.value, figure.as_of, figure.year) == ("46.113", date(2022, 6, 30), 2022)


def test_headings_may_be_vietnamese_and_stand_lower(inside):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["B2"] = "BIỂU SỐ LIỆU"
    heads = ["Năm", "Kỳ", "Phạm vi", "Địa bàn", "Địa giới", "Cấp", "Chỉ tiêu", "Giá trị", "Đơn vị tính",
             "Đến ngày", "Nguồn", "Ghi chú", "Của riêng"]  # fmt: skip
    for column, text in enumerate(heads, 2):
        sheet.cell(4, column, text)
        sheet.cell(9, column, ROW.get(HEADINGS[column - 2], "") if column < 14 else "x")
    sheet.cell(12, 2, "2023")
    found = service.check(SentFile(LAYOUT.key, "a.xlsx", saved(book)), "en")
    assert found.figures[0].place == "2024-91"
    assert {(one.row, one.column) for one in found.findings if one.severity == "error"} == {
        (12, column) for column in "CDFGHIJL"
    }
    assert [(one.row, one.column) for one in found.findings if one.severity == "note"] == [(4, "N")]


def test_what_a_workbook_does_not_hold_or_shows_otherwise_is_never_read_as_something_else(inside):
    book = load_workbook(
        io.BytesIO(workbook({}, {"period": "6m"}, {"period": "9m"}, {"period": "11m"}).content)
    )
    sheet = book.worksheets[0]
    sheet["H2"] = "=40+5"
    sheet["H3"] = "#N/A"
    sheet["H4"] = date(2024, 9, 6)
    sheet["H5"], sheet["H5"].number_format = 0.846, "0.0%"
    found = service.check(SentFile(LAYOUT.key, "a.xlsx", saved(book)), "en")
    said = {one.row: message_of(one) for one in found.findings}
    assert "formula without a stored result" in said[2]
    assert "error value #N/A" in said[3]
    assert "is not a number" in said[4]
    assert "percent sign" in said[5]
    sheet["G5"], sheet["I5"] = "accepted/approved", "percent"
    shares = service.check(SentFile(LAYOUT.key, "a.xlsx", saved(book)), "en")
    assert [figure.value for figure in shares.figures] == ["84.6"]


def test_a_missing_column_and_one_twice_are_named(inside):
    head = [*HEADINGS[:-2], "value", "note"]
    found = service.check(csv_file({}, head=head), "en")
    assert {(one.heading, one.column) for one in found.findings} == {("value", "K"), ("source", "")}


def bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        with zipfile.ZipFile(io.BytesIO(workbook({}).content)) as good:
            for name in good.namelist():
                container.writestr(name, good.read(name))
        container.writestr("xl/media/zeros.bin", b"\0" * size)
    return target.getvalue()


def far() -> bytes:
    book = load_workbook(io.BytesIO(workbook({}).content))
    book.worksheets[0]["XFD1048576"] = "x"
    return saved(book)


def with_part(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container, zipfile.ZipFile(io.BytesIO(workbook({}).content)) as good:
        for one in good.namelist():
            container.writestr(one, content if one == name else good.read(one))
    return target.getvalue()


HOSTILE = {
    "empty": (b"", "empty"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "PNG"),
    "words": (b"hello", "named like a workbook"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old format"),
    "bomb": (bomb(60 * 2**20), "too large"),
    "far cell": (far(), "XFD1048576"),
    "dtd": (with_part("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'), "DTD"),
    "broken": (with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "damaged"),
    "no sheets": (with_part("xl/workbook.xml", b"<workbook/>"), "no table with the headings"),
    "odd rows": (with_part("xl/worksheets/sheet1.xml", b'<worksheet><row r="x"/></worksheet>'), "damaged"),
}


def test_a_file_that_is_no_table_says_why(inside):
    for content, words in HOSTILE.values():
        with pytest.raises(Unreadable) as refused:
            service.check(SentFile(LAYOUT.key, "a.xlsx", content), "en")
        assert words in explain(refused.value)
    for content in (b"\xff\xfey\0e\0", "năm;kỳ".encode("utf-16"), b"n\xe3m,k\xff", b'a,"b\nc'):
        with pytest.raises(Unreadable):
            service.check(SentFile(LAYOUT.key, "a.csv", content), "en")


def test_truncated_workbooks_never_break_the_reader():
    content = workbook(*({"note": str(number)} for number in range(30))).content
    for part in range(1, 40):
        try:
            read("a.xlsx", content[: len(content) * part // 40])
        except DomainError:
            continue


def test_other_peoples_workbooks_are_refused_with_a_reason(inside, foreign_workbooks):
    for file in sorted(foreign_workbooks.iterdir()):
        with pytest.raises(Unreadable) as refused:
            service.check(SentFile(LAYOUT.key, file.name, file.read_bytes()), "vi")
        assert file.name != explain(refused.value) != ""


def test_the_blank_workbook_is_filled_in_and_read(inside):
    made = blank(LAYOUT, lambda text: text)
    assert made == blank(LAYOUT, lambda text: text)
    with pytest.raises(AssertionError):
        only(service.check(SentFile(LAYOUT.key, "a.xlsx", made), "en"))
    book = load_workbook(io.BytesIO(made))
    for column, key in enumerate(HEADINGS, 1):
        book.worksheets[0].cell(2, column, ROW[key] or None)
    assert only(service.check(SentFile(LAYOUT.key, "a.xlsx", saved(book)), "en")).place == "2024-91"


TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30
).filter(lambda text: text == " ".join(text.split()))
FIGURE = st.fixed_dictionaries(
    {
        "year": st.integers(2000, 2026).map(str),
        "period": st.sampled_from([str(period) for period in Period]),
        "level": st.sampled_from([str(level) for level in PublishedLevel]),
        "value": st.decimals(0, 10**6, places=3).map(lambda number: f"{number:f}"),
        "place": st.sampled_from(["2024-91", "2024-89", "2024-01"]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(
    rows=st.lists(FIGURE, min_size=1, max_size=8), sources=st.lists(TEXT, min_size=8, max_size=8, unique=True)
)
def test_what_is_written_is_what_is_read(inside, rows, sources):
    """Any figures come back the same from CSV and from a workbook, with their digits and their rows."""
    sent = [row | {"source": f"{number} {sources[number]}"} for number, row in enumerate(rows)]
    for file in (csv_file(*sent), workbook(*sent)):
        figures = service.check(file, "vi").figures
        assert [figure.value for figure in figures] == [row["value"] for row in sent]
        assert [figure.key for figure in figures] == [f"row {number}" for number in range(2, len(sent) + 2)]
        for figure, row in zip(figures, sent, strict=True):
            assert figure.number == Fraction(row["value"]) * 10**9
            assert (figure.period, figure.level, figure.place) == (row["period"], row["level"], row["place"])


def test_the_shipped_file_is_clean_and_has_the_conferences_figures(inside):
    file = SentFile(LAYOUT.key, "opening_figures.csv", (DATA / "opening_figures.csv").read_bytes())
    found = service.check(file, "vi")
    assert found.findings == ()
    assert (len(found.entries), found.known, found.new) == (89, 89, 0)
    money = {(f.place, f.edition, f.level, f.measure): f.amount for f in found.figures if f.year == 2024}
    north = [money["north", "2025", level, "approved"] for level in ("national", "local", "total")]
    assert north == [17_800_000_000, 87_700_000_000, 105_500_000_000]
    assert money["south", "2024", "total", "approved"] == 91_300_000_000
    assert money["vn", "2024", "national", "released"] == 45_000_000_000
    with (DATA / "opening_figures.csv").open(encoding="utf-8") as lines:
        assert [row["value"] for row in csv.DictReader(lines)] == [f.value for f in found.figures]
