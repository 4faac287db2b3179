"""The pages of provinces."""

import re

import pytest
import time_machine

from promotion.kernel.choices import Role
from tests.support.people import sign_in

pytestmark = pytest.mark.one_engine

NOON = "2026-11-22T05:00:00+00:00"


@pytest.fixture
def reader(app):
    with time_machine.travel(NOON, tick=True):
        yield sign_in(app)


def words(response):
    """The text of a page's content."""
    page = response.get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def rows(response, table):
    """The cells of a table's body, row by row."""
    page = response.get_data(as_text=True)
    inner = re.search(rf'<table[^>]*id="{table}">(.*?)</table>', page, re.DOTALL)
    assert inner is not None
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in inner[1].split("</tr>")]
    plain = [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in cells]
    return [row for row in plain[1:] if len(row) > 1]


def test_only_people_who_are_signed_in_see_provinces(client):
    for address in ("/provinces", "/provinces/2025-91"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("role", [Role.auditor, Role.administrator])
def test_roles_without_any_place_see_provinces_too(app, role):
    assert sign_in(app, role).get("/provinces").status_code == 200


def test_the_list_shows_today_by_region(reader):
    answer = reader.get("/provinces")
    assert answer.status_code == 200
    assert len(rows(answer, "provinces")) == 34
    text = words(answer)
    for part in ("34 provinces", "Northern region: 15", "Southern region: 8", "on 22/11/2026"):
        assert part in text
    assert rows(answer, "provinces")[0][:3] == ["24", "Bac Ninh", "Centrally-run city"]
    assert ["68", "Lam Dong", "Ordinary province"] in [row[:3] for row in rows(answer, "provinces")]


def test_the_list_is_filtered_by_edition_day_region_and_name_without_accents(reader):
    assert len(rows(reader.get("/provinces?edition=2024"), "provinces")) == 63
    assert len(rows(reader.get("/provinces?day=30/06/2025"), "provinces")) == 63
    assert len(rows(reader.get("/provinces?day=2025-07-01&region=central"), "provinces")) == 11
    found = rows(reader.get("/provinces?day=01/05/2024&q=KIEN+gi%C3%A0ng"), "provinces")
    assert [(row[0], row[1], row[5]) for row in found] == [("91", "Kien Giang", "An Giang")]
    both = rows(reader.get("/provinces?edition=2025&q=hue&day=01/05/2024"), "provinces")
    assert [row[:3] for row in both] == [["46", "Hue", "Centrally-run city"]]
    hue = rows(reader.get("/provinces?day=31/12/2024&q=hue"), "provinces")
    assert hue == [
        [
            "46",
            "Thua Thien-Hue",
            "Ordinary province",
            "North Central and Central Coast",
            "–",
            "Hue (unchanged)",
        ]
    ]


def test_filters_in_force_are_shown_and_can_be_taken_off(reader):
    page = reader.get("/provinces?region=south&day=01/05/2024").get_data(as_text=True)
    assert 'class="chip" href="?day=01%2F05%2F2024"' in page
    assert 'class="chip" href="?region=south"' in page
    assert "<strong>Southern region</strong>" in page


@pytest.mark.parametrize(
    "query", ["day=1/2/25", "day=31/02/2025", "region=east", "edition=1999", "q=%E2%80%AEx"]
)
def test_a_filter_that_cannot_be_read_is_told_and_not_ignored(reader, query):
    answer = reader.get(f"/provinces?{query}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "Please correct the following" in page
    assert "<title>Error:" in page
    assert 'id="provinces"' not in page
    field = query.split("=")[0]
    assert f'href="#filter-{field}"' in page
    assert f'id="filter-{field}"' in page


def test_nothing_found_says_what_to_do(reader):
    text = words(reader.get("/provinces?q=atlantis"))
    assert "No province matches" in text
    assert "Clear all filters" in text


def test_a_merged_province_shows_who_came_before_by_which_law(reader):
    answer = reader.get("/provinces/2025-68")
    before = rows(answer, "before")
    assert [row[0] for row in before] == ["Binh Thuan", "Dak Nong", "Lam Dong"]
    assert all(row[2] == "01/07/2025" and "202/2025/QH15" in row[4] for row in before)
    assert ["to 30/06/2025", "Binh Thuan", "Southern region"] in rows(answer, "regions")
    assert ["from 01/07/2025", "Lam Dong", "Central region and Central Highlands"] in rows(answer, "regions")
    assert "/units?province=2025-68" in answer.get_data(as_text=True)
    assert "means another province" not in words(answer)


def test_an_old_province_shows_its_successor_and_what_its_code_means_now(reader):
    answer = reader.get("/provinces/2024-91")
    assert [row[:2] for row in rows(answer, "after")] == [["An Giang", "91"]]
    text = words(answer)
    assert "Code 91 means another province from 01/07/2025: An Giang" in text
    assert "Code 91, to 30/06/2025" in text


def test_names_and_types_are_shown_with_their_dates_and_law(reader):
    styles = rows(reader.get("/provinces/2025-75"), "styles")
    assert styles == [
        ["01/07/2025 to 29/04/2026", "Dong Nai", "Ordinary province", "–"],
        ["from 30/04/2026", "Dong Nai", "Centrally-run city", "Resolution 30/2026/QH16"],
    ]


@pytest.mark.parametrize("key", ["2025-99", "91", "2024", "An Giang", "2024-91%27"])
def test_a_province_that_does_not_exist_is_not_found(reader, key):
    assert reader.get(f"/provinces/{key}").status_code == 404


def test_vietnamese_comes_first(app):
    client = sign_in(app, language="vi")
    text = words(client.get("/provinces/2024-46"))
    for part in ("Thành phố Huế", "Tỉnh Thừa Thiên Huế", "Nghị quyết 175/2024/QH15", "Bắc Trung Bộ"):
        assert part in text
