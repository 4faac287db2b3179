"""On random books: behind every figure stand rows that add up to it to the đồng, whatever is asked, by whomever."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.figures.measures import BASES, RATES, value_of
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.origins import PER_PAGE
from promotion.figures.rows import TOTAL
from promotion.figures.tables import tabulate
from promotion.figures.why import View, why
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import NotFound

RECORDED, TODAY, OLD, NEW = map(Boundaries.read, ("recorded", "today", "2024-12-31", "2025-07-01"))
SOME_DAY = date(2024, 9, 17)
KIEN_GIANG = frozenset({"2024-91"})


def question(by, *, boundaries=RECORDED, as_of=None, year=2024, **more) -> Question:
    return replace(Question(year, by, None, None, as_of or today(), boundaries), **more)


def cells(scope, asked):
    """Yield every row and measure of the table with the value of its cell; of empty rows only one measure."""
    table = tabulate(scope, asked, "en")
    for row in (*table.rows, table.total):
        for measure in BASES if any(row.values.values()) else BASES[:1]:
            yield row.key, measure.key, row.values[measure.key]


def check(scope, asked, view=View()):
    for row, measure, value in cells(scope, asked):
        found = why(scope, asked, measure, row, "en", view)
        said = (asked, row, measure)
        assert sum(one.amount for one in found.rows) == value == found.value == found.sources.sum, said
        assert all(one.amount for one in found.rows), said
        assert len(found.rows) == found.sources.count, said
        if found.rows:
            assert found.rows[-1].running == value, said


@pytest.mark.parametrize("by", Dimension)
def test_rows_add_up_to_every_cell(opened, by):
    for boundaries, day in ((RECORDED, today()), (TODAY, SOME_DAY), (OLD, today()), (NEW, SOME_DAY)):
        check(EVERYTHING, question(by, boundaries=boundaries, as_of=day))
    check(EVERYTHING, question(by, boundaries=OLD, year=2025))
    check(EVERYTHING, question(by), View("act", "-amount"))


def scopes(opened):
    """Readers of one province, of a unit without one, of both, and of national money."""
    unit = next(place.unit_id for place in opened.places.values() if place.home == "2024-74")
    central = next(place.unit_id for place in opened.places.values() if place.kind == "line" and place.home is None)
    return (
        Scope(homes=KIEN_GIANG),
        Scope(units=frozenset({unit})),
        Scope(homes=KIEN_GIANG, units=frozenset({central})),
        Scope(everything=True, national_only=True),
        Scope(homes=KIEN_GIANG, national_only=True),
        NOTHING,
    )


@pytest.mark.parametrize("by", Dimension)
def test_a_limited_reader_finds_the_own_rows_and_nothing_of_others(opened, by):
    for scope in scopes(opened):
        check(scope, question(by, as_of=SOME_DAY))
        for measure in BASES:
            found = why(scope, question(by), measure.key, TOTAL, "en", View())
            for row in found.sources.rows:
                if row.envelope_id is not None:
                    place = opened.places[row.envelope_id]
                    assert scope.covers(home=place.home, unit_id=place.unit_id, level=place.level)
            if scope == NOTHING:
                assert not found.rows
                assert found.value == 0


@pytest.mark.parametrize("by", [Dimension.province, Dimension.content, Dimension.project])
def test_rows_add_up_whatever_else_is_asked(opened, by):
    narrowings = (
        {"level": Level.local},
        {"region": Region.south},
        {"region": Region.south, "boundaries": TODAY, "level": Level.national},
        {"province": "2024-91"},
        {"province": "2025-91", "boundaries": NEW},
        {"unit": "ipc1"},
        {"province": "2024-74", "unit": "ipc1"},
    )
    for more in narrowings:
        check(EVERYTHING, question(by, **more))
    content = next(row.key for row in tabulate(EVERYTHING, question(Dimension.content), "en").rows if row.values["released"])
    for scope in (EVERYTHING, *scopes(opened)[1:3]):
        check(scope, question(by, content=content))
        check(scope, question(by, content=content, region=Region.central, as_of=SOME_DAY))
