"""How long money takes: the stages of a line in days, medians, what does not count, pages, workbooks and scope."""

from datetime import date, timedelta
from fractions import Fraction
from statistics import median as middle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.database.handle import db
from promotion.desk.queries import days as reads
from promotion.desk.rules.days import Course, Stage, median, reached, span, summed, waits_at, waits_since
from promotion.disbursement import service
from promotion.kernel.choices import Level, ProjectState
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act
from tests.desk.conftest import cells, ground, numbers, take_back
from tests.support.desk import BEGIN, DAY, MILLION

FIRST = date(2024, 1, 1)
some_days = st.integers(0, 400).map(lambda number: FIRST + timedelta(number))
maybe = st.none() | some_days
lists = st.lists(some_days, max_size=6).map(sorted)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_the_median_is_exact_and_lies_within(values):
    found = median(values)
    assert found == Fraction(middle(values))
    assert min(values) <= found <= max(values)


def test_there_is_no_median_of_nothing():
    assert median([]) is None


@given(some_days, lists, lists, maybe, maybe)
def test_stages_follow_each_other_and_a_line_waits_for_one_at_most(listed, releases, shares, committed, paid):
    line = reached(listed, releases, shares, committed, paid)
    assert line[Stage.approved] == listed
    if Stage.released in line:
        assert line[Stage.released] == min(day for day in releases if day >= listed)
        assert line.get(Stage.shared, line[Stage.released]) >= line[Stage.released]
    spans = [span(line, stage) for stage in list(Stage)[1:]]
    assert all(days is None or days >= 0 for days in spans)
    for funded in (True, False):
        awaited = waits_at(line, funded=funded)
        assert (awaited is None) == (paid is not None)
        if awaited is not None:
            assert awaited not in line
            assert waits_since(line, awaited) >= listed


def test_money_that_was_there_before_needs_no_release_of_its_own():
    line = reached(FIRST, [], [], None, None)
    assert waits_at(line, funded=False) is Stage.released
    assert waits_at(line, funded=True) is Stage.committed
    early = reached(FIRST, [], [], FIRST + timedelta(3), None)
    assert (span(early, Stage.committed), waits_at(early, funded=False)) == (None, Stage.released)


@given(st.lists(st.tuples(some_days, lists, lists, maybe, maybe), max_size=8))
def test_every_line_passed_a_stage_or_waits_for_one(given_lines):
    courses = []
    for one in given_lines:
        line = reached(*one)
        courses.append(Course(line, waits_at(line, funded=False)))
    found = summed(courses)
    assert sum(one.waiting for one in found.values()) == sum(one.awaited is not None for one in courses)
    for one in found.values():
        assert (one.median is None) == (one.passed == 0) == (one.longest is None)
        assert (one.since is None) == (one.waiting == 0)


@pytest.fixture
def line(desk):
    """A line listed on 15 January, released on 20 February after a release that was taken back, shared on 1 March."""
    project, fund = desk.project(ProjectState.approved), desk.fund()
    found = desk.line(project, fund)
    top = ledger.fund_envelope(fund.id).id
    desk.plan(ActKind.approve, fund, top, 300 * MILLION)
    desk.plan(ActKind.list, fund, found.id, 300 * MILLION)
    desk.plan(ActKind.release, fund, top, 300 * MILLION, date(2024, 2, 1))
    take_back(desk, db.session.query(Act).filter_by(kind="release").one())
    desk.plan(ActKind.release, fund, top, 300 * MILLION, date(2024, 2, 20))
    desk.plan(ActKind.share, fund, found.parent_id, 300 * MILLION, date(2024, 3, 1))
    return found


def only(found):
    """Return the days of the one group, by stage."""
    (row,) = found.rows
    return {stage: one.median for stage, one in row.spans.items()}


@pytest.mark.data("desk")
def test_a_line_from_the_plan_to_the_first_payment(desk, line):
    waiting = reads.days(ground())
    assert only(waiting) == {
        Stage.released: 36, Stage.shared: 10, Stage.committed: None, Stage.paid: None,
    }  # fmt: skip
    one = waiting.whole.spans[Stage.committed]
    assert (one.waiting, one.since) == (1, date(2024, 3, 1))
    assert waiting.until == date(2025, 1, 31)
    desk.book(desk.assign(line, 300 * MILLION))
    contract = desk.book(desk.commit(line, 300 * MILLION)).commitment
    day = date(2024, 6, 10)
    desk.book(desk.spend(service.advance, contract, 50 * MILLION, voucher=desk.voucher("R-1", day)))
    found = reads.days(ground())
    assert only(found) == {
        Stage.released: 36, Stage.shared: 10,
        Stage.committed: (DAY - date(2024, 3, 1)).days, Stage.paid: (day - DAY).days,
    }  # fmt: skip
    assert [one.waiting for one in found.whole.spans.values()] == [0, 0, 0, 0]
    take_back(desk, db.session.query(Act).filter_by(kind="advance").one(), ("clerk", "head"))
    again = reads.days(ground()).whole.spans[Stage.paid]
    assert (again.passed, again.waiting, again.since) == (0, 1, DAY)


@pytest.mark.data("desk")
def test_a_line_that_left_the_plan_or_whose_project_stopped_waits_for_nothing(desk, line):
    assert reads.days(ground(words="nuoc mam")).whole.lines == 1
    assert reads.days(ground(words="khong co")).whole.lines == 0
    assert reads.days(ground(level=Level.local)).whole.lines == 0
    assert reads.days(ground(fund="national-2024")).whole.lines == 1
    project = ledger.envelopes([line.id])[0].project_id
    found = reads.projects.by_ids(ground().scope, {project})[project]
    desk.move(found, ProjectState.stopped, "agency head", DAY, "Đơn vị thụ hưởng không còn nhu cầu")
    stopped = reads.days(ground())
    assert stopped.whole.lines == 1
    assert all(one.waiting == 0 for one in stopped.whole.spans.values())


@pytest.mark.data("desk")
def test_the_lines_of_a_group_lead_to_their_acts_as_far_as_the_reader_may_open_them(desk, line, read):
    listed = db.session.query(Act).filter_by(kind="list").one().public_id
    released = db.session.query(Act).filter_by(kind="release").order_by(Act.id.desc()).first().public_id
    text = read("agency", "/desk/days?year=2024&group=2024-91")
    assert f"/acts/{listed}" in text
    assert f"/acts/{released}" in text
    own = read("clerk", "/desk/days?year=2024&by=unit&group=centre-2024-91")
    assert f"/acts/{listed}" in own
    assert f"/acts/{released}" not in own
    assert BEGIN.strftime("%d/%m/%Y") in own
    assert "Không có dòng kinh phí" in read("foreign clerk", "/desk/days?year=2024")
    assert "Nhóm này không có dòng nào" in read("agency", "/desk/days?year=2024&group=x")
    wrong = read("agency", "/desk/days?year=2024&by=x&fund=y&level=z")
    assert wrong.count("Vui lòng chọn một mục trong danh sách") == 2
    assert "“z” không phải là cấp" in wrong


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("by", ["province", "unit", "content", "fund"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_groups_add_up_and_the_workbook_says_the_same(app, read, sheet_of, by, year):
    with app.app_context():
        whole = reads.days(ground(year=year)).whole.lines
    assert whole
    text = read("agency", f"/desk/days?year={year}&by={by}")
    _head, *rows, total = cells(text, "days")
    assert sum(int(row[1]) for row in rows) == int(total[1]) == whole
    sheets = sheet_of("agency", f"/desk/days.xlsx?year={year}&by={by}")
    groups, lines = sheets.values()
    start = next(place for place, row in enumerate(groups) if row[0] == rows[0][0])
    assert [[row[0], str(row[1])] for row in groups[start : start + len(rows)]] == [row[:2] for row in rows]
    assert groups[start + len(rows)][1] == whole
    assert len([row for row in lines if str(row[0]).isdigit()]) == whole
    assert numbers(groups)


@pytest.mark.data("country", shared=True)
def test_the_days_of_a_reader_are_those_in_scope(app, read, sheet_of):
    for role in ("clerk", "foreign clerk", "finance"):
        text = read(role, "/desk/days?year=2024&by=unit&group=centre-2024-91")
        assert ("qzxkgl" in text) == (role == "clerk"), role
        assert ("qzxkgn" in text) == (role != "foreign clerk"), role
        book = str(sheet_of(role, "/desk/days.xlsx?year=2024"))
        assert ("qzxkgl" in book) == (role == "clerk"), role
