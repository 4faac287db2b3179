"""The list: conditions, order, pages, money of the lines, since when a project waits."""

from datetime import date

import pytest
from sqlalchemy import event

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState, Region
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.projects import listing, ordering, service
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
    for sort in ordering.SORTS:
        assert len(names(ALL, sort=sort)) == len(names(ALL, sort=f"-{sort}")) == 3


def test_fifty_stand_on_a_page_and_one_more_is_only_a_sign(desk, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for number in range(5):
        desk.project(name=f"Đề án {number}")
    pages = [listing.rows(EVERYTHING, ALL, page=page) for page in (1, 2, 3, 4)]
    assert [len(rows) for rows, _more in pages] == [2, 2, 1, 0]
    assert [more for _rows, more in pages] == [True, True, False, False]


@pytest.mark.parametrize(
    "sort,most", [("code", 3), ("-listed", 3), ("state", 4), ("-province", 4), ("unit", 5)]
)
def test_a_page_takes_few_statements(several, sort, most):
    listing.rows(EVERYTHING, ALL, sort=sort)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *sent: seen.append(sent[2]))
    listing.rows(EVERYTHING, ALL, sort=sort)
    assert len([statement for statement in seen if "SELECT" in statement]) == most


@pytest.mark.parametrize("sort", ordering.SORTS)
def test_pages_follow_each_other_in_every_order(desk, monkeypatch, sort):
    """Every project stands on one page, and turned round the list reads backwards."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    ipc, clerk = units.unit("ipc1").id, desk.actor("central clerk")
    for number, home in enumerate(("2024-19", "2024-06", "2024-91", "2024-19", "2024-06")):
        desk.project(name=f"Đề án {number % 3}")
        draft = desk.draft(name=f"Mô hình {number}", unit_id=ipc, home=home)
        desk.run(lambda draft=draft: service.record(clerk, draft, BEGIN))
    desk.financed(300 * MILLION, 200 * MILLION)

    def read(order):
        pages = [listing.rows(EVERYTHING, ALL, sort=order, page=page) for page in range(1, 8)]
        assert [more for _rows, more in pages] == [True] * 5 + [False] * 2
        return [row.id for rows, _more in pages for row in rows]

    assert len(set(read(sort))) == 11
    assert read(f"-{sort}") == read(sort)[::-1]


def test_units_provinces_and_states_stand_in_their_own_order(desk):
    desk.financed(300 * MILLION, 200 * MILLION)
    ipc, clerk = units.unit("ipc1").id, desk.actor("central clerk")
    for home in ("2024-19", "2024-06"):
        draft = desk.draft(name="Ấp trứng", unit_id=ipc, home=home)
        desk.run(lambda draft=draft: service.record(clerk, draft, BEGIN))

    def homes(sort, question=ALL):
        return [row.home for row in listing.rows(EVERYTHING, question, sort=sort)[0]]

    assert homes("province") == ["2024-06", "2024-91", "2024-19"]  # Bắc Kạn, Kiên Giang, Thái Nguyên
    assert homes("-province", ProjectQuestion(text="ap")) == ["2024-19", "2024-06"]
    assert homes("state")[-1] == "2024-91"  # approved comes after being drafted
    assert homes("unit") == [
        "2024-91",
        "2024-19",
        "2024-06",
    ]  # Trung tâm …, of the country after of the province


@pytest.mark.parametrize("typed,found", [
    ("", 2), ("  ", 2), ("Đắk Lắk", 1), ("dak lak", 1), ("lak DAK", 1), ("dak la", 1), ("da la", 0),
    ("đăk", 1), ("ak", 0), ("%", 0),
    ('"', 0), ("' OR 1", 0), ("sấy (khô)", 1), ("cà-phê", 1), ("dak*", 1), ("NOT dak", 0), ("x" * 5000, 0),
    ("kcqg-2024", 2), ("\x00", 0), ("& | ! :*", 0), ("mưc", 1),
])  # fmt: skip
def test_words_are_found_and_the_last_by_its_beginning(desk, typed, found):
    desk.project(name="Sấy khô “cà phê” (Đắk Lắk)", home="2024-91")
    desk.project(name="Mực khô, một nắng")
    wanted = ProjectQuestion(text=typed)
    expected = {0: set(), 1: {"Mực khô, một nắng" if typed == "mưc" else "Sấy khô “cà phê” (Đắk Lắk)"}}
    assert set(names(wanted)) == expected.get(found, set(names(ALL)))
    assert len(names(wanted)) == found


def test_a_project_is_found_under_its_new_name_and_not_under_its_old_one(desk):
    project = desk.project(name="Dệt thổ cẩm")
    draft = desk.draft(name="Đan lát mây tre", code=project.code)
    desk.run(lambda: service.revise(desk.actor("clerk"), project.public_id, draft, project.version))
    assert names(ProjectQuestion(text="dan lat")) == ["Đan lát mây tre"]
    assert names(ProjectQuestion(text="tho cam")) == []


def test_a_wait_is_that_of_the_lines_asked_for(desk):
    project, line = desk.financed(100 * MILLION, 0)
    later = desk.fund(year=2025)
    next_year = desk.line(project, later)
    top = ledger.fund_envelope(later.id).id
    for kind, place in ((ActKind.approve, top), (ActKind.list, next_year.id)):
        desk.plan(kind, later, place, 50 * MILLION, date(2025, 1, 10))
    waits = [
        listing.rows(EVERYTHING, ProjectQuestion(year=year))[0][0].waiting_since
        for year in (None, 2024, 2025)
    ]
    assert waits == [BEGIN, BEGIN, date(2025, 1, 10)]
    assert line.budget_year == 2024
