from dataclasses import replace

import pytest

from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Kind, Text
from promotion.sheets.declaration import Column, Footer, Line, Row, RowLevel, Sheet, Table, Workbook
from promotion.sheets.measures import TALLEST, Measures, index_texts
from promotion.sheets.paging import Pages, pages
from promotion.sheets.places import place, places
from promotion.sheets.values import Values
from promotion.sheets.widths import text_width
from tests.support.workbooks import FORM_COLUMNS, MADE

COLUMNS = (
    Column("no", "STT", 12, Kind.centred),
    Column("name", "Tên", 200),
    Column("sum", "Số", 30, Kind.dong),
)


def measured(*things: Line | Table, columns: tuple[Column, ...] = COLUMNS, whole: float = 0.84) -> Measures:
    sheet = Sheet("s", "S", columns, things, whole=whole)
    book = Workbook("", "", MADE, Footer("", ""), (sheet,))
    return Measures(places(book)["s"], Values(book))


def decided(*things: Line | Table, columns: tuple[Column, ...] = COLUMNS, whole: float = 0.84) -> Pages:
    sheet = Sheet("s", "S", columns, things, whole=whole)
    return pages(place(sheet), measured(*things, columns=columns, whole=whole))


def rows(count: int, **levels: RowLevel) -> tuple[Row, ...]:
    return tuple(
        Row(f"r{number}", {"no": Text(str(number))}, levels.get(f"r{number}", RowLevel.item))
        for number in range(count)
    )


# ---------------------------------------------------------------- widths and heights


@pytest.mark.parametrize("amount", [0, 5, 999_999_999, 9 * 10**15, -(9 * 10**15)])
def test_no_figure_is_wider_than_its_column(amount):
    narrow = (*COLUMNS[:2], Column("sum", "Số", 5, Kind.dong))
    found = measured(Table((Row("x", {"sum": Amount(amount)}),)), columns=narrow)
    assert found.widths[2] * 0.75 > text_width(f"{amount:,}", 11, bold=True)


def test_no_word_of_a_heading_is_broken():
    columns = (*COLUMNS[:2], Column("sum", "Implementing units", 5, Kind.dong))
    assert measured(Table(rows(1)), columns=columns).widths[2] * 0.75 > text_width(
        "Implementing", 10, bold=True
    )


def test_declared_width_is_kept_when_it_is_enough():
    assert measured(Table(rows(1))).widths == [45, 756, 113]


def test_rows_grow_with_their_text():
    long = "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến vào sản xuất nước mắm truyền thống " * 4
    found = measured(Table((Row("a", {"name": Text("ngắn")}), Row("b", {"name": Text(long)}))))
    assert found.heights[-2] == 16
    assert 40 < found.heights[-1] < 60


def test_bold_rows_and_indents_need_more_room():
    text = "Trung tâm Khuyến công và Xúc tiến thương mại " * 9
    plain = measured(Table((Row("a", {"name": Text(text)}),))).heights[-1]
    bold = measured(Table((Row("a", {"name": Text(text, indent=9)}, RowLevel.group),))).heights[-1]
    assert bold > plain


def test_no_row_is_higher_than_a_sheet_allows():
    assert measured(Table((Row("a", {"name": Text("dài " * 9000)}),))).heights[-1] == TALLEST
    assert measured(blocks.paragraph(COLUMNS, Text("dài " * 9000))).heights == [TALLEST]


def test_a_figure_in_a_line_takes_one_line():
    assert measured(blocks.paragraph(COLUMNS, Amount(5)), blocks.gap(8)).heights == [15, 8]


def test_heads_leave_room_for_headings_over_both_rows():
    high = replace(FORM_COLUMNS[1], title="Một đầu đề rất dài " * 12)
    plain = measured(Table(()), columns=FORM_COLUMNS)
    found = measured(Table(()), columns=(FORM_COLUMNS[0], high, *FORM_COLUMNS[2:]))
    assert found.heights[0] == plain.heights[0]
    assert found.heights[1] > plain.heights[1]


def test_index_row_says_how_rates_are_made():
    sheet = Sheet("s", "S", FORM_COLUMNS, (Table(()),))
    assert index_texts(place(sheet))[5:] == ["(6)=(5)/(4)", "(7)", ""]


# ---------------------------------------------------------------- pages


def test_a_short_sheet_is_one_page():
    assert decided(Table(rows(10))).tall == 1


def test_a_little_too_much_shrinks_to_one_page():
    assert decided(Table(rows(32))).tall == 1
    assert decided(Table(rows(32)), whole=1).tall == 0


def test_a_long_sheet_has_pages_that_are_full_but_not_overfull():
    found = decided(Table(rows(200)))
    lengths = [after - before for before, after in zip(found.breaks, found.breaks[1:], strict=False)]
    assert found.tall == 0
    assert len(set(lengths)) == 1
    assert 25 < lengths[0] < 30


def test_a_last_page_for_a_few_rows_is_saved():
    counts = {count: decided(Table(rows(count)), whole=1) for count in range(50, 70)}
    assert any(found.tall == 2 for found in counts.values())
    assert all(len(found.breaks) + 1 == found.tall for found in counts.values() if found.tall)


def test_a_heading_never_stands_last_on_a_page():
    first = decided(Table(rows(200))).breaks[0]
    last = f"r{first - 3}"
    found = decided(Table(rows(200, **{last: RowLevel.group})))
    assert found.breaks[0] == first - 1


def test_the_end_of_a_table_does_not_stand_alone():
    for count in range(60, 100):
        things = Table((*rows(count), Row("t", {"name": Text("TỔNG CỘNG")}, RowLevel.total)))
        found = decided(things, whole=1)
        assert not found.breaks or count + 3 - found.breaks[-1] >= 3


def test_signatures_go_with_the_last_rows():
    signs = blocks.signatures(COLUMNS, "Hà Nội", (blocks.Signature("A", "b"), blocks.Signature("C", "d")))
    for count in range(60, 100):
        found = decided(Table(rows(count)), *signs, whole=1)
        assert not found.breaks or found.breaks[-1] <= 2 + count - 3


def test_one_row_higher_than_a_page_does_not_go_on_for_ever():
    tall = Line(least=409)
    found = decided(*[tall] * 5, whole=1)
    assert found.breaks == (1, 2, 3, 4)


def test_only_kept_lines_still_break_somewhere():
    found = decided(*[Line(least=200, keep=True)] * 9, whole=1)
    assert found.breaks
