"""Pages and workbooks of ledger books: the links to them, what they say, and that page and file say the same."""

import re
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from promotion.database.handle import db
from promotion.kernel.money import amount_text
from promotion.ledger.models import Act, Envelope, Fund
from promotion.projects.models import Project
from promotion.units.models import Unit
from tests.access.walker import walker
from tests.support.workbooks import differences

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]


@pytest.fixture
def read(app):
    """Read a page as somebody, in Vietnamese."""

    def ask(role, path, status=200):
        reply = walker(app, role).client.get(path)
        assert reply.status_code == status, path
        return reply

    return ask


@pytest.fixture
def fund(app):
    """The local fund of An Giang of 2025, with all that the tests need of it."""
    with app.app_context():
        found = db.session.scalars(
            select(Fund).where(Fund.level == "local", Fund.home == "2025-91", Fund.budget_year == 2025)
        ).one()
        envelopes = db.session.scalars(select(Envelope).where(Envelope.fund_id == found.id)).all()
        acts = db.session.scalars(select(Act).where(Act.fund_id == found.id).order_by(Act.number)).all()
        db.session.expunge_all()
    return found, envelopes, acts


def text(reply):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.text)).split())


def rows_of(reply):
    book = load_workbook(BytesIO(reply.data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_a_book_is_reached_from_fund_project_and_menu(app, read, fund):
    found, _envelopes, _acts = fund
    with app.app_context():
        project = db.session.scalars(select(Project).where(Project.home == "2025-91")).first().public_id
        centre = db.session.scalars(select(Unit.public_id).where(Unit.code == "centre-2025-91")).one()
    assert f"/ledger-books/funds/{found.public_id}" in read("clerk", f"/funds/{found.public_id}").text
    assert f"/ledger-books/projects/{project}" in read("clerk", f"/projects/{project}").text
    page = read("clerk", "/ledger-books?year=2025").text
    assert 'href="/ledger-books"' in page
    assert f"/ledger-books/funds/{found.public_id}" in page
    assert f"/ledger-books/units/{centre}?year=2025" in page


def test_the_page_shows_every_act_and_where_the_fund_stands(read, fund):
    found, envelopes, acts = fund
    told = text(read("clerk", f"/ledger-books/funds/{found.public_id}"))
    for act in acts:
        assert f"số {act.number} " in told
        assert act.document_number in told
    closing = told.rpartition("Số dư cuối kỳ")[2]
    lines = [one for one in envelopes if one.kind == "line"]
    for value in (
        sum(one.assigned for one in lines),
        sum(one.advanced + one.paid for one in lines),
        sum(one.to_list + one.to_assign + one.assigned for one in envelopes),
    ):
        assert amount_text(value, "vi") in closing


def test_the_workbook_says_what_the_page_says_and_is_held_against_the_ledger(read, fund):
    found, _envelopes, acts = fund
    path = f"/ledger-books/funds/{found.public_id}"
    rows = rows_of(read("clerk", f"{path}/workbook"))
    flat = [cell for row in rows for cell in row if cell is not None]
    assert {str(act.number) for act in acts} <= {cell for cell in flat if isinstance(cell, str)}
    assert any("trong phạm vi" in str(cell) for cell in flat)
    assert any("Bộ lọc: không lọc" in str(cell) or "không" in str(cell) for cell in flat)
    (check,) = [row for row in rows if "Kiểm tra" in row]
    assert sum(1 for cell in check if isinstance(cell, str) and cell.startswith("=")) >= 8
    narrowed = rows_of(read("clerk", f"{path}/workbook?kind=pay"))
    assert any("Thanh toán" in str(cell) for row in narrowed for cell in row)
    assert any("Các nghiệp vụ khác trong kỳ" in row for row in narrowed)


def test_a_file_of_a_filter_that_cannot_be_read_is_the_page_with_its_fault(read, fund):
    found, _envelopes, _acts = fund
    for path in ("", "/workbook"):
        reply = read("clerk", f"/ledger-books/funds/{found.public_id}{path}?first=31/02/2025")
        assert 'href="#filter-first"' in reply.text
        assert "số 1 " not in text(reply)


def test_the_paper_has_all_acts_and_lines_to_sign(read, fund):
    found, _envelopes, acts = fund
    told = text(read("head", f"/ledger-books/funds/{found.public_id}?print=yes&order=day"))
    for words in ("Người lập sổ", "Phụ trách kế toán", "Thủ trưởng đơn vị", "(Ký, họ tên)"):
        assert words in told
    assert all(f"số {act.number} " in told for act in acts)


def test_an_odd_place_to_go_on_from_is_the_first_page(read, fund):
    found, _envelopes, acts = fund
    for odd in ("x", "-1", "1.31", "9" * 30, "1.2024-13-01"):
        assert f"số {acts[0].number} " in text(
            read("clerk", f"/ledger-books/funds/{found.public_id}?after={odd}")
        )
    beyond = text(read("clerk", f"/ledger-books/funds/{found.public_id}?after=999999"))
    assert f"số {acts[0].number} " not in beyond


@pytest.mark.office
def test_libreoffice_computes_the_same_and_the_check_agrees(read, fund, tmp_path, convert):
    found, _envelopes, _acts = fund
    file = tmp_path / "book.xlsx"
    file.write_bytes(read("clerk", f"/ledger-books/funds/{found.public_id}/workbook").data)
    count, wrong = differences(file, convert, tmp_path / "again")
    assert count >= 16
    assert not wrong
    again = load_workbook(tmp_path / "again" / "book.xlsx", data_only=True).worksheets[0]
    said = [cell.value for row in again.iter_rows() for cell in row]
    assert said.count("khớp") >= 8
    assert "SAI" not in said
