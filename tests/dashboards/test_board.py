"""A board shows what the counting room counts, for the place that a person is at home in, and leads further down."""

import json
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from promotion.dashboards.board import CHAIN
from promotion.database.handle import db
from promotion.figures.measures import BASES
from promotion.kernel.calendar import date_text, today
from promotion.ledger.models import Envelope, Leg
from tests.dashboards.conftest import amount, query_of

pytestmark = pytest.mark.data("country", shared=True)

# Name in the address → the option of the command.
OPTIONS = {"region": "--region", "province": "--province", "implementer": "--unit", "level": "--level"}
COLUMNS = ("approved", "released", "assigned", "committed", "disbursed", "accepted", "projects")
FILTERS = {
    "year": "2025",
    "level": "national",
    "region": "south",
    "province": "2025-82",
    "implementer": "centre-2025-82",
    "content": "ND3",
    "as_of": "31/12/2025",
    "boundaries": "today",
    "unit": "billion",
    "colour": "released_of_approved",
    "sort": "name",
    "shown": "100",
}


@pytest.mark.parametrize("boundaries", ["recorded", "today"])
@pytest.mark.parametrize(
    "by, asked",
    [
        ("region", {"year": "2024"}),
        ("province", {"year": "2025", "region": "south"}),
        ("unit", {"year": "2025", "province": "2025-82"}),
        ("unit", {"year": "2025", "province": "2025-91", "level": "local"}),
        ("project", {"year": "2025", "implementer": "centre-2025-91"}),
        ("project", {"year": "2024", "implementer": "ipc1"}),
    ],
)
def test_it_shows_what_the_command_prints_to_the_dong(app, look, by, asked, boundaries):
    page = look("agency", f"/?{urlencode({**asked, 'boundaries': boundaries, 'unit': 'dong'})}")
    options = [part for name, value in asked.items() if name in OPTIONS for part in (OPTIONS[name], value)]
    command = ["figures", "table", "--by", by, "--year", asked["year"], "--boundaries", boundaries, "--json"]
    printed = json.loads(app.test_cli_runner().invoke(args=[*command, *options]).stdout)
    expected = {  # under the name of a project stands its code
        row["label"] + (row["key"] if (by, row["kind"]) == ("project", "row") else ""): [
            row[key] for key in COLUMNS
        ]
        for row in printed["rows"]
        if any(row[measure.key] for measure in BASES)
    }
    assert expected
    *rows, total = page.cells("board-table")[1:]
    shown = {row[0]: [amount(cell) for cell in row[1 : 1 + len(COLUMNS)]] for row in rows}
    assert {label: values for label, values in shown.items() if any(values)} == expected
    assert [amount(cell) for cell in total[1 : 1 + len(COLUMNS)]] == [
        printed["total"][key] for key in COLUMNS
    ]
    chain = [amount(row[1]) for row in page.cells("chain")[1:]]
    assert chain == [*(printed["total"][key] for key, _base in CHAIN), printed["total"]["projects"]]


@pytest.mark.parametrize(
    "role, heading, rows",
    [
        ("agency", "Cả nước", "Khu vực"),
        ("finance", "Cả nước", "Khu vực"),
        ("organiser", "Khu vực phía Nam", "Tỉnh, thành phố"),
        ("clerk", "An Giang", "Đơn vị thực hiện"),
        ("sister head", "An Giang", "Đơn vị thực hiện"),
        ("central clerk", "Trung tâm Khuyến công", "Đề án"),
    ],
)
def test_each_begins_at_home(look, role, heading, rows):
    page = look(role)
    assert heading in page.heading
    assert page.cells("board-table")[0][0] == rows


def test_from_the_country_one_comes_down_to_a_project(look):
    page = look("agency", "/?year=2025&boundaries=today&unit=million")
    for words in ("Khu vực phía Nam", "Đồng Tháp", "Trung tâm Khuyến công Đồng Tháp"):
        address = next(href for href, text in page.links if text == words and href.startswith("?"))
        assert {"year": "2025", "boundaries": "today", "unit": "million"}.items() <= query_of(address).items()
        page = look("agency", f"/{address}")
        assert page.heading == words
    assert page.path == ["Cả nước", "Khu vực phía Nam", "Đồng Tháp"]
    assert look("organiser", "/?year=2025&province=2025-82").path == ["Khu vực phía Nam"]
    project = next(href for href, text in page.links if href.startswith("/projects/") and "qzxdtn" in text)
    assert "qzxdtn" in look("agency", project).heading


@pytest.mark.parametrize("path", ["/", "/figures"])
def test_the_filter_bar_holds_every_value_and_every_link_keeps_them(look, path):
    page = look("agency", f"{path}?{urlencode(FILTERS)}")
    assert 'id="error-summary"' not in page.text
    of_bar = {
        name: value
        for name, value in FILTERS.items()
        if path == "/" or name not in ("colour", "sort", "shown")
    }
    assert {name: page.fields.get(name) for name in of_bar} == of_bar
    kept = [query_of(href) for href, _words in page.links if href.startswith("?")]
    assert kept
    for values in kept:
        lost = {name for name, value in FILTERS.items() if values.get(name) != value}
        # A link changes one thing, or takes a place off with those below it.
        assert len(lost) <= 1 or lost <= {"region", "province", "implementer"} or lost == {"colour", "sort"}


@pytest.mark.parametrize("path", ["/", "/figures"])
@pytest.mark.parametrize(
    "asked, said",
    [
        (
            "province=2024-91&boundaries=today",
            "Kiên Giang không có trong địa giới đã chọn; địa bàn này thuộc An Giang.",
        ),
        ("province=2025-91&region=north", "An Giang không thuộc khu vực đã chọn."),
        ("province=9999", "9999"),
        ("implementer=nobody", "nobody"),
        ("content=XX", "XX"),
        ("unit=euro", "euro"),
        ("year=x", "“x”"),
    ],
)
def test_what_cannot_be_is_said(look, path, asked, said):
    page = look("agency", f"{path}?{asked}")
    summary = page.text.split('id="error-summary"')[1].split("</ul>")[0]
    assert said in summary


@pytest.mark.parametrize("asked", ["colour=red", "sort=height", "shown=1000"])
def test_what_else_a_board_cannot_do_is_said(look, asked):
    assert asked.split("=")[1] in look("agency", f"/?{asked}").text.split('id="error-summary"')[1]


def of_year(year: int, day: date) -> dict[str, int]:
    """Return the chain of a year at a day, counted from the moves of its lines and its fund."""
    counters = {
        "approved": ("to_list", "to_assign", "assigned"), "released": ("released",), "assigned": ("assigned",),
        "committed": ("committed",), "disbursed": ("advanced", "paid"), "accepted": ("accepted",),
    }  # fmt: skip
    query = select(Leg.counter, func.sum(Leg.change)).join(Envelope, Envelope.id == Leg.envelope_id)
    query = query.where(Envelope.budget_year == year, Leg.business_date <= day, Envelope.kind != "commitment")
    moved = dict(db.session.execute(query.group_by(Leg.counter)).all())
    return {measure: sum(int(moved.get(one, 0)) for one in names) for measure, names in counters.items()}


def test_the_same_period_last_year_stands_beside_every_figure(app, look):
    with app.app_context():
        now, then = (
            of_year(2025, today()),
            of_year(2024, date(today().year - 1, today().month, min(today().day, 28))),
        )
    page = look("agency", "/?year=2025&unit=dong")
    for row, (key, _base) in zip(page.cells("chain")[1:], CHAIN, strict=False):
        assert [amount(cell) for cell in (row[1], row[3], row[4])] == [
            now[key],
            then[key],
            now[key] - then[key],
        ]
        change = (
            row[5]
            .replace("\u00a0", " ")
            .removesuffix(" %")
            .lstrip("+")
            .replace(".", "")
            .replace(",", ".")
            .replace("\u2212", "-")
        )
        assert abs(float(change) - 100 * (now[key] - then[key]) / then[key]) < 0.051


def test_before_anything_was_approved_last_year_there_is_nothing_beside_it(look):
    """The acts of 2024 are of 11 March: on the 10th of March 2025 the year before had nothing."""
    page = look("agency", "/?year=2025&as_of=10/03/2025&unit=dong")
    assert date_text(date(2024, 3, 10), "vi") in page.cells("chain")[0][3]
    assert {cell for row in page.cells("chain")[1:] for cell in row[3:]} == {"–"}


def test_a_year_without_figures_says_so(look):
    page = look("agency", "/?year=2031")
    assert "Chưa ghi nhận số liệu nào" in page.text
    assert 'id="chain-chart"' not in page.text
    assert page.fields["year"] == "2031"
