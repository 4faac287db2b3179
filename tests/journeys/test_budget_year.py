"""A whole budget year with the figures of 2024: 130 billion approved, 45 released, a withdrawal refused, a second
tranche, and a year's end that leaves nothing unexplained. Boards, ledger book and workbook agree all the way.
"""

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.budget_year import PLANS
from tests.journeys.desk import Desk
from tests.journeys.money import at_fund, book, paper, plan, propose, release, send
from tests.support import engines

pytestmark = [pytest.mark.browser, pytest.mark.data("budget year"), engines.only("sqlite")]

TREASURY = "Kho bạc Nhà nước An Giang"
DRY_FISH = PLANS[0].name
CENTRES = {"an-giang": "17.307.692.308", "dong-thap": "13.846.153.846", "thai-nguyen": "12.115.384.615"}
Desks = Callable[..., Desk]


def test_a_budget_year_from_the_plan_to_the_close(desk: Desks) -> None:
    officer, chief = desk("agency"), desk("agency.head")
    plan(officer, chief)
    _release_and_share(officer, chief)
    _agree(chief, approved="130.000.000.000", released="45.000.000.000", assigned="0", disbursed="0")
    for (name, amount), project in zip(CENTRES.items(), PLANS, strict=True):
        _assign(desk(f"clerk.{name}"), desk(f"head.{name}"), project.name, amount)
    _spend(desk("clerk.an-giang"), desk("head.an-giang"))
    _agree(chief, approved="130.000.000.000", released="45.000.000.000", disbursed="12.000.000.000")
    _withdraw(officer, chief)
    release(officer, chief, "15 tỷ", "2315/QĐ-BTC", "20/11/2024")
    _agree(chief, released="55.000.000.000", assigned="40.000.000.000", disbursed="12.000.000.000")
    _end_the_year(officer, chief)
    _agree(chief, approved="130.000.000.000", released="55.000.000.000", disbursed="12.000.000.000")
    _see_it_explained(chief)
    _pay_on_in_the_next_year(desk("clerk.an-giang"))


def _release_and_share(officer: Desk, chief: Desk) -> None:
    release(officer, chief, "45 tỷ", "1180/QĐ-BTC", "28/06/2024")
    at_fund(officer)
    officer.sees("34,6 %")
    at_fund(officer, "Chia kinh phí cho đơn vị")
    officer.press("Điền số đề nghị vào các dòng trống")
    paper(officer, "120/QĐ-CTĐP", "02/07/2024", "Cục trưởng")
    propose(officer)
    book(chief)


def _assign(clerk: Desk, head: Desk, project: str, amount: str) -> None:
    clerk.go("Đề án", project)
    clerk.open(clerk.page.get_by_role("link", name=re.compile("^Giao vốn")).first)
    clerk.page.locator("main form input[name^=line_]").first.fill(amount)
    paper(clerk, "01/QĐ-TTKC", "10/07/2024", "Trung tâm Khuyến công")
    send(clerk)
    book(head)


def _spend(clerk: Desk, head: Desk) -> None:
    """A contract, an advance, work accepted, the advance cleared, a part refunded, a payment."""
    head.go("Đề án", DRY_FISH, "Bắt đầu thực hiện")
    send(head)
    clerk.go("Đề án", DRY_FISH)
    clerk.open(clerk.page.get_by_role("link", name=re.compile("^Lập hợp đồng")).first)
    clerk.fill("Số hợp đồng hoặc quyết định", "15/HĐKC")
    clerk.fill("Ngày ký", "15/07/2024")
    for name, text in (("party", "Công ty TNHH Biển Tây"), ("amount", "20 tỷ"), ("reason", "Chờ vốn đợt 2")):
        clerk.page.locator(f"[name={name}]").fill(text)
    send(clerk)
    book(head)
    for verb, amount, number, day in (
        ("Tạm ứng", "10 tỷ", "RDT-01", "20/07/2024"),
        ("Nghiệm thu", "8 tỷ", "BB-01", "20/09/2024"),
        ("Thanh toán tạm ứng", "8 tỷ", "TTTU-01", "25/09/2024"),
        ("Hoàn trả", "1 tỷ", "HT-01", "05/10/2024"),
        ("Nghiệm thu", "4 tỷ", "BB-02", "20/10/2024"),
        ("Thanh toán", "3 tỷ", "RDT-02", "25/10/2024"),
    ):
        _at_contract(clerk)
        clerk.go(verb)
        if verb == "Hoàn trả":
            clerk.page.locator("main form select").first.select_option(label="Của khoản tạm ứng")
        clerk.page.locator("[name=amount]").fill(amount)
        paper(clerk, number, day, TREASURY)
        send(clerk)
        book(head)
    _at_contract(clerk)
    assert clerk.figure("Tạm ứng chưa thanh toán") == "1.000.000.000"
    assert clerk.figure("Đã nghiệm thu, chưa thanh toán") == "1.000.000.000"


def _at_contract(clerk: Desk) -> None:
    clerk.go("Đề án", DRY_FISH)
    clerk.open(clerk.page.locator('main a[href*="/commitments/"]').last)


def _withdraw(officer: Desk, chief: Desk) -> None:
    """Forty billion cannot come back: twelve are paid out, and the payments are named. Five can."""
    at_fund(officer, "Thu hồi kinh phí đã phân bổ")
    officer.fill("Số tiền thu hồi", "40 tỷ")
    officer.fill("Lý do", "Bộ Tài chính điều chỉnh giảm dự toán")
    paper(officer, "2001/QĐ-BTC", "01/11/2024", "Bộ Tài chính")
    officer.press("Xem trước kết quả")
    officer.sees("RDT-01", "RDT-02", "HT-01")
    officer.fill("Số tiền thu hồi", "5 tỷ")
    officer.press("Xem trước kết quả")
    officer.sees("40.000.000.000", "\u2212554.924.780")
    officer.press("Đề xuất nghiệp vụ")
    book(chief)


def _end_the_year(officer: Desk, chief: Desk) -> None:
    """What is under contract goes over with its contract, on a decision; the rest lapses; then the fund closes."""
    at_fund(officer, "Xử lý cuối năm")
    for label, text in (
        ("Số văn bản", "15/QĐ-CTĐP"),
        ("Ngày văn bản", "31/01/2025"),
        ("Cơ quan ban hành", "Cục trưởng"),
        ("Ngày nghiệp vụ", "31/01/2025"),
    ):
        officer.fill(label, text)
    officer.press("Đề xuất xử lý cuối năm")
    officer.error_at("Số quyết định")
    for label, text in (
        ("Số quyết định", "22/QĐ-BTC"),
        ("Ngày quyết định", "25/01/2025"),
        ("Cơ quan quyết định", "Bộ Tài chính"),
    ):
        officer.fill(label, text)
    officer.press("Đề xuất xử lý cuối năm")
    book(chief)
    at_fund(officer, "Xử lý cuối năm", "Khóa sổ nguồn kinh phí")
    paper(officer, "16/QĐ-CTĐP", "05/02/2025", "Cục trưởng")
    send(officer)
    book(chief)


def _see_it_explained(chief: Desk) -> None:
    at_fund(chief, "Bảng quyết toán cuối năm")
    chief.sees("38.247.232.472", "4.752.767.528", "3.247.232.472", "86.752.767.528", "khớp")
    chief.misses("không khớp")


def _pay_on_in_the_next_year(clerk: Desk) -> None:
    """The contract goes on in the next year's fund with what it still owes; last year takes no payment any more."""
    _at_contract(clerk)
    clerk.sees("KCQG-2025", "15/HĐKC")
    assert clerk.figure("Còn phải trả") == "8.000.000.000"
    clerk.go("Đề án", DRY_FISH)
    expect(clerk.page.get_by_role("link", name=re.compile("^Hoàn trả sau khóa sổ"))).to_have_count(1)


COLUMNS = {
    "approved": "Kế hoạch được duyệt",
    "released": "Được phân bổ",
    "assigned": "Đã giao",
    "disbursed": "Giải ngân",
}


def _agree(reader: Desk, **expected: str) -> None:
    """The fund's page, the figures, the ledger book and its workbook say the same."""
    for key, amount in expected.items():
        at_fund(reader)
        row = reader.page.locator("table").first.get_by_role("row").filter(has_text=COLUMNS[key]).first
        expect(row).to_contain_text(amount)
        reader.page.goto("/figures?year=2024&by=level&level=national&unit=dong")
        assert _under(reader, COLUMNS[key], "Tổng cộng") == amount
    at_fund(reader, "Sổ theo dõi kinh phí")
    book = {key: _under(reader, COLUMNS[key], "Số dư cuối kỳ") for key in expected}
    assert book == expected
    address = reader.page.locator('main a[href*="workbook"]').first.get_attribute("href") or ""
    sheet = openpyxl.load_workbook(BytesIO(reader.page.context.request.get(address).body())).active
    assert sheet is not None
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    ledger = next(row for row in rows if row and str(row[0]).startswith("Số dư trên sổ cái"))
    assert {int(amount.replace(".", "")) for amount in expected.values()} <= {*ledger}


def _under(reader: Desk, heading: str, row: str) -> str:
    """Return what stands in a table under a heading, in the row that begins with a text."""
    table = reader.page.locator("table").filter(has_text=heading).filter(has_text=row).last
    expect(table).to_contain_text(heading)
    reader.page.wait_for_load_state()
    headings = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    cells = table.get_by_role("row").filter(has_text=row).last.locator("th, td").all_inner_texts()
    offset = len(headings) - len(cells)  # a first cell over several columns
    return cells[headings.index(heading) - offset].split()[0]
