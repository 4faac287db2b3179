"""The pages of a figure's origins: every figure shown leads to them, and page, workbook and command say the same."""

import json
import random
import re
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.figures.why import View, why_of
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from tests.access.walker import walker
from tests.factories import people
from tests.support.house import command

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]

LINK = re.compile(r'<a class="why" href="([^"]+)"(?: aria-label="([^"]*)")?>([^<]*)</a>')
SHOWN = re.compile(r'<dd class="figure-amount">\s*(?:<a[^>]*>)?([^<]*)')
TABLE = "/figures?year=2024&by=province&unit=dong&as_of=2024-12-31"
QUESTION = ("--by", "province", "--year", "2024", "--as-of", "2024-12-31")


def question(by, region=None, **more):
    return Question(2024, by, None, region, today(), Boundaries("recorded"), **more)


@pytest.fixture
def read(app):
    """Read a page as somebody, in Vietnamese."""

    def ask(role, path, status=200):
        reply = walker(app, role).client.get(path)
        assert reply.status_code == status, path
        return reply

    return ask


def links(page):
    """Return address, name and words of every figure that leads somewhere."""
    return [tuple(unescape(part) for part in found) for found in LINK.findall(page)]


@pytest.mark.parametrize("role", ["auditor", "clerk", "foreign clerk"])
@pytest.mark.parametrize(
    "path",
    [
        TABLE,
        "/figures?year=2024&by=content&level=national&boundaries=today&unit=dong",
        "/figures?year=2024&by=project&unit=dong",
        "/figures?year=2025&by=unit&region=south&unit=dong",
        "/?year=2024&unit=dong",
    ],
)
def test_every_figure_leads_to_a_page_with_the_same_figure(read, role, path):
    found = links(read(role, path).text)
    assert len(found) > 20
    for address, name, text in random.Random(5).sample(found, 6):
        page = read(role, address).text
        assert SHOWN.findall(page)[0].strip() == text, address
        assert ("by=project" in address and "row=total" not in address) or name.startswith(
            f"{text}. Vì sao: "
        )


@pytest.mark.parametrize("role", ["auditor", "organiser", "foreign clerk", "central clerk"])
def test_money_given_by_a_share_that_does_not_count_is_not_in_the_rows(app, role):
    """A central unit's project in a province is paid from a share outside it, which not everybody sees."""
    with app.test_request_context():
        scope = people.actor(role).scope
        leaves = [
            row.key for row in tabulate(scope, question(Dimension.content)).rows if row.values["assigned"]
        ]
        asked = [question(Dimension.project, region=region) for region in (None, *Region)]
        asked += [
            question(Dimension.province, content=leaves[0]),
            question(Dimension.content, province="2024-91"),
        ]
        told, given = 0, 0
        for one in asked:
            table = tabulate(scope, one)
            for row in (*table.rows, table.total):
                if row.values["released"] or row.values["assigned"]:
                    found = why_of(scope, one, "released", row.key, "vi", View())
                    assert found.sources.sum == row.values["released"] == found.value, (one, row.key)
                    told, given = told + row.values["released"], given + row.values["assigned"]
        assert told
        assert given


def test_a_figure_is_named_with_its_measure_and_row(read):
    found = {name for _address, name, _text in links(read("auditor", TABLE).text)}
    assert any(re.fullmatch(r"[\d.]+\. Vì sao: Được phân bổ, Kiên Giang", name) for name in found)


def test_previews_of_the_conference_lead_there_too(read):
    found = links(read("auditor", "/reports/conference?year=2024&region=south&to=2024-12-31").text)
    assert found
    assert all("region=south" in address and "as_of=2024-12-31" in address for address, _name, _text in found)


def test_rows_lead_to_acts_and_projects_with_their_documents(read):
    page = read("auditor", "/figures/why?measure=disbursed&year=2024&by=level&row=national").text
    acts = set(re.findall(r'href="(/acts/[^"]+)"', page))
    projects = set(re.findall(r'href="(/projects/[^"]+)"', page))
    assert acts
    assert projects
    for address in (min(acts), min(projects)):
        read("auditor", address)
    number = re.findall(r'data-label="Văn bản"><div>([^<]+)<', page)[0]
    act = re.findall(r'href="(/acts/[^"]+)"', page)[0]
    assert unescape(number) in unescape(read("auditor", act).text)


def test_a_rate_shows_its_two_sums_and_leads_to_both(read):
    page = read("auditor", "/figures/why?measure=disbursed_of_approved&year=2024&by=level").text
    part, base = re.findall(r'<dd class="figure-amount"><a href="([^"]+)">', page)
    assert "measure=disbursed&" in part
    assert "measure=approved&" in base
    for address in (part, base):
        assert "cộng lại đúng bằng số này" in read("auditor", unescape(address)).text
    assert "/why/workbook" not in page


def test_a_figure_of_zero_says_why(read):
    page = read("auditor", "/figures/why?measure=disbursed&year=2019&by=level").text
    assert "Không có khoản nào được tính ở đây" in page
    assert "/why/workbook" not in page
    read(
        "auditor", "/figures/why/workbook?measure=disbursed&year=2019&by=level"
    )  # the page, not an empty file


@pytest.mark.parametrize(
    "asked", ["", "?measure=x", "?measure=released&by=province&row=x", "?measure=released&row=rest:x"]
)
def test_what_no_table_has_is_not_found(read, asked):
    for path in ("/figures/why", "/figures/why/workbook"):
        read("auditor", path + asked, 404)


def test_a_filter_that_cannot_be_read_is_said(read):
    for path in ("/figures/why", "/figures/why/workbook"):
        page = read("auditor", f"{path}?measure=released&as_of=31/02/2024&province=x").text
        assert "31/02/2024" in page
        assert "error-summary" in page


def book_of(read, path):
    reply = read("auditor", path)
    assert reply.mimetype.endswith("spreadsheetml.sheet")
    return tuple(load_workbook(BytesIO(reply.data), data_only=stored).active for stored in (False, True))


@pytest.mark.parametrize(
    "measure, row", [("disbursed", "total"), ("approved", "2024-91"), ("projects", "total")]
)
def test_the_workbook_holds_every_row_and_a_live_sum(app, read, measure, row):
    address = f"measure={measure}&year=2024&by=province&row={row}&as_of=2024-12-31"
    live, stored = book_of(read, f"/figures/why/workbook?{address}")
    told = json.loads(command(app, "figures", "why", "--measure", measure, "--row", row, *QUESTION, "--json"))
    assert told["rows"]
    last = stored.max_column
    ends = [stored.cell(stored.max_row - number, last).value for number in (2, 1, 0)]
    assert ends == [told["value"], told["value"], "khớp"]
    formula = live.cell(live.max_row - 2, last).value
    begin, end = re.fullmatch(r"=SUM\([A-Z]+(\d+)(?::[A-Z]+(\d+))?\)", formula).groups(default="")
    rows = [stored.cell(number, last).value for number in range(int(begin), int(end or begin) + 1)]
    assert rows == [one["amount"] for one in told["rows"]]


def test_the_command_adds_up_to_the_table(app):
    table = json.loads(command(app, "figures", "table", *QUESTION, "--json"))
    full = [row for row in table["rows"] if row["approved"] or row["released"]]
    assert len(full) > 3
    for row in (*full, table["total"]):
        for measure in ("approved", "released", "disbursed", "waiting", "projects"):
            words = ("figures", "why", "--measure", measure, "--row", row["key"], *QUESTION)
            told = json.loads(command(app, *words, "--json"))
            assert told["sum"] == told["value"] == row[measure] == sum(one["amount"] for one in told["rows"])
    text = command(app, "figures", "why", "--measure", "disbursed", *QUESTION)
    assert text.splitlines()[-1].split("\t")[-1] == str(table["total"]["disbursed"])


def test_the_command_gives_a_rate_with_its_two_sums(app):
    told = json.loads(
        command(app, "figures", "why", "--measure", "disbursed_of_approved", *QUESTION, "--json")
    )
    part, base = told["numerator"]["value"], told["denominator"]["value"]
    assert told["value"] == f"{part / base * 100:.1f}"
    assert "rows" not in told
