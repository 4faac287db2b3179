"""The main work of a ministry officer: "only 35 % was released" as one act, booked by another, shared out to units."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import TODAY, Desk
from tests.journeys.stage import THIS_YEAR

pytestmark = [pytest.mark.browser, pytest.mark.data("stage")]

FUND = f"KCQG-{THIS_YEAR}"
PERCENT = "Hoặc tỷ lệ lũy kế được phân bổ so với kế hoạch"


def test_a_release_of_35_percent_is_checked_booked_by_another_and_shared_out(desk):
    officer, chief = desk("agency"), desk("agency.head")
    _propose_a_release(officer)
    _nobody_books_alone(officer, chief)
    _book_the_release(chief)
    _share_it_out(officer)
    chief.go("Đề xuất", "Chia kinh phí cho đơn vị")
    chief.sees("Trung tâm Khuyến công An Giang", "220.500.000")
    chief.press("Ghi sổ nghiệp vụ")
    _see_who_still_waits(officer)
    _count_cumulatively(officer)


def test_a_head_may_not_book_what_the_same_person_proposed(desk, written):
    chief = desk("agency.head")
    _fill_in_the_release(chief, "40")
    chief.press("Đề xuất nghiệp vụ")
    chief.sees("Bạn là người đề xuất. Người khác sẽ ghi sổ.")
    expect(chief.page.get_by_role("button", name="Ghi sổ nghiệp vụ")).to_have_count(0)
    before = written()
    refused = chief.send_by_hand(f"{chief.page.url}/book")  # there is no button for it
    assert refused.status == 422
    assert "Người đề xuất nghiệp vụ không được tự ghi sổ." in refused.text()
    assert written() == before


def _fill_in_the_release(officer: Desk, percent: str) -> None:
    officer.go("Nguồn kinh phí", FUND, "Phân bổ kinh phí")
    officer.fill(PERCENT, percent)
    officer.fill_in(number="2315/QĐ-BTC", day=TODAY, issuer="Bộ Tài chính")
    officer.press("Xem trước kết quả")


def _propose_a_release(officer: Desk) -> None:
    """Type 35 %: its amount, in words, what it changes and who still waits stand there before it is proposed."""
    _fill_in_the_release(officer, "35,5,5")
    officer.error_at(PERCENT)
    expect(officer.field("Số văn bản")).to_have_value("2315/QĐ-BTC")
    officer.fill(PERCENT, "35")
    officer.press("Xem trước kết quả")
    officer.sees("3.500.000.000 đồng", "Ba tỷ năm trăm triệu đồng", "35 %")
    expect(officer.row("Phân bổ so với kế hoạch")).to_contain_text("35,0 %")
    waits = officer.page.locator("#waits")
    expect(waits).to_contain_text("Trung tâm Khuyến công Thái Nguyên")
    expect(waits.get_by_role("row").filter(has_text="Tổng cộng")).to_contain_text(
        "605.500.000"
    )  # 35 % of 1,730 million
    officer.press("Quay lại biểu mẫu")
    expect(officer.field(PERCENT)).to_have_value("35")
    officer.press("Xem trước kết quả")
    officer.press("Đề xuất nghiệp vụ")
    officer.sees("Chờ ghi sổ", "Trần Thị Thu Hà")


def _nobody_books_alone(officer: Desk, chief: Desk) -> None:
    """The officer has no button to book; the head sees on the first page that something waits."""
    expect(officer.page.get_by_role("button", name="Ghi sổ nghiệp vụ")).to_have_count(0)
    chief.go("Tổng quan")
    chief.sees("1 đề xuất đang chờ")


def _book_the_release(chief: Desk) -> None:
    chief.go("Đến danh sách đề xuất", "Phân bổ kinh phí")
    chief.sees("3.500.000.000", "Số 2315/QĐ-BTC")
    chief.press("Ghi sổ nghiệp vụ")
    chief.sees("Đã ghi sổ nghiệp vụ.", "Người ghi sổ", "Lê Quang Vinh")
    chief.back()  # the page of the proposal as it was: booking it again changes nothing
    chief.sees("Đã ghi sổ")


def _share_it_out(officer: Desk) -> None:
    officer.go("Nguồn kinh phí", FUND)
    officer.sees("35,0 %")
    officer.go("Chia kinh phí cho đơn vị")
    officer.press("Điền số đề nghị vào các dòng trống")
    for unit, amount in (
        ("An Giang", "220.500.000"),
        ("Đồng Tháp", "175.000.000"),
        ("Thái Nguyên", "210.000.000"),
    ):
        expect(officer.field(f"Trung tâm Khuyến công {unit}")).to_have_value(amount)
    officer.fill_in(number="120/QĐ-CTĐP", day=TODAY, issuer="Cục trưởng")
    officer.press("Xem trước kết quả")
    officer.sees("605.500.000 đồng")
    officer.press("Đề xuất nghiệp vụ")


def _see_who_still_waits(officer: Desk) -> None:
    """The overview of the country says how far the money came, and which projects wait for it."""
    officer.go("Tổng quan")
    officer.sees("3.500", "4 dòng kinh phí được ghi kế hoạch nhiều hơn số được giao")
    waiting = officer.page.locator("#waiting")
    expect(waiting.get_by_role("row")).to_have_count(5)
    expect(waiting).to_contain_text("Hỗ trợ máy vò chè Đại Từ")


def _count_cumulatively(officer: Desk) -> None:
    """A second release of 40 % is 5 % more; 30 % after 35 % is refused with the reason."""
    _fill_in_the_release(officer, "30")
    assert "đã được phân bổ 3.500.000.000 đồng" in officer.error_at(PERCENT)
    officer.fill(PERCENT, "40")
    officer.press("Xem trước kết quả")
    officer.sees("500.000.000 đồng", "Năm trăm triệu đồng")
