"""Pages of projects: who sees what, forms sent once, conflicts, refusals in good words."""

import pytest
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState
from promotion.projects.models import Project
from tests.support.desk import MILLION, client_of, hidden, send, text_of

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]

FORM = {
    "name": "Hỗ trợ máy sấy lúa",
    "level": "local",
    "kind": "single",
    "unit": "centre-2025-91",
    "home": "2025-91",
    "planned_start": "15/01/2026",
    "planned_end": "30/11/2026",
    "objective": "Giảm thất thoát sau thu hoạch",
}


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Project))


@pytest.fixture
def clerk(app, desk):
    return client_of(app, "clerk")


def test_a_project_is_recorded_once_however_often_the_form_is_sent(desk, clerk):
    fields = {**hidden(clerk.get("/projects/new")), **FORM}
    first, second = clerk.post("/projects/new", data=fields), clerk.post("/projects/new", data=fields)
    assert (first.status_code, first.location) == (303, second.location)
    assert count() == 1
    page = text_of(clerk.get(first.location))
    assert "KCDP-91-2026-001" in page
    assert "Đã ghi nhận đề án." in page
    changed = clerk.post("/projects/new", data={**fields, "name": "Khác"})
    assert changed.status_code == 422
    assert count() == 1


def test_wrong_input_comes_back_as_typed_with_every_fault(desk, clerk):
    page = send(
        clerk,
        "/projects/new",
        **{**FORM, "name": " ", "planned_start": "31/02/2026", "planned_end": "1/1/26"},
    )
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    for part in ('value="31/02/2026"', 'value="1/1/26"', 'href="#planned_start"', "<title>Lỗi:", "Chưa rõ"):
        assert part in text
    assert count() == 0


def test_a_choice_that_was_not_offered_is_a_fault(desk, clerk):
    page = send(clerk, "/projects/new", **{**FORM, "unit": "centre-2025-82"})
    assert page.status_code == 422
    assert count() == 0


def test_a_rule_of_the_service_stands_at_its_field(desk, clerk):
    page = send(clerk, "/projects/new", **{**FORM, "home": ""})
    assert "Vui lòng chọn tỉnh; chỉ nhiệm vụ cấp quốc gia được để trống." in text_of(page)
    desk.project(code="ABC")
    page = send(clerk, "/projects/new", **{**FORM, "code": "ABC"})
    assert page.status_code == 422
    assert "Đã có đề án khác mang mã này." in text_of(page)


@pytest.mark.parametrize(
    "part",
    ["", "/edit", "/lines/new", "/beneficiaries/new", "/other-money/new", "/indicators", "/state/registered"],
)
def test_a_foreign_project_answers_like_a_missing_one(app, desk, part):
    project, stranger = desk.project(), client_of(app, "foreign clerk")
    foreign = stranger.get(f"/projects/{project.public_id}{part}")
    missing = stranger.get(f"/projects/{'A' * 22}{part}")
    assert foreign.status_code == missing.status_code == 404
    assert text_of(foreign).split("Mã yêu cầu")[0] == text_of(missing).split("Mã yêu cầu")[0]


def test_who_may_only_read_finds_no_buttons_and_no_doors(app, desk):
    project, auditor = desk.project(), client_of(app, "auditor")
    page = auditor.get(f"/projects/{project.public_id}")
    assert page.status_code == 200
    assert "/edit" not in page.get_data(as_text=True)
    assert "Lịch sử" in text_of(page)
    assert auditor.get(f"/projects/{project.public_id}/edit").status_code == 403
    organiser = client_of(app, "organiser").get(f"/projects/{project.public_id}")
    assert "Lịch sử" not in text_of(organiser)


def test_the_head_of_the_deciding_office_finds_the_next_step(app, desk):
    project = desk.project(ProjectState.registered)
    boss = client_of(app, "agency head")
    page = boss.get(f"/projects/{project.public_id}").get_data(as_text=True)
    assert f"/projects/{project.public_id}/state/approved" in page
    back = send(boss, f"/projects/{project.public_id}/state/draft", since="20/02/2024", reason="")
    assert back.status_code == 422
    assert "Vui lòng nêu lý do." in text_of(back)
    done = send(boss, f"/projects/{project.public_id}/state/approved", since="20/02/2024", reason="QĐ 3396")
    assert done.status_code == 303
    assert "Đã phê duyệt" in text_of(boss.get(done.location))
    assert boss.get(f"/projects/{project.public_id}/state/nowhere").status_code == 404
    assert boss.get(f"/projects/{project.public_id}/state/settled").status_code == 422


def test_lines_parties_money_and_results_are_entered_on_their_pages(desk, clerk):
    project, fund = desk.project(), desk.fund()
    base = f"/projects/{project.public_id}"
    steps = {
        "/lines/new": {"fund": fund.public_id, "content": "ND3B"},
        "/beneficiaries/new": {"name": "Hợp tác xã Ba Hòn", "tax_code": "", "address": "Kiên Lương"},
        "/other-money/new": {
            "kind": "counterpart",
            "payer": "Hợp tác xã",
            "amount": "620 triệu",
            "day": "01/03/2024",
        },
        "/indicators": {"ND3B_establishments_machinery_plan": "3", "as_of": "01/03/2024"},
    }
    for part, fields in steps.items():
        assert send(clerk, base + part, **fields).status_code == 303
    page = text_of(clerk.get(base))
    for part in (
        "national-2024",
        "Hợp tác xã Ba Hòn",
        "620.000.000",
        "Cơ sở được hỗ trợ máy móc thiết bị cơ sở 3",
    ):
        assert part in page
    assert "chỉ tiêu" not in text_of(clerk.get(f"{base}/indicators"))
    twice = send(clerk, f"{base}/lines/new", fund=fund.public_id, content="ND3B")
    assert "Đề án đã có dòng kinh phí thuộc nguồn và nội dung này." in text_of(twice)
    wrong = send(clerk, f"{base}/beneficiaries/new", name="X", tax_code="123")
    assert "“123” không phải mã số thuế" in text_of(wrong)


def test_what_stands_beside_a_project_is_corrected_and_removed_after_a_question(desk, clerk):
    project = desk.project()
    base = f"/projects/{project.public_id}"
    send(
        clerk, f"{base}/other-money/new", kind="other", payer="Nhà tài trợ", amount="1.000", day="01/03/2024"
    )
    page = clerk.get(base).get_data(as_text=True)
    party = page.split(f"{base}/beneficiaries/")[1].split('"')[0]
    money = page.split(f"{base}/other-money/")[1].split("/")[0]
    assert send(clerk, f"{base}/beneficiaries/{party}", name="Công ty Mới", tax_code="").status_code == 303
    assert "Công ty Mới" in text_of(clerk.get(base))
    for part in (f"/beneficiaries/{party}/remove", f"/other-money/{money}/remove"):
        assert "Lịch sử vẫn lưu lại." in text_of(clerk.get(base + part))
        assert send(clerk, base + part).status_code == 303
        assert clerk.get(base + part).status_code == 404
    assert "Chưa ghi đơn vị nào." in text_of(clerk.get(base))


def test_without_a_fund_the_page_says_who_opens_one(desk, clerk):
    project = desk.project(level=Level.local)
    assert "Chưa có nguồn kinh phí" in text_of(clerk.get(f"/projects/{project.public_id}/lines/new"))
    assert "Chưa có chỉ tiêu" in text_of(clerk.get(f"/projects/{project.public_id}/indicators"))


def test_the_list_stands_in_its_address(desk, clerk):
    desk.financed(300 * MILLION, 0)
    desk.project(level=Level.local, name="Đào tạo nghề may")
    page = text_of(clerk.get("/projects?year=2024&waiting=yes&unit=dong"))
    assert "Hỗ trợ máy móc chế biến nước mắm" in page
    assert "300.000.000" in page
    assert "từ 15/01/2024" in page
    assert "Đào tạo nghề may" not in page
    assert "Năm ngân sách: 2024" in page
    assert "300,00 0,00 0,00 300,00" in text_of(clerk.get("/projects?q=nuoc+mam"))
    assert "Không có đề án phù hợp" in text_of(clerk.get("/projects?q=khongcogi"))
    assert "Trang này không có dữ liệu" in text_of(clerk.get("/projects?page=9"))
    strange = text_of(clerk.get("/projects?state=lost&year=x"))
    assert "Vui lòng chọn một mục trong danh sách" in strange
    assert "Hỗ trợ" not in strange
    assert clerk.get("/projects?sort=drop+table&page=-1").status_code == 200


def test_an_empty_list_says_what_to_do(desk, clerk, app):
    assert "Thêm đề án" in text_of(clerk.get("/projects"))
    assert "Thêm đề án" not in text_of(client_of(app, "auditor").get("/projects"))


def test_both_languages_are_whole(app, desk):
    project = desk.project(ProjectState.running)
    page = text_of(client_of(app, "head", "en").get(f"/projects/{project.public_id}"))
    for part in (
        "Next step:",
        "Promotion money",
        "No line of money yet",
        "Changed the state",
        "Work accepted",
    ):
        assert part in page


def test_a_stopped_project_shows_where_it_ended(app, desk):
    project = desk.project(ProjectState.running)
    desk.move(project, ProjectState.stopped, "agency", reason="Cơ sở ngừng sản xuất")
    page = text_of(client_of(app, "clerk").get(f"/projects/{project.public_id}"))
    assert "Ngừng triển khai" in page
    assert "Bước tiếp theo" not in page
    assert "Cơ sở ngừng sản xuất" in page


def test_a_central_task_shows_that_it_has_no_province(app, desk):
    person = client_of(app, "central clerk")
    fields = {**FORM, "level": "national", "kind": "task", "unit": "ipc1", "home": "", "name": "Tập huấn"}
    done = send(person, "/projects/new", **fields)
    assert done.status_code == 303
    assert "Đơn vị trung ương" in text_of(person.get(done.location))
    assert "Đơn vị trung ương" in text_of(person.get("/projects"))
