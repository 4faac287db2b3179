"""What can still be committed: the ledger's own ceiling, until when, with what money; pages, workbooks and scope."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.desk.queries import committable as reads
from promotion.desk.rules.committable import Room, covered, next_closing, room_of
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import AssignDraft
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Envelope
from promotion.ledger.refusals import CeilingReached
from promotion.projects.rules import SPENDING
from tests.desk.conftest import cells, ground, numbers
from tests.factories import people
from tests.support.desk import MILLION

amounts = st.integers(0, 10**12)
days = st.integers(0, 800).map(lambda number: date(2024, 1, 1) + timedelta(number))


@given(amounts, amounts, amounts)
def test_what_is_covered_is_there_and_can_be_committed(to_commit, money, owed):
    found = covered(to_commit, money, owed)
    assert 0 <= found <= to_commit
    assert found <= money
    assert found == 0 or found + owed <= money


@given(st.sampled_from(ProjectState), days, days, st.booleans())
def test_room_is_usable_in_open_funds_in_time_where_contracts_are_signed(state, last, day, closed):
    usable = not closed and day <= last and state in SPENDING
    assert (room_of(state, last, day, closed=closed) is Room.usable) == usable


@given(st.lists(st.tuples(days, days)), days)
def test_the_next_closing_is_the_first_that_has_not_passed(periods, day):
    found = next_closing(periods, day)
    coming = [closes for _through, closes in periods if closes >= day]
    assert (found[1] if found else None) == min(coming, default=None)


@pytest.fixture
def this_year(desk):
    """A line of this year's fund, listed with 300 million, 100 million of it there; nothing committed."""
    year = today().year
    first = date(year, 1, 1)
    project = desk.project(ProjectState.approved, planned_start=first, planned_end=date(year, 12, 31))
    fund = desk.fund(year=year)
    line = desk.line(project, fund)
    top = ledger.fund_envelope(fund.id).id
    for kind, where, amount in (
        (ActKind.approve, top, 300), (ActKind.list, line.id, 300), (ActKind.release, top, 100),
        (ActKind.share, line.parent_id, 100),
    ):  # fmt: skip
        desk.plan(kind, fund, where, amount * MILLION, first)
    share = ledger.envelopes([line.parent_id])[0].public_id
    draft = AssignDraft(((line.public_id, 100 * MILLION),), desk.voucher(day=first))
    desk.book(desk.run(lambda: spending.assign(desk.actor("clerk"), share, draft)))
    return project, line


@pytest.mark.data("desk")
def test_the_ledger_takes_exactly_what_the_list_says(desk, this_year):
    project, line = this_year
    day = today()
    before = reads.committable(ground(year=day.year)).whole
    assert (before.to_commit, before.covered) == (300 * MILLION, 100 * MILLION)
    desk.book(desk.commit(line, 40 * MILLION, day=day))
    found = reads.committable(ground(year=day.year))
    assert (found.whole.to_commit, found.whole.covered, found.whole.listed) == (
        260 * MILLION,
        60 * MILLION,
        300 * MILLION,
    )
    assert (found.last, found.days_left) == (
        date(day.year + 1, 1, 31),
        (date(day.year + 1, 1, 31) - day).days,
    )
    with pytest.raises(CeilingReached):
        desk.commit(line, 260 * MILLION + 1, day=day, reason="Ký trước để kịp vụ")
    desk.book(desk.commit(line, 200 * MILLION, day=day, reason="Ký trước để kịp vụ"))
    desk.move(project, ProjectState.stopped, "agency head", day, "Đơn vị không thực hiện")
    stopped = reads.committable(ground(year=day.year))
    assert (stopped.whole.lines, stopped.by_room[Room.barred]) == (0, 60 * MILLION)


@pytest.mark.data("desk")
def test_page_and_workbook_say_the_same_and_lead_to_the_book(desk, this_year, read, sheet_of):
    year, (_project, line) = today().year, this_year
    text = read("agency", f"/desk/committable?year={year}&by=unit&group=centre-2025-91")
    _head, row, total = cells(text, "committable")
    assert row[1:] == total[1:] == ["1", "300.000.000", "100.000.000", "0", "300.000.000", "100.000.000"]
    assert f"/envelopes/{line.public_id}?counter=to_commit" in text
    assert cells(text, "lines")[1][2:] == row[2:]
    groups, lines = sheet_of("agency", f"/desk/committable.xlsx?year={year}").values()
    for sheet in (groups, lines):
        assert numbers(sheet)[-5:] == [300 * MILLION, 100 * MILLION, 0, 300 * MILLION, 100 * MILLION]
    assert "Không còn dòng nào được ký" in read("foreign clerk", f"/desk/committable?year={year}")
    assert "300.000.000" in read("clerk", f"/desk/committable?year={year}")
    assert "Nhóm này không có dòng nào" in read("agency", f"/desk/committable?year={year}&group=x")


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("role", ["agency", "clerk", "foreign head", "finance"])
def test_every_dong_of_the_counter_is_accounted_for(app, year, role):
    with app.test_request_context():
        scope = people.actor(role).scope
        found = reads.committable(ground(scope, year=year))
        assert (
            sum(row.sums.to_commit for row in found.rows)
            == found.whole.to_commit
            == found.by_room[Room.usable]
        )
        held = select(func.sum(Envelope.to_commit)).where(
            Envelope.kind == "line", Envelope.budget_year == year
        )
        if scope.everything and not scope.national_only:
            assert sum(found.by_room.values()) == db.session.scalar(held) > 0
        elif scope.national_only:
            held = held.where(Envelope.level == "national")
            assert sum(found.by_room.values()) == db.session.scalar(held)
