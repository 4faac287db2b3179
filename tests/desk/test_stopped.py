"""Stopped projects: when, by whom, why, what became of their money; pages, workbooks and scope."""

from datetime import date

import pytest

from promotion.database.handle import db
from promotion.desk.queries import stopped as reads
from promotion.kernel.choices import Level, ProjectState
from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document, Part
from promotion.ledger.models import Act
from promotion.ledger.service import book_proposal, propose
from tests.desk.conftest import cells, ground, numbers, take_back
from tests.factories import people
from tests.support.desk import DAY, MILLION

REASON = "=Đơn vị thụ hưởng không còn nhu cầu thực hiện"


@pytest.fixture
def ended(desk):
    """A stopped project with 300 million listed, 150 assigned, 60 of them taken back; and one that was not approved.

    An assignment that was taken back itself is none of the money that came back.
    """
    project, line = desk.financed(300 * MILLION, 200 * MILLION)
    desk.book(desk.assign(line, 40 * MILLION))
    take_back(desk, db.session.query(Act).filter_by(kind="assign").one(), ("clerk", "head"))
    desk.book(desk.assign(line, 150 * MILLION))
    paper = Document("9/TB", DAY, "Trung tâm")
    back = ActDraft(
        ActKind.unassign,
        line.fund_id,
        DAY,
        paper,
        parts=(Part(Step.assign, line.id, 60 * MILLION, back=True),),
    )
    proposal = desk.run(lambda: propose(desk.actor("clerk"), back))
    desk.run(lambda: book_proposal(desk.actor("head"), proposal.public_id))
    desk.move(project, ProjectState.stopped, "agency head", DAY, REASON)
    other = desk.project(ProjectState.registered, name="Hỗ trợ làng nghề", level=Level.local)
    desk.move(other, ProjectState.refused, "sister head", date(2024, 3, 1), "Chưa cân đối được vốn")
    going = desk.project(ProjectState.running, name="Đang làm")
    return project, other, going


@pytest.mark.data("desk")
def test_who_stopped_what_when_why_and_the_money_of_it(desk, ended):
    project, other, _going = ended
    found = reads.stopped(ground())
    assert [(row.project.code, row.state, row.since, row.reason) for row in found.rows] == [
        (project.code, ProjectState.stopped, DAY, REASON),
        (other.code, ProjectState.refused, date(2024, 3, 1), "Chưa cân đối được vốn"),
    ]
    assert {row.by for row in found.rows} == {desk.actor("agency head").name, desk.actor("sister head").name}
    assert found.rows[0].money == reads.Money(
        listed=300 * MILLION, assigned=90 * MILLION, left=90 * MILLION, unassigned=60 * MILLION
    )
    assert found.whole == found.rows[0].money
    assert list(found.by_group.values()) == [found.whole]
    for asked, count in (
        ({"year": 2025}, 0), ({"level": Level.local}, 1), ({"fund": "national-2024"}, 1), ({"content": "ND3"}, 1),
        ({"words": "lang nghe"}, 1), ({"unit": "ipc1"}, 0), ({"province": "2024-91"}, 2), ({"province": "2024-82"}, 0),
    ):  # fmt: skip
        assert len(reads.stopped(ground(**asked)).rows) == count, asked


@pytest.mark.data("desk")
def test_page_and_workbook_say_the_same_and_formulas_stay_words(desk, ended, read, sheet_of):
    project, _other, going = ended
    text = read("agency", "/desk/stopped?year=2024")
    _head, group, first, second, total = cells(text, "stopped")
    assert group == ["Kiên Giang: ghi kế hoạch 300.000.000, đã chi 0, còn lại 90.000.000 đồng"]
    assert first[4:] == total[1:] == ["300.000.000", "90.000.000", "0", "90.000.000", "0", "60.000.000"]
    assert second[4:] == ["0"] * 6
    assert f"/books/projects/{project.public_id}" in text or project.public_id in text
    assert going.code not in text
    (sheet,) = sheet_of("agency", "/desk/stopped.xlsx?year=2024").values()
    (row,) = (row for row in sheet if REASON in row)
    assert [value for value in row if isinstance(value, int)] == [
        300 * MILLION,
        90 * MILLION,
        0,
        90 * MILLION,
        0,
        60 * MILLION,
    ]
    assert numbers(sheet)[-6:] == [300 * MILLION, 90 * MILLION, 0, 90 * MILLION, 0, 60 * MILLION]
    assert "Không có đề án bị dừng" in read("agency", "/desk/stopped?year=2023")
    assert "Không có đề án bị dừng phù hợp" in read("agency", "/desk/stopped?year=2024&q=khong+co")
    assert project.code in read("clerk", "/desk/stopped?year=2024")
    assert project.code not in read("foreign clerk", "/desk/stopped?year=2024")
    assert project.code not in str(sheet_of("foreign clerk", "/desk/stopped.xlsx?year=2024"))
    local = read("finance", "/desk/stopped?year=2024")
    assert project.code in local
    assert "Hỗ trợ làng nghề" not in local


@pytest.mark.data("desk")
def test_money_of_others_does_not_show(desk, ended):
    found = reads.stopped(ground(people.actor("foreign clerk").scope))
    assert (found.rows, found.whole) == ([], reads.Money())
