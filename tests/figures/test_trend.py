"""Totals without rows, money that lies idle, and the pace: on random books, counted a second time from the entries."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from promotion.access.actor import EVERYTHING, Scope
from promotion.database.handle import db
from promotion.figures.idle import idle
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.pace import paces
from promotion.figures.tables import tabulate
from promotion.figures.trend import a_year_before, totals
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.ledger.models import Act
from tests.figures.counting import balances

HERE = Scope(homes=frozenset({"2024-91", "2024-89", "2025-91"}))


def asked(year=2024, **parts) -> Question:
    return replace(Question(year, Dimension.level, None, None, today(), Boundaries("recorded")), **parts)


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("scope", [EVERYTHING, HERE, replace(EVERYTHING, national_only=True)])
def test_totals_are_those_of_every_table(opened, scope, year):
    places = (
        {}, {"region": Region.south}, {"province": "2024-91"}, {"unit": "ipc1"}, {"content": "ND3"},
        {"province": "2024-74", "unit": "ipc1"},
    )  # fmt: skip
    days = (today(), date(year, 9, 17))
    for place, level, day in product(places, (None, Level.local), days):
        question = asked(year, level=level, as_of=day, **place)
        expected = totals(scope, question)
        for by in Dimension:
            assert dict(tabulate(scope, replace(question, by=by)).total.values) == expected, (
                by,
                place,
                level,
            )
        wanted = ("approved", "disbursed")
        assert totals(scope, question, wanted) == {measure: expected[measure] for measure in wanted}


def test_a_year_before_is_the_same_day_of_the_year_before():
    before = a_year_before(asked(2024, as_of=date(2024, 2, 29), province="2024-91"))
    assert (before.year, before.as_of, before.province) == (2023, date(2023, 2, 28), "2024-91")


def test_idle_money_is_what_shares_and_lines_hold_and_since_when(opened):
    held = {
        number: counters["money"]
        for number, counters in balances(opened, today()).items()
        if counters["money"] and opened.places[number].kind in {"share", "line"}
        and opened.places[number].budget_year == 2024
    }  # fmt: skip
    found, since = idle(EVERYTHING, asked(), "en", limit=1000), _since(opened)
    assert [one.held for one in found.largest] == sorted(held.values(), reverse=True)
    for kind, total in (("share", found.in_shares), ("line", found.on_lines)):
        assert (
            total == sum(amount for number, amount in held.items() if opened.places[number].kind == kind) > 0
        )
    assert sorted(one.since for one in found.largest) == sorted(since[number] for number in held)
    inside = idle(HERE, asked(), "en", limit=1000)
    assert sum(one.held for one in inside.largest) == sum(
        amount for number, amount in held.items() if opened.places[number].home in HERE.homes
    )
    assert len(idle(EVERYTHING, asked(), "en", limit=3).largest) == 3


def _since(books) -> dict[int, date]:
    """Return the day on which each envelope last began to hold money, entry by entry."""
    held: dict[int, int] = defaultdict(int)
    since: dict[int, date] = {}
    for entry in books.entries:
        for number, counter, sign in (
            (entry.source_id, entry.source_counter, -1),
            (entry.target_id, entry.target_counter, 1),
        ):
            if counter == "money":
                if held[number] == 0 and sign > 0:
                    since[number] = max(since.get(number, entry.business_date), entry.business_date)
                held[number] += sign * entry.amount
    return since


@pytest.mark.parametrize("day", [today(), date(2024, 6, 30)])
def test_the_pace_counts_from_acts_that_stand(opened, day):
    acts = [act for act in db.session.scalars(select(Act)) if act.business_date <= day]
    back = {act.reverses_id for act in acts}
    for pace in paces(EVERYTHING, asked(as_of=day)):
        assert pace.until == min(day, date(2025, 1, 31))
        for one in pace.funds:
            of_fund = [act for act in acts if act.fund_id == one.fund.id and act.id not in back]
            assert one.approved == min(
                (act.business_date for act in of_fund if act.kind == "approve"), default=None
            )
            assert one.released == max(
                (act.business_date for act in of_fund if act.kind == "release"), default=None
            )
    national, local = paces(EVERYTHING, asked(as_of=day))
    assert (len(national.funds), len(local.funds)) == (1, 2)
    assert national.days(national.until - timedelta(5)) == 5
    assert [len(pace.funds) for pace in paces(EVERYTHING, asked(province="2024-91"))] == [1, 1]
    assert [len(pace.funds) for pace in paces(EVERYTHING, asked(unit="ipc1"))] == [1]
