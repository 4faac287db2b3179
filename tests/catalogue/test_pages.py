"""The pages of the catalogue."""

import re

import pytest
import time_machine

from tests.support.people import sign_in

pytestmark = pytest.mark.one_engine

PAGES = ("", "/norms", "/advance-rates", "/programmes", "/conferences")


@pytest.fixture
def reader(app):
    with time_machine.travel("2026-11-22T05:00:00+00:00", tick=True):
        yield sign_in(app)


def words(response):
    page = response.get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def table(response, name):
    """The rows of a table's body as text."""
    page = response.get_data(as_text=True)
    inner = re.search(rf'<table[^>]*id="{name}">(.*?)</table>', page, re.DOTALL)
    body = inner[1][inner[1].index("<tbody") :] if inner else ""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_only_people_who_are_signed_in_see_the_catalogue(client):
    for address in PAGES:
        assert client.get(f"/catalogue{address}").status_code == 302


def test_each_page_is_a_tab_of_the_others(reader):
    for address in PAGES:
        page = reader.get(f"/catalogue{address}").get_data(as_text=True)
        assert all(f'href="/catalogue{other}"' in page for other in PAGES)
        assert f'href="/catalogue{address}" aria-current="page"' in page


def test_contents_stand_as_a_tree_with_their_indicators(reader):
    rows = table(reader.get("/catalogue"), "contents")
    assert len(rows) == 20
    assert rows[3].startswith("ND3A part of ND3: – Technical demonstration models")
    assert "Workers trained (workers) Classes (classes)" in rows[0]
    assert all("Unverified" in row for row in rows)
    assert len(table(reader.get("/catalogue?day=14/10/2025"), "contents")) == 19
    assert "No content was in force" in words(reader.get("/catalogue?day=01/01/2000"))


def test_norms_name_their_instrument_and_whether_they_were_seen(reader):
    rows = table(reader.get("/catalogue/norms"), "norms")
    assert len(rows) == 21
    demonstration = next(row for row in rows if "1.000.000.000" in row or "1,000,000,000" in row)
    for part in ("30%", "per model", "Circular 28/2018/TT-BTC, Article 8.2", "In force", "Verified"):
        assert part in demonstration
    assert sum("Unverified" in row for row in rows) == 4
    assert sum("Ended" in row for row in rows) == 7
    unseen_start = [row for row in rows if "The start date was not seen" in row]
    assert len(unseen_start) == 2


def test_norms_are_filtered_by_content_day_and_province(reader):
    rows = table(reader.get("/catalogue/norms?content=ND3&day=01/01/2026&province=2025-66"), "norms")
    assert len(rows) == 6
    assert sum("Dak Lak" in row for row in rows) == 2
    assert "No rule is known" in words(reader.get("/catalogue/norms?content=ND1"))


def test_a_norm_of_the_future_is_not_yet_in_force(app):
    with time_machine.travel("2018-01-01T05:00:00+00:00", tick=True):
        rows = table(sign_in(app).get("/catalogue/norms?content=ND3A"), "norms")
    assert sum("Not yet in force" in row for row in rows) == 3


def test_a_content_without_a_rule_says_so_instead_of_zero(reader):
    rows = table(reader.get("/catalogue/advance-rates"), "rates")
    assert len(rows) == 17
    assert "ND6 Information and publicity No rule known" in rows
    assert sum("No rule known" in row for row in rows) == 6
    assert any("70%" in row and "Vocational training" in row for row in rows)
    assert sum("Unverified" in row for row in rows) == 2
    early = table(reader.get("/catalogue/advance-rates?day=01/01/2014"), "rates")
    assert all("No rule known" in row for row in early)


def test_programmes_show_dots_for_money_that_was_not_seen(reader):
    rows = table(reader.get("/catalogue/programmes"), "programmes")
    assert len(rows) == 4
    assert "…" in rows[0]
    assert "1,436,000,000,000 36.6%" in rows[1]


def test_conferences_show_their_hosts(reader):
    rows = table(reader.get("/catalogue/conferences"), "conferences")
    assert len(rows) == 7
    assert any("14 10/10/2024 Phú Quốc Kien Giang Long An" in row for row in rows)


@pytest.mark.parametrize(
    "address", ["?day=x", "/norms?content=ND99", "/norms?province=x", "/advance-rates?day=x"]
)
def test_a_filter_that_cannot_be_read_is_told_and_not_ignored(reader, address):
    page = reader.get(f"/catalogue{address}").get_data(as_text=True)
    assert "Please correct the following" in page
    assert "<tbody" not in page
