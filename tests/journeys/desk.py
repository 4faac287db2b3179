"""A person at a desk: a browser of one's own, used by the words that stand on the screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIResponse, Browser, Locator, Page, Response, expect

from promotion.kernel.calendar import date_text, today
from tests.support import house

TODAY = date_text(today(), "vi")
_EXPECTED = "Failed to load resource"  # the browser's word for an answer such as 403 or 422


@dataclass
class Desk:
    """One person's browser. Words are those of the screen, as a person reads them."""

    page: Page
    name: str

    def sign_in(self) -> None:
        """Sign in by address and password, wherever the sign-in page leads afterwards."""
        if "sign-in" not in self.page.url:
            self.page.goto("/sign-in")
        self.fill("Thư điện tử", f"{self.name}@example.vn")
        self.fill("Mật khẩu", house.PASSWORD)
        self.press("Đăng nhập")

    def go(self, *words: str) -> None:
        """Follow links one after the other."""
        for text in words:
            self.open(self.link(text))

    def open(self, control: Locator, *, times: int = 1) -> None:
        """Click on a link or button, and wait until the page that it leads to is there as a whole."""
        control.click(click_count=times)
        self.page.wait_for_load_state("domcontentloaded")

    def link(self, text: str) -> Locator:
        """Return the first link with this text, the main menu's before those of the page."""
        return self.page.get_by_role("link", name=text, exact=True).first

    def field(self, label: str) -> Locator:
        """Return a field by its label."""
        found = self.page.get_by_role("textbox", name=label, exact=True)
        for role in ("combobox", "checkbox", "searchbox"):
            found = found.or_(self.page.get_by_role(role, name=label, exact=True))
        if "ật khẩu" in label:  # a password has no role
            return self.page.get_by_label(re.compile(rf"^\s*{label}"))
        return found

    def fill(self, label: str, text: str) -> None:
        """Type into a field, or choose in a list."""
        control = self.field(label)
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(label=text)
        elif control.get_attribute("type") == "checkbox":
            control.set_checked(text == "có")
        else:
            control.fill(text)

    def fill_in(self, **fields: str) -> None:
        """Fill fields by the short words of `LABELS`."""
        for word, text in fields.items():
            self.fill(LABELS[word], text)

    def press(self, text: str, *, times: int = 1) -> None:
        """Press a button; `times=2` is a double click."""
        self.open(self.page.get_by_role("button", name=text, exact=True), times=times)

    def back(self) -> None:
        """Press the browser's back button; a page that is still arriving is waited for first."""
        self.page.wait_for_load_state()
        self.page.go_back(wait_until="commit")
        self.page.wait_for_load_state()

    def sees(self, *texts: str) -> None:
        """Expect texts in the content of the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def misses(self, *texts: str) -> None:
        """Expect that texts are nowhere on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def row(self, text: str) -> Locator:
        """Return the first row of a table that holds a text."""
        return self.page.get_by_role("row").filter(has_text=text).first

    def figure(self, label: str) -> str:
        """Return the headline figure with this label, as it is written."""
        card = self.page.locator(".figure-card").filter(
            has=self.page.locator("dt").get_by_text(label, exact=True)
        )
        return card.locator(".figure-amount").inner_text().split()[0]

    def error_at(self, label: str) -> str:
        """Return what is said at a faulty field; the list of faults on top says the same."""
        control = self.field(label)
        expect(control).to_have_attribute("aria-invalid", "true")
        text = self.page.locator(f"#{control.get_attribute('id')}-error").inner_text()
        said = text.removeprefix("Lỗi:").strip()
        expect(self.page.locator("#error-summary")).to_contain_text(said)
        return said

    def send_by_hand(self, address: str, **form: str) -> APIResponse:
        """Send a form to an address as somebody would who ignores what the page offers."""
        token = self.page.locator("[name=csrf_token]").first.get_attribute("value") or ""
        sent = {"csrf_token": token, "idempotency_key": "sent by hand", **form}
        return self.page.context.request.post(address, form=dict(sent), max_redirects=0)

    def status_of(self, address: str) -> int:
        """Return the status with which an address answers."""
        answer: Response | None = self.page.goto(address)
        assert answer is not None
        return answer.status


LABELS = {
    "number": "Số văn bản",
    "day": "Ngày văn bản",
    "issuer": "Cơ quan ban hành",
    "counts": "Ngày nghiệp vụ",
    "reason": "Lý do hoặc ghi chú",
    "amount": "Số tiền",
}
"""Labels that many forms share."""


@contextmanager
def at_desk(browser: Browser, address: str, name: str, **options: Any) -> Iterator[Desk]:
    """Lend a desk; broken scripts and refused content fail at the end. Options are those of a browser context."""
    faults: list[str] = []
    viewport = {"width": 1366, "height": 900}
    context = browser.new_context(
        base_url=address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=viewport, **options
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    try:
        yield Desk(page, name)
    finally:
        context.close()
    assert not [fault for fault in faults if not fault.startswith(_EXPECTED)]
