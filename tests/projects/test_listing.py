"""The list: conditions, order, pages, money of the lines, since when a project waits."""

from datetime import date

import pytest
from sqlalchemy import event

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState, Region
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind
from promotion.projects import listing, service
from promotion.projects.drafts import ProjectQuestion
from promotion.units import queries as units
from tests.support.desk import BEGIN, MILLION

pytestmark = pytest.mark.data("desk")

ALL = ProjectQuestion()


def names(question, scope=EVERYTHING, **others):
    return [row.name for row in listing.rows(scope, question, **others)[0]]


@pytest.fixture
def several(desk):
    """Three projects: Kiên Giang's national one with money, a local one, and one of IPC1 in Thái Nguyên."""
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    desk.book(desk.assign(line, 120 * MILLION))
    desk.project(level=Level.local, name="Đào tạo nghề may", commune="Hà Tiên")
    ipc = units.unit("ipc1").id
    clerk, draft = desk.actor("central clerk"), desk.draft(name="Ấp trứng", unit_id=ipc, home="2024-19")
    desk.run(lambda: service.record(clerk, draft, BEGIN))
    return line


@pytest.mark.parametrize(
    "question,found",
    [
        (ALL, {"Hỗ trợ máy móc chế biến nước mắm", "Đào tạo nghề may", "Ấp trứng"}),
        (ProjectQuestion(text="dao tao NGHE"), {"Đào tạo nghề may"}),
        (ProjectQuestion(text="thanh ha 0100109106 mam"), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(text="100%"), set()),
        (ProjectQuestion(text="kcqg-2024-0001"), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(level=Level.local), {"Đào tạo nghề may"}),
        (ProjectQuestion(region=Region.north), {"Ấp trứng"}),
        (ProjectQuestion(province="2025-91", level=Level.local), {"Đào tạo nghề may"}),
        (ProjectQuestion(province="2024-89"), set()),
        (ProjectQuestion(state=ProjectState.approved), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(year=2024), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(year=2023), set()),
        (ProjectQuestion(content="ND3"), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(content="ND1"), set()),
        (ProjectQuestion(waiting=True), {"Hỗ trợ máy móc chế biến nước mắm"}),
        (ProjectQuestion(waiting=False), {"Đào tạo nghề may", "Ấp trứng"}),
    ],
)
def test_each_condition_narrows_the_list(several, question, found):
    assert set(names(question)) == found


def test_the_unit_of_a_project_is_a_condition_too(several):
    assert names(ProjectQuestion(unit_id=units.unit("ipc1").id)) == ["Ấp trứng"]


def test_the_scope_is_no_condition_that_one_can_take_off(several):
    assert names(ALL, NOTHING) == []
    assert set(names(ALL, Scope(homes=frozenset({"2024-91"})))) == {
        "Hỗ trợ máy móc chế biến nước mắm", "Đào tạo nghề may",
    }  # fmt: skip
    finance = Scope(everything=True, national_only=True)
    assert set(names(ALL, finance)) == {"Hỗ trợ máy móc chế biến nước mắm", "Ấp trứng"}
    assert listing.homes_with_projects(finance) != []
    assert listing.units_with_projects(NOTHING) == []


def test_amounts_are_those_of_the_lines_and_waiting_has_a_day(several):
    row = next(row for row in listing.rows(EVERYTHING, ALL)[0] if row.listed)
    assert (row.listed, row.assigned, row.disbursed, row.waiting) == (
        300 * MILLION, 120 * MILLION, 0, 180 * MILLION,
    )  # fmt: skip
    assert row.waiting_since == BEGIN
    assert {type(amount) for amount in (row.listed, row.assigned, row.disbursed, row.waiting)} == {int}


def test_a_wait_that_ended_and_began_anew_counts_from_the_new_beginning(desk):
    _project, line = desk.financed(100 * MILLION, 100 * MILLION)
    desk.book(desk.assign(line, 100 * MILLION))
    assert listing.rows(EVERYTHING, ALL)[0][0].waiting_since is None
    fund = ledger.funds(EVERYTHING)[0]
    desk.plan(ActKind.approve, fund, ledger.fund_envelope(fund.id).id, 50 * MILLION)
    desk.plan(ActKind.list, fund, line.id, 50 * MILLION, date(2024, 6, 3))
    assert listing.rows(EVERYTHING, ALL)[0][0].waiting_since == date(2024, 6, 3)


def test_names_stand_in_vietnamese_order_and_amounts_by_size(several):
    assert names(ALL, sort="name") == ["Ấp trứng", "Đào tạo nghề may", "Hỗ trợ máy móc chế biến nước mắm"]
    assert names(ALL, sort="-listed")[0] == "Hỗ trợ máy móc chế biến nước mắm"
    for sort in listing.SORTS:
        assert len(names(ALL, sort=sort)) == len(names(ALL, sort=f"-{sort}")) == 3


def test_fifty_stand_on_a_page_and_one_more_is_only_a_sign(desk, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for number in range(5):
        desk.project(name=f"Đề án {number}")
    pages = [listing.rows(EVERYTHING, ALL, page=page) for page in (1, 2, 3, 4)]
    assert [len(rows) for rows, _more in pages] == [2, 2, 1, 0]
    assert [more for _rows, more in pages] == [True, True, False, False]


def test_a_page_takes_two_statements(several):
    listing.rows(EVERYTHING, ALL)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *sent: seen.append(sent[2]))
    listing.rows(EVERYTHING, ALL)
    assert (
        len([statement for statement in seen if "FROM project" in statement or "FROM envelope" in statement])
        == 2
    )
