import pytest

from promotion import sheets
from promotion.sheets.cells import Amount, Cell, Count, Lookup, Mark, Ratio, Ref, Same, Sum, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Table, Workbook
from promotion.sheets.values import Values, table_of
from tests.support.workbooks import MADE, small


def book(*cells: Cell) -> Workbook:
    rows = tuple(Row(f"r{number}", {"a": cell}) for number, cell in enumerate(cells))
    sheet = Sheet("s", "S", (Column("a", "A", 20), Column("b", "B", 20)), (Table(rows),))
    return Workbook("t", "a", MADE, Footer("", ""), (sheet,))


def value(*cells: Cell) -> object:
    return sheets.read_back(book(*cells), [Ref("r0", "a", "s")])[0]


def test_every_sort_of_cell_has_its_value():
    places = [
        ("kg", "approved", 9 * 10**15),
        ("kg", "rate", 3_456_789_012_345 / (9 * 10**15)),
        ("bd", "approved", 0),
        ("bd", "rate", "–"),
        ("la", "approved", 0),
        ("south", "paid", 3_456_789_012_345),
        ("total", "paid", 3_456_789_012_340),
        ("more", "approved", 9 * 10**15 - 3_456_789_012_340),
        ("more", "paid", "…"),
        ("same", "approved", 9 * 10**15),
        ("kg", "verdict", "Đạt"),
        ("rest", "rate", "–"),
    ]
    refs = [Ref(row, column, "form") for row, column, _ in places]
    assert sheets.read_back(small(), refs) == [expected for _, _, expected in places]


def test_a_share_is_the_correctly_rounded_quotient():
    cells = (Ratio(Ref("r1", "a"), Ref("r2", "a")), Amount(45_000_000_000), Amount(130_000_000_000))
    assert value(*cells) == 45 / 130


def test_a_look_up_that_finds_nothing_is_zero():
    assert value(Lookup("s", "no-such-row", "a")) == 0
    assert value(Lookup("nowhere", "r0", "a")) == 0


def test_no_cells_add_up_to_zero():
    assert value(Sum(())) == 0


@pytest.mark.parametrize(
    "cells, trouble",
    [
        ((Same(Ref("r1", "a")), Same(Ref("r0", "a"))), "rests on itself"),
        ((Same(Ref("r9", "a")),), "no cell s/r9/a"),
        ((Same(Ref("r0", "b")),), "no cell s/r0/b"),
        ((Same(Ref("r0", "z")),), "no cell s/r0/z"),
        ((Same(Ref("r0", "a", "z")),), "no cell z/r0/a"),
        ((Sum((Ref("r1", "a"),)), Text("12")), "no whole number"),
        ((Sum((Ref("r1", "a"),)), Mark()), "no whole number"),
        ((Amount(2**53 + 1),), "not exact"),
        ((Count(-(2**53) - 1),), "not exact"),
        ((Sum((Ref("r1", "a"), Ref("r1", "a"))), Amount(9 * 10**15)), "not exact"),
    ],
)
def test_what_does_not_hang_together_is_refused(cells, trouble):
    with pytest.raises(ValueError, match=trouble):
        value(*cells)


def test_a_row_of_words_has_no_rates():
    assert Values(small()).row("form", "more").cells[5] is None


def test_a_sheet_has_one_table():
    sheet = Sheet("s", "S", (Column("a", "A", 20),), (Table(()), Table(())))
    with pytest.raises(ValueError, match="2 tables"):
        table_of(sheet)
