"""The sums that the practice data must meet, each with its boundaries and day, counted by the figures room."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.figures.measures import BY_KEY, value_of
from promotion.figures.model import Boundaries, Dimension, Question, Row, Table
from promotion.figures.tables import tabulate
from promotion.kernel.choices import Level, Region
from promotion.kernel.money import percent_text

pytestmark = pytest.mark.data("practice", shared=True)

MILLION = 10**6
BILLION = 10**9
RECORDED = Boundaries("recorded")
MERGED = Boundaries("day", date(2025, 7, 1))
OLD = Boundaries("day", date(2024, 12, 31))
YEAR_END, TREASURY_END = date(2024, 12, 31), date(2025, 1, 31)
BOTH_ENDS = pytest.mark.parametrize("as_of", [YEAR_END, TREASURY_END])


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    with app.app_context(), force_locale("vi"):
        yield app
        db.session.rollback()


def ask(
    by: Dimension,
    *,
    year: int = 2024,
    level: Level | None = None,
    region: Region | None = None,
    as_of: date = TREASURY_END,
    boundaries: Boundaries = RECORDED,
) -> Table:
    return tabulate(EVERYTHING, Question(year, by, level, region, as_of, boundaries))


def row(table: Table, key: str) -> Row:
    return next(found for found in table.rows if found.key == key)


def sums(table: Table, key: str) -> tuple[int, int]:
    """Approved and accepted of a row, in million đồng, exactly."""
    values = row(table, key).values
    assert values["approved"] % MILLION == values["accepted"] % MILLION == 0
    return values["approved"] // MILLION, values["accepted"] // MILLION


def filled(table: Table) -> list[Row]:
    return [found for found in table.rows if any(found.values.values())]


def test_national_plan_of_2024_is_130_billion_on_106_projects(house):
    total = ask(Dimension.level, level=Level.national).total
    assert total.values["approved"] == 130 * BILLION
    assert total.values["projects"] == 106


def test_national_projects_of_2024_lie_in_38_provinces_and_14_units_outside(house):
    provinces = ask(Dimension.province, level=Level.national)
    homes = [found.key for found in provinces.rows if found.kind == "row" and found.values["projects"]]
    assert len(homes) == 38
    assert all(key.startswith("2024-") for key in homes)
    units = ask(Dimension.unit, level=Level.national)
    outside = [
        found for found in units.rows if found.kind == "row" and found.values["projects"] and not found.parent
    ]
    assert len(outside) == 14


@pytest.mark.parametrize(
    "as_of", [date(2024, 6, 30), date(2024, 9, 30), YEAR_END, TREASURY_END, date(2026, 6, 30)]
)
def test_45_billion_were_released_by_30_june_2024_and_nothing_more(house, as_of):
    total = ask(Dimension.level, level=Level.national, as_of=as_of).total
    assert total.values["released"] == 45 * BILLION
    assert percent_text(value_of(BY_KEY["released_of_approved"], total.values), "vi") == "34,6\u00a0%"


def test_no_national_project_of_2024_lies_in_the_central_region(house):
    for boundaries in (RECORDED, OLD, MERGED, Boundaries("today")):
        central = row(ask(Dimension.region, level=Level.national, boundaries=boundaries), "central")
        assert not any(central.values.values())


@BOTH_ENDS
def test_north_of_2024_on_the_boundaries_of_2025(house, as_of):
    assert sums(ask(Dimension.region, as_of=as_of, boundaries=MERGED), "north") == (105_500, 94_300)
    national = ask(Dimension.region, level=Level.national, as_of=as_of, boundaries=MERGED)
    assert sums(national, "north") == (17_800, 15_100)
    local = ask(Dimension.region, level=Level.local, as_of=as_of, boundaries=MERGED)
    assert sums(local, "north") == (87_700, 79_200)


@BOTH_ENDS
def test_central_local_of_2024_on_the_boundaries_of_2025(house, as_of):
    local = ask(Dimension.region, level=Level.local, as_of=as_of, boundaries=MERGED)
    assert sums(local, "central") == (52_026, 43_735)


@BOTH_ENDS
def test_south_of_2024_on_the_boundaries_of_2025(house, as_of):
    local = ask(Dimension.region, level=Level.local, as_of=as_of, boundaries=MERGED)
    assert sums(local, "south") == (62_274, 41_265)
    national = ask(Dimension.region, level=Level.national, as_of=as_of, boundaries=MERGED)
    assert sums(national, "south")[1] == 12_545
    assert sums(ask(Dimension.region, as_of=as_of, boundaries=MERGED), "south")[1] == 53_810


@pytest.mark.parametrize("as_of", [date(2024, 9, 30), YEAR_END, TREASURY_END])
@pytest.mark.parametrize("boundaries", [RECORDED, OLD])
def test_south_plan_of_2024_is_91_3_billion_on_its_20_provinces(house, as_of, boundaries):
    table = ask(Dimension.province, region=Region.south, as_of=as_of, boundaries=boundaries)
    assert len([found for found in table.rows if found.kind == "row"]) == 20
    assert table.total.values["approved"] == 91_300 * MILLION
    assert row(table, "2024-60").values["approved"] > 0


@BOTH_ENDS
def test_local_plans_of_2024_are_202_billion_and_all_listed(house, as_of):
    table = ask(Dimension.province, level=Level.local, as_of=as_of)
    assert table.total.values["approved"] == 202 * BILLION
    assert row(table, "rest:unlisted").values["approved"] == 0
    assert row(table, "2024-01").values["approved"] == 32_600 * MILLION


def test_national_money_of_2024_is_passed_on_within_what_was_released(house):
    values = ask(Dimension.level, level=Level.national, as_of=date(2026, 6, 30)).total.values
    assert values["disbursed"] <= values["assigned"] <= 45 * BILLION
    assert values["accepted"] > values["disbursed"]
    assert values["waiting"] > 0


def test_2021_had_150_billion_approved_and_55_461_released_by_mid_year(house):
    values = ask(Dimension.level, year=2021, level=Level.national, as_of=date(2021, 6, 30)).total.values
    assert values["approved"] == 150 * BILLION
    assert values["released"] == 55_461 * MILLION


def test_north_plan_of_2025(house):
    for level, approved in ((Level.national, 62_700), (Level.local, 85_500)):
        table = ask(Dimension.region, year=2025, level=level, as_of=date(2025, 12, 31), boundaries=MERGED)
        assert sums_of_plan(table, "north") == approved


def sums_of_plan(table: Table, key: str) -> int:
    return row(table, key).values["approved"] // MILLION


def test_no_national_contract_was_signed_in_the_south_by_september_2025(house):
    september, december = (
        row(
            ask(Dimension.region, year=2025, level=Level.national, as_of=day, boundaries=MERGED), "south"
        ).values
        for day in (date(2025, 9, 30), date(2025, 12, 31))
    )
    assert september["approved"] > 0
    assert september["committed"] == 0
    assert december["committed"] > 0


@pytest.mark.parametrize("old,new", [("2024-91", "2025-91"), ("2024-74", "2025-79"), ("2024-80", "2025-80")])
def test_old_provinces_keep_their_name_and_roll_up_into_the_new_ones(house, old, new):
    before = ask(Dimension.province, as_of=date(2025, 6, 30))
    own = row(before, old).values
    assert own["projects"] > 2
    assert own["approved"] > 0
    after = row(ask(Dimension.province, as_of=date(2025, 6, 30), boundaries=Boundaries("today")), new).values
    assert after["approved"] > own["approved"]


@pytest.mark.parametrize("year", range(2021, 2027))
def test_rows_add_up_to_the_total_on_all_boundaries(house, year):
    for boundaries in (RECORDED, MERGED, Boundaries("today")):
        for by in (Dimension.region, Dimension.province):
            table = ask(by, year=year, as_of=date(year + 1, 1, 31), boundaries=boundaries)
            for measure in (
                "approved",
                "released",
                "assigned",
                "committed",
                "accepted",
                "disbursed",
                "projects",
            ):
                assert sum(found.values[measure] for found in table.rows) == table.total.values[measure]
