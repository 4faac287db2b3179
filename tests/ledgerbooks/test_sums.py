"""On random books: a ledger book ends where the figures are, on any day, for any reader; its rows lead there."""

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest
from sqlalchemy import event, select

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.database.handle import db
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.figures.trend import totals
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import NotFound
from promotion.ledger.deeds import MIRRORS, ActKind
from promotion.ledger.models import Fund
from promotion.ledgerbooks import books as made
from promotion.ledgerbooks.drafts import BookQuestion, Order
from promotion.ledgerbooks.queries import page_of
from promotion.ledgerbooks.running import Running, lines
from promotion.projects.models import Project
from promotion.units.models import Unit
from tests.figures.counting import MEASURES, balances, total

RECORDED = Boundaries.read("recorded")
SOME_DAY, MONTH_END = date(2024, 9, 17), date(2024, 9, 30)
WHOLE = 10_000
KIEN_GIANG = Scope(homes=frozenset({"2024-91"}))
READERS = (EVERYTHING, KIEN_GIANG, Scope(everything=True, national_only=True))


def read(book, scope=EVERYTHING, size=WHOLE, **asked):
    return page_of(scope, "en", book, BookQuestion(**asked), size)


def added(page):
    keys = page.closing.keys()
    return {key: page.opening[key] + sum(row.values[key] for row in page.rows) for key in keys}


def seen(maker, scope, *values):
    """Return a book, None where the reader sees nothing of it."""
    try:
        return maker(scope, *values)
    except NotFound:
        return None


def public_id(code):
    return db.session.scalars(select(Unit.public_id).where(Unit.code == code)).one()


def of_funds(scope):
    """Yield the book of each fund with the question of figures that means the same."""
    for fund in db.session.scalars(select(Fund).order_by(Fund.id)):
        book = seen(made.of_fund, scope, "en", fund.public_id)
        if book is not None:
            asked = Question(
                fund.budget_year,
                Dimension.level,
                Level(fund.level),
                None,
                today(),
                RECORDED,
                province=fund.home,
            )
            yield book, asked


def of_units(scope):
    for unit, year in product(db.session.scalars(select(Unit).order_by(Unit.id)), (2024, 2025)):
        book = seen(made.of_unit, scope, "en", unit.public_id, year, None)
        if book is not None and year in book.years:
            yield book, Question(year, Dimension.level, None, None, today(), RECORDED, unit=unit.code)


@pytest.mark.parametrize("scope", READERS)
@pytest.mark.parametrize("which", [of_funds, of_units])
def test_the_book_of_a_fund_or_unit_ends_where_the_figures_are(opened, which, scope):
    found = list(which(scope))
    assert found
    for book, asked in found:
        for last, order in product((None, SOME_DAY, MONTH_END, date(2025, 1, 1)), Order):
            page = read(book, scope, last=last, order=order)
            figures = totals(scope, replace(asked, as_of=last or today()))
            assert page.closing == {key: figures[key] for key in page.closing}, (book.title, last)
            assert added(page) == page.closing, (book.title, last)


@pytest.mark.parametrize("scope", READERS)
def test_the_book_of_a_project_ends_where_the_figures_are(opened, scope):
    ids = dict(db.session.execute(select(Project.code, Project.public_id)).all())
    for year, day in product((2024, 2025), (today(), SOME_DAY)):
        table = tabulate(scope, Question(year, Dimension.project, None, None, day, RECORDED), "en")
        rows = [row for row in table.rows if row.key in ids]
        assert rows or scope.national_only or year == 2025
        for row in rows[::3]:
            book = made.of_project(scope, ids[row.key], year)
            page = read(book, scope, last=day)
            for measure in book.measures:
                assert page.closing[measure.key] == row.values[measure.key], (row.key, measure.key)
            assert added(page) == page.closing


def test_a_project_of_several_years_adds_them_up(opened):
    several = [
        public_id
        for public_id in db.session.scalars(select(Project.public_id))
        if made.of_project(EVERYTHING, public_id, None).years
    ]
    for public_id in several[::5]:
        whole = made.of_project(EVERYTHING, public_id, None)
        parts = [read(made.of_project(EVERYTHING, public_id, year)).closing for year in whole.years]
        assert read(whole).closing == {key: sum(part[key] for part in parts) for key in parts[0]}


def test_every_row_is_what_the_entries_of_its_act_say(opened):
    """Counted a second time from the entries alone, each act for itself."""
    fund = db.session.scalars(select(Fund).where(Fund.level == "national", Fund.budget_year == 2024)).one()
    page = read(made.of_fund(EVERYTHING, "en", fund.public_id))
    acts = {entry.act_id for entry in opened.entries if fund.id in _funds_of(opened, entry)}
    assert len(page.rows) == page.count == len(acts) > 40
    assert [row.number for row in page.rows] == sorted(row.number for row in page.rows)
    by_number = {row.number: row for row in page.rows}
    numbers = _numbers()
    for act_id in sorted(acts):
        of_act = replace_entries(opened, [one for one in opened.entries if one.act_id == act_id])
        at = balances(of_act, today())
        for measure in MEASURES:
            counted = total(of_act, at, measure, lambda place: place.fund_id == fund.id)
            assert by_number[numbers[act_id]].values[measure] == counted


def replace_entries(opened, entries):
    return type(opened)(opened.app, entries, opened.places)


def _funds_of(opened, entry):
    return {opened.places[side].fund_id for side in (entry.source_id, entry.target_id) if side}


def _numbers():
    from_act = "SELECT id, number FROM act"
    return dict(db.session.connection().exec_driver_sql(from_act).all())


def test_the_opening_row_is_where_the_period_before_ended(opened):
    for book, _asked in (*of_funds(EVERYTHING), *of_units(KIEN_GIANG)):
        before = read(book, last=date(2024, 9, 16))
        page = read(book, first=SOME_DAY)
        assert page.opening == before.closing
        assert before.count + page.count == read(book).count
        assert all(row.day >= SOME_DAY for row in page.rows)


@pytest.mark.parametrize("order", Order)
def test_pages_follow_one_another_without_gap_or_overlap(opened, order):
    book, _asked = next(of_funds(EVERYTHING))
    asked = BookQuestion(first=date(2024, 2, 1), order=order)
    whole = page_of(EVERYTHING, "en", book, asked, WHOLE)
    rows, totals_between, sums = [], [], dict(whole.opening)
    while True:
        page = page_of(EVERYTHING, "en", book, asked, 7)
        assert page.before == len(rows)
        assert (page.count, page.closing, page.shown) == (whole.count, whole.closing, whole.shown)
        if rows:
            assert page.carried == sums
        totals_between += [line for line in lines(page, asked) if isinstance(line, Running)]
        rows += page.rows
        sums = {key: value + sum(row.values[key] for row in page.rows) for key, value in sums.items()}
        if page.following is None:
            break
        asked = replace(asked, after=page.rows[-1].position)
    assert tuple(rows) == whole.rows
    assert len(rows) > 14
    assert totals_between == [line for line in lines(whole, asked) if isinstance(line, Running)]
    keys = [(row.day, row.number) if order is Order.day else row.number for row in rows]
    assert keys == sorted(keys)


def test_totals_at_the_end_of_a_month_are_the_figures_of_that_day(opened):
    book, asked = next(of_funds(EVERYTHING))
    question = BookQuestion(order=Order.day)
    found = [line for line in lines(read(book, order=Order.day), question) if isinstance(line, Running)]
    assert len(found) > 8
    for line, following in pairwise(found):
        assert line.month < following.month
        last = date(line.month.year + line.month.month // 12, line.month.month % 12 + 1, 1)
        figures = totals(EVERYTHING, replace(asked, as_of=date.fromordinal(last.toordinal() - 1)))
        assert line.values == {key: figures[key] for key in line.values}
        assert (line.quarter is not None) == (line.month.month in {3, 6, 9, 12})


def test_an_act_taken_back_and_what_took_it_back_point_at_each_other(opened):
    pairs = 0
    for book, _asked in of_funds(EVERYTHING):
        every = {row.number: row for row in read(book).rows}
        for row in every.values():
            assert (row.kind in MIRRORS) == (row.takes_back is not None)
            if row.takes_back is None:
                continue
            old = every[row.takes_back.number]
            assert old.taken_back.number == row.number
            assert old.amount == -row.amount != 0
            assert {key: -value for key, value in old.values.items()} == row.values
            pairs += 1
        corrected = read(book, corrected=True)
        assert {row.number for row in corrected.rows} == {
            row.number for row in every.values() if row.takes_back or row.taken_back or row.corrects
        }
        assert not any(corrected.shown.values())
    assert pairs > 3


def test_filters_leave_out_what_the_rest_then_holds(opened):
    for book, _asked in of_funds(EVERYTHING):
        page = read(book, kind=ActKind.pay, first=SOME_DAY)
        assert {row.kind for row in page.rows} <= {ActKind.pay}
        assert page.shown == {key: sum(row.values[key] for row in page.rows) for key in page.shown}
        rest = [row for row in read(book, first=SOME_DAY).rows if row.kind is not ActKind.pay]
        assert page.others == {key: sum(row.values[key] for row in rest) for key in page.others}
        assert not [line for line in lines(page, BookQuestion(kind=ActKind.pay)) if isinstance(line, Running)]


def test_a_limited_reader_finds_the_own_part_and_nothing_of_others(opened):
    national = db.session.scalars(
        select(Fund).where(Fund.level == "national", Fund.budget_year == 2024)
    ).one()
    book = made.of_fund(KIEN_GIANG, "en", national.public_id)
    assert not book.whole
    mine = [place.id for place in opened.places.values() if place.home == "2024-91"]
    touching = {
        entry.act_id for entry in opened.entries
        if national.id in _funds_of(opened, entry) and {entry.source_id, entry.target_id} & set(mine)
    }  # fmt: skip
    page = read(book, KIEN_GIANG)
    assert page.count == len(touching) > 0
    names = {place.name for row in page.rows for place in row.subject.places}
    theirs = {
        code for code, home in db.session.execute(select(Project.code, Project.home)) if home != "2024-91"
    }
    assert not names & theirs
    assert seen(made.of_fund, NOTHING, "en", national.public_id) is None
    assert seen(made.of_unit, KIEN_GIANG, "en", public_id("centre-2024-01"), 2024, None) is None
    assert seen(made.of_unit, EVERYTHING, "en", "no-such-unit", 2024, None) is None
    own = made.of_unit(KIEN_GIANG, "en", public_id("centre-2024-91"), 2024, None)
    assert seen(made.of_unit, KIEN_GIANG, "en", public_id("centre-2024-91"), 2024, "x") is None
    for fund in own.funds:
        of_one = made.of_unit(KIEN_GIANG, "en", public_id("centre-2024-91"), 2024, fund.public_id)
        assert 0 < read(of_one, KIEN_GIANG).count < read(own, KIEN_GIANG).count


def test_the_number_of_statements_does_not_grow_with_the_rows(opened):
    heard = []
    hear = lambda *call: heard.append(call[2])  # noqa: E731 - short
    event.listen(db.engine, "before_cursor_execute", hear)
    counts, sizes = set(), set()
    try:
        for book, _asked in of_funds(EVERYTHING):
            for size in (1, 20, WHOLE):
                heard.clear()
                sizes.add(len(read(book, size=size, first=date(2024, 2, 1)).rows))
                counts.add(len(heard))
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert len(sizes) > 4
    assert len(counts) <= 2, counts
    assert max(counts) <= 14
