"""Two people at one record, each signed in: nothing is passed over unseen and nothing typed is lost."""

import pytest
from sqlalchemy import text

from promotion.audit.queries import history
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Conflict
from promotion.projects import queries, records, service
from promotion.projects.drafts import BeneficiaryDraft, IndicatorDraft, MoveDraft
from promotion.projects.rules import Stage
from tests.support.crowd import together
from tests.support.desk import BEGIN, client_of, hidden, send, text_of

pytestmark = pytest.mark.data("desk")

ASKS = "Có người khác đã lưu trong lúc bạn đang sửa"
CHANGED = "Nội dung đã thay đổi sau khi bạn xem"


def fields(project, **changes):
    """Return the form of a project as it is filled in."""
    return {
        "name": project.name, "level": "national", "kind": "single", "unit": "centre-2024-91", "home": "2024-91",
        "commune": project.commune, "planned_start": "15/01/2024", "planned_end": "30/11/2024",
        "objective": project.objective, "code": project.code, **changes,
    }  # fmt: skip


def unread(project):
    """Return the project as it is stored now."""
    db.session.rollback()
    return queries.project_of(service.EVERYTHING, project.id)


def test_both_versions_stand_side_by_side_and_each_field_is_chosen(app, desk):
    project = desk.project()
    address = f"/projects/{project.public_id}/edit"
    clerk, head = client_of(app, "clerk"), client_of(app, "head")
    whole, name = fields(project), project.name
    mine = {**whole, "name": "Tên của tôi", "objective": "Mục tiêu của tôi", "commune": "Xã của tôi"}
    opened = hidden(clerk.get(address))
    theirs = send(
        head, address, **{**whole, "name": "Tên của họ", "planned_end": "31/10/2024", "commune": "Xã của họ"}
    )
    assert theirs.status_code == 303
    page = clerk.post(address, data={**opened, **mine})
    said = text_of(page)
    assert page.status_code == 409
    assert ASKS in said
    assert f"{desk.actor('head').name} đã lưu lúc" in said
    assert "Có 2 mục cả hai người cùng sửa" in said
    for words in (
        *("Bản đã lưu: Tên của họ", "Bản của bạn: Tên của tôi", f"Lúc bạn mở biểu mẫu: {name}"),
        *("Bản đã lưu: 31/10/2024", "Bản của bạn: 30/11/2024", "Bản của bạn: Mục tiêu của tôi"),
    ):
        assert words in said
    whole_page = page.get_data(as_text=True)
    assert 'id="choose-planned_end-theirs" name="choose-planned_end" value="theirs" checked' in whole_page
    assert 'id="choose-objective-mine" name="choose-objective" value="mine" checked' in whole_page
    assert 'name="choose-name" value="mine" checked' not in whole_page
    forgotten = clerk.post(address, data={**hidden(page), "choose-planned_end": "theirs"})
    assert forgotten.status_code == 409
    assert "hãy chọn nội dung sẽ được lưu" in text_of(forgotten)
    assert unread(project).version == 2
    chosen = {
        "choose-name": "theirs",
        "choose-commune": "mine",
        "choose-planned_end": "theirs",
        "choose-objective": "mine",
    }
    done = clerk.post(address, data={**hidden(forgotten), **chosen})
    assert done.status_code == 303
    kept = unread(project)
    assert (kept.name, kept.commune, kept.objective) == ("Tên của họ", "Xã của tôi", "Mục tiêu của tôi")
    assert (f"{kept.planned_end:%d/%m/%Y}", kept.version) == ("31/10/2024", 3)
    newest = history("project", project.id)[0]
    assert newest.after == {"commune": "Xã của tôi", "objective": "Mục tiêu của tôi"}


def test_whoever_saves_while_one_chooses_is_met_as_well(app, desk):
    project = desk.project()
    address = f"/projects/{project.public_id}/edit"
    clerk, head = client_of(app, "clerk"), client_of(app, "head")
    whole = fields(project)
    opened = hidden(clerk.get(address))
    send(head, address, **{**whole, "name": "Tên thứ hai"})
    page = clerk.post(address, data={**opened, **whole, "name": "Tên của tôi"})
    send(head, address, **{**whole, "name": "Tên thứ ba"})
    again = clerk.post(address, data={**hidden(page), "choose-name": "theirs"})
    assert again.status_code == 409
    assert "Bản đã lưu: Tên thứ ba" in text_of(again)
    assert "Bản của bạn: Tên của tôi" in text_of(again)
    assert unread(project).name == "Tên thứ ba"
    assert clerk.post(address, data={**hidden(again), "choose-name": "mine"}).status_code == 303
    assert unread(project).name == "Tên của tôi"


def test_a_beneficiary_and_indicators_are_guarded_like_their_project(app, desk):
    project, fund = desk.project(), desk.fund()
    desk.line(project, fund)
    clerk, head = client_of(app, "clerk"), client_of(app, "head")
    party = queries.beneficiaries(project)[0].public_id
    address = f"/projects/{project.public_id}/beneficiaries/{party}"
    held = {"name": "Công ty TNHH Thanh Hà", "tax_code": "0100109106", "address": "Phú Quốc"}
    opened, removing = hidden(clerk.get(address)), hidden(clerk.get(f"{address}/remove"))
    assert send(head, address, **{**held, "name": "Công ty Mới"}).status_code == 303
    page = clerk.post(address, data={**opened, **held, "name": "Công ty Khác", "address": "Hà Tiên"})
    assert (page.status_code, ASKS in text_of(page)) == (409, True)
    gone = clerk.post(f"{address}/remove", data=removing)
    assert gone.status_code == 409
    assert "Công ty Mới" in text_of(gone)
    assert clerk.post(address, data={**hidden(page), "choose-name": "theirs"}).status_code == 303
    db.session.rollback()
    kept = queries.beneficiaries(project)[0]
    assert (kept.name, kept.address, kept.version) == ("Công ty Mới", "Hà Tiên", 3)

    values = f"/projects/{project.public_id}/indicators"
    one, other = "ND3B_establishments_machinery_plan", "ND3B_establishments_machinery_actual"
    opened = hidden(clerk.get(values))
    assert send(head, values, as_of="01/06/2024", **{one: "7"}).status_code == 303
    page = clerk.post(values, data={**opened, "as_of": "01/06/2024", one: "", other: "3"})
    assert (page.status_code, "Bản đã lưu: 7" in text_of(page)) == (409, True)
    done = clerk.post(values, data={**hidden(page), f"choose-{one}": "theirs", f"choose-{other}": "mine"})
    assert done.status_code == 303
    db.session.rollback()
    held = {stage: row.value for (_c, _i, stage), row in queries.indicator_values(project).items()}
    assert held == {"plan": 7, "actual": 3}


@pytest.mark.parametrize("part", ["fields", "party", "new party", "other money", "indicator", "line"])
def test_what_was_changed_since_it_was_shown_is_not_approved_unseen(app, desk, part):
    project, fund = desk.project(ProjectState.registered), desk.fund()
    address = f"/projects/{project.public_id}/state/approved"
    base = f"/projects/{project.public_id}"
    decider, clerk = client_of(app, "agency head"), client_of(app, "clerk")
    opened = hidden(decider.get(address))
    party = queries.beneficiaries(project)[0].public_id
    value = IndicatorDraft("ND3B", "establishments_machinery", Stage.plan, 3, BEGIN)
    changes = {
        "fields": lambda: send(clerk, f"{base}/edit", **fields(project, name="Tên sửa sau")),
        "party": lambda: send(clerk, f"{base}/beneficiaries/{party}", name="Tên sửa sau", tax_code=""),
        "new party": lambda: send(clerk, f"{base}/beneficiaries/new", name="Tên sửa sau"),
        "other money": lambda: send(
            clerk, f"{base}/other-money/new", kind="other", payer="Bên", amount="1.000", day="01/03/2024"
        ),
        "indicator": lambda: desk.run(
            lambda: records.record_indicators(desk.actor("clerk"), project.public_id, [value])
        ),
        "line": lambda: desk.line(project, fund),
    }
    changes[part]()
    page = decider.post(address, data={**opened, "since": "20/01/2024", "reason": "12/QĐ"})
    said = text_of(page)
    assert (page.status_code, CHANGED in said) == (409, True)
    assert desk.actor("clerk").name in said
    assert "12/QĐ" in page.get_data(as_text=True)
    assert unread(project).state == "registered"
    done = decider.post(address, data={**hidden(page), "since": "20/01/2024", "reason": "12/QĐ"})
    assert done.status_code == 303
    assert unread(project).state == "approved"


def test_what_changed_between_the_project_page_and_the_form_is_shown_before_sending(app, desk):
    project = desk.project(ProjectState.registered)
    decider = client_of(app, "agency head")
    shown = decider.get(f"/projects/{project.public_id}").get_data(as_text=True)
    link = shown.split(f"/projects/{project.public_id}/state/approved?")[1].split('"')[0]
    address = f"/projects/{project.public_id}/state/approved?{link}"
    assert CHANGED not in text_of(decider.get(address))
    send(client_of(app, "clerk"), f"/projects/{project.public_id}/edit", **fields(project, name="Sửa sau"))
    assert "Sửa sau" in text_of(decider.get(address))
    assert CHANGED in text_of(decider.get(address))


def test_an_edit_that_was_opened_before_the_approval_is_not_saved_unseen(app, desk):
    project = desk.project(ProjectState.registered)
    address = f"/projects/{project.public_id}/edit"
    clerk = client_of(app, "clerk")
    opened, mine = hidden(clerk.get(address)), fields(project, name="Tên của tôi")
    desk.move(project, ProjectState.approved, "agency head")
    page = clerk.post(address, data={**opened, **mine})
    assert page.status_code == 409
    assert "Trạng thái đề án: Đã phê duyệt" in text_of(page)
    assert unread(project).name != "Tên của tôi"


def test_approving_and_editing_at_once_only_one_is_done(app, desk):
    """Whoever comes first: the other one is told."""
    clerk, head = desk.actor("clerk"), desk.actor("agency head")
    for _turn in range(3):
        project = desk.project(ProjectState.registered)
        number, version = project.public_id, project.version
        seen = len(history("project", project.id))
        draft = desk.draft(name="Tên khác", code=project.code)
        db.session.rollback()

        def edit(number=number, version=version, draft=draft):
            return unit_of_work.run(lambda: service.revise(clerk, number, draft, version).version)

        def approve(number=number, seen=seen):
            move = MoveDraft(ProjectState.approved, BEGIN)
            return unit_of_work.run(lambda: service.move(head, number, move, seen).version)

        results = together(app, [edit, approve, edit, approve])
        done = [one for one in results if not isinstance(one, Exception)]
        assert len(done) == 1, results
        assert any(isinstance(one, Conflict) for one in results)


def test_the_version_is_compared_in_the_statement_itself(desk):
    """Whatever was looked at before: a version that another connection wrote meanwhile is never passed over."""
    project, clerk = desk.project(), desk.actor("clerk")
    party = queries.beneficiaries(project)[0]
    number, party_id = project.public_id, party.public_id

    def change_and_be_overtaken():
        queries.beneficiary(queries.project(clerk.scope, number), party_id)
        db.session.execute(text("UPDATE beneficiary SET version = 9"))
        return records.change_beneficiary(clerk, number, party_id, BeneficiaryDraft("Tên khác"), 1)

    with pytest.raises(Conflict):
        desk.run(change_and_be_overtaken)

    def drop_and_be_overtaken():
        queries.beneficiary(queries.project(clerk.scope, number), party_id)
        db.session.execute(text("UPDATE beneficiary SET version = 9"))
        return records.drop_beneficiary(clerk, number, party_id, 1)

    with pytest.raises(Conflict):
        desk.run(drop_and_be_overtaken)
    assert queries.beneficiaries(project)[0].name == "Công ty TNHH Thanh Hà"


def test_of_many_who_correct_one_beneficiary_one_wins(app, desk):
    project, clerk = desk.project(), desk.actor("clerk")
    number, party = project.public_id, queries.beneficiaries(project)[0].public_id
    db.session.rollback()

    def correcting(place):
        draft = BeneficiaryDraft(f"Cơ sở {place}")
        return lambda: unit_of_work.run(
            lambda: records.change_beneficiary(clerk, number, party, draft, 1).version
        )

    results = together(app, [correcting(place) for place in range(6)])
    assert [one for one in results if not isinstance(one, Exception)] == [2]
    assert {type(one) for one in results if isinstance(one, Exception)} == {Conflict}


@pytest.mark.parametrize(
    "part", ["edit", "beneficiaries/{party}", "beneficiaries/{party}/remove", "state/registered"]
)
def test_a_version_that_was_not_sent_is_none(app, desk, part):
    """Whoever leaves it out has seen nothing: it never counts as the newest."""
    project = desk.project()
    party = queries.beneficiaries(project)[0].public_id
    address = f"/projects/{project.public_id}/{part.format(party=party)}"
    clerk = client_of(app, "clerk")
    sent = {
        name: text for name, text in hidden(clerk.get(address)).items() if name not in {"version", "opened"}
    }
    more = fields(project) if part == "edit" else {"name": "x"} if part.endswith("party}") else {}
    more = {"since": "20/01/2024"} if part.startswith("state") else more
    page = clerk.post(address, data={**sent, **more})
    assert page.status_code == 409
    assert unread(project).version == 1
    assert len(queries.beneficiaries(project)) == 1
