"""The year-end page: places left to another decision, why the rest lapses, what is cleared before it goes over."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.ledger.models import Envelope, Fund, Period, Proposal
from tests.support.desk import MILLION, Desk, client_of, send, text_of

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]

YEAR_PAID, QUARTER = date(2025, 1, 31), date(2025, 3, 31)
PAPERS = {
    "document_number": "9/QĐ", "document_date": "03/03/2025", "document_issuer": "Bộ Công Thương",
    "business_date": "03/03/2025", "permission_number": "10/QĐ", "permission_date": "03/03/2025",
    "permission_issuer": "Bộ Tài chính", "step": "send",
}  # fmt: skip


@pytest.fixture
def desk(app):
    with app.app_context():
        yield Desk()


@pytest.fixture
def place(desk):
    """Of 200 million assigned 60 are advanced on a contract of 150, and 40 accepted."""
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 150 * MILLION)
    desk.book(desk.spend(spending.advance, contract, 60 * MILLION, reason="vì"))
    desk.book(desk.spend(spending.accept, contract, 40 * MILLION))
    fund = db.session.get_one(Fund, line.fund_id)
    return fund, line.public_id, contract.public_id


def test_places_are_left_to_another_decision_and_come_back(app, place):
    fund, line, _contract = place
    address = f"/funds/{fund.public_id}/year-end"
    agency = client_of(app, "agency")
    page = text_of(agency.get(address))
    assert "Điều 64 Luật Ngân sách nhà nước" in page
    start = agency.get(f"{address}?start=later")
    assert start.get_data(as_text=True).count('<option selected value="later">') >= 2
    assert "Giữ nguyên, chờ quyết định khác." in text_of(start)
    refused = send(agency, address, **PAPERS, **{f"fate_{line}": "later", f"fate_{top(fund)}": "later"})
    assert refused.status_code == 422
    assert "không có khoản nào bị hủy hoặc được chuyển nguồn" in text_of(refused)
    done = send(agency, address, **PAPERS, **{f"fate_{line}": "contract", f"fate_{top(fund)}": "later"})
    assert done.status_code == 303


def test_only_the_documents_are_asked_for_on_which_an_act_will_rest(app, place):
    fund, line, _contract = place
    address = f"/funds/{fund.public_id}/year-end"
    agency = client_of(app, "agency")
    over = {f"fate_{line}": "over", f"fate_{top(fund)}": "later"}
    look = send(agency, address, **over, step="check").get_data(as_text=True)
    assert 'name="permission_number"' in look
    assert 'name="document_number"' not in look
    none = send(agency, address, step="check", **{f"fate_{line}": "later", f"fate_{top(fund)}": "later"})
    assert 'value="send"' not in none.get_data(as_text=True)
    bare = {name: text for name, text in PAPERS.items() if not name.startswith("document_")}
    refused = send(agency, address, **bare, **{f"fate_{line}": "contract", f"fate_{top(fund)}": "lapse"})
    assert refused.status_code == 422
    assert 'href="#document_number"' in refused.get_data(as_text=True)
    assert 'href="#permission_number"' not in refused.get_data(as_text=True)
    assert send(agency, address, **bare, **over).status_code == 303
    kinds = select(Proposal.kind).where(Proposal.fund_id == fund.id)
    assert db.session.scalars(kinds.where(Proposal.state == "open")).all() == ["carry_over"]


def top(fund):
    query = select(Envelope.public_id).where(Envelope.fund_id == fund.id, Envelope.kind == "fund")
    return db.session.scalars(query).one()


def test_the_year_end_points_at_what_can_still_be_cleared(app, place):
    fund, _line, contract = place
    address, clear = f"/funds/{fund.public_id}/year-end", f"/commitments/{contract}/clear"
    agency = client_of(app, "agency")
    assert "thanh toán tạm ứng trước khi chuyển nguồn" in text_of(agency.get(address))
    assert clear not in agency.get(address).get_data(as_text=True)  # it is the unit that clears
    row = {"fund_id": fund.id, "through": YEAR_PAID, "closes_on": YEAR_PAID}
    unit_of_work.run(lambda: db.session.execute(insert(Period).values(row)))
    assert "tại nguồn kinh phí năm sau" in text_of(agency.get(address))


def test_a_closed_quarter_of_the_next_year_is_said_at_the_day(app, desk, place):
    fund, line, _contract = place
    following = desk.fund(year=2025)
    row = {"fund_id": following.id, "through": QUARTER, "closes_on": QUARTER}
    unit_of_work.run(lambda: db.session.execute(insert(Period).values(row)))
    page = send(
        client_of(app, "agency"),
        f"/funds/{fund.public_id}/year-end",
        **PAPERS,
        **{f"fate_{line}": "contract"},
    )
    assert page.status_code == 422
    assert f"Nguồn kinh phí năm sau {following.code} đã khóa sổ quý 1" in text_of(page)
    assert "Vui lòng nhập ngày 01/04/2025 hoặc sau đó." in text_of(page)
    assert 'href="#business_date"' in page.get_data(as_text=True)
