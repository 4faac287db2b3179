"""The planner's pages: typed, seen, compared, proposed; what is wrong stands at its field and nothing typed is lost."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger.models import Proposal
from promotion.planner.models import Scenario
from promotion.planner.queries import draft_of
from promotion.planner.views import lines

pytestmark = pytest.mark.one_engine

BILLION = 10**9
TYPED = {"direction": "release", "rule_1": "pro-rata", "depth": "lines"}
PAPER = {
    "document_number": "35/QĐ", "document_date": "20/05/2024", "document_issuer": "Bộ Công Thương",
    "business_date": "20/05/2024", "reason": "Đợt 2",
}  # fmt: skip


@pytest.fixture
def desk(stage, window):
    """An officer of the agency, on the fund's list of scenarios."""
    seen = window(Role.agency, "agency").open(f"/funds/{stage.fund.public_id}/scenarios")
    seen.fund = f"/funds/{stage.fund.public_id}/scenarios"
    return seen


def make(desk, **fields):
    desk.open(f"{desk.fund}/new")
    return desk.send(f"{desk.fund}/new", **{**TYPED, **fields})


def number(name):
    db.session.rollback()
    return db.session.scalars(select(Scenario.public_id).where(Scenario.name == name)).one()


def test_a_scenario_is_typed_seen_and_proposed_without_any_script(desk, stage):
    assert "No scenario yet" in desk.words
    make(desk, name="Pro rata", percent="35")
    assert desk.address == f"/scenarios/{number('Pro rata')}"
    for words in ("15,000,000,000 đồng", "35.0% of the approved plan", "0 of 3 lines", "An Giang", "Hue"):
        assert words in desk.words
    total = re.search(r"Total ([\d,]+) ([\d,]+) ([\d,]+) ([\d,]+) ([\d,]+)", desk.words)
    assert [int(part.replace(",", "")) // BILLION for part in total.groups()] == [100, 35, 15, 15, 70]
    desk.open(f"{desk.address}?part=lines&province=2025-89")
    desk.open(f"/scenarios/{number('Pro rata')}?part=units")
    assert "Listed" in desk.words
    address = f"/scenarios/{number('Pro rata')}/propose"
    desk.open(address).send(address, **PAPER, step="check")
    assert "Check the consequences" in desk.words
    assert "Assigned 15,000,000,000 30,000,000,000" in desk.words
    desk.send(address, **PAPER, step="send")
    db.session.rollback()
    proposal = db.session.scalars(select(Proposal).where(Proposal.kind == "release")).one()
    assert (desk.address, proposal.amount) == (f"/proposals/{proposal.public_id}", 15 * BILLION)
    assert "Assigned to the project" in desk.words
    stage.office.book(proposal)
    assert "35.0% of the approved plan" in desk.open(desk.fund).words


def test_what_is_wrong_stands_at_its_field_with_everything_that_was_typed(desk, stage):
    line = stage.name(stage.rows[0])
    make(desk, name="Too high", percent="101", **{f"hand_{line}": "7", f"rank_{line}": "2"})
    assert desk.status == 422
    assert "More than 100 percent of the plan cannot be released." in desk.words
    assert [desk.value(name) for name in ("name", "percent", f"hand_{line}", f"rank_{line}")] == [
        "Too high", "101", "7", "2",
    ]  # fmt: skip
    make(desk, name="Floor", percent="35", rule_1="province-floor", floor="50")
    assert (
        "First rule: The floor of the provinces cannot be kept: 20,000,000,000 đồng are missing."
        in desk.words
    )
    assert re.search(r"Hue 12,571,428,572 An Giang 7,428,571,428 Total 20,000,000,000", desk.words)
    make(desk, name="By hand", percent="35", **{f"hand_{line}": "29 tỷ"})
    assert "This line can take 28,000,000,000 đồng at most" in desk.words
    make(desk, name="Nothing typed")
    assert "Please enter either the amount or the percentage, not both." in desk.words
    assert db.session.scalars(select(Scenario)).all() == []


def test_what_cannot_be_read_and_what_the_rules_refuse_are_said_in_one_answer(desk, stage):
    one, two = (stage.name(row) for row in stage.rows[:2])
    make(desk, name="", amount="x", rule_2="pro-rata", **{f"hand_{one}": "29 tỷ", f"rank_{two}": "first"})
    assert desk.status == 422
    for words in (
        "Name: This field is required.",
        "This rule stands in the order already.",
        "This line can take 28,000,000,000 đồng at most",
        "Priority: ",
    ):
        assert words in desk.words
    assert "Please enter either" not in desk.words  # an amount was typed, though nobody can read it


def test_of_many_lines_some_are_shown_and_numbers_of_the_others_count(desk, stage, monkeypatch):
    monkeypatch.setattr(lines, "ALL_UP_TO", 2)
    monkeypatch.setattr(lines, "PER_PAGE", 1)
    new = f"{desk.fund}/new"
    first, second, third = (f"hand_{stage.name(row)}" for row in stage.rows)
    typed = {**TYPED, "name": "Many", "percent": "35"}
    desk.open(new)
    shown = next(name for name in (first, second, third) if name in desk.html)
    other = next(name for name in (first, second, third) if name not in desk.html)
    desk.send(new, **typed, **{shown: "1 tỷ"}, find="", place="1", rows=desk.value("rows"), lines="2")
    assert (desk.status, desk.value("name"), desk.value(shown)) == (200, "Many", "1 tỷ")
    assert re.search(rf'<input type="hidden" name="{shown}"', desk.html)
    assert "1 number now stands beside a line that is not shown." in desk.words
    sums = [
        re.search(rf"{words} ([\d,]+) ([\d,]+)", desk.words) for words in ("not shown", "Total of 3 lines")
    ]
    rest, total = ([int(part.replace(",", "")) // BILLION for part in one.groups()] for one in sums)
    assert (rest, total) == ([90, 15], [100, 15])
    assert re.search(r"10,000,000,000 0 0 0 10,000,000,000", desk.words)  # the one that is shown
    desk.send(new, **typed, **{shown: "1 tỷ"}, find="", numbered="y", rows=desk.value("rows"), lines="1")
    assert desk.html.count('name="hand_') == 1
    assert shown in desk.html
    desk.send(
        new,
        **typed,
        **{shown: "1 tỷ", other: "2 tỷ"},
        find="nothing is called so",
        rows=f"{shown[5:]} {other[5:]}",
    )
    db.session.rollback()
    draft = draft_of(db.session.scalars(select(Scenario)).one())
    assert dict(draft.by_hand) == {shown[5:]: BILLION, other[5:]: 2 * BILLION}
    edit = f"/scenarios/{number('Many')}/edit"
    desk.open(edit).send(
        edit,
        **typed,
        **{shown: "99 tỷ", other: "2 tỷ"},
        version="1",
        rows=desk.value("rows"),
        opened=desk.value("opened"),
    )
    assert desk.status == 422
    assert f'id="{shown}"' in desk.html  # what is wrong is seen, whatever page it is on


def test_two_scenarios_side_by_side_with_their_differences_and_as_workbooks(desk, stage):
    make(desk, name="One", percent="35")
    make(desk, name="Two", percent="35", rule_1="priority", **{f"rank_{stage.name(stage.rows[1])}": "1"})
    one, two = number("One"), number("Two")
    desk.open(desk.fund)
    assert all(f'value="{name}"' in desk.html for name in (one, two))
    address = f"{desk.fund}/compare?s={one}&s={two}"
    desk.open(address)
    assert "3 projects get different amounts." in desk.words
    desk.open(f"{address}&part=lines&only=differences")
    # The line of 10 bn gets all it misses instead of its proportional part.
    assert "10,000,000,000 +8,235,294,118" in desk.words
    assert "Choose at least two scenarios" in desk.open(f"{desk.fund}/compare?s={one}").words
    assert desk.open(f"{desk.fund}/compare?s={one}&s=unknown").status == 404
    with desk.client.application.app_context():
        book = load_workbook(BytesIO(desk.client.get(f"{desk.fund}/compare.xlsx?s={one}&s={two}").data))
        single = load_workbook(BytesIO(desk.client.get(f"/scenarios/{one}.xlsx").data), data_only=True)
    assert book.sheetnames == single.sheetnames == ["By province", "By unit", "By project"]
    for sheet in single.worksheets:
        total = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Total")
        amounts = [cell for cell in total if isinstance(cell, int | float) and cell > BILLION]
        assert amounts[:5] == [100 * BILLION, 35 * BILLION, 15 * BILLION, 15 * BILLION, 70 * BILLION]


def test_somebody_saved_meanwhile_and_acts_that_came_are_said(desk, stage, window):
    make(desk, name="One", percent="35")
    address = f"/scenarios/{number('One')}"
    other = window(Role.agency, "agency").open(f"{address}/edit")
    desk.open(f"{address}/edit").send(
        f"{address}/edit", **TYPED, name="One", percent="40", version="1", opened=desk.value("opened")
    )
    other.send(
        f"{address}/edit", **TYPED, name="One", percent="50", version="1", opened=other.value("opened")
    )
    assert other.status == 409
    assert "Someone else saved this while you were working on it" in other.words
    stage.office.treasury.act("release", stage.fund, (stage.top, BILLION))
    desk.open(address)
    assert "The fund has changed since this scenario was worked out" in desk.words
    assert "1,000,000,000 đồng" in desk.words
    assert f"{address}/propose" not in desk.html
    desk.open(f"{address}/propose").send(f"{address}/propose", **PAPER, step="send")
    assert "1 acts came meanwhile" in desk.words
    desk.open(address).send(f"{address}/refresh", version=desk.value("version"))
    assert f"{address}/propose" in desk.html


def test_deleted_after_one_more_question_and_copied_with_everything(desk, stage):
    make(desk, name="One", percent="35", **{f"hand_{stage.name(stage.rows[0])}": "1,000"})
    address = f"/scenarios/{number('One')}"
    desk.open(f"{desk.fund}/new?copy={number('One')}")
    assert (desk.value("name"), desk.value("percent")) == ("Copy of One", "35")
    assert desk.value(f"hand_{stage.name(stage.rows[0])}") == "1,000"
    desk.open(f"{address}/delete").send(f"{address}/delete", version="1")
    assert desk.address == desk.fund
    assert desk.open(address).status == 404


def test_provinces_do_not_see_what_the_agency_plans(desk, stage, window):
    make(desk, name="One", percent="35")
    head = window(Role.head, "agency")  # sees the fund's own envelope and no province's
    assert head.open(desk.fund).status == 403
    province = window(Role.head, "centre-2024-89")
    assert province.open(desk.fund).status == 403
    for page in ("", "/edit", "/propose", ".xlsx"):
        assert province.open(f"/scenarios/{number('One')}{page}").status == 404
    auditor = window(Role.auditor)
    assert auditor.open(f"/scenarios/{number('One')}").status == 200
    assert "Propose this" not in auditor.words
    assert auditor.open(f"/scenarios/{number('One')}/edit").status == 403
