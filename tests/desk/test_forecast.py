"""The forecast to the end of the year: exact, within its bounds, growing with what is out; pages, workbooks, scope."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.desk.drafts import By
from promotion.desk.queries import forecast as reads
from promotion.desk.queries.idle import idle
from promotion.desk.rules.forecast import (
    Basis,
    Clock,
    Held,
    Method,
    Paid,
    a_year_earlier,
    clock,
    forecast,
    recent_from,
    share_then,
)
from promotion.figures.model import Boundaries
from promotion.figures.trend import totals
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from tests.desk.conftest import cells, ground
from tests.factories import people

amounts = st.integers(0, 10**13)
paids = st.builds(Paid, amounts, amounts, st.none() | amounts, st.none() | amounts)
helds = st.builds(Held, amounts, amounts, amounts)
clocks = st.builds(
    Clock, st.dates(date(2024, 1, 1), date(2025, 1, 31)), st.integers(1, 90), st.integers(0, 400)
)
bases = st.sampled_from(Basis)
shares = st.none() | st.fractions(Fraction(1, 10**6), 1)


@given(paids, helds, clocks, bases, shares)
def test_no_forecast_is_below_what_is_out_nor_above_the_ceiling(paid, held, when, basis, fallback):
    found = forecast(paid, held, when, basis, fallback)
    assert paid.now <= found.low <= found.middle <= found.high <= found.ceiling
    assert (found.low, found.high) == (min(found.by.values()), max(found.by.values()))
    assert all(isinstance(value, int) for value in found.by.values())
    assert found.unspent >= 0
    assert {Method.recent, Method.plan} <= set(found.by)
    assert (Method.last_year in found.by) == ((share_then(paid) or fallback) is not None)
    if not when.left:
        assert found.low == found.high == paid.now


@given(paids, helds, clocks, bases, shares, amounts)
def test_more_that_is_out_never_makes_a_smaller_forecast(paid, held, when, basis, fallback, more):
    less = forecast(paid, held, when, basis, fallback)
    found = forecast(replace(paid, now=paid.now + more), held, when, basis, fallback)
    assert all(found.by[method] >= value for method, value in less.by.items())
    assert (found.low, found.middle, found.high) >= (less.low, less.middle, less.high)


@given(paids, helds, clocks, shares)
def test_what_is_approved_allows_no_less_than_what_is_released(paid, held, when, fallback):
    released, approved = (
        forecast(paid, held, when, basis, fallback) for basis in (Basis.released, Basis.approved)
    )
    assert approved.ceiling - released.ceiling == held.expected
    assert all(approved.by[method] >= value for method, value in released.by.items())


def test_each_method_by_hand():
    paid, held = Paid(300, 210, 40, 100), Held(900, 500, 120)
    found = forecast(paid, held, Clock(date(2024, 10, 1), 90, 60), Basis.released)
    assert found.by == {Method.last_year: 750, Method.recent: 360, Method.plan: 420}
    assert (found.low, found.middle, found.high, found.ceiling, found.unspent) == (360, 420, 750, 1200, 780)
    without = forecast(replace(paid, then=0), held, Clock(date(2024, 10, 1), 90, 60), Basis.released)
    assert set(without.by) == {Method.recent, Method.plan}
    assert without.middle == 390


@given(st.integers(2001, 2099), st.dates(date(2000, 1, 1), date(2101, 1, 1)))
def test_the_clock_never_runs_past_the_last_day_nor_before_the_year(year, day):
    last = date(year + 1, 1, 31)
    found = clock(year, last, day)
    assert found.day == min(day, last)
    assert found.left == (last - found.day).days >= 0
    assert 1 <= found.recent <= 90
    assert found.day < date(year, 1, 1) or recent_from(found) >= date(year - 1, 12, 31)


def test_the_same_day_of_the_year_before():
    assert a_year_earlier(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_earlier(date(2025, 3, 1)) == date(2024, 3, 1)


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("role", ["agency", "clerk", "finance"])
def test_the_whole_is_what_the_figures_and_the_idle_money_say(app, year, by, role):
    with app.test_request_context():
        scope = people.actor(role).scope
        wanted = ground(scope, year=year, by=by)
        found = reads.forecasts(wanted, Basis.released)
        question = replace(wanted.question.figures, as_of=found.clock.day, boundaries=Boundaries("recorded"))
        assert found.whole.paid == totals(scope, question, ("disbursed",))["disbursed"]
        now = totals(scope, replace(question, as_of=today()), ("provided", "approved"))
        assert (found.whole.provided, found.whole.approved) == (now["provided"], now["approved"])
        assert found.whole.forecast.ceiling == found.whole.paid + idle(wanted).total
        for name in ("paid", "approved", "provided"):
            assert sum(getattr(row, name) for row in found.rows) == getattr(found.whole, name), name
        assert sum(row.forecast.ceiling for row in found.rows) == found.whole.forecast.ceiling


@pytest.mark.data("country", shared=True)
def test_a_group_without_a_year_to_compare_takes_that_of_the_whole_and_says_so(app):
    with app.test_request_context():
        found = reads.forecasts(ground(year=2025, by=By.unit, level=Level.national), Basis.released)
        assert found.whole.share is not None
        assert not found.whole.borrowed
        for row in found.rows:
            assert row.share is not None
            assert not row.borrowed or row.share == found.whole.share
        assert {row.borrowed for row in found.rows} == {True, False}
        first = reads.forecasts(ground(year=2024, by=By.unit), Basis.released)
        assert first.whole.share is None
        assert all(Method.last_year not in row.forecast.by for row in first.rows)


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("by", ["province", "unit", "content", "fund"])
def test_page_and_workbook_say_the_same(read, sheet_of, by):
    text = read("agency", f"/desk/forecast?year=2025&by={by}&basis=approved")
    _head, *rows, whole = cells(text, "forecast")
    (sheet,) = sheet_of("agency", f"/desk/forecast.xlsx?year=2025&by={by}&basis=approved").values()
    start = next(place for place, row in enumerate(sheet) if row[0] == rows[0][0])
    book = sheet[start : start + len(rows) + 1]
    for shown, kept in zip([*rows, whole], book, strict=True):
        assert shown[0] == kept[0]
        paid, low, middle, high = (int(shown[place].replace(".", "")) for place in (1, 5, 6, 7))
        assert (paid, low, middle, high) == (kept[3], kept[7], kept[8], kept[9])
        assert int(shown[10].replace(".", "")) == kept[10] - kept[8]
    assert "Theo nhịp độ năm trước" in text
    assert "Vui lòng chọn một mục" in read("agency", "/desk/forecast?year=2025&basis=x")
    assert "Không có gì để dự báo" in read("agency", "/desk/forecast?year=2030")


@pytest.mark.data("country", shared=True)
def test_a_centre_forecasts_its_own_money_only(app, read):
    for role, place in (("clerk", "91"), ("foreign clerk", "82")):
        rows = cells(read(role, "/desk/forecast?year=2025&by=province"), "forecast")[1:-1]
        assert {row[0] for row in rows} == {{"91": "An Giang", "82": "Đồng Tháp"}[place]}


@pytest.mark.data("country", shared=True)
def test_a_fund_is_compared_with_that_of_the_same_owner_or_whom_the_owner_took_over(app):
    with app.test_request_context():
        (row,) = reads.forecasts(ground(year=2025, by=By.fund, level=Level.national), Basis.released).rows
        assert not row.borrowed
        assert row.share is not None
        local = reads.forecasts(ground(year=2025, by=By.fund, level=Level.local), Basis.released).rows
        assert {row.borrowed for row in local} == {True, False}
