"""On random books: behind every figure stand rows that add up to it to the đồng, whatever is asked, by whomever."""

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import event, select

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.figures import origins, questions
from promotion.figures.measures import EVERY_BASE, LATER_RATE, RATES, value_of
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.rows import TOTAL
from promotion.figures.tables import tabulate
from promotion.figures.why import View, why_of
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import NotFound
from promotion.projects.models import Project

RECORDED, TODAY, OLD, NEW = map(Boundaries.read, ("recorded", "today", "2024-12-31", "2025-07-01"))
SOME_DAY = date(2024, 9, 17)
ALL = View()
KIEN_GIANG = frozenset({"2024-91"})


def question(by, *, boundaries=RECORDED, as_of=None, year=2024, **more) -> Question:
    return replace(Question(year, by, None, None, as_of or today(), boundaries), **more)


def cells(scope, asked):
    """Yield cells of the table: of empty rows one measure, of long tables a hundred cells, and the total."""
    table = tabulate(scope, asked, "en")
    found = [
        (row.key, measure.key, row.values[measure.key])
        for row in table.rows
        for measure in (EVERY_BASE if any(row.values.values()) else EVERY_BASE[:1])
    ]
    yield from random.Random(11).sample(found, min(len(found), 100))
    yield from ((TOTAL, measure.key, table.total.values[measure.key]) for measure in EVERY_BASE)


def check(scope, asked, view=ALL):
    for row, measure, value in cells(scope, asked):
        found = why_of(scope, asked, measure, row, "en", view)
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
    central = next(
        place.unit_id for place in opened.places.values() if place.kind == "line" and place.home is None
    )
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
        for measure in EVERY_BASE:
            found = why_of(scope, question(by), measure.key, TOTAL, "en", ALL)
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
    rows = tabulate(EVERYTHING, question(Dimension.content), "en").rows
    content = next(row.key for row in rows if row.values["released"])
    for scope in (EVERYTHING, *scopes(opened)[1:3]):
        check(scope, question(by, content=content))
        check(scope, question(by, content=content, region=Region.central, as_of=SOME_DAY))


def test_a_group_of_contents_is_the_sum_of_its_parts(opened):
    asked = question(Dimension.content)
    table = tabulate(EVERYTHING, asked, "en")
    for parent in {row.parent for row in table.rows} - {None}:
        below = catalogue.below(parent)
        found = why_of(EVERYTHING, asked, "disbursed", parent, "en", ALL)
        assert found.sources.sum == sum(row.values["disbursed"] for row in table.rows if row.key in below)


def test_a_rate_is_its_two_sums(opened):
    asked = question(Dimension.region, as_of=SOME_DAY)
    for row in tabulate(EVERYTHING, asked, "en").rows:
        for measure in (*RATES, LATER_RATE):
            found = why_of(EVERYTHING, asked, measure.key, row.key, "en", ALL)
            assert found.value == value_of(measure, row.values)
            assert [one.value for one in found.operands] == [
                row.values[measure.numerator or ""],
                row.values[measure.denominator or ""],
            ]
            assert not found.rows


def test_rows_of_acts_name_their_documents_and_what_is_taken_back_has_a_minus(opened):
    found = why_of(EVERYTHING, question(Dimension.level), "disbursed", "local", "en", ALL)
    at = {entry.act_id: entry for entry in opened.entries}
    assert found.rows
    for source, row in zip(found.sources.rows, found.rows, strict=True):
        assert row.act.document.issuer == "x"
        assert row.act.day == at[source.act_id].business_date
        assert (row.act.kind == "reverse") == (row.act.back is not None)
        assert (row.amount < 0) <= (row.act.kind in {"reverse", "refund"})
        assert row.subject.startswith("Project ")
        assert row.detail.startswith("KC-")
        assert row.project_public_id
    assert any(row.amount < 0 for row in found.rows)


def test_plan_as_a_whole_is_what_was_approved_not_how_it_was_listed(opened):
    found = why_of(EVERYTHING, question(Dimension.level), "approved", TOTAL, "en", ALL)
    assert {row.act.kind for row in found.rows} == {"approve", "supplement", "cut", "reverse"}
    of_row = why_of(EVERYTHING, question(Dimension.province), "approved", "2024-91", "en", ALL)
    assert {row.act.kind for row in of_row.rows} <= {"list", "relist", "transfer", "cut", "reverse"}


def test_who_waits_is_shown_without_those_who_were_given_all(opened):
    found = why_of(EVERYTHING, question(Dimension.level), "waiting", TOTAL, "en", ALL)
    places = {row.envelope_id for row in found.sources.rows}
    left = {place.id for place in opened.places.values() if place.budget_year == 2024 and place.to_assign}
    assert places == left


def test_pages_follow_one_another_and_running_sums_go_on(opened, monkeypatch):
    monkeypatch.setattr(origins, "PER_PAGE", 7)
    asked = question(Dimension.level)
    for grouping, sort in (("place", "date"), ("place", "-amount"), ("act", "-date"), ("act", "amount")):
        whole = why_of(EVERYTHING, asked, "disbursed", TOTAL, "en", View(grouping, sort))
        pages, seen = -(-whole.sources.count // 7), []
        assert pages > 2
        for number in range(1, pages + 2):
            page = why_of(EVERYTHING, asked, "disbursed", TOTAL, "en", View(grouping, sort, number))
            assert (page.sources.count, page.sources.sum) == (whole.sources.count, whole.value)
            assert page.sources.page == min(number, pages)
            seen += page.rows if number <= pages else []
        assert seen == list(whole.rows)
        total = 0
        for row in seen:
            total += row.amount
            assert row.running == total
        keys = [row.act.day if "date" in sort else row.amount for row in seen]
        assert keys == sorted(keys, reverse=sort.startswith("-"))


def test_an_act_of_several_places_is_one_row_when_acts_are_asked_for(opened):
    asked = question(Dimension.level)
    places, acts = (
        why_of(EVERYTHING, asked, "assigned", TOTAL, "en", View(group)) for group in ("place", "act")
    )
    sums = {}
    for row in places.rows:
        sums[row.act.number] = sums.get(row.act.number, 0) + row.amount
    assert {row.act.number: row.amount for row in acts.rows} == {
        number: amount for number, amount in sums.items() if amount
    }
    assert sum(row.places for row in acts.rows) == len(places.rows)
    assert max(row.places for row in acts.rows) > 1


def test_a_row_or_measure_that_no_table_has_is_not_found(opened):
    for by, row in (
        (Dimension.province, "2024-999"),
        (Dimension.region, "2024-91"),
        (Dimension.unit, "rest:central"),
        (Dimension.level, "rest:unlisted"),
        (Dimension.unit, "rest:undivided"),
        (Dimension.project, "KC-999"),
        (Dimension.content, "x"),
        (Dimension.level, ""),
    ):
        with pytest.raises(NotFound):
            why_of(EVERYTHING, question(by), "released", row, "en", ALL)
    with pytest.raises(NotFound):
        why_of(EVERYTHING, question(Dimension.level), "nothing", TOTAL, "en", ALL)


def test_a_project_of_others_is_not_found(opened):
    own = {
        place.project_id for place in opened.places.values() if place.home == "2024-91" and place.project_id
    }
    theirs = next(
        place.project_id for place in opened.places.values() if place.home == "2024-01" and place.project_id
    )
    codes = dict(db.session.execute(select(Project.id, Project.code)).all())
    scope = Scope(homes=KIEN_GIANG)
    assert why_of(scope, question(Dimension.project), "approved", codes[min(own)], "en", ALL).row.label
    with pytest.raises(NotFound):
        why_of(scope, question(Dimension.project), "approved", codes[theirs], "en", ALL)


def test_a_province_that_was_merged_says_where_it_is_counted(opened):
    asked = question(Dimension.province, boundaries=NEW)
    found = why_of(EVERYTHING, asked, "approved", "2024-91", "en", ALL)
    assert found.value == 0
    assert found.left_out[0].row == "2025-91"
    assert "An Giang" in found.left_out[0].text
    standing = why_of(EVERYTHING, asked, "approved", "2025-91", "en", ALL)
    assert standing.left_out[0].row == "rest:unlisted"


def test_the_number_of_queries_does_not_grow_with_the_rows(opened):
    heard = []
    hear = lambda *call: heard.append(call[2])  # noqa: E731 - short
    table = tabulate(EVERYTHING, question(Dimension.province), "en")
    rows = [row.key for row in table.rows if row.values["projects"]]
    assert len(rows) > 3
    event.listen(db.engine, "before_cursor_execute", hear)
    counts, sizes = {}, set()
    try:
        for row, measure in product(rows, ("approved", "projects")):
            heard.clear()
            found = why_of(EVERYTHING, question(Dimension.province), measure, row, "en", View(page=1))
            counts.setdefault(measure, set()).add(len(heard))
            sizes.add(len(found.rows))
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert len(sizes) > 2
    assert all(len(found) == 1 for found in counts.values()), counts


def test_an_address_makes_the_question_again(opened):
    for asked in (
        question(Dimension.region),
        question(Dimension.unit, boundaries=NEW, as_of=SOME_DAY, level=Level.local, region=Region.south),
        question(Dimension.content, boundaries=TODAY, province="2025-91", unit="ipc1", content="ND3"),
    ):
        for language in ("vi", "en"):
            read = questions.read(questions.address(asked), language, by=Dimension.level)
            assert (read.question, read.faults) == (asked, ())
