"""The page of published figures that do not reproduce: what is flagged, contradicted and unchecked, by year."""

import re

import pytest

from promotion.kernel.choices import Role
from tests.support.people import sign_in

ROWS = [
    "2019,year,country,vn,2024,total,approved,100,billion,,Báo cáo A,",
    "2019,year,country,vn,2024,total,approved,104,billion,,Báo cáo B,",
    "2019,year,country,vn,2024,total,accepted,50.5,billion,,Báo cáo A,",
    "2019,year,country,vn,2024,total,accepted/approved,48.5,percent,,Báo cáo A,",
    "2019,6m,country,vn,2024,total,disbursed/approved,12,percent,,Báo cáo <C>,",
]

pytestmark = pytest.mark.data("reference")


def tables(answer):
    """The rows of each table as text, by the table's id."""
    page = answer.get_data(as_text=True)
    found = {}
    for name, inner in re.findall(r'<table[^>]*id="(\w+)">(.*?)</table>', page, re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", inner, re.DOTALL)[1:]
        found[name] = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    return found


def test_a_year_shows_its_flags_contradictions_and_what_could_not_be_checked(entered):
    reader = sign_in(entered)
    found = tables(reader.get("/publications/checks?year=2019"))
    (flag,) = found["flags"]
    assert flag == (
        "Total accepted ÷ total approved Country, 2019 48.5 % 50.500 % 50.199 – 50.804 % "
        "Other base: reproduces with total approved 104 billion đồng (another source); "
        "would need total approved of about 104 billion đồng Báo cáo A"
    )
    assert [row.split("Country, 2019 ")[1] for row in found["contradictions"]] == [
        "100 billion đồng Báo cáo A",
        "104 billion đồng Báo cáo B",
    ]
    assert len(found["unchecked"]) == 1
    assert "total disbursed" in found["unchecked"][0]
    assert "Báo cáo &lt;C&gt;" in found["unchecked"][0]


def test_every_flag_leads_to_its_publication(entered):
    reader = sign_in(entered)
    page = reader.get("/publications/checks").get_data(as_text=True)
    links = set(re.findall(r'href="(/publications/[\w-]{10,})"', page))
    assert len(links) > 5
    assert {reader.get(link).status_code for link in links} == {200}


def test_a_year_without_flags_says_so_and_a_wrong_year_is_named(entered):
    reader = sign_in(entered, language="vi")
    assert "Không có gì sai lệch" in reader.get("/publications/checks?year=2023").get_data(as_text=True)
    wrong = reader.get("/publications/checks?year=1066").get_data(as_text=True)
    assert "error-summary" in wrong
    assert tables(reader.get("/publications/checks?year=1066")) == {}


def test_the_list_of_publications_leads_to_the_checks_for_those_who_read_figures(entered):
    link = 'href="/publications/checks"'
    assert link in sign_in(entered).get("/publications").get_data(as_text=True)
    administrator = sign_in(entered, Role.administrator)
    assert link not in administrator.get("/publications").get_data(as_text=True)
    assert administrator.get("/publications/checks").status_code == 403
