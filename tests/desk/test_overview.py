"""The desk at a glance says what its lists say, leads to them with the same filters, and holds the reader's own."""

import re
from html import unescape
from itertools import product

import pytest
from sqlalchemy import select

from promotion.desk.queries.committable import committable
from promotion.desk.queries.days import days
from promotion.desk.queries.forecast import forecasts
from promotion.desk.queries.idle import idle
from promotion.desk.queries.overview import overview
from promotion.desk.rules.forecast import Basis
from promotion.kernel.choices import Level, Region
from promotion.kernel.money import amount_text
from promotion.ledger.models import Envelope
from promotion.ledger.policies.models import ActException
from promotion.questions.drafts import ListQuestion
from promotion.questions.queries import listed
from promotion.questions.rules import State
from promotion.territory.queries import atlas, homes_within
from tests.desk.conftest import ground
from tests.factories import people

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]


@pytest.mark.parametrize("role", ["agency", "clerk", "finance"])
@pytest.mark.parametrize("asked", [{"year": 2024}, {"year": 2025, "province": "2025-91"}])
def test_each_tile_says_what_its_list_says(app, read, role, asked):
    address = "&".join(f"{name}={value}" for name, value in asked.items())
    text = read(role, f"/desk?{address}")
    with app.test_request_context():
        wanted = ground(people.actor(role).scope, **asked)
        sums = (
            idle(wanted).total,
            committable(wanted).whole.to_commit,
            forecasts(wanted, Basis.released).whole.forecast.middle,
        )
        waiting = sum(one.waiting for one in days(wanted).whole.spans.values())
    for amount in sums:
        assert f"{amount_text(amount, 'vi')} <span" in text
    assert (f"{waiting} dòng đang chờ" if waiting else "Không có dòng nào đang chờ") in text


TILE = re.compile(r'<dt>.*?<a href="([^"]*)">([^<]*)</a>.*?<dd class="figure-amount">([^ ]*) ', re.DOTALL)
FILTERS = (
    "year=2025&level=local&province=2025-91&implementer=centre-2025-91",
    "year=2024&fund=national-2024-qzxvn&q=qzx",
    "year=2024&region=south&content=ND3",
    "year=2024&level=national&province=2024-91",
)


def tiles_of(text):
    """Return the tiles of the desk: address, title, number."""
    return [(unescape(href), title, number) for href, title, number in TILE.findall(text)]


@pytest.mark.parametrize("asked", FILTERS)
def test_every_tile_leads_to_its_list_with_the_same_filters_and_the_same_number(read, asked):
    tiles = tiles_of(read("agency", f"/desk?{asked}"))
    assert len(tiles) >= 11
    own = [href for href, _title, _number in tiles if href.startswith("/desk/")]
    assert own == [
        f"/desk/{page}?{asked}"
        for page in ("days", "idle", "committable", "forecast", "stopped", "waiting", "late")
    ]
    for href, title, number in tiles:
        text = read("agency", href)
        assert "Vui lòng sửa các lỗi" not in text, href
        if number not in {"0", "–"} and not href.startswith("/questions"):
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text), (title, number, href)
        elif not href.startswith(("/questions", "/desk/days", "/desk/forecast")):
            assert "empty-state" in text, (title, href)


def test_each_filter_in_force_can_be_taken_off(read):
    chips = re.findall(r'class="chip" href="([^"]*)"', read("agency", "/desk?year=2024&level=national&q=qzx"))
    assert [unescape(href) for href in chips] == ["?year=2024&q=qzx", "?year=2024&level=national"]


def test_advances_exceptions_and_waiting_lines_are_those_of_the_money_asked_for(app):
    with app.test_request_context():
        some = 0
        for asked in (
            {}, {"level": Level.local}, {"region": Region.south}, {"province": "2024-91"}, {"unit": "centre-2024-91"},
            {"content": "ND3"}, {"fund": "national-2024-qzxvn"}, {"words": "qzxkg"},
            {"fund": "national-2024-qzxvn", "region": Region.south},
        ):  # fmt: skip
            wanted = ground(**asked)
            found = overview(wanted)
            contracts = select(Envelope.home, Envelope.uncleared).where(Envelope.kind == "commitment")
            lines = select(Envelope.home, Envelope.to_assign).where(
                Envelope.kind == "line", Envelope.to_assign > 0
            )
            assert found.advances.left == sum(row.uncleared for row in wanted.rows(contracts)), asked
            assert [row.to_assign for row in found.waiting.rows] == sorted(
                (row.to_assign for row in wanted.rows(lines)), reverse=True
            )
            unusual = select(Envelope.home, ActException.id).join(
                ActException, ActException.envelope_id == Envelope.id
            )
            assert found.exceptions[0] == len(wanted.rows(unusual)), asked
            some += bool(found.advances.left) + bool(found.waiting.rows)
        assert some > 8


def test_a_place_asked_for_by_lists_without_figures_is_that_of_the_figures(app):
    with app.test_request_context():
        places = atlas()
        for year, region, province in product(
            (2024, 2025), (None, *Region), (None, "2024-91", "2025-91", "2025-68")
        ):
            fold = ground(year=year, region=region, province=province).fold
            inside = {one.key for one in places.provinces if fold.inside(one.key)}
            assert homes_within(fold.day, region, province) == inside, (year, region, province)


@pytest.mark.parametrize("role", ["agency", "clerk", "foreign clerk"])
def test_the_tile_of_questions_counts_those_that_the_reader_sees(app, read, role):
    with app.test_request_context():
        asked = ListQuestion(year=2024, level=Level.national)
        counts = listed(people.actor(role), asked).by_state
    text = read(role, "/desk?year=2024&level=national&fund=national-2024-qzxvn&content=ND3")
    waiting = counts[State.open] + counts[State.overdue]
    assert f'{waiting} <span class="figure-unit">chưa được trả lời' in text
    assert f"{counts[State.overdue]} câu quá hạn" in text
    assert f"{counts[State.answered]} câu trả lời chờ xem xét" in text
    assert (
        text.count("Bộ lọc không áp dụng ở đây: Nội dung, Nguồn kinh phí") == 2
    )  # questions, and silent provinces
    (href,) = {href for href, title, _number in tiles_of(text) if href.startswith("/questions")}
    assert href == "/questions?year=2024&level=national"
    figures = re.findall(r'figure-amount">(?:<a[^>]*>)?(\d+)', read(role, href))
    assert sum(map(int, figures)) == sum(counts.values())


def test_a_centre_sees_its_own_only_and_a_desk_without_anything_says_nothing(read):
    own, foreign = read("clerk", "/desk?year=2024"), read("foreign clerk", "/desk?year=2024")
    assert own != foreign
    empty = read("northern clerk", "/desk?year=2024")
    assert "Không có dòng nào đang chờ" in empty
    assert "Không có tiền nhàn rỗi" in empty or "0 <span" in empty
    assert "Vui lòng sửa các lỗi" in read("clerk", "/desk?year=x")
