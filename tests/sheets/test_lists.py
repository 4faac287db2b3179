"""A list as a sheet: wide ones go on beside their first page, at a size that can be read."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from promotion.sheets.cells import Kind, Text
from promotion.sheets.declaration import Column, Footer, Line, Row, Workbook
from promotion.sheets.lists import WIDEST, Around, listing
from promotion.sheets.places import place
from promotion.sheets.writer import write
from tests.support.workbooks import MADE

AROUND = Around("Danh sách", "Bộ lọc: không", ("Cách tính.",), "1 dòng: toàn bộ danh sách.")


def columns(*widths, band=""):
    return tuple(
        Column(f"c{number}", f"C{number}", width, Kind.text, band=band if number > len(widths) - 3 else "")
        for number, width in enumerate(widths)
    )


def test_what_is_large_enough_stays_on_one_page():
    sheet = listing("s", "S", columns(100, 200, 60), [], AROUND)
    assert (sheet.turns, sheet.frozen) == ((), "")


@pytest.mark.parametrize("repeat", [1, 2])
@pytest.mark.parametrize("widths", [(60, 40, *[34] * 14), (11, 60, *[50] * 9), (60, 300, 300, 20), (10, 400)])
def test_wide_lists_go_on_beside_the_first_page_with_the_first_columns_again(widths, repeat):
    found = columns(*widths, band="B")
    laid = place(listing("s", "S", found, [Row("r", {"c0": Text("x")})], AROUND, repeat=repeat))
    again = sum(widths[:repeat])
    if again + max(widths) + sum(widths[-2:]) <= WIDEST:
        for first, last in laid.across:
            assert first == last or sum(widths[first : last + 1]) + (again if first else 0) <= WIDEST
            assert first == 0 or found[first].band == "" or found[first - 1].band == ""
    heads = [laid.columns[part.first] for line in laid.order if isinstance(line, Line) for part in line.parts]
    assert not laid.sheet.turns or min(heads) == repeat


def test_a_printed_page_begins_where_the_columns_turn_and_shows_the_first_again():
    sheet = listing("s", "S", columns(60, *[50] * 10), [Row("r", {"c0": Text("x")})], AROUND)
    file = BytesIO()
    write(Workbook("T", "", MADE, Footer("", ""), (sheet,)), file)
    page = load_workbook(file).active
    assert page.print_title_cols == "$A:$A"
    assert [brk.id for brk in page.col_breaks.brk] == [6]
    assert 50 < page.page_setup.scale < 100
    assert page.freeze_panes is not None
