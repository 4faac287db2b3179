"""What people do with the fund of the budget year, on its pages."""

from tests.journeys.desk import Desk

FUND = "KCQG-2024"


def paper(person: Desk, number: str, day: str, issuer: str) -> None:
    person.fill_in(number=number, day=day, issuer=issuer, counts=day)


def propose(person: Desk) -> None:
    person.press("Xem trước kết quả")
    person.press("Đề xuất nghiệp vụ")


def send(person: Desk) -> None:
    person.open(person.page.locator("main form button[type=submit]").last)


def book(head: Desk) -> None:
    """Book the one proposal that waits."""
    head.go("Đề xuất")
    head.open(head.page.locator("main table a").first)
    head.press("Ghi sổ nghiệp vụ")
    head.sees("Đã ghi sổ nghiệp vụ.")


def at_fund(person: Desk, *words: str) -> None:
    person.page.goto("/funds?year=2024")
    person.go(FUND)
    for text in words:
        person.open(person.page.locator("main").get_by_role("link", name=text, exact=True).first)


def release(officer: Desk, chief: Desk, amount: str, number: str, day: str) -> None:
    at_fund(officer, "Phân bổ kinh phí")
    officer.fill("Số tiền đợt này", amount)
    paper(officer, number, day, "Bộ Tài chính")
    propose(officer)
    book(chief)


def plan(officer: Desk, chief: Desk) -> None:
    """130 billion approved, 125 of them listed for three projects."""
    at_fund(officer, "Ghi nhận kế hoạch")
    officer.fill_in(amount="130 tỷ")
    paper(officer, "3396/QĐ-BCT", "29/12/2023", "Bộ Công Thương")
    propose(officer)
    book(chief)
    at_fund(officer, "Ghi kế hoạch cho đề án")
    for number, amount in enumerate(("50 tỷ", "40 tỷ", "35 tỷ"), 1):
        officer.fill(f"{FUND}-{number:04}", amount)
    paper(officer, "3397/QĐ-BCT", "29/12/2023", "Bộ Công Thương")
    propose(officer)
    book(chief)
