"""Those who only look, and the administrator: what each sees and does not see; the language of a page."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.stage import THIS_YEAR

pytestmark = [pytest.mark.browser, pytest.mark.data("stage"), pytest.mark.one_engine]

LOCAL = "Máy đóng chai nước mắm Phú Quốc"
NATIONAL = "Mô hình trình diễn kỹ thuật chế biến cá khô Rạch Giá"
CHANGING = ("Thêm đề án", "Mở nguồn kinh phí", "Bổ sung kế hoạch", "Sửa")


def test_a_finance_viewer_sees_national_money_only(desk):
    viewer = desk("finance")
    assert _menu(viewer) == [
        "Tổng quan",
        "Điều hành",
        "Đề án",
        "Nguồn kinh phí",
        "Đề xuất",
        "Số liệu",
    ]
    viewer.page.goto("/?year=2024")
    viewer.sees("5.000", "1.400")  # the plan of the nation and what was released of it, in million đồng
    viewer.go("Đề án")
    viewer.sees(NATIONAL)
    viewer.misses(LOCAL)
    viewer.page.goto("/figures?year=2024&by=level&unit=dong")
    expect(viewer.row("Tổng cộng")).to_contain_text("5.000.000.000")
    viewer.page.goto("/funds?year=2024")
    viewer.misses("KCDP-")
    _changes_nothing(viewer)
    assert viewer.status_of("/reports/conference") == 403


def test_an_auditor_sees_everything_and_changes_nothing(desk):
    auditor = desk("auditor")
    auditor.go("Đề án")
    auditor.sees(NATIONAL, LOCAL, "Dây chuyền chè xanh Tân Cương")
    auditor.go(LOCAL)
    auditor.sees("Lịch sử", "Nguyễn Thị Hồng Ánh", "Trần Quốc Bảo", "Đã thanh toán")
    auditor.go("KCDP-2024-91-2024")
    auditor.sees("200.000.000")
    _changes_nothing(auditor)
    assert auditor.status_of("/projects/new") == 403


def test_an_administrator_gives_accounts_and_sees_no_money(desk, browser, address):
    administrator = desk("administrator")
    assert "Số liệu" not in _menu(administrator)
    for path in ("/projects", "/funds", "/proposals", "/figures", "/reports/conference"):
        assert administrator.status_of(path) == 403
    administrator.page.goto("/")
    administrator.sees("Người dùng")
    administrator.go("Tài khoản mới")
    administrator.fill("Thư điện tử", "chuyen.vien@example.vn")
    administrator.fill("Họ và tên", "Đặng Thị Sáu")
    administrator.press("Tạo tài khoản")
    administrator.sees("Đã tạo tài khoản.", "Chưa được phân quyền", "mã chỉ hiện một lần")
    code = administrator.page.locator(".handed-code").inner_text()
    administrator.fill("Vai trò", "Kiểm toán viên")
    administrator.fill("Từ", "01/01/2026")
    administrator.press("Phân quyền")
    administrator.sees("Đã phân quyền")
    context = browser.new_context(base_url=address, locale="vi-VN")
    newcomer = Desk(context.new_page(), "chuyen.vien")
    newcomer.page.goto("/sign-in")
    newcomer.go("Tôi có mã")
    newcomer.fill("Thư điện tử", "chuyen.vien@example.vn")
    newcomer.fill("Mã", code)
    newcomer.fill("Mật khẩu mới", "ngắn")
    newcomer.fill("Nhập lại mật khẩu mới", "ngắn")
    newcomer.press("Đặt mật khẩu này và đăng nhập")
    newcomer.sees("Mật khẩu phải có từ 12 đến 128 ký tự.")
    newcomer.fill("Mã", code)
    newcomer.fill("Mật khẩu mới", "lúa vàng trên đồng")
    newcomer.fill("Nhập lại mật khẩu mới", "lúa vàng trên đồng")
    newcomer.press("Đặt mật khẩu này và đăng nhập")
    newcomer.sees("Cả nước")
    context.close()


def test_the_language_changes_and_the_page_stays(desk):
    """A list with its filters, and a form half filled in, stand as they were in the other language."""
    clerk = desk("clerk.an-giang")
    clerk.page.goto(f"/projects?q=nuoc+mam&year={THIS_YEAR}&unit=million")
    clerk.press("English")
    assert clerk.page.url.endswith(f"/projects?q=nuoc+mam&year={THIS_YEAR}&unit=million")
    expect(clerk.page).to_have_title("Projects – Industrial promotion")
    clerk.sees("Waiting for money")
    clerk.page.goto("/projects/new")
    clerk.fill("Name of the project", "Máy ép viên nén trấu")
    clerk.press("Tiếng Việt")
    clerk.sees("Thêm đề án")
    expect(clerk.field("Tên đề án")).to_have_value("Máy ép viên nén trấu")
    expect(clerk.page.locator("html")).to_have_attribute("lang", "vi")


def _menu(person: Desk) -> list[str]:
    """Return the main menu as far as it is about work, without the pages of reference."""
    every = person.page.locator(".main-nav-wide a").all_inner_texts()
    return [text for text in every if text != "Danh mục"]


def _changes_nothing(person: Desk) -> None:
    """Look for anything that changes something on the main pages."""
    for path in ("/", "/projects", "/funds?year=2024", "/proposals"):
        person.page.goto(path)
        for words in CHANGING:
            expect(person.page.get_by_role("link", name=words, exact=True)).to_have_count(0)
        expect(person.page.locator("main form[method=post]")).to_have_count(0)
