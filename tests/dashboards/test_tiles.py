"""The map of provinces: every province of an edition has its tile, both archipelagos are always there."""

from fractions import Fraction

import pytest

from promotion.dashboards.board import ranked
from promotion.dashboards.tiles import HEIGHT, WIDTH, step_of, tile_map
from promotion.figures.measures import BASES, BY_KEY
from promotion.figures.model import Row
from promotion.territory.queries import atlas
from tests.dashboards.conftest import query_of

pytestmark = pytest.mark.one_engine

RATE = BY_KEY["disbursed_of_released"]


def row(key: str, released: int, disbursed: int) -> Row:
    values = {measure.key: 0 for measure in BASES} | {"released": released, "disbursed": disbursed}
    return Row(key, key, values)


@pytest.mark.parametrize("edition, count", [("2024", 63), ("2025", 34)])
def test_every_province_has_one_tile_and_none_lies_on_another(app, edition, count):
    with app.app_context():
        names = {one.key: one.name_vi for one in atlas().provinces if one.edition == edition}
    drawn = tile_map(names, names, [row(key, 100, 40) for key in names], RATE)
    assert drawn is not None
    provinces = {tile.spot.key for tile in drawn.tiles if tile.spot.archipelago is None}
    assert provinces == set(names)
    assert len(provinces) == count
    islands = {tile.spot.archipelago: names[tile.spot.key] for tile in drawn.tiles if tile.spot.archipelago}
    assert islands == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}
    corners = {(tile.x, tile.y) for tile in drawn.tiles}
    assert len(corners) == count + 2
    assert all(x + WIDTH <= drawn.width and y + HEIGHT <= drawn.height for x, y in corners)
    assert drawn.on_steps == [0, count, 0, 0, 0]
    assert max(len(line) for tile in drawn.tiles for line in tile.lines) <= 11


def test_provinces_without_figures_and_those_without_a_tile_are_told_apart():
    names = {"2025-91": "An Giang", "2025-82": "Đồng Tháp", "2025-96": "Cà Mau"}
    rows = [row("2025-91", 100, 91), row("2025-82", 0, 0), row("2024-89", 10, 1)]
    drawn = tile_map(names, {"2025-91"}, rows, RATE)
    assert drawn is not None
    told = {tile.spot.key: (tile.step, tile.row is None, tile.linked) for tile in drawn.tiles}
    assert told == {
        "2025-91": (4, False, True),
        "2025-82": (None, False, False),
        "2025-96": (None, True, False),
    }
    assert (drawn.without, [one.key for one in drawn.elsewhere]) == (1, ["2024-89"])


def test_an_edition_without_a_grid_has_no_map():
    assert tile_map({"2031-01": "Hà Nội"}, (), [], RATE) is None


@pytest.mark.parametrize(
    "percent, step", [(None, None), (0, 0), (24.9, 0), (25, 1), (50, 2), (74, 2), (75, 3), (90, 4), (130, 4)]
)
def test_colours_change_at_their_bounds(percent, step):
    assert step_of(None if percent is None else Fraction(str(percent)) / 100) == step


def test_provinces_are_ranked_with_those_without_a_rate_last():
    rows = [row("a", 100, 10), row("b", 0, 0), row("c", 100, 90), row("d", 50, 25)]
    order = {
        sort: [one.key for one in ranked(rows, sort)]
        for sort in (RATE.key, f"-{RATE.key}", "-released", "name")
    }
    assert order == {
        RATE.key: list("adcb"),
        f"-{RATE.key}": list("cdab"),
        "-released": list("acdb"),
        "name": list("abcd"),
    }


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize(
    "asked, count",
    [("year=2024", 63), ("year=2024&boundaries=today", 34), ("year=2025&region=south&boundaries=today", 34)],
)
def test_each_tile_reaches_its_province(look, asked, count):
    page = look("agency", f"/?{asked}")
    assert len(page.tiles) == count + 2
    by_name = {label.split(":")[0]: query_of(href)["province"] for href, label in page.tiles}
    assert by_name["Hoàng Sa (Đà Nẵng)"] == by_name["Đà Nẵng"]
    assert by_name["Trường Sa (Khánh Hòa)"] == by_name["Khánh Hòa"]
    for href, label in page.tiles[:: count // 5]:
        name = label.split(":")[0].split("(")[-1].rstrip(")")
        board = look("agency", f"/{href}")
        assert board.heading == name
        assert 'id="error-summary"' not in board.text


@pytest.mark.data("country", shared=True)
def test_the_table_beside_the_map_is_sorted_by_the_address(look):
    def rates(sort: str) -> list[str]:
        table = look("agency", f"/?year=2024&sort={sort}&unit=dong").cells("ranking")[1:]
        return [line[2] for line in table if line[2] != "0"]

    amounts = [int(text.replace(".", "")) for text in rates("-approved")]
    assert len(amounts) > 1
    assert amounts == sorted(amounts, reverse=True)
    assert rates("approved") == rates("-approved")[::-1]
