"""The browser, the office and the closing lines of the tests themselves."""

import shutil

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from tests.support import browser as browsers
from tests.support import left_out
from tools import serving

PAGE = """<!doctype html><html lang="vi"><title>Khuyến công</title><script src="/x.js"></script>
<p id="zone"></p></html>"""


@pytest.fixture
def app():
    """A program of two answers: a page, and its script."""
    small = Flask("small")
    small.config["SCRIPT"] = ""
    small.add_url_rule("/", "page", lambda: PAGE)
    small.add_url_rule(
        "/x.js", "script", lambda: (small.config["SCRIPT"], {"Content-Type": "text/javascript"})
    )
    return small


@pytest.mark.browser
def test_a_page_opens_as_in_an_office_in_viet_nam(app, page):
    app.config["SCRIPT"] = (
        "addEventListener('load', () => { zone.textContent ="
        " navigator.language + new Date(2026, 0, 1).getTimezoneOffset() })"
    )
    page.goto("/")
    assert page.title() == "Khuyến công"
    assert page.text_content("#zone") == "vi-VN-420"


@pytest.mark.browser
def test_a_broken_script_is_noticed(app, browser):
    app.config["SCRIPT"] = "nothing.here()"
    with serving.served(app) as address, browsers.blank_page(browser, address) as (page, faults):
        page.goto("/")
        page.goto("/missing")
    assert faults == ["nothing is not defined"]


@pytest.mark.office
def test_the_office_recalculates_and_prints(convert, tmp_path):
    book = Workbook()
    assert book.active is not None
    book.active.append([2, 3, "=A1*B1"])
    book.save(tmp_path / "sum.xlsx")
    again = convert(tmp_path / "sum.xlsx", "xlsx", tmp_path / "out")
    sheet = load_workbook(again, data_only=True).active
    assert sheet is not None
    assert sheet["C1"].value == 6
    assert convert(tmp_path / "sum.xlsx", "pdf", tmp_path / "out").read_bytes().startswith(b"%PDF")


def test_what_is_missing_is_named_with_the_number_of_its_tests(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("TEST_ENGINES", "sqlite")
    monkeypatch.delenv("FOREIGN_WORKBOOKS", raising=False)
    reasons = [left_out.MARK + left_out.CHROMIUM] * 2 + ["some other reason"]
    assert left_out.closing_lines(reasons, 3) == [
        f"left out: {left_out.CHROMIUM}: 2 tests",
        f"left out: {left_out.WORKBOOKS}",
        f"left out: {left_out.OFFICE}",
        f"left out: {left_out.LONG}: 3 tests",
        f"left out: {left_out.PDF_TOOLS}",
        "left out: postgresql: not named in TEST_ENGINES",
    ]


def test_nothing_is_said_when_nothing_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("TEST_ENGINES", raising=False)
    monkeypatch.setenv("FOREIGN_WORKBOOKS", str(tmp_path))
    assert left_out.closing_lines([], 0) == []
