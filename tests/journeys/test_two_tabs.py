"""Two people, or two tabs of one, at the same record: with scripts and without, by keyboard, on a phone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from promotion.database.handle import db
from promotion.projects.models import Project
from tests.journeys.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.data("stage"), pytest.mark.one_engine]

PROJECT = "Mô hình trình diễn sấy cá cơm bằng năng lượng mặt trời"
ASKS = "Có người khác đã lưu trong lúc bạn đang sửa"


@pytest.fixture
def project(app):
    """Return project(): the journey's project as it is stored now."""
    with app.app_context():
        number = db.session.scalars(select(Project.id).where(Project.name == PROJECT)).one()

    def stored() -> Project:
        with app.app_context():
            found = db.session.get_one(Project, number)
            db.session.expunge(found)
            return found

    return stored


def _open(person: Desk, address: str) -> None:
    person.page.goto(address)
    expect(person.field("Tên đề án")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_both_versions_are_shown_and_chosen_from_field_by_field(desk, project, scripts):
    address = f"/projects/{project().public_id}/edit"
    clerk, head = desk("clerk.an-giang", java_script_enabled=scripts), desk("head.an-giang")
    _open(clerk, address)
    _open(head, address)
    head.fill("Tên đề án", "Sấy cá cơm, tên của lãnh đạo")
    head.fill("Xã, phường, đặc khu", "Xã Kiên Hải")
    head.press("Lưu")
    head.sees("Đã lưu thay đổi.")
    clerk.fill("Tên đề án", "Sấy cá cơm, tên của cán bộ")
    clerk.fill("Mục tiêu", "Giảm thất thoát\nTạo việc làm")
    clerk.press("Lưu")
    clerk.sees(ASKS, "Bản đã lưu: Sấy cá cơm, tên của lãnh đạo", "Bản của bạn: Sấy cá cơm, tên của cán bộ")
    clerk.sees("đã lưu lúc", "Bản đã lưu: Xã Kiên Hải", "Lúc bạn mở biểu mẫu")
    clerk.press("Lưu nội dung đã chọn")
    clerk.sees("Tên đề án: hãy chọn nội dung sẽ được lưu.")
    assert project().name == "Sấy cá cơm, tên của lãnh đạo"
    clerk.page.locator("#choose-name-mine").check()
    clerk.press("Lưu nội dung đã chọn")
    clerk.sees("Đã lưu thay đổi.")
    kept = project()
    assert (kept.name, kept.commune, kept.objective) == (
        "Sấy cá cơm, tên của cán bộ",
        "Xã Kiên Hải",
        "Giảm thất thoát\nTạo việc làm",
    )


def test_the_choice_is_made_by_keyboard_on_a_phone(desk, project):
    address = f"/projects/{project().public_id}/edit"
    clerk, head = desk("clerk.an-giang", color_scheme="dark"), desk("head.an-giang")
    clerk.page.set_viewport_size({"width": 360, "height": 740})
    _open(clerk, address)
    _open(head, address)
    head.fill("Tên đề án", "Tên của lãnh đạo " + "rất dài " * 20)
    head.press("Lưu")
    head.sees("Đã lưu thay đổi.")
    clerk.fill("Tên đề án", "Tên của cán bộ")
    clerk.press("Lưu")
    clerk.sees(ASKS)
    assert clerk.page.evaluate("document.documentElement.scrollWidth") == 360
    keyboard = clerk.page.keyboard
    keyboard.press("Tab")
    for _step in range(30):
        if clerk.page.evaluate("document.activeElement.id").startswith("choose-name"):
            break
        keyboard.press("Tab")
    keyboard.press("Space")
    expect(clerk.page.locator("#choose-name-theirs")).to_be_checked()
    keyboard.press("ArrowDown")
    expect(clerk.page.locator("#choose-name-mine")).to_be_checked()
    keyboard.press("Enter")
    clerk.sees("Đã lưu thay đổi.")
    assert project().name == "Tên của cán bộ"


def test_a_change_of_language_keeps_the_version_that_was_seen(desk, project):
    """What was typed is put back on a page that was loaded later: the other one's change still shows."""
    address = f"/projects/{project().public_id}/edit"
    clerk, head = desk("clerk.an-giang"), desk("head.an-giang")
    _open(clerk, address)
    clerk.fill("Tên đề án", "Tên của cán bộ")
    _open(head, address)
    head.fill("Tên đề án", "Tên của lãnh đạo")
    head.press("Lưu")
    head.sees("Đã lưu thay đổi.")
    clerk.press("English")
    expect(clerk.page.get_by_role("textbox", name="Name of the project")).to_have_value("Tên của cán bộ")
    clerk.press("Save")
    clerk.sees("Someone else saved this while you were working on it", "Saved version: Tên của lãnh đạo")
    assert project().name == "Tên của lãnh đạo"
