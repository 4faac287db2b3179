"""The pages of units."""

import re

import pytest

from tests.support.people import sign_in

pytestmark = pytest.mark.one_engine


@pytest.fixture
def reader(app):
    return sign_in(app)


def names(response):
    """The names in the list, in their order."""
    page = response.get_data(as_text=True)
    return re.findall(r'<th scope="row"><a href="/units/[^"]+">([^<]+)</a></th>', page)


def words(response):
    page = response.get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_only_people_who_are_signed_in_see_units(client):
    for address in ("/units", "/units/agency"):
        assert client.get(address).status_code == 302


def test_the_directory_comes_in_pages(reader):
    first = reader.get("/units")
    assert len(names(first)) == 50
    assert "1–50 of 198" in words(first)
    last = reader.get("/units?page=4")
    assert len(names(last)) == 48
    assert "151–198 of 198" in words(last)
    assert "151–198 of 198" in words(reader.get("/units?page=77"))
    assert "1–50 of 198" in words(reader.get("/units?page=x"))


def test_the_directory_is_filtered(reader):
    assert names(reader.get("/units?kind=agency&day=28/02/2025")) == [
        "Agency for Regional Industry and Trade"
    ]
    assert names(reader.get("/units?kind=agency")) == [
        "Agency for Innovation, Green Transformation and Industrial Promotion"
    ]
    assert names(reader.get("/units?province=2025-91")) == [
        "An Giang Department of Industry and Trade",
        "An Giang Industrial Promotion Centre",
    ]
    assert names(reader.get("/units?q=KIEN+giang+trung+tam")) == ["Kien Giang Industrial Promotion Centre"]
    assert names(reader.get("/units?q=%25")) == []
    assert "No unit matches" in words(reader.get("/units?q=%25"))


def test_paging_keeps_the_filter(reader):
    page = reader.get("/units?kind=department").get_data(as_text=True)
    assert 'href="?kind=department&amp;page=2"' in page


@pytest.mark.parametrize("query", ["day=tomorrow", "kind=club", "province=2025-99"])
def test_a_filter_that_cannot_be_read_is_told_and_not_ignored(reader, query):
    page = reader.get(f"/units?{query}").get_data(as_text=True)
    assert "Please correct the following" in page
    assert 'id="units"' not in page


def test_every_unseen_name_says_so(reader):
    text = words(reader.get("/units?province=2025-91"))
    assert text.count("Unverified") == 2
    assert "Verified" in words(reader.get("/units/agency"))
    assert "Unverified" not in words(reader.get("/units/agency"))


def test_a_unit_shows_names_predecessors_and_successors(reader):
    text = words(reader.get("/units/agency"))
    assert "to 28/02/2025 Cục Công Thương địa phương" in text
    assert "from 01/03/2025 Cục Đổi mới sáng tạo" in text
    merged = words(reader.get("/units/centre-2025-91"))
    assert "Took over from" in merged
    assert "Kien Giang Industrial Promotion Centre 01/07/2025" in merged
    old = words(reader.get("/units/centre-2024-91"))
    assert "Went over to" in old
    assert "An Giang Industrial Promotion Centre 01/07/2025" in old


def test_a_unit_that_does_not_exist_is_not_found(reader):
    assert reader.get("/units/nobody").status_code == 404
