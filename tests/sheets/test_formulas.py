import pytest

from promotion.sheets.cells import Amount, Lookup, Ref, Sum, Tally, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Table, Workbook
from promotion.sheets.formulas import Formulas, column_letters
from promotion.sheets.places import places
from tests.support.workbooks import MADE, formulas, opened, small, written


def test_letters_of_columns():
    assert [column_letters(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_formulas_name_addresses():
    found = {
        address: formula for tab, address, formula in formulas(opened(written(small()))) if tab == "01 It's"
    }
    assert found["D5"] == "=SUM(D6:D8)"
    assert found["D6"] == "=SUMIFS('Dữ liệu'!$B$2:$B$4,'Dữ liệu'!$A$2:$A$4,\"national/kg\")"
    assert found["F6"] == '=IF(D6=0,"–",E6/D6)'
    assert found["G6"] == '=IF(E6<=D6,"Đạt","S""ai")'
    assert found["D10"] == "=SUM(D5,D9)"
    assert found["D11"] == "=D10-E10"
    assert found["D12"] == "=D10"


def test_formulas_name_other_sheets():
    found = [formula for tab, _, formula in formulas(opened(written(small()))) if tab == "Bìa"]
    assert found == ["=(COUNTIF('01 It''s'!G6:G7,\"Đạt\"))&\"/2\""]


def laid_out(count: int) -> Formulas:
    rows = tuple(Row(str(number), {"a": Amount(number)}) for number in range(count))
    sheet = Sheet("s", "S", (Column("a", "A", 20),), (Table(rows, numbered=False),))
    return Formulas(places(Workbook("", "", MADE, Footer("", ""), (sheet,))))


def test_a_sum_of_scattered_cells_stays_within_what_a_function_takes():
    every_other = tuple(Ref(str(number), "a") for number in range(0, 600, 2))
    formula = laid_out(600).of(Sum(every_other), "s")
    assert formula.startswith("=SUM(A2,A4,")
    assert formula.count("SUM(") == 2
    assert max(part.count(",") for part in formula.split("+")) < 255


def test_ranges_keep_the_order_given():
    cells = tuple(Ref(key, "a") for key in ("3", "1", "2", "0"))
    assert laid_out(4).of(Sum(cells), "s") == "=SUM(A5,A3:A4,A2)"


def test_nothing_to_add_or_count():
    assert laid_out(1).of(Sum(()), "s") == "=0"
    assert laid_out(1).of(Tally((), "Đạt", "/0"), "s") == '=(0)&"/0"'


def test_a_look_up_within_its_own_sheet_and_in_an_empty_one():
    columns = (Column("k", "K", 20), Column("a", "A", 20))
    table = Table((Row("x", {"k": Text("x"), "a": Amount(1)}),), numbered=False, key_column="k")
    full = Sheet("s", "S", columns, (table,))
    empty = Sheet("e", "E", columns, (Table((), numbered=False, key_column="k"),))
    made = Formulas(places(Workbook("", "", MADE, Footer("", ""), (full, empty))))
    assert made.of(Lookup("s", "x", "a"), "s") == '=SUMIFS($B$2:$B$2,$A$2:$A$2,"x")'
    assert made.of(Lookup("e", "x", "a"), "s") == "=SUMIFS('E'!$B$2:$B$2,'E'!$A$2:$A$2,\"x\")"


def test_a_key_that_is_no_code_never_reaches_a_formula():
    with pytest.raises(ValueError, match="not a key"):
        Formulas(places(small())).of(Lookup("data", 'x",A1)&"', "paid"), "form")
