import time
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from promotion import sheets
from promotion.sheets.cells import Amount, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Table, Workbook
from promotion.sheets.wording import cell_text
from tests.support.workbooks import HOSTILE, MADE, formulas, opened, small, words, written


@pytest.fixture(scope="module")
def file():
    return written(small())


@pytest.fixture(scope="module")
def form(file):
    return opened(file)["01 It's"]


def hostile() -> Workbook:
    rows = tuple(Row(f"r{number}", {"a": Text(text)}) for number, text in enumerate(HOSTILE))
    sheet = Sheet("s", "S", (Column("a", "A", 60), Column("b", "B", 20)), (Table(rows, numbered=False),))
    return Workbook("=1+1", "=1+1", MADE, Footer("", ""), (sheet,))


# ---------------------------------------------------------------- what is written


def test_every_formula_has_its_value_stored(file):
    values = opened(file, values=True)
    found = list(formulas(opened(file)))
    assert len(found) == 24
    assert all(values[tab][address].value is not None for tab, address, _ in found)


def test_amounts_are_exact_numbers(file):
    page = opened(file, values=True)["01 It's"]
    assert page["D6"].value == 9 * 10**15
    assert page["E10"].value == 3_456_789_012_340
    assert page["F7"].value == "–"


def test_formats_show_zero_as_a_dash_and_shares_with_one_decimal(form):
    assert form["D6"].number_format == '#,##0_);[Red]-#,##0_);"-"_);@_)'
    assert form["F6"].number_format.startswith("0.0%")
    assert form["C6"].number_format == "dd/mm/yyyy"
    assert form["C6"].value.isoformat() == "2024-09-30T00:00:00"


def test_everything_is_in_the_documents_type(file):
    for page in opened(file):
        assert {cell.font.name for row in page.iter_rows() for cell in row} == {"Times New Roman"}


def test_head_has_two_levels_and_an_index_row(form):
    merged = {str(cells) for cells in form.merged_cells.ranges}
    assert {"D2:E2", "A2:A3", "B2:B3", "F2:F3", "H2:H3"} <= merged
    assert form["D2"].value == "Kinh phí"
    assert [form.cell(3, column).value for column in (4, 5)] == ["Kế hoạch được duyệt", "Giải ngân"]
    assert form["A2"].value == "STT"
    index = [form.cell(4, column).value for column in range(1, 9)]
    assert index == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(5)/(4)", "(7)", None]
    assert form["F4"].font.italic
    assert form["F4"].font.size == 9
    assert form["D2"].fill.fgColor.rgb == "FFDCE6F1"


def test_the_type_is_not_tied_to_the_theme(file):
    assert "scheme" not in ZipFile(BytesIO(file)).read("xl/styles.xml").decode()


def test_total_is_bold_on_a_fill_and_rests_are_italic(form):
    assert form["B10"].font.bold
    assert form["B10"].fill.fgColor.rgb == "FFEDEDED"
    assert form["B9"].font.italic


def test_page_is_a4_lying_one_page_wide_with_repeated_head(form):
    assert form.page_setup.paperSize == 9
    assert form.page_setup.orientation == "landscape"
    assert form.sheet_properties.pageSetUpPr.fitToPage
    assert (form.page_setup.fitToWidth, form.page_setup.fitToHeight) == (None, None)
    assert form.print_title_rows == "$2:$4"
    assert form.print_area == "'01 It''s'!$A$1:$G$18"
    assert form.print_options.horizontalCentered
    assert (form.page_margins.left, form.page_margins.right) == pytest.approx((30 / 25.4, 15 / 25.4))
    assert (form.page_margins.top, form.page_margins.bottom) == pytest.approx((20 / 25.4, 20 / 25.4))


def test_footer_counts_pages_and_doubles_ampersands(form):
    assert "Times New Roman" in form.oddFooter.left.font
    assert form.oddFooter.left.text.strip() == "A && B"
    assert form.oddFooter.right.text.strip() == "Trang &P/&N"


def test_screen_shows_no_grid_and_keeps_head_and_name_in_sight(form):
    assert not form.sheet_view.showGridLines
    assert form.freeze_panes == "C5"
    assert form.auto_filter.ref == "A4:H12"


def test_links_lead_to_the_sheet(file):
    page = opened(file)["Bìa"]
    found = [cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert found == ["'01 It''s'!A1"]


def test_lines_are_drawn_below_the_letterhead(file):
    drawing = ZipFile(BytesIO(file)).read("xl/drawings/drawing1.xml").decode()
    assert drawing.count("<xdr:sp ") == 2


def test_failed_verdicts_turn_red(form):
    ((cells, rules),) = form.conditional_formatting._cf_rules.items()
    assert str(cells.sqref) == "G6:G8"
    assert rules[0].formula == ['"S""ai"']
    assert rules[0].dxf.fill.bgColor.rgb == "FFC00000"


def test_every_row_has_a_height(form):
    assert all(form.row_dimensions[number].height for number in range(1, 19))


# ---------------------------------------------------------------- people's text


def test_hostile_text_stays_text():
    file = written(hostile())
    page = opened(file)["S"]
    cells = [page.cell(number, 1) for number in range(2, len(HOSTILE) + 2)]
    assert words(file, "S") == [cell_text(text) for text in HOSTILE]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert not list(formulas(opened(file)))


def test_hostile_text_makes_no_links_and_no_code():
    parts = ZipFile(BytesIO(written(hostile())))
    assert not [name for name in parts.namelist() if "rels" in name and "sheet" in name]
    page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "evil" not in page


def test_hostile_text_in_every_other_place():
    text = "=1+1\x00"
    columns = (Column("a", text, 60, band=text), Column("b", text, 20, band=text))
    sheet = Sheet("s", "S", columns, (Table((Row("x", {"a": Amount(1)}),)),))
    book = Workbook(text, text, MADE, Footer(text, text), (sheet,))
    page = opened(written(book))["S"]
    assert page["A1"].data_type == page["A2"].data_type == "s"


# ---------------------------------------------------------------- the container


def test_same_declaration_same_bytes(file, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert {written(small()) for _ in range(3)} == {file}
    assert written(hostile()) == written(hostile())


def test_creation_time_is_the_declarations(file):
    core = ZipFile(BytesIO(file)).read("docProps/core.xml").decode()
    assert core.count("2024-10-05T07:05:00Z") == 2
    assert {entry.date_time for entry in ZipFile(BytesIO(file)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_path_is_written_too(tmp_path, file):
    sheets.write(small(), tmp_path / "nhỏ.xlsx")
    assert (tmp_path / "nhỏ.xlsx").read_bytes() == file


ROWS = (Row("x", {"a": Amount(1)}),)


def one(*rows: Row, name: str = "S", columns: tuple[str, ...] = ("a",), key_column: str = "") -> Workbook:
    table = Table(rows or ROWS, key_column=key_column)
    sheet = Sheet("s", name, tuple(Column(key, key, 20) for key in columns), (table,))
    return replace(small(), sheets=(sheet,))


@pytest.mark.parametrize(
    "book, trouble",
    [
        (one(name="a/b"), "not a sheet name"),
        (one(columns=("a", "a")), "a key twice"),
        (one(*ROWS, *ROWS), "a key twice"),
        (one(Row("x", {"a": Text("y")}), key_column="a"), "does not show its key"),
        (one(Row("x", {"a": Amount(10**16)})), "not exact"),
        (replace(small(), sheets=small().sheets[:1] * 2), "occurs twice"),
    ],
)
def test_faults_are_named_and_nothing_is_written(book, trouble, tmp_path):
    with pytest.raises(ValueError, match=trouble):
        sheets.write(book, tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())
