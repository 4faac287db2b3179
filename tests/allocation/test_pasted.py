"""Pasted lists without a database: headings, units, totals, blank rows and repeated heads, faults at their cells."""

import pytest

from promotion.allocation.pasted.grid import cells_of, text_of
from promotion.allocation.pasted.headings import unit_in
from promotion.allocation.pasted.layouts import ANNEX as LAYOUT
from promotion.allocation.pasted.rows import Reading, read
from promotion.kernel.errors import Invalid
from promotion.kernel.money import DisplayUnit

MILLION = 10**6


def table(text, unit=None, language="vi"):
    return read(cells_of(text), LAYOUT, ("amount",), Reading(language, unit))


def faults(found):
    return [(fault.row, fault.column) for fault in found.faults]


ANNEX = """PHỤ LỤC DANH MỤC ĐỀ ÁN
Đơn vị tính: triệu đồng

STT\tMã đề án\tTên đề án/nhiệm vụ\tTỉnh, thành phố\tĐơn vị chủ trì thực hiện\tKinh phí hỗ trợ
(1)\t(2)\t(3)\t(4)\t(5)\t(6)
I\t\tKiên Giang\t\t\t700
1\tA-1\tMáy sấy\tKiên Giang\tTrung tâm\t500
2\tA-2\t"Chế biến
thủy sản"\tKiên Giang\tTrung tâm\t200

STT\tMã đề án\tTên đề án/nhiệm vụ\tTỉnh, thành phố\tĐơn vị chủ trì thực hiện\tKinh phí hỗ trợ
II\t\tAn Giang\t\t\t1.100,5
3\tA-3\tTổng hợp\tAn Giang\tTrung tâm\t1.100,5
\tTổng cộng\t\t\t\t1.800,5
NGƯỜI LẬP BIỂU\t\t\tGIÁM ĐỐC
"""


def test_an_annex_as_offices_write_it_is_read_with_the_row_numbers_of_its_sheet():
    found = table(ANNEX)
    assert found.faults == ()
    assert [(row.number, row.texts["code"], row.amounts["amount"]) for row in found.rows] == [
        (7, "A-1", 500 * MILLION),
        (8, "A-2", 200 * MILLION),
        (12, "A-3", 1_100_500_000),
    ]
    assert found.rows[1].texts["name"] == "Chế biến thủy sản"
    assert found.passed == (5, 6, 10, 11, 14)


@pytest.mark.parametrize(
    "typed, wrong", [("1.800,5", "1.800,6"), ("\t700\n", "\t701\n"), ("\t1.100,5\n3", "\t1.100\n3")]
)
def test_a_typed_total_that_is_not_the_sum_is_a_fault_at_its_cell(typed, wrong):
    assert typed in ANNEX
    found = table(ANNEX.replace(typed, wrong, 1))
    assert len(found.faults) == 1
    assert found.faults[0].column == "amount"
    assert found.faults[0].params["off"] in {100_000, MILLION, 500_000}


def test_the_first_bad_row_hides_none_of_the_others_and_totals_wait_until_amounts_are_read():
    text = "Mã đề án\tSố tiền (đồng)\nA\t1.5.5\nB\t12x\nC\t-5\nD\t100\nTổng cộng\t7\n"
    assert faults(table(text)) == [(2, "amount"), (3, "amount"), (4, "amount")]


def test_million_and_billion_mixed_in_one_column_is_asked_back():
    text = "Mã\tKinh phí (triệu đồng)\nA\t500\nB\t1,5 tỷ\nC\t700 triệu\n"
    found = table(text)
    assert faults(found) == [(3, "amount")]
    assert found.rows[2].amounts["amount"] == 700 * MILLION


def test_a_unit_that_is_named_nowhere_or_otherwise_than_chosen_is_a_fault():
    text = "Mã\tKinh phí\nA\t500\n"
    assert faults(table(text)) == [(1, "amount")]
    assert table(text, DisplayUnit.million).rows[0].amounts["amount"] == 500 * MILLION
    assert faults(table(text.replace("phí", "phí (nghìn đồng)"), DisplayUnit.million)) == [(1, "amount")]


@pytest.mark.parametrize(
    "heading, unit",
    [("Kinh phí (tỷ đồng)", "billion"), ("ĐVT: Triệu đồng", "million"), ("Kinh phí (1.000 đồng)", "thousand"),
     ("Số tiền (VNĐ)", "dong"), ("Hợp đồng", None), ("Công ty", None), ("Giá trị hợp đồng (triệu)", "million"),
     ("Nghìn đồng", "thousand")],
)  # fmt: skip
def test_the_unit_of_a_heading(heading, unit):
    assert unit_in(heading) == unit


def test_numbers_of_the_other_language_are_asked_back_and_read_when_told():
    text = "Mã\tSố tiền (đồng)\nA\t1,500,000\n"
    assert faults(table(text)) == [(2, "amount")]
    assert table(text, language="en").rows[0].amounts["amount"] == 1_500_000


def test_two_columns_of_one_meaning_are_asked_back_and_other_money_is_not_taken_for_it():
    with pytest.raises(Invalid, match="Two columns"):
        table("Mã\tSố tiền (đồng)\tKinh phí\nA\t5\t6\n")
    found = table("Mã\tKinh phí (đồng)\tKinh phí đối ứng\nA\t5\t6\n")
    assert found.rows[0].amounts == {"amount": 5}


@pytest.mark.parametrize("text", ["", " \n\t\n", "chỉ có chữ", "Mã đề án\tTên\nA\tB\n"])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(Invalid):
        table(text)


def test_a_lone_quotation_mark_swallows_nothing():
    found = table('Mã\tTên đề án\tSố tiền (đồng)\nA\tMáy 5" loại\t5\nB\tKhác\t6\n')
    assert [row.amounts["amount"] for row in found.rows] == [5, 6]


def test_a_group_may_have_its_title_under_the_codes_and_a_project_may_be_numbered_with_letters():
    text = "STT\tMã đề án\tSố tiền (đồng)\nI\tTỉnh Kiên Giang\t\n1\tKC-1\t5\nB\tKC-2\t6\n"
    found = table(text)
    assert [row.number for row in found.rows] == [3, 4]
    assert found.passed == (2,)


def test_names_that_begin_like_a_total_are_projects():
    text = (
        "STT\tTên đề án\tSố tiền (đồng)\n1\tTổng kết phong trào\t5\n2\tCộng đồng làng nghề\t6\nCộng\t\t11\n"
    )
    found = table(text)
    assert [row.number for row in found.rows] == [2, 3]
    assert found.faults == ()


def test_cells_become_the_text_that_is_read_again():
    lines = [["Mã", "Tên"], [], ["A", 'Máy "mới"\nhai']]
    assert [tuple(cells) for _number, cells in cells_of(text_of(lines))] == [
        ("Mã", "Tên"),
        ("A", 'Máy "mới" hai'),
    ]
    assert [number for number, _cells in cells_of(text_of(lines))] == [1, 3]
