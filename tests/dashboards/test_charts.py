"""Charts are drawn from the figures of the tables, in a browser as offices have it, and stay away without script."""

import json
import re

import pytest

from tests.factories.people import token_of

pytestmark = pytest.mark.data("country", shared=True)


def drawn(text: str, name: str) -> dict:
    """Return what a chart of a page is drawn from."""
    found = re.search(rf'id="{name}".*?<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_charts_hold_the_figures_of_their_tables(look):
    page = look("agency", "/?year=2025&unit=million")
    chain = drawn(page.text, "chain-chart")
    table = page.cells("chain")[1:7]
    assert chain["categories"] == [row[0] for row in table]
    assert [series["name"] for series in chain["series"]] == ["2025", "2024"]
    assert [series["texts"] for series in chain["series"]] == [[row[at] for row in table] for at in (1, 3)]
    years = drawn(page.text, "years-chart")
    rows = page.cells("years")[1:]
    assert years["categories"] == [row[0] for row in rows]
    assert [series["texts"] for series in years["series"]] == [[row[at] for row in rows] for at in (1, 2, 3)]
    assert years["factor"] == 1_000_000


@pytest.mark.browser
def test_they_are_drawn_said_and_drawn_anew_after_filtering(app, page, address):
    token = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token_of("agency")})
    page.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": token, "url": address}])
    page.goto("/?year=2025")
    ground = page.locator("#chain-chart .chart-ground")
    ground.locator("svg").wait_for()
    assert "đã được phân bổ" in (ground.get_attribute("aria-label") or "")
    assert page.locator("#years-chart .chart-ground svg").count() == 1
    page.locator("#filter-year").select_option("2024")
    page.locator(".filter-bar button[type=submit]").click()
    page.wait_for_url("**/?*year=2024*")
    page.locator("#chain-chart figcaption", has_text="2024").wait_for()
    ground.locator("svg").wait_for()
    assert page.locator("#chain-chart svg text", has_text="2023").count() == 0
    page.emulate_media(color_scheme="dark")
    ground.locator("svg").wait_for()
