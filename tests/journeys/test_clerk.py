"""The main work of a provincial officer: a project from its first line to the last payment, with a head who books."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import TODAY, Desk
from tests.journeys.stage import THIS_YEAR

pytestmark = [pytest.mark.browser, pytest.mark.data("stage")]

FUND = f"KCDP-2025-91-{THIS_YEAR}"
CODE = f"KCDP-91-{THIS_YEAR}-001"
NAME = "Hỗ trợ máy chiết rót tự động cho cơ sở nước mắm"


@pytest.mark.one_engine
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_project_from_its_first_line_to_the_last_payment(desk, written, scripts):
    clerk = desk("clerk.an-giang", java_script_enabled=scripts)
    head = desk("head.an-giang", java_script_enabled=scripts)
    _find_without_accents(clerk)
    _record(clerk)
    _complete_and_register(clerk)
    _approve(head)
    _list_and_release(clerk, head)
    _share_and_assign(clerk, head)
    _sign_the_contract(clerk, head)
    _advance(clerk, head)
    _ask_for_too_much(clerk, written)
    _accept_and_pay(clerk, head)
    _take_the_last_payment_back(clerk, head)
    clerk.go("Đề án", NAME)
    row = clerk.row("ND3B")
    for amount in ("200.000.000", "80.000.000"):
        expect(row).to_contain_text(amount)
    expect(row).to_contain_text("40,0 %")  # 80 of 200 million: the payment was taken back, the advance stands


def _find_without_accents(clerk: Desk) -> None:
    clerk.go("Đề án")
    clerk.fill("Tên, mã, đơn vị thụ hưởng hoặc mã số thuế", "dong chai nuoc mam PHU QUOC")
    clerk.press("Lọc")
    expect(clerk.page.get_by_role("row")).to_have_count(
        3
    )  # heading, the one of 2024, the long name of this year
    clerk.go("Máy đóng chai nước mắm Phú Quốc")
    clerk.sees("Trung tâm Khuyến công Kiên Giang", "200.000.000")


def _record(clerk: Desk) -> None:
    """Record a project: a date that does not exist is asked back, and nothing typed is lost."""
    clerk.go("Đề án", "Thêm đề án")
    clerk.fill("Tên đề án", NAME)
    clerk.fill("Bắt đầu dự kiến", "31/02/2026")
    clerk.fill("Kết thúc dự kiến", f"31/12/{THIS_YEAR}")
    clerk.fill("Mục tiêu", "Tăng công suất chiết rót, giảm hao hụt.")
    clerk.press("Lưu")
    assert "Không có ngày 31/02/2026" in clerk.error_at("Bắt đầu dự kiến")
    expect(clerk.page).to_have_title("Lỗi: Thêm đề án – Khuyến công")
    expect(clerk.field("Tên đề án")).to_have_value(NAME)
    expect(clerk.field("Bắt đầu dự kiến")).to_have_value("31/02/2026")
    clerk.fill("Bắt đầu dự kiến", f"1/2/{THIS_YEAR}")
    clerk.press("Lưu")
    clerk.sees("Đã ghi nhận đề án.", CODE, "Dự thảo", f"01/02/{THIS_YEAR} – 31/12/{THIS_YEAR}")


def _complete_and_register(clerk: Desk) -> None:
    """Add who is supported, counterpart money ("1.5" is asked back) and a line of money, then register."""
    clerk.go("Đăng ký")
    clerk.press("Đăng ký")
    clerk.sees("Chưa thể đăng ký đề án: còn thiếu đơn vị thụ hưởng.")
    clerk.back()
    clerk.go(CODE, "Thêm đơn vị thụ hưởng")
    clerk.fill("Tên đơn vị thụ hưởng", "Cơ sở nước mắm Hòn Thơm")
    clerk.fill("Mã số thuế", "0100109107")
    clerk.press("Lưu")
    assert "không phải mã số thuế" in clerk.error_at("Mã số thuế")
    clerk.fill("Mã số thuế", "0100109106")
    clerk.press("Lưu")
    clerk.sees("Đã thêm đơn vị thụ hưởng.", "Cơ sở nước mắm Hòn Thơm")
    clerk.go("Ghi vốn đối ứng hoặc vốn khác")
    clerk.fill("Bên góp vốn", "Cơ sở nước mắm Hòn Thơm")
    clerk.fill("Số tiền", "1.5")
    clerk.fill("Ngày", TODAY)
    clerk.press("Lưu")
    assert "Có phải ý bạn là" in clerk.error_at("Số tiền")
    expect(clerk.field("Số tiền")).to_have_value("1.5")
    expect(clerk.field("Bên góp vốn")).to_have_value("Cơ sở nước mắm Hòn Thơm")
    clerk.fill("Số tiền", "1,5 tỷ")
    clerk.press("Lưu")
    expect(clerk.row("Vốn đối ứng")).to_contain_text("1.500.000.000")
    clerk.go("Thêm dòng kinh phí")
    clerk.fill("Nguồn kinh phí", f"{FUND} – Sở Công Thương An Giang")
    clerk.page.get_by_label("Nội dung").select_option("ND3B")
    clerk.press("Thêm dòng")
    clerk.go("Đăng ký")
    clerk.press("Đăng ký")
    clerk.sees("Đề án đã chuyển sang “Đã đăng ký”.")


def _approve(head: Desk) -> None:
    head.go("Đề án", NAME, "Duyệt")
    head.fill("Lý do, quyết định hoặc ghi chú", "Quyết định số 15/QĐ-SCT")
    head.press("Duyệt")
    head.sees("Đề án đã chuyển sang “Đã phê duyệt kế hoạch”.")


def _list_and_release(clerk: Desk, head: Desk) -> None:
    """List the project with "1.5" first, which is asked back; release 35 % of the plan."""
    clerk.go("Nguồn kinh phí", FUND, "Ghi kế hoạch cho đề án")
    clerk.fill(CODE, "1.5")
    clerk.fill_in(number="16/QĐ-SCT", day=TODAY, issuer="Sở Công Thương An Giang")
    clerk.press("Xem trước kết quả")
    assert "Có phải ý bạn là" in clerk.error_at(CODE)
    expect(clerk.field("Số văn bản")).to_have_value("16/QĐ-SCT")
    clerk.fill(CODE, "500 triệu")
    clerk.press("Xem trước kết quả")
    clerk.sees("500.000.000 đồng", "Năm trăm triệu đồng")
    clerk.press("Đề xuất nghiệp vụ")
    clerk.sees("Chờ ghi sổ", "Bạn là người đề xuất. Người khác sẽ ghi sổ.")
    _book(head, "Ghi kế hoạch cho đề án")
    clerk.go("Nguồn kinh phí", FUND, "Phân bổ kinh phí")
    clerk.fill("Hoặc tỷ lệ lũy kế được phân bổ so với kế hoạch", "35")
    clerk.fill_in(number="88/STC", day=TODAY, issuer="Sở Tài chính An Giang")
    clerk.press("Xem trước kết quả")
    clerk.sees("700.000.000 đồng", "35")
    clerk.press("Đề xuất nghiệp vụ")
    _book(head, "Phân bổ kinh phí")


def _share_and_assign(clerk: Desk, head: Desk) -> None:
    clerk.go("Nguồn kinh phí", FUND, "Chia kinh phí cho đơn vị")
    clerk.press("Điền số đề nghị vào các dòng trống")
    expect(clerk.field("Trung tâm Khuyến công An Giang")).to_have_value(
        "175.000.000"
    )  # 35 % of what is listed
    clerk.fill("Trung tâm Khuyến công An Giang", "200.000.000")
    clerk.fill_in(number="17/QĐ-SCT", day=TODAY, issuer="Sở Công Thương An Giang")
    clerk.press("Xem trước kết quả")
    clerk.press("Đề xuất nghiệp vụ")
    _book(head, "Chia kinh phí cho đơn vị")
    clerk.go("Đề án", NAME)
    clerk.open(clerk.page.get_by_role("link", name="Giao vốn").first)
    expect(clerk.field(NAME)).to_have_value("200.000.000")  # suggested: all that the unit has
    clerk.fill_in(number="18/QĐ-TTKC")
    clerk.press("Đề xuất")
    clerk.sees("Hai trăm triệu đồng", "Trần Quốc Bảo")
    _book(head, "Giao vốn cho đề án")


def _sign_the_contract(clerk: Desk, head: Desk) -> None:
    clerk.go("Đề án", NAME)
    clerk.open(clerk.page.get_by_role("link", name="Lập hợp đồng").first)
    expect(clerk.field("Bên thực hiện")).to_have_value("Cơ sở nước mắm Hòn Thơm")
    clerk.fill("Số hợp đồng hoặc quyết định", "01/HĐ-KC")
    clerk.fill("Ngày ký", TODAY)
    clerk.fill("Giá trị chi từ kinh phí hỗ trợ", "200 triệu")
    clerk.press("Đề xuất")
    _book(head, "Ký hợp đồng, giao nhiệm vụ")


def _advance(clerk: Desk, head: Desk) -> None:
    """Advance within the rule; a double click makes one proposal, not two."""
    clerk.go("Đề án", NAME, "01/HĐ-KC", "Tạm ứng")
    clerk.sees("100.000.000 đồng")  # what the rule allows
    clerk.fill_in(amount="80.000.000", number="UNC-01", issuer="Kho bạc Nhà nước khu vực")
    clerk.press("Đề xuất", times=2)
    clerk.sees("Đã đề xuất: tạm ứng", "Tám mươi triệu đồng")
    head.go("Đề xuất")
    expect(head.page.get_by_role("link", name="Tạm ứng", exact=True)).to_have_count(1)
    _book(head, "Tạm ứng")


def _ask_for_too_much(clerk: Desk, written: Callable[[], tuple[int, int]]) -> None:
    """Ask for more than the contract leaves: refused in clear words at the amount, and nothing is written."""
    before = written()
    clerk.go("Đề án", NAME, "01/HĐ-KC", "Thanh toán")
    clerk.fill_in(amount="120.000.001", number="UNC-02", issuer="Kho bạc Nhà nước khu vực")
    clerk.press("Đề xuất")
    said = clerk.error_at("Số tiền")
    assert "chỉ còn 120.000.000 đồng" in said
    assert "cần chi 120.000.001 đồng" in said
    expect(clerk.field("Số văn bản")).to_have_value("UNC-02")
    assert written() == before


def _accept_and_pay(clerk: Desk, head: Desk) -> None:
    clerk.go("Đề án", NAME, "01/HĐ-KC", "Nghiệm thu")
    clerk.fill_in(amount="200.000.000", number="01/BBNT")
    clerk.press("Đề xuất")
    _book(head, "Nghiệm thu")
    clerk.go("Đề án", NAME, "01/HĐ-KC", "Thanh toán")
    clerk.fill_in(amount="120.000.000", number="UNC-02", issuer="Kho bạc Nhà nước khu vực")
    clerk.press("Đề xuất")
    clerk.sees("Một trăm hai mươi triệu đồng")
    _book(head, "Thanh toán")
    clerk.go("Đề án", NAME)
    expect(clerk.row("ND3B")).to_contain_text("100,0 %")


def _take_the_last_payment_back(clerk: Desk, head: Desk) -> None:
    clerk.go("Đề án", NAME, "01/HĐ-KC", "Thanh toán")  # the act in the list of booked acts
    clerk.go("Ghi đảo nghiệp vụ này")
    clerk.fill_in(number="02/TTr", day=TODAY, issuer="Trung tâm Khuyến công An Giang")
    clerk.press("Đề xuất ghi đảo")
    clerk.error_at("Lý do ghi đảo")
    clerk.fill("Lý do ghi đảo", "Kho bạc trả lại chứng từ do sai số tài khoản")
    clerk.press("Đề xuất ghi đảo")
    _book(head, "Ghi đảo nghiệp vụ")


def _book(head: Desk, act: str) -> None:
    """Book what waits for the head."""
    head.go("Đề xuất", act)
    head.press("Ghi sổ nghiệp vụ")
    head.sees("Đã ghi sổ nghiệp vụ.", "Người ghi sổ", "Trần Quốc Bảo")
