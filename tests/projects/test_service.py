"""Recording, changing and moving projects, on both engines."""

from datetime import date

import pytest
from sqlalchemy import text

from promotion.audit.queries import history
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from promotion.projects import queries, records, rules, service
from promotion.projects.drafts import BeneficiaryDraft, IndicatorDraft, MoveDraft, OtherMoneyDraft
from promotion.projects.rules import OtherKind, ProjectKind, Stage
from promotion.units import queries as units
from tests.support.crowd import together
from tests.support.desk import BEGIN, MILLION

pytestmark = pytest.mark.data("desk")


def test_a_new_project_is_being_drafted_and_leaves_a_trail(desk):
    project = desk.project()
    assert (project.state, project.version, project.code) == ("draft", 1, "KCQG-2024-0001")
    assert [(row.state, row.since) for row in queries.states(project)] == [("draft", BEGIN)]
    lines = history("project", project.id)
    assert [line.act for line in lines] == ["projects.add_beneficiary", "projects.record"]
    assert lines[1].after is not None
    assert lines[1].after["home"] == "2024-91"


def test_codes_count_up_and_step_over_those_that_people_gave(desk):
    desk.project(code="KCQG-2024-0002")
    assert desk.project().code == "KCQG-2024-0001"
    assert desk.project().code == "KCQG-2024-0003"
    assert desk.project(level=Level.local).code == "KCDP-91-2024-001"
    with pytest.raises(Refused) as refusal:
        desk.project(code="KCQG-2024-0001")
    assert refusal.value.code == "project.code"


def test_ten_at_once_get_ten_codes(app, desk):
    clerk, draft = desk.actor("clerk"), desk.draft()
    db.session.rollback()

    def record():
        return unit_of_work.run(lambda: service.record(clerk, draft, BEGIN).code)

    codes = together(app, [record] * 10)
    assert sorted(map(str, codes)) == [f"KCQG-2024-{number:04}" for number in range(1, 11)]


@pytest.mark.parametrize("role", ["foreign clerk", "sister clerk", "auditor", "agency"])
def test_only_the_units_own_people_record_and_change(desk, role):
    actor, draft = desk.actor(role), desk.draft()
    with pytest.raises(Forbidden):
        desk.run(lambda: service.record(actor, draft))
    project = desk.project()
    with pytest.raises((Forbidden, NotFound)):
        desk.run(lambda: service.revise(actor, project.public_id, draft, 1))


def test_a_unit_works_in_its_own_province_and_its_predecessors_only(desk):
    new = units.unit("centre-2025-91").id
    assert desk.project(unit_id=new, home="2024-91").home == "2024-91"
    for unit_id, home in ((desk.centre, "2025-91"), (new, "2024-82"), (new, "2024-xx")):
        with pytest.raises(Invalid) as faults:
            desk.project(unit_id=unit_id, home=home)
        assert [fault.field for fault in faults.value.faults] == ["home"]


def test_a_central_unit_works_anywhere_and_a_task_nowhere(desk):
    clerk, ipc = desk.actor("central clerk"), units.unit("ipc1").id
    draft = desk.draft(unit_id=ipc, home="2024-82")
    assert desk.run(lambda: service.record(clerk, draft)).home == "2024-82"
    task = desk.draft(unit_id=ipc, home=None, kind=ProjectKind.task)
    assert desk.run(lambda: service.record(clerk, task)).home is None


def test_of_two_who_change_the_same_version_the_second_is_told(desk):
    project, clerk, head = desk.project(), desk.actor("clerk"), desk.actor("head")
    theirs, mine = desk.draft(name="Tên của họ"), desk.draft(commune="Xã Hòn Tre")
    desk.run(lambda: service.revise(head, project.public_id, theirs, 1))
    with pytest.raises(Conflict):
        desk.run(lambda: service.revise(clerk, project.public_id, mine, 1))
    assert (project.version, project.name, project.saved_by) == (2, "Tên của họ", head.name)
    desk.run(lambda: service.revise(clerk, project.public_id, mine, 2))
    assert (project.version, project.commune) == (3, "Xã Hòn Tre")
    newest = history("project", project.id)[0]
    assert newest.before == {"name": "Tên của họ", "commune": "Đặc khu Phú Quốc"}


def test_of_many_who_send_the_same_version_one_wins(app, desk):
    project, clerk = desk.project(), desk.actor("clerk")
    number = project.public_id
    drafts = [desk.draft(name=f"Tên {place}") for place in range(6)]
    db.session.rollback()

    def saving(draft):
        return lambda: unit_of_work.run(lambda: service.revise(clerk, number, draft, 1).version)

    results = together(app, [saving(draft) for draft in drafts])
    assert [result for result in results if not isinstance(result, Exception)] == [2]
    assert {type(result) for result in results if isinstance(result, Exception)} == {Conflict}


def test_level_unit_and_province_stay_once_there_is_a_line(desk):
    project, clerk, fund = desk.project(), desk.actor("clerk"), desk.fund()
    local = desk.draft(level=Level.local)
    desk.run(lambda: service.revise(clerk, project.public_id, local, 1))
    desk.run(lambda: service.revise(clerk, project.public_id, desk.draft(), 2))
    desk.line(project, fund)
    with pytest.raises(Refused) as refusal:
        desk.run(lambda: service.revise(clerk, project.public_id, local, 3))
    assert refusal.value.code == "project.lines"
    desk.run(lambda: service.revise(clerk, project.public_id, desk.draft(name="Tên khác"), 3))


def test_a_project_goes_its_way_and_every_state_is_dated(desk):
    project = desk.project(ProjectState.accepted)
    desk.move(project, ProjectState.settled, "head", date(2025, 1, 20))
    rows = queries.states(project)
    assert [row.state for row in rows] == [
        "draft", "registered", "approved", "running", "accepted", "settled",
    ]  # fmt: skip
    assert queries.states_on([project.id], date(2025, 1, 19)) == {project.id: "accepted"}
    assert queries.states_on([project.id], date(2024, 1, 14)) == {}
    with pytest.raises(Refused):
        desk.run(lambda: service.revise(desk.actor("clerk"), project.public_id, desk.draft(), 1))


@pytest.mark.parametrize(
    "level,state,target,roles",
    [
        (Level.national, ProjectState.draft, ProjectState.registered, {"clerk", "head"}),
        (Level.national, ProjectState.registered, ProjectState.approved, {"agency", "agency head"}),
        (Level.local, ProjectState.registered, ProjectState.approved, {"sister head"}),
        (Level.national, ProjectState.approved, ProjectState.running, {"head"}),
        (Level.local, ProjectState.running, ProjectState.stopped, {"sister head"}),
    ],
)
def test_each_move_belongs_to_its_people(desk, level, state, target, roles):
    everybody = (
        "clerk",
        "head",
        "sister clerk",
        "sister head",
        "agency",
        "agency head",
        "foreign head",
        "auditor",
    )
    project = desk.project(state, level=level)
    step = rules.step(state, target)
    may = {role for role in everybody if service.may_move(desk.actor(role), project, step)}
    assert may == roles
    for role in set(everybody) - roles:
        with pytest.raises((Forbidden, NotFound)):
            desk.move(project, target, role, reason="thử")


def test_whoever_registered_a_project_does_not_approve_it(desk):
    ipc, head = units.unit("agency").id, desk.actor("agency head")
    draft = desk.draft(unit_id=ipc, home=None, kind=ProjectKind.task)
    task = desk.run(lambda: service.record(head, draft, BEGIN))
    desk.move(task, ProjectState.registered, "agency head")
    with pytest.raises(Refused) as refusal:
        desk.move(task, ProjectState.approved, "agency head")
    assert refusal.value.code == "project.two_people"
    desk.move(task, ProjectState.approved, "agency")


def test_a_returned_project_is_corrected_and_registered_again(desk):
    project = desk.project(ProjectState.registered)
    with pytest.raises(Invalid):
        desk.move(project, ProjectState.draft, "agency")
    desk.move(project, ProjectState.draft, "agency", reason="Thiếu báo giá")
    assert queries.states(project)[-1].reason == "Thiếu báo giá"
    desk.move(project, ProjectState.registered, "clerk")


def test_a_foreign_project_is_a_missing_one(desk):
    project, stranger = desk.project(), desk.actor("foreign clerk")
    with pytest.raises(NotFound) as foreign:
        queries.project(stranger.scope, project.public_id)
    with pytest.raises(NotFound) as missing:
        queries.project(stranger.scope, "no-such-project")
    assert str(foreign.value) == str(missing.value)
    assert queries.by_ids(stranger.scope, [project.id]) == {}


@pytest.mark.parametrize("table", ["project_state", "indicator_value"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET project_id = 1", "DELETE FROM {}"])
def test_states_and_results_are_only_ever_added(desk, table, verb):
    project, clerk = desk.project(), desk.actor("clerk")
    value = IndicatorDraft("ND3B", "establishments_machinery", Stage.plan, 3, BEGIN)
    desk.run(lambda: records.record_indicators(clerk, project.public_id, [value]))
    with pytest.raises(Refused, match="never changed"):
        unit_of_work.run(lambda: db.session.execute(text(verb.format(table))))


def test_a_line_fits_the_level_the_province_and_the_year(desk):
    national, local = desk.fund(), desk.fund(Level.local)
    project = desk.project()
    assert queries.funds_for(project) == [national]
    line = desk.line(project, national)
    assert (line.home, line.unit_id, line.content_code) == ("2024-91", desk.centre, "ND3B")
    for fund, content, error in (
        (local, "ND3B", NotFound),
        (national, "ND3", Invalid),
        (national, "ND3B", Invalid),
    ):
        with pytest.raises(error):
            desk.line(project, fund, content)
    desk.line(project, national, "ND3C")
    other = desk.project(level=Level.local)
    assert queries.funds_for(other) == [local]


def test_a_line_of_a_later_year_belongs_to_the_unit_that_stands_then(desk):
    project, fund = desk.project(), desk.fund(year=2026)
    line = desk.line(project, fund)
    assert (line.home, line.unit_id) == ("2024-91", units.unit("centre-2025-91").id)


def test_a_stopped_project_takes_no_line(desk):
    project, fund = desk.project(ProjectState.approved), desk.fund()
    desk.move(project, ProjectState.stopped, "agency", reason="Cơ sở ngừng sản xuất")
    with pytest.raises(Refused) as refusal:
        desk.line(project, fund)
    assert refusal.value.code == "project.state"


def test_beneficiaries_are_checked_found_and_kept_in_the_trail(desk):
    project, clerk = desk.project(), desk.actor("clerk")
    number = project.public_id
    for draft in (
        BeneficiaryDraft("", "0100109106"),
        BeneficiaryDraft("Công ty A", "0100109107"),
        BeneficiaryDraft("Công ty A", "0100109106"),
    ):
        with pytest.raises(Invalid):
            desk.run(lambda draft=draft: records.add_beneficiary(clerk, number, draft))
    added = desk.run(lambda: records.add_beneficiary(clerk, number, BeneficiaryDraft("Hợp tác xã Ba Hòn")))
    assert "hop tac xa ba hon" in project.search_key
    corrected = BeneficiaryDraft("Hợp tác xã Bãi Thơm", "0101243150")
    desk.run(lambda: records.change_beneficiary(clerk, number, added.public_id, corrected, 1))
    assert "bai thom 0101243150" in project.search_key
    desk.run(lambda: records.drop_beneficiary(clerk, number, added.public_id, 2))
    assert "bai thom" not in project.search_key
    removed = history("project", project.id)[0].before
    assert removed is not None
    assert removed["name"] == "Hợp tác xã Bãi Thơm"
    with pytest.raises(NotFound):
        desk.run(lambda: records.drop_beneficiary(clerk, number, added.public_id, 2))


def test_other_money_is_recorded_apart_and_never_of_the_future(desk):
    project, clerk = desk.project(), desk.actor("clerk")
    draft = OtherMoneyDraft(OtherKind.counterpart, "Công ty TNHH Thanh Hà", 620 * MILLION, BEGIN)
    money = desk.run(lambda: records.add_other_money(clerk, project.public_id, draft))
    assert [row.amount for row in queries.other_moneys(project)] == [620 * MILLION]
    late = OtherMoneyDraft(OtherKind.other, "Nhà tài trợ", 1, date(2999, 1, 1))
    for wrong in (
        late,
        OtherMoneyDraft(OtherKind.other, " ", 1, BEGIN),
        OtherMoneyDraft(OtherKind.other, "x", 0, BEGIN),
    ):
        with pytest.raises(Invalid):
            desk.run(lambda wrong=wrong: records.add_other_money(clerk, project.public_id, wrong))
    desk.run(lambda: records.drop_other_money(clerk, project.public_id, money.public_id))
    assert queries.other_moneys(project) == []


def test_the_newest_value_of_an_indicator_holds_and_the_same_is_not_entered_twice(desk):
    project, clerk = desk.project(), desk.actor("clerk")

    def enter(value: int, day: date, code: str = "establishments_machinery") -> None:
        draft = IndicatorDraft("ND3B", code, Stage.actual, value, day)
        desk.run(lambda: records.record_indicators(clerk, project.public_id, [draft]))

    enter(2, date(2024, 6, 1))
    enter(3, date(2024, 9, 1))
    enter(3, date(2024, 10, 1))
    key = ("ND3B", "establishments_machinery", "actual")
    held = queries.indicator_values(project)[key]
    assert (held.value, held.as_of) == (3, date(2024, 9, 1))
    with pytest.raises(NotFound):
        enter(1, BEGIN, "no_such_indicator")
    with pytest.raises(Invalid):
        enter(1, date(2999, 1, 1))
    with pytest.raises(Invalid):
        enter(-1, BEGIN)


def test_without_an_office_nobody_decides(desk):
    assert queries.deciding_unit("national", None).code == "agency"
    assert queries.deciding_unit("local", "2024-91").code == "department-2024-91"
    with pytest.raises(Refused):
        queries.deciding_unit("local", "2024-xx")


def test_moves_lock_the_project_so_that_two_clicks_make_one_move(app, desk):
    project, head = desk.project(ProjectState.approved), desk.actor("head")
    number = project.public_id
    db.session.rollback()
    start = MoveDraft(ProjectState.running, BEGIN)

    def move():
        return unit_of_work.run(lambda: service.move(head, number, start).state)

    results = together(app, [move] * 5)
    assert [result for result in results if not isinstance(result, Exception)] == ["running"]
    assert {type(result) for result in results if isinstance(result, Exception)} == {Refused}
