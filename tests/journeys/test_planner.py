"""The case of 2024 at the planner: 35 percent of 130 billion by three rules side by side, one of them booked; a second
tranche later, signed contracts first.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.budget_year import PLANS
from tests.journeys.desk import Desk
from tests.journeys.money import at_fund, book, paper, plan, propose, send
from tests.support import engines

pytestmark = [pytest.mark.browser, pytest.mark.data("budget year"), engines.only("sqlite")]

RATE, PRIORITY, FLOOR, SIGNED = (
    "Theo tỷ lệ số còn thiếu",
    "Theo thứ tự ưu tiên",
    "Mức sàn theo tỉnh (tỷ lệ phần trăm)",
    "Ưu tiên hợp đồng đã ký",
)
PROVINCES = ("An Giang", "Đồng Tháp", "Thái Nguyên")
FIRST = {
    RATE: ("18.200.000.000", "14.560.000.000", "12.740.000.000"),  # 50, 40 and 35 of 125 billion
    PRIORITY: ("5.500.000.000", "40.000.000.000", "0"),  # the second project, then the first one
    FLOOR: ("10.000.000.000", "28.500.000.000", "7.000.000.000"),  # 20 percent each, then the second project
}
SECOND = ("23.654.419.411", "4.717.642.981", "4.127.937.608")
"""78 − 45.5 = 32.5 billion: 21.8 for what is signed and not assigned, the rest by what is still missing."""

PERCENT = "Hoặc tỷ lệ lũy kế được phân bổ so với kế hoạch"
LOWEST = "Mức sàn mỗi tỉnh, tính theo phần trăm số được ghi kế hoạch của tỉnh"
Desks = Callable[..., Desk]


def test_the_case_of_2024_by_three_rules_one_of_them_booked_and_a_second_tranche(desk: Desks) -> None:
    officer, chief = desk("agency"), desk("agency.head")
    plan(officer, chief)
    for rule, amounts in FIRST.items():
        _make(officer, rule, "35", *((FLOOR, PRIORITY) if rule == FLOOR else (rule,)))
        _gives(officer, "45.500.000.000", amounts)
    _compare(officer)
    _propose(officer, RATE, "1180/QĐ-BTC", "28/06/2024")
    book(chief)
    at_fund(chief)
    chief.sees("45.500.000.000", "35,0 %")
    _outdated(officer, PRIORITY)
    _sign(desk("clerk.an-giang"), desk("head.an-giang"))
    _make(officer, "Đợt hai", "60", SIGNED, RATE)
    _gives(officer, "32.500.000.000", SECOND)
    _propose(officer, "Đợt hai", "2315/QĐ-BTC", "20/11/2024")
    book(chief)
    at_fund(chief)
    chief.sees("78.000.000.000", "60,0 %")
    _told(desk("head.an-giang"))


def _make(officer: Desk, name: str, percent: str, *rules: str) -> None:
    at_fund(officer, "Lập phương án phân bổ vốn", "Lập phương án mới")
    officer.fill("Tên", name)
    officer.fill(PERCENT, percent)
    for place, rule in zip(("nhất", "hai"), rules, strict=False):
        officer.fill(f"Quy tắc thứ {place}", rule)
    if PRIORITY in rules:
        for rank, project in ((1, PLANS[1]), (2, PLANS[0])):
            row = officer.page.get_by_role("row").filter(has_text=project.name)
            row.locator("[name^=rank_]").fill(str(rank))
    if FLOOR in rules:
        officer.fill(LOWEST, "120")
        officer.press("Lưu và tính")
        officer.error_at(LOWEST)
        officer.fill(LOWEST, "20")
    officer.press("Lưu và tính")
    officer.sees("Đã lưu phương án.")


def _gives(officer: Desk, money: str, amounts: tuple[str, ...]) -> None:
    """Each province gets its part, and the parts are the whole."""
    table = officer.page.locator("#result")
    for province, amount in zip(PROVINCES, amounts, strict=True):
        expect(table.get_by_role("row").filter(has_text=province).locator("strong")).to_have_text(amount)
    expect(table.get_by_role("row").filter(has_text="Tổng cộng")).to_contain_text(money)
    assert sum(int(amount.replace(".", "")) for amount in amounts) == int(money.replace(".", ""))


def _compare(officer: Desk) -> None:
    """Three side by side: what each gives, and how far it is from the first."""
    at_fund(officer, "Lập phương án phân bổ vốn")
    for box in officer.page.locator("main [type=checkbox]").all():
        box.check()
    officer.press("So sánh các phương án đã chọn")
    for amounts in FIRST.values():
        officer.sees(*amounts)
    officer.sees("3 đề án nhận số tiền khác nhau.", "+11.500.000.000")


def _open(officer: Desk, name: str) -> None:
    at_fund(officer, "Lập phương án phân bổ vốn")
    officer.open(officer.page.locator("main").get_by_role("link", name=name, exact=True).first)


def _propose(officer: Desk, name: str, number: str, day: str) -> None:
    _open(officer, name)
    officer.go("Đề xuất phương án này")
    paper(officer, number, day, "Bộ Tài chính")
    propose(officer)


def _outdated(officer: Desk, name: str) -> None:
    """What was worked out before the act is not proposed; the act is named, and a step works it out anew."""
    _open(officer, name)
    officer.sees("Nguồn đã thay đổi kể từ khi tính phương án này", "45.500.000.000 đồng, 28/06/2024")
    expect(officer.page.get_by_role("link", name="Đề xuất phương án này")).to_have_count(0)


def _sign(clerk: Desk, head: Desk) -> None:
    """A contract over more than is assigned: what waits for the second tranche."""
    head.go("Đề án", PLANS[0].name, "Bắt đầu thực hiện")
    send(head)
    clerk.go("Đề án", PLANS[0].name)
    clerk.open(clerk.page.get_by_role("link", name=re.compile("^Lập hợp đồng")).first)
    clerk.fill("Số hợp đồng hoặc quyết định", "15/HĐKC")
    clerk.fill("Ngày ký", "15/07/2024")
    for name, text in (("party", "Công ty TNHH Biển Tây"), ("amount", "40 tỷ"), ("reason", "Chờ vốn đợt 2")):
        clerk.page.locator(f"[name={name}]").fill(text)
    send(clerk)
    book(head)


def _told(head: Desk) -> None:
    """The centre is told of both tranches and of its part in each."""
    head.page.goto("/notices")
    head.sees("32.500.000.000", SECOND[0], "45.500.000.000", FIRST[RATE][0])
