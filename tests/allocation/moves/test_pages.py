"""The pages of the acts that lower the plan or move it: checked with their consequences, refusals with who holds it."""

import pytest
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger.models import Envelope, Proposal

pytestmark = pytest.mark.one_engine

BILLION = 10**9
PAPER = {
    "document_number": "99/QĐ-BCT",
    "document_date": "20/08/2024",
    "document_issuer": "Bộ Công Thương",
    "business_date": "20/08/2024",
    "reason": "By decision",
}


@pytest.fixture
def spread(office):
    """A national fund of 2024: 130 bn approved, 45 bn released, two units with a line of 2 bn and 1 bn of money."""
    treasury, fund = office.treasury, office.planned()
    shares = [treasury.share(fund, unit) for unit in ("centre-2024-91", "centre-2024-89")]
    rows = [treasury.line(share, number) for number, share in enumerate(shares, 1)]
    office.book(office.rows("list_lines", fund, dict.fromkeys(rows, 2 * BILLION)))
    office.book(office.release(fund, amount=45 * BILLION))
    office.book(office.rows("share_out", fund, dict.fromkeys(shares, BILLION)))
    for row in rows:
        treasury.book(treasury.propose("assign", fund, (row, BILLION)))
    return fund, shares, rows


@pytest.fixture
def agency(window):
    return window(Role.agency, "agency")


def name(place: int) -> str:
    return db.session.get_one(Envelope, place).public_id


def proposals() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Proposal)) or 0


def test_a_withdrawal_shows_each_unit_and_line_before_it_is_proposed(spread, agency, window):
    fund, _shares, rows = spread
    form = f"/funds/{fund.public_id}/withdraw"
    typed = PAPER | {"amount": "44,000,000,000", "percent": "", "rule": "pro_rata"}
    before = proposals()
    checked = agency.open(form).send(form, step="check", **typed)
    assert checked.status == 200
    assert "Units and projects before and after" in checked.words
    assert (
        checked.words.count("\u2212500,000,000") == 6
    )  # of each line: assigned and unspent; of each unit: received
    assert proposals() == before
    proposed = agency.send(form, step="send", shown="44000000000", **typed)
    assert proposed.address.startswith("/proposals/")
    assert "In proportion" in proposed.words.replace("in proportion", "In proportion")
    head = window(Role.head, "agency")
    head.open(proposed.address)
    booked = head.send(f"{proposed.address}/book")
    assert booked.address.startswith("/acts/")
    assert "44,000,000,000 đồng" in booked.words
    assert "Taken back from the project" in agency.open(booked.address).words
    assert "Taken back from the unit" in booked.words
    db.session.expire_all()
    assert [db.session.get_one(Envelope, row).money for row in rows] == [BILLION // 2] * 2


def test_a_refused_withdrawal_says_by_how_much_and_names_the_payments(office, spread, agency):
    fund, _shares, rows = spread
    contract = office.treasury.commitment(rows[0])
    for kind in ("commit", "pay"):
        office.treasury.book(office.treasury.propose(kind, fund, (contract, 70_000_000), reason="Urgent"))
    form = f"/funds/{fund.public_id}/withdraw"
    typed = PAPER | {"amount": "45,000,000,000", "percent": "", "rule": "last_first"}
    agency.open(form).send(form, step="check", **typed)
    assert agency.status == 422
    assert "70,000,000 đồng of it are paid out" in agency.words
    assert "These payments hold the money" in agency.words
    assert agency.value("amount") == "45,000,000,000"


def test_a_refused_cut_names_what_holds_the_plan(spread, agency):
    fund, _shares, _rows = spread
    form = f"/funds/{fund.public_id}/cut"
    agency.open(form).send(form, step="check", amount="86,000,000,000", **PAPER)
    assert agency.status == 422
    assert "These releases hold the plan" in agency.words
    agency.send(form, step="check", amount="85,000,000,000", **PAPER)
    assert agency.status == 200
    assert "45,000,000,000" in agency.words
    agency.send(form, step="send", amount="85,000,000,000", **PAPER)
    assert agency.address.startswith("/proposals/")


def test_shares_lists_and_transfers_go_from_the_form_to_a_proposal(spread, agency):
    fund, shares, rows = spread
    first, second = (name(share) for share in shares)
    one, other = (name(row) for row in rows)
    sent = {
        "reshare": {f"back_{first}": "1", f"row_{second}": "1"},
        "relist": {f"row_{one}": "1,500,000,000", "new_project": "", "new_content": "", "new_amount": ""},
        "transfer": {"source": one, "target": other, "listed": "5", "money": "3"},
    }
    for verb, fields in sent.items():
        form = f"/funds/{fund.public_id}/{verb}"
        checked = agency.open(form).send(form, step="check", **PAPER, **fields)
        if verb == "reshare":  # all of the share is assigned: said at the unit's own field
            assert checked.status == 422
            assert f'id="back_{first}-error"' in checked.html
            assert "These lines hold the unit" in checked.words
            continue
        assert checked.status == 200, verb
        assert agency.send(form, step="send", **PAPER, **fields).address.startswith("/proposals/"), verb


def test_a_project_of_another_list_comes_in_with_a_line_of_its_own(spread, agency):
    fund, _shares, rows = spread
    form = f"/funds/{fund.public_id}/relist"
    typed = PAPER | {
        f"row_{name(rows[0])}": "",
        "new_project": "KC-9999",
        "new_content": "",
        "new_amount": "5",
    }
    agency.open(form).send(form, step="check", **typed)
    assert agency.status == 422
    agency.send(form, step="check", **(typed | {"new_content": "ND3A"}))
    assert agency.status == 422
    assert "no project with this code" in agency.words


def test_a_correction_is_entered_on_a_filled_form(office, spread, agency, window):
    fund, _shares, _rows = spread
    act = office.book(office.release(fund, amount=BILLION, paper=office.paper("1205/BTC")))
    address = f"/acts/{act.public_id}/correct"
    page = agency.open(address)
    assert (page.value("document_number"), page.value("step_0")) == ("1205/BTC", "1,000,000,000")
    fields = {key: page.value(key) for key in ("document_number", "document_date", "document_issuer")}
    fields |= {"business_date": page.value("business_date"), "happened_on": "", "step_0": "2,000,000,000"}
    agency.send(address, reason="", **fields)
    assert agency.status == 422
    agency.send(address, reason="Typed wrongly", **fields)
    assert agency.address.startswith("/proposals/")
    assert "An act is corrected" in agency.words
    head = window(Role.head, "agency")
    head.open(agency.address)
    head.send(f"{agency.address}/book")
    assert "The right act was booked along" in head.words
    assert "This act was corrected" in head.open(f"/acts/{act.public_id}").words
    assert head.open(address).status == 403
    clerk = window(Role.clerk, "centre-2024-91")
    assert clerk.open(address).status in {403, 404}


def test_two_people_are_asked_for_from_an_amount_on(spread, window):
    fund, _shares, _rows = spread
    head = window(Role.head, "agency")
    address = f"/funds/{fund.public_id}/two-person"
    assert head.open(address).send(address, two_person="above", above="").status == 422
    head.send(address, two_person="above", above="500,000,000")
    assert "Two people from 500,000,000" in head.words
    head.open(address)
    assert head.value("above") == "500,000,000"
    head.send(address, two_person="yes", above="5")
    assert "Two people per act" in head.words
