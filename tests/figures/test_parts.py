"""Parts of rows: where entries were recorded, what cannot be divided, and that parts add up to their row."""

from itertools import product

import pytest

from promotion.access.actor import EVERYTHING
from promotion.figures.folding import UNDIVIDED
from promotion.figures.measures import EVERY_BASE
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region

RECORDED, TODAY, OLD, NEW = map(Boundaries.read, ("recorded", "today", "2024-12-31", "2025-07-01"))


def told(by, year, boundaries, level=None, region=None, **asked):
    question = Question(year, by, level, region, today(), boundaries, **asked)
    return tabulate(EVERYTHING, question, "en")


def divided(table):
    """The notes about what cannot be divided; the one about money carried in is another's affair."""
    return tuple(note for note in table.notes if not note.startswith("Money carried in"))


def row(table, key):
    return next(row for row in table.rows if row.key == key)


@pytest.mark.parametrize("by", [Dimension.province, Dimension.region])
def test_parts_add_up_to_their_row_wherever_there_are_any(opened, by):
    seen = 0
    for boundaries, year, level, region in product(
        (RECORDED, TODAY, OLD, NEW), (2024, 2025), (None, *Level), (None, *Region)
    ):
        table = told(by, year, boundaries, level, region)
        for one in table.rows:
            seen += bool(one.parts)
            for measure in EVERY_BASE if one.parts else ():
                assert sum(part.values[measure.key] for part in one.parts) == one.values[measure.key]
            assert {part.kind for part in one.parts} <= {"part"}
            assert {part.parent for part in one.parts} <= {one.key}
        if boundaries == RECORDED:
            assert not any(one.parts for one in table.rows)
            assert divided(table) == ()
    assert seen >= 3


def test_a_merged_province_shows_its_old_ones_with_the_regions_of_their_time(opened):
    table = told(Dimension.province, 2024, TODAY)
    kien_giang, an_giang = row(table, "2025-91").parts[1], row(table, "2025-91").parts[0]
    assert (an_giang.key, kien_giang.key) == ("2024-89", "2024-91")
    assert kien_giang.label == "Kien Giang (to 30/06/2025)"
    assert row(table, "2025-01").parts == ()  # Hà Nội was not touched: the same ground
    now = row(told(Dimension.province, 2025, TODAY), "2025-91")
    # Recorded under the new province, save what came over with projects of the year before.
    assert [part.key for part in now.parts] == ["2024-89", "2024-91", "2025-91"]
    assert any(part.values["carried_in"] for part in now.parts[:2])
    assert divided(table) == ()


def test_what_cannot_be_divided_is_named_with_the_regions_that_it_spans(opened):
    by_region = told(Dimension.region, 2025, OLD)
    found = row(by_region, UNDIVIDED)
    assert found.label.endswith(": Lam Dong")
    assert [part.key for part in found.parts] == ["2025-68"]
    assert found.parts[0].region is None
    assert "Central region and Central Highlands, Southern region" in found.parts[0].label
    assert len(divided(by_region)) == 1
    assert "Lam Dong" in divided(by_region)[0]
    by_province = row(told(Dimension.province, 2025, OLD), UNDIVIDED)
    assert {part.key for part in by_province.parts} == {"2025-68", "2025-91"}
    assert {part.key: part.region for part in by_province.parts} == {"2025-68": None, "2025-91": "south"}


def test_a_region_or_province_asked_for_says_what_it_had_to_leave_out(opened):
    for region in (Region.central, Region.south):
        notes = told(Dimension.province, 2025, OLD, region=region).notes
        assert any(note.startswith("Left out") and "Lam Dong" in note for note in notes)
    north = told(Dimension.province, 2025, OLD, region=Region.north).notes
    assert not any(note.startswith("Left out") for note in north)
    assert not divided(told(Dimension.province, 2025, NEW, region=Region.south))
    alone = told(
        Dimension.unit, 2025, OLD, province="2024-60"
    )  # Bình Thuận: its part of Lâm Đồng is not known
    assert [note for note in alone.notes if "Lam Dong" in note]
    assert divided(told(Dimension.unit, 2025, OLD, province="2024-01")) == ()
