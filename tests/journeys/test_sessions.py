"""What happens to work when a form is sent twice, or when the session ends while somebody types."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from promotion.accounts.models import SignIn
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.projects.models import Beneficiary
from tests.journeys.desk import TODAY, Desk
from tests.journeys.stage import THIS_YEAR
from tests.support import house

pytestmark = [pytest.mark.browser, pytest.mark.data("stage"), pytest.mark.one_engine]

PERCENT = "Hoặc tỷ lệ lũy kế được phân bổ so với kế hoạch"
FIRM = "Cơ sở sấy cá cơm Hòn Sơn"
PROJECT = "Mô hình trình diễn sấy cá cơm bằng năng lượng mặt trời"


@pytest.fixture
def sessions_end(app):
    """Return sessions_end(): every session dies on the server, as after half an hour without a request."""

    def end() -> None:
        with app.app_context():
            unit_of_work.run(lambda: db.session.execute(update(SignIn).values(ended_at=now())))

    return end


@pytest.fixture
def firms(app):
    """Return firms(): how often the journey's firm is a beneficiary now."""

    def count() -> int:
        with app.app_context():
            return len(db.session.scalars(select(Beneficiary.id).where(Beneficiary.name == FIRM)).all())

    return count


def test_two_clicks_without_scripts_are_one_effect(desk, firms):
    """Without scripts nothing holds the second click back in the browser: the server takes the form once."""
    clerk = desk("clerk.an-giang", java_script_enabled=False)
    _type_a_beneficiary(clerk)
    clerk.press("Lưu", times=2)
    clerk.sees("Đã thêm đơn vị thụ hưởng.", FIRM)
    assert firms() == 1


def test_a_form_sent_again_later_leads_to_the_first_answer(desk, firms):
    """A line that drops after sending: the browser sends the same form again, and the first answer comes back."""
    clerk = desk("clerk.an-giang")
    _type_a_beneficiary(clerk)
    with clerk.page.expect_request(lambda request: request.method == "POST") as sending:
        clerk.press("Lưu")
    clerk.sees("Đã thêm đơn vị thụ hưởng.")
    request = sending.value
    again = clerk.page.context.request.post(
        request.url, data=request.post_data_buffer, headers={"Content-Type": request.headers["content-type"]},
        max_redirects=0,
    )  # fmt: skip
    assert again.status == 303
    assert again.headers["location"] == clerk.page.url.removeprefix(clerk.page.url.split("/projects")[0])
    clerk.back()
    clerk.page.go_forward()
    assert firms() == 1


def test_what_was_typed_comes_back_after_signing_in_again(desk, sessions_end, firms):
    clerk = desk("clerk.an-giang")
    _type_a_beneficiary(clerk)
    sessions_end()
    clerk.press("Lưu")
    clerk.sees("Phiên làm việc đã kết thúc nên chưa có gì được lưu.")
    clerk.sign_in()
    clerk.sees("Nội dung bạn đã nhập được điền lại và chưa gửi.")
    expect(clerk.field("Tên đơn vị thụ hưởng")).to_have_value(FIRM)
    expect(clerk.field("Địa chỉ")).to_have_value("Ấp 1, xã Hòn Sơn")
    assert firms() == 0
    clerk.press("Lưu")
    clerk.sees("Đã thêm đơn vị thụ hưởng.")
    assert firms() == 1
    clerk.go("Thêm đơn vị thụ hưởng")  # once only: a new form is empty
    expect(clerk.field("Tên đơn vị thụ hưởng")).to_have_value("")


def test_a_release_checked_before_the_session_ended_is_not_typed_twice(desk, sessions_end, written):
    officer = desk("agency")
    officer.go("Nguồn kinh phí", f"KCQG-{THIS_YEAR}", "Phân bổ kinh phí")
    officer.fill(PERCENT, "35")
    officer.fill_in(number="2315/QĐ-BTC", day=TODAY, issuer="Bộ Tài chính")
    officer.press("Xem trước kết quả")
    officer.sees("3.500.000.000 đồng")
    sessions_end()
    before = written()
    officer.press("Đề xuất nghiệp vụ")
    officer.sees("chưa có gì được lưu")
    officer.sign_in()
    expect(officer.field(PERCENT)).to_have_value("35")
    expect(officer.field("Số văn bản")).to_have_value("2315/QĐ-BTC")
    assert written() == before


def test_what_one_person_typed_is_not_filled_in_for_another(desk, sessions_end):
    clerk = desk("clerk.an-giang")
    _type_a_beneficiary(clerk)
    sessions_end()
    clerk.press("Lưu")
    head = Desk(clerk.page, "head.an-giang")
    head.sign_in()
    head.sees("Thêm đơn vị thụ hưởng")
    expect(head.field("Tên đơn vị thụ hưởng")).to_have_value("")


def test_a_password_is_never_laid_aside(desk, sessions_end):
    clerk = desk("clerk.an-giang")
    clerk.page.goto("/account/password")
    clerk.fill("Mật khẩu hiện tại", house.PASSWORD)
    clerk.fill("Mật khẩu mới", "lúa vàng trên đồng")
    clerk.fill("Nhập lại mật khẩu mới", "lúa vàng trên đồng")
    sessions_end()
    clerk.press("Đổi mật khẩu")
    clerk.sees("chưa có gì được lưu")
    laid_aside = clerk.page.evaluate("JSON.stringify(sessionStorage)")
    assert house.PASSWORD not in laid_aside
    assert "lúa vàng" not in laid_aside


def test_without_scripts_the_end_of_a_session_is_said_and_leads_back_to_the_form(desk, sessions_end):
    clerk = desk("clerk.an-giang", java_script_enabled=False)
    _type_a_beneficiary(clerk)
    address = clerk.page.url
    sessions_end()
    clerk.press("Lưu")
    clerk.sees("Phiên làm việc đã kết thúc nên chưa có gì được lưu.")
    clerk.sign_in()
    assert clerk.page.url == address


def test_signing_out_in_another_tab_loses_nothing_typed_here(desk):
    clerk = desk("clerk.an-giang")
    _type_a_beneficiary(clerk)
    other = Desk(clerk.page.context.new_page(), clerk.name)
    other.page.goto("/")
    other.press("Đăng xuất")
    clerk.press("Lưu")
    clerk.sees("Biểu mẫu đã quá hạn", "chưa có gì được lưu")
    clerk.go("Đăng nhập lại")
    clerk.sign_in()
    expect(clerk.field("Tên đơn vị thụ hưởng")).to_have_value(FIRM)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(desk, browser, address):
    clerk = desk("clerk.an-giang")
    clerk.page.goto("/projects")
    cookies = clerk.page.context.cookies()
    thief = browser.new_context(base_url=address)
    thief.add_cookies(cookies)
    page = thief.new_page()
    page.goto("/projects")
    expect(page).to_have_title("Đề án – Khuyến công")
    clerk.press("Đăng xuất")
    clerk.sees("Đăng nhập")
    page.goto("/projects")
    expect(page).to_have_title("Đăng nhập – Khuyến công")
    thief.close()
    clerk.back()
    clerk.misses("Phú Quốc")


def test_booking_twice_in_two_tabs_books_once(desk, written):
    """A head presses in two tabs: the second is told what became of the proposal."""
    officer, chief = desk("agency"), desk("agency.head")
    officer.go("Nguồn kinh phí", f"KCQG-{THIS_YEAR}", "Phân bổ kinh phí")
    officer.fill_in(number="2315/QĐ-BTC", day=TODAY, issuer="Bộ Tài chính")
    officer.fill("Số tiền đợt này", "1 tỷ")
    officer.press("Xem trước kết quả")
    officer.press("Đề xuất nghiệp vụ")
    chief.go("Đề xuất", "Phân bổ kinh phí")
    second = Desk(chief.page.context.new_page(), chief.name)
    second.page.goto(chief.page.url)
    chief.press("Ghi sổ nghiệp vụ")
    chief.sees("Đã ghi sổ nghiệp vụ.")
    after = written()
    second.press("Ghi sổ nghiệp vụ")
    second.sees("Đề xuất này đã được xử lý.")
    assert written() == after


def _type_a_beneficiary(clerk: Desk) -> None:
    clerk.go("Đề án", PROJECT, "Thêm đơn vị thụ hưởng")
    clerk.fill("Tên đơn vị thụ hưởng", FIRM)
    clerk.fill("Địa chỉ", "Ấp 1, xã Hòn Sơn")
