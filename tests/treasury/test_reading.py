"""Files read strictly: headings in odd places, numbers and days as people write them, every fault at its cell."""

from datetime import date, datetime

import pytest

from promotion.sheets.grids import Unreadable
from promotion.treasury.checking import check
from tests.factories.statements import HEAD, csv, draft, workbook

FIRM = "Công ty TNHH Cơ khí Tân Lập"
MORNING = datetime(2026, 3, 10, 8, 30)  # noqa: DTZ001 - a cell knows no zone
ROW = (1, "UNC 15", "10/03/2026", FIRM, "Tạm ứng", "5.000.000", "")


def read(content, **more):
    return check(draft(content, **more))


def faults(checked):
    return [
        (one.sheet, one.row, one.column, one.found, str(one.message) % dict(one.params))
        for one in checked.findings
        if one.severity == "error"
    ]


def notes(checked):
    return [one.message for one in checked.findings if one.severity == "note"]


def test_a_file_is_read_row_by_row_with_its_raw_cells():
    checked = read(csv(ROW, (2, "UNT 3", "11/03/2026", "", "Nộp phục hồi", "", "200.000")))
    assert checked.clean
    first, second = checked.rows
    assert (first.number, first.voucher, first.day, first.payee) == (3, "UNC 15", date(2026, 3, 10), FIRM)
    assert [(row.debit, row.credit, row.amount) for row in (first, second)] == [
        (5_000_000, 0, 5_000_000),
        (0, 200_000, -200_000),
    ]
    assert first.raw["F"] == "5.000.000"
    assert (checked.out, checked.back) == (5_000_000, 200_000)


@pytest.mark.parametrize(
    "text",
    ["5.000.000", "5 000 000", "5\u00a0000\u00a0000", "5000000", "5.000.000 đ", "5 triệu"],
)
def test_amounts_are_read_as_vietnamese_writes_them(text):
    assert read(csv((1, "a1", "1/3/2026", "", "", text, ""))).rows[0].debit == 5_000_000


@pytest.mark.parametrize("text", ["-5.000.000", "(5.000.000)", "−5.000.000"])
def test_what_is_written_with_a_minus_came_back(text):
    assert read(csv((1, "a1", "1/3/2026", "", "", text, ""))).rows[0].amount == -5_000_000


def test_one_column_of_amounts_is_what_was_paid_out():
    head = ("Số CT", "Ngày", "Số tiền (triệu đồng)")
    checked = read(csv(("a1", "1/3/2026", "5,5"), ("a2", "2/3/2026", "-1"), head=head, above=()))
    assert [row.amount for row in checked.rows] == [5_500_000, -1_000_000]


def test_a_workbook_with_titles_headings_in_two_rows_totals_and_balances():
    rows = [
        ["KHO BẠC NHÀ NƯỚC"],
        ["SỔ CHI TIẾT TÀI KHOẢN"],
        [None],
        ["STT", "Chứng từ", None, "Đơn vị nhận tiền", "Diễn giải", "Số phát sinh", None, "Số dư"],
        [None, "Số hiệu", "Ngày tháng", None, None, "Nợ", "Có", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [None, None, None, None, "Số dư đầu kỳ", None, None, 90_000_000],
        [1, "0015", MORNING, FIRM, "Tạm ứng", 5_000_000, None, 85_000_000],
        [2, 16, date(2026, 3, 11), FIRM, "Trả lại", None, 200_000.0, 85_200_000],
        [None, None, None, None, "Cộng phát sinh", 5_000_000, 200_000, None],
        [None, None, None, None, "Lũy kế từ đầu năm", 9_000_000, 200_000, None],
        [None, None, None, None, "Số dư cuối kỳ", None, None, 85_200_000],
        [None, None, None, "Kế toán trưởng"],
    ]
    checked = read(workbook(("Thang 3", rows)), name="a.xlsx")
    assert faults(checked) == []
    assert [(row.voucher, row.day, row.debit, row.credit) for row in checked.rows] == [
        ("0015", date(2026, 3, 10), 5_000_000, 0),
        ("16", date(2026, 3, 11), 0, 200_000),
    ]
    assert (checked.opening, checked.closing) == (90_000_000, 85_200_000)
    assert notes(checked) == ["This row was not read: it holds no voucher with a day and an amount."]


def test_a_missing_column_names_what_was_found_and_what_is_missing():
    head = ("STT", "Ngày hạch toán", "Đơn vị thụ hưởng", "Nội dung", "Ghi nợ")
    checked = read(csv((1, "10/03/2026", FIRM, "x", "5.000.000"), head=head))
    assert not checked.clean
    (fault,) = faults(checked)
    assert fault[:2] == ("", 2)
    assert "B “Ngày hạch toán”, C “Đơn vị thụ hưởng”, D “Nội dung”, E “Ghi nợ”" in fault[4]
    assert "Voucher number" in fault[4]
    assert checked.rows == ()


def test_two_columns_of_one_name_are_asked_back():
    head = ("Số chứng từ", "Ngày", "Số chứng từ", "Ghi nợ")
    (fault,) = faults(read(csv(("a", "1/3/2026", "b", "5"), head=head)))
    assert "Two columns could be" in fault[4]


@pytest.mark.parametrize(
    "place,text,column,words",
    [
        (2, "31/02/2026", "C", "There is no day"),
        (2, "", "C", "no day"),
        (2, "03/13/2026", "C", "not clear"),
        (2, "10/04/2026", "C", "outside the period"),
        (5, "năm triệu", "F", "is not a number"),
        (5, "1,5", "F", "whole number of đồng"),
        (5, "1,500,000", "F", "not clear"),
        (5, "0", "F", "no amount"),
        (5, "", "F", "no amount"),
        (6, "5", "G", "a debit and a credit"),
    ],
)
def test_every_fault_stands_at_its_cell(place, text, column, words):
    wrong = [*ROW]
    wrong[place] = text
    checked = read(csv(ROW, wrong))
    (fault,) = faults(checked)
    assert fault[:3] == ("", 4, column)
    assert words in fault[4]
    assert not checked.clean


def test_a_code_that_became_a_day_is_said_and_not_taken():
    rows = [list(HEAD), [1, MORNING, date(2026, 3, 10), FIRM, "x", 5, None]]
    (fault,) = faults(read(workbook(("A", rows)), name="a.xlsx"))
    assert fault[:3] == ("A", 2, "B")
    assert "where a number or words belong" in fault[4]


def test_a_total_that_is_not_the_sum_says_by_how_much():
    checked = read(csv(ROW, ("", "", "", "Tổng cộng", "", "6.000.000", "")))
    (fault,) = faults(checked)
    assert "1,000,000" in fault[4] or "1000000" in fault[4]


def test_doubled_rows_are_named_with_the_row_before():
    other = (2, "unc-15 ", "10/03/2026", FIRM.upper(), "tạm  ứng", "5000000", "")
    checked = read(csv(ROW, other, (3, "UNC 15", "10/03/2026", FIRM, "Khác", "5.000.000", "")))
    assert [(first.number, row.number) for first, row in checked.doubled] == [(3, 4)]
    assert checked.clean
    assert [row.number for row in checked.without({("", 4): True})] == [3, 5]


def test_balances_that_do_not_tie_are_noted_and_typed_ones_must_agree_with_the_file():
    assert notes(read(csv(ROW), opening=10_000_000, closing=5_000_000)) == []
    (note,) = notes(read(csv(ROW), opening=10_000_000, closing=6_000_000))
    assert "do not lead" in note
    body = csv(("", "", "", "Số dư đầu kỳ", "", "", "9.000.000"), ROW)
    assert "you typed" in faults(read(body, opening=10_000_000))[0][4]


def test_sheets_without_a_table_and_hidden_ones_are_noted():
    rows = [list(HEAD), [1, "a", date(2026, 3, 10), FIRM, "x", 5, None]]
    checked = read(workbook(("Bìa", [["Sao kê"]]), ("Tháng 3", rows)), name="a.xlsx")
    assert checked.clean
    assert [(one.sheet, one.severity) for one in checked.findings] == [("Bìa", "note")]


@pytest.mark.parametrize(
    "name,content",
    [
        ("a.csv", b""),
        ("a.xlsx", b"PK\x03\x04 nothing"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.csv", b"\xff\xfeS\x00"),
        ("a.csv", b"a;b;c\n1;2;3"),
        ("a.pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_no_statement_is_refused_with_the_cause(name, content):
    with pytest.raises(Unreadable):
        read(content, name=name)


def test_a_heading_without_rows_is_a_fault():
    assert [fault[4] for fault in faults(read(csv()))] == ["The table has no rows."]
