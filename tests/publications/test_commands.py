"""`flask publications check`: flags as JSON for other programs, as text for people; exit 0 either way."""

import json

import pytest

from tests.support import house

NORTH = "2024,year,region,north,2025,{},{},{},{},,Hội nghị miền Bắc,"
SOUTH = "2025,9m,region,south,2025,{},{},{},{},,Hội nghị miền Nam,"
ROWS = [
    NORTH.format("total", "approved", "105.5", "billion"),
    NORTH.format("total", "accepted", "94.3", "billion"),
    NORTH.format("total", "accepted/approved", "89.36", "percent"),
    SOUTH.format("local", "accepted", "46.113", "billion"),
    SOUTH.format("national", "accepted", "9640", "million"),
    SOUTH.format("total", "local.accepted/total.accepted", "78.7", "percent"),
    SOUTH.format("national", "accepted/approved", "15.5", "percent"),
]


def flags_of(app, *words):
    return json.loads(house.command(app, "publications", "check", "--json", *words))


@pytest.mark.data("reference")
def test_flags_as_json_stand_in_the_unit_that_was_printed(entered):
    (flag,) = flags_of(entered, "--year", "2025")
    assert list(flag)[:10] == [
        *("year", "period", "place", "edition", "measure"),
        *("printed", "recomputed", "low", "high", "reason"),
    ]
    assert {name: flag[name] for name in ("year", "period", "place", "edition", "measure", "printed")} == {
        "year": 2025,
        "period": "9m",
        "place": "south",
        "edition": "2025",
        "measure": "local.accepted/total.accepted",
        "printed": 78.7,
    }
    assert (flag["recomputed"], flag["low"], flag["high"]) == (82.709451, 82.708554, 82.710347)
    assert flag["reason"] == "not reproduced: would need total accepted of about 58.6 billion"
    assert (flag["level"], flag["source"]) == ("total", "Hội nghị miền Nam")


@pytest.mark.data("reference")
def test_figures_that_come_with_the_program_have_one_flag(app):
    (flag,) = flags_of(app)
    assert (flag["place"], flag["edition"], flag["printed"]) == ("south", "2025", 80)
    assert flag["recomputed"] == pytest.approx(58.9376, abs=0.0001)
    assert flag["reason"].startswith("other set of provinces: only total approved 91.3 billion (")
    assert flag["reason"].endswith("would need total approved of about 67.3 billion")


@pytest.mark.data("reference")
def test_text_speaks_the_language_asked_for_and_counts_what_could_not_be_checked(entered):
    english = house.command(entered, "publications", "check", "--year", "2025", "--lang", "en").splitlines()
    assert english[0].split("\t") == [
        "Southern region (edition 2025), 2025, first 9 months",
        "local accepted ÷ total accepted",
        "78.7 %",
        "82.709 %",
        "82.709 – 82.710 %",
        "not reproduced: would need total accepted of about 58.6 billion đồng",
        "Hội nghị miền Nam",
    ]
    assert english[-1] == "1 do not reproduce, 1 could not be checked, 0 are contradicted."
    vietnamese = house.command(entered, "publications", "check", "--year", "2025")
    assert "tính lại không khớp: cần nghiệm thu (tổng) khoảng 58,6 tỷ đồng" in vietnamese


@pytest.mark.data("empty")
def test_nothing_published_is_nothing_flagged(app):
    assert flags_of(app) == []
