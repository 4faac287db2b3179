"""Bad input is named in its row and column, with what was found and how to cure it; nothing is written."""

import pytest
import time_machine

from promotion.allocation.pasted.findings import cure_of, message_of
from tests.imports.conftest import ROW

pytestmark = [pytest.mark.data("reference", shared=True), pytest.mark.one_engine]

SHARE = {"measure": "accepted/approved", "unit": "percent", "value": "80"}
FAULTS = [
    # what is changed, the column it is named at, words of the message, words of the cure
    ({"value": "bốn mươi"}, "value", "is not a number", "digits only"),
    ({"value": "1e3"}, "value", "is not a number", "digits only"),
    ({"value": "45 tỷ", "unit": "million"}, "value", "names another unit", "its own column"),
    ({"value": "45%"}, "value", "percent sign", "unit percent"),
    ({"value": "-8"}, "value", "no sign", "0 or more"),
    ({**SHARE, "measure": "approved/approved@-1", "value": "-8"}, "value", "is a change", "leads to: 92"),
    ({**SHARE, "measure": "approved/approved@-1", "value": "+40,5 %"}, "value", "is a change", "140.5"),
    ({"value": "1,234"}, "value", "not clear", "1234 / 1.234"),
    ({"value": "1.234", "unit": "dong"}, "value", "not clear", "1234"),
    ({"value": "5.600", "unit": "người", "measure": "workers_trained"}, "value", "not clear", "5600"),
    ({"value": "4.5", "unit": "count", "measure": "projects"}, "value", "a whole number", "Check"),
    ({"value": "0.0000000001"}, "value", "whole đồng", "Check"),
    ({"value": "9000001", "unit": "billion"}, "value", "not be larger", "Check"),
    ({"value": ""}, "value", "may not be empty", "Fill it in"),
    ({"edition": "2025"}, "place", "edition 2024, not of edition 2025", "An Giang (2025-91)"),
    ({"place": "2024-91", "edition": "2025"}, "place", "edition 2024, not of edition 2025", "Write edition 2024"),
    ({"place": "2025-91"}, "place", "edition 2025, not of edition 2024", "(2024-89)"),
    ({"place": "Huế", "edition": "2019"}, "edition", "no edition", "Write 2024"),
    ({"place": "Atlantis"}, "place", "no province", "2024-91"),
    ({"place": "Miền Nam"}, "place", "not a province", "scope region"),
    ({"place": ""}, "place", "may not be empty", "Name the place"),
    ({"scope": "region"}, "place", "not a region", "north, central or south"),
    ({"scope": "country"}, "place", "not the whole country", "Leave the place empty"),
    ({"scope": "unit", "place": "centre-2025-91"}, "place", "not one unit of edition 2024", "centre-2025-91"),
    ({"scope": "unit", "place": "nobody"}, "place", "no unit", "centre-2024-91"),
    ({"scope": "galaxy"}, "scope", "no kind of place", "country, region, province, unit"),
    ({"level": "city"}, "level", "no level", "national, local, total, counterpart"),
    ({"period": "5m"}, "period", "no part of a year", "year, 6m, 9m, 11m"),
    ({"unit": "percent"}, "measure", "names no base", "approved/approved@-1"),
    ({"measure": "accepted/", "unit": "percent"}, "measure", "names no base", "accepted/approved"),
    ({"measure": "/approved", "unit": "percent"}, "measure", "names no base", "accepted/approved"),
    ({"measure": "approved@-1"}, "measure", "names no base", "approved/approved@-1"),
    ({"measure": "accepted/approved"}, "unit", "is a share", "percent"),
    ({"measure": "accepted/projects", "unit": "percent"}, "measure", "against a number of things", "money over"),
    ({"measure": "aproved"}, "measure", "unknown measure", "Did you mean approved?"),
    ({"measure": "implemented"}, "measure", "unknown measure", "Did you mean accepted?"),
    ({"measure": "xyz"}, "measure", "unknown measure", "approved, released"),
    ({"measure": "projects"}, "unit", "cannot be counted in", "Write count"),
    ({"unit": "đề án"}, "unit", "cannot be counted in", "billion"),
    ({"unit": "gold"}, "unit", "unknown unit", "dong, thousand"),
    ({"year": "1999"}, "year", "no year between", "2024"),
    ({"year": "2028"}, "year", "lies in the future", "up to 2027"),
    ({"year": "hai nghìn"}, "year", "no year between", "2024"),
    ({"as_of": "31/12/2021"}, "as_of", "before the year 2022", "leave the cell empty"),
    ({"as_of": "23/11/2026"}, "as_of", "in the future", "the day"),
    ({"as_of": "hôm qua"}, "as_of", "is not a date", "31/12/2026"),
    ({"source": ""}, "source", "may not be empty", "Fill it in"),
]  # fmt: skip


def test_each_fault_is_named_at_its_cell(checked):
    for row, heading, message, cure in FAULTS:
        with time_machine.travel("2026-11-22T03:00:00Z", tick=False):
            found = checked({}, row)
        assert [(one.row, one.heading, one.severity) for one in found.findings] == [(3, heading, "error")], (
            row
        )
        finding = found.findings[0]
        assert message in message_of(finding), row
        assert cure in cure_of(finding), row
        assert finding.column == "ABCDEFGHIJKL"[list(found.entries[1].record.columns).index(heading)]
        assert finding.found == row.get(heading, finding.found)
        assert not found.clean
        assert (len(found.figures), found.entries[1].figure) == (1, None)


def test_everything_is_said_at_once(checked):
    found = checked({"value": "x", "year": "x", "level": "x", "source": ""}, {}, {"unit": "x", "place": "x"})
    assert [(one.row, one.heading) for one in found.findings] == [
        *((2, key) for key in ("year", "level", "value", "source")),
        *((4, key) for key in ("place", "unit")),
    ]


@pytest.mark.parametrize("value", ["45", "46"])
def test_a_year_twice_from_one_source_is_a_fault_whatever_it_says(checked, value):
    found = checked({}, {"period": "9m"}, {"value": value, "place": "2024-91"})
    assert [(one.row, one.heading) for one in found.findings] == [(4, "year")]
    assert "row 2 already" in message_of(found.findings[0])


def test_another_source_may_contradict(checked):
    found = checked({}, {"value": "46", "source": "Báo cáo 2/BC"}, {"value": "47", "as_of": "31/12/2022"})
    assert found.findings == ()
    assert len(found.figures) == 3


def test_a_share_whose_base_nobody_printed_is_no_finding(checked):
    assert checked(SHARE | {"measure": "settled/requested"}).findings == ()


def test_a_thousand_in_doubt_is_noted_where_the_file_writes_commas(checked):
    found = checked({"value": "1,5"}, {"value": "9.640", "period": "9m"})
    assert [(one.row, one.heading, one.severity) for one in found.findings] == [(3, "value", "note")]
    assert found.clean


def test_whatever_stands_in_a_cell_is_a_finding_or_a_value(checked):
    odd = (
        *("=1+1", "@x", "\u202eabc", "a\x07b", "9" * 400, "1/0", "\u0663", "½", "e\u0301" * 50, "-" * 39),
        *("1 000 000,5", "\ufeff", "\u00a0", "<b>", "%s %(x)s", "NaN", "inf", "0x10", "1_000", "'45"),
    )
    rows = [{key: text} for key in ROW for text in odd]
    found = checked(*rows)
    faulty = {one.row for one in found.findings if one.severity == "error"}
    assert len(found.entries) == len(rows)
    for number, (row, entry) in enumerate(zip(rows, found.entries, strict=True), 2):
        assert (entry.figure is None) == (number in faulty) or "year" in {
            one.heading for one in found.findings if one.row == number
        }, row
    assert all(message_of(one) for one in found.findings)
