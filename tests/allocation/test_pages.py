"""The pages on both engines: the rhythm of asking, checking, proposing and booking; faults keep what was typed."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from promotion.allocation import service
from promotion.allocation.drafts import ReversalDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger.models import Act, Envelope, Proposal

pytestmark = pytest.mark.one_engine

BILLION = 10**9
PAPER = {
    "document_number": "1205/BTC",
    "document_date": "28/05/2024",
    "document_issuer": "Ministry of Finance",
    "business_date": "28/05/2024",
    "reason": "",
}


@pytest.fixture
def planned(office):
    """A national fund of 2024 with 130 bn approved."""
    return office.planned()


@pytest.fixture
def spread(office, planned):
    """The same with two units, three lines and 45 bn released."""
    shares = [office.treasury.share(planned, unit) for unit in ("centre-2024-91", "centre-2024-89")]
    rows = [office.treasury.line(share, number) for number, share in enumerate((*shares, shares[0]), 1)]
    office.book(office.rows("list_lines", planned, dict.fromkeys(rows, 2 * BILLION)))
    office.book(office.release(planned, amount=45 * BILLION))
    return shares, rows


@pytest.fixture
def agency(window):
    return window(Role.agency, "agency")


@pytest.fixture
def head(window):
    return window(Role.head, "agency")


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def public_id(envelope_id: int) -> str:
    return db.session.get_one(Envelope, envelope_id).public_id


# ---------------------------------------------------------------- a release from the form to the book


def test_a_release_is_checked_then_proposed_then_booked(planned, agency, head):
    form = f"/funds/{planned.public_id}/release"
    typed = PAPER | {"amount": "", "percent": "35"}
    checked = agency.open(form).send(form, step="check", **typed)
    assert checked.status == 200
    assert "45,500,000,000" in checked.words
    assert "35.0%" in checked.words
    assert count(Proposal) == 1  # the plan's
    assert agency.value("shown") == "45500000000"
    proposed = agency.send(form, step="send", shown="45500000000", **typed)
    assert proposed.address.startswith("/proposals/")
    assert "35%" in proposed.words
    address = proposed.address
    assert "Book the act" not in proposed.words
    assert "Book the act" in head.open(address).words
    booked = head.send(f"{address}/book")
    assert booked.address.startswith("/acts/")
    assert "Act no. 2" in booked.words
    assert "45,500,000,000" in booked.words


def test_the_check_page_says_who_still_waits(planned, spread, agency):
    form = f"/funds/{planned.public_id}/release"
    checked = agency.open(form).send(form, step="check", amount="500.000.000", percent="", **PAPER)
    assert checked.status == 422  # English reads "500.000.000" otherwise
    checked = agency.send(form, step="check", amount="500,000,000", percent="", **PAPER)
    assert "2 units have less than is listed for them" in checked.words
    assert "Kien Giang" in checked.words
    assert "34.6%" in checked.words


def test_going_back_from_the_check_keeps_everything(planned, agency):
    form = f"/funds/{planned.public_id}/release"
    agency.open(form).send(form, step="edit", amount="", percent="35", **PAPER)
    assert agency.status == 200
    assert agency.value("percent") == "35"
    assert agency.value("document_number") == "1205/BTC"
    assert count(Proposal) == 1


def test_a_form_sent_twice_makes_one_proposal(planned, agency):
    form = f"/funds/{planned.public_id}/release"
    agency.open(form)
    keys = {name: agency.value(name) for name in ("csrf_token", "idempotency_key")}
    data = PAPER | keys | {"step": "send", "percent": "35", "amount": ""}
    with agency.client.application.app_context():
        answers = [agency.client.post(form, data=data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count(Proposal) == 2


FAULTS = [
    ({"percent": "34"}, "45,000,000,000 đồng are released already"),
    ({"percent": "101"}, "More than 100 percent"),
    ({"amount": "90,000,000,000"}, "leaves 85,000,000,000 đồng to release"),
    ({"amount": "1", "percent": "50"}, "either the amount or the percentage"),
    ({}, "either the amount or the percentage"),
    ({"amount": "one"}, "not a number"),
    ({"amount": "1", "business_date": "31/02/2024"}, "31/02/2024"),
    ({"amount": "1", "business_date": "01/02/2025"}, "does not belong to budget year 2024"),
    ({"amount": "1", "business_date": "01/02/2199"}, "in the future"),
    ({"amount": "1", "document_number": " "}, "required"),
    ({"amount": "1", "document_date": "01/01/2199"}, "in the future"),
]


@pytest.mark.parametrize("step", ["check", "send"])
def test_a_fault_is_said_with_422_and_everything_typed_stays(planned, spread, agency, step):
    del spread
    form = f"/funds/{planned.public_id}/release"
    before = count(Proposal)
    for typed, said in FAULTS:
        sent = PAPER | {"amount": "", "percent": ""} | typed
        agency.open(form).send(form, step=step, **sent)
        assert agency.status == 422, typed
        assert said in agency.words
        assert "<title>Error:" in agency.html
        kept = {name: agency.value(name).strip() for name in sent if name != "reason"}
        assert kept == {name: value.strip() for name, value in sent.items() if name != "reason"}
    assert count(Proposal) == before


def test_a_ceiling_may_be_proposed_against_when_another_proposal_makes_room(planned, agency):
    form = f"/funds/{planned.public_id}/release"
    typed = PAPER | {"amount": "131,000,000,000", "percent": ""}
    agency.open(form)
    assert 'name="anyway"' not in agency.html
    agency.send(form, step="check", **typed)
    assert 'name="anyway"' in agency.html
    agency.send(form, step="send", anyway="y", **typed)
    assert agency.status == 200
    assert "It could not be booked now" in agency.words
    assert "leaves 130,000,000,000 đồng to release" in agency.words


# ---------------------------------------------------------------- tables of lines and shares


def test_lines_are_listed_in_a_table_and_a_fault_stands_in_its_row(planned, spread, agency):
    _shares, rows = spread
    form = f"/funds/{planned.public_id}/list"
    first, second = (f"row_{public_id(row)}" for row in rows[:2])
    agency.open(form).send(form, step="check", **PAPER, **{first: "1,000,000", second: "1.5.5"})
    assert agency.status == 422
    assert agency.value(first) == "1,000,000"
    assert f'id="{second}-error"' in agency.html
    assert f'id="{first}-error"' not in agency.html
    agency.send(form, step="send", **PAPER, **{first: "1,000,000", second: ""})
    assert agency.status == 200
    assert "1,000,000" in agency.words
    assert agency.address.startswith("/proposals/")


def test_the_suggestion_fills_empty_rows_only(planned, spread, agency):
    shares, _rows = spread
    form = f"/funds/{planned.public_id}/share"
    first, second = (f"row_{public_id(share)}" for share in shares)
    agency.open(form)
    assert agency.value(first) == ""
    agency.send(form, step="suggest", **PAPER, **{first: "7", second: ""})
    assert agency.status == 200
    assert agency.value(first) == "7"
    assert agency.value(second) == "692,307,692"


def test_a_new_unit_and_its_amount_come_together(office, planned, spread, agency):
    del spread
    form = f"/funds/{planned.public_id}/share"
    ipc = office.unit("ipc1")
    assert agency.open(form).send(form, step="check", unit=ipc, unit_amount="", **PAPER).status == 422
    assert agency.send(form, step="check", unit="", unit_amount="5", **PAPER).status == 422
    assert agency.send(form, step="check", unit="nothing", unit_amount="5", **PAPER).status == 422
    checked = agency.send(form, step="check", unit=ipc, unit_amount="5", **PAPER)
    assert "IPC1" in checked.words
    assert agency.send(form, step="send", unit=ipc, unit_amount="5", **PAPER).status == 200


# ---------------------------------------------------------------- opening, the two-person rule, proposals, acts


def test_a_fund_is_opened_from_the_page(office, agency, window):
    agency.open("/funds/open")
    agency.send("/funds/open", year="2024", owner=office.unit("agency"))
    assert agency.status == 200
    assert "KCQG-2024" in agency.words
    assert (
        agency.open("/funds/open").send("/funds/open", year="2024", owner=office.unit("agency")).status == 422
    )
    assert window(Role.clerk, "centre-2024-91").open("/funds/open").status == 403


def test_the_head_lets_one_person_book_and_an_act_is_booked_at_once(planned, head, agency):
    address = f"/funds/{planned.public_id}/two-person"
    assert agency.open(address).status == 403
    head.open(address).send(address, two_person="no")
    assert "One person may book" in head.words
    form = f"/funds/{planned.public_id}/approve"
    head.open(form).send(form, step="send", amount="1,000", **PAPER)
    assert head.address.startswith("/acts/")
    assert head.open(address).send(address, two_person="perhaps").status == 422


def test_a_proposal_is_returned_with_a_reason_and_withdrawn_by_its_author(
    office, planned, head, agency, window
):
    address = f"/proposals/{office.release(planned, amount=1).public_id}"
    head.open(address)
    assert head.send(f"{address}/return", reason="").status == 422
    head.open(address).send(f"{address}/return", reason="Wrong number")
    assert "Wrong number" in head.words
    assert head.open(address).send(f"{address}/book").status == 422
    form = f"/funds/{planned.public_id}/release"
    agency.open(form).send(form, step="send", amount="5", percent="", **PAPER)
    own = agency.address
    assert agency.send(f"{own}/book").status == 403
    for verb, fields in (("book", {}), ("return", {"reason": "x"})):
        assert window(Role.auditor).open(own).send(f"{own}/{verb}", **fields).status == 403
    agency.open(own).send(f"{own}/withdraw")
    assert "Withdrawn" in agency.words


def test_an_act_is_taken_back_from_its_page(office, planned, agency, head):
    act = office.book(office.release(planned, amount=BILLION))
    address = f"/acts/{act.public_id}"
    assert "Take this act back" in agency.open(address).words
    form = f"{address}/reverse"
    agency.open(form)
    assert agency.send(form, **PAPER).status == 422
    assert "Why the act is taken back" in agency.words
    agency.send(form, **PAPER | {"reason": "Entered twice"})
    head.open(agency.address).send(f"{agency.address}/book")
    assert "takes another one back" in head.words
    assert "This act was taken back" in agency.open(address).words
    assert agency.open(form).status == 403


def test_a_ledger_book_runs_in_order_and_can_be_narrowed_to_one_figure(office, planned, spread, agency):
    book = f"/envelopes/{public_id(office.treasury.top(planned))}"
    agency.open(book)
    assert agency.words.index("+130,000,000,000") < agency.words.index("+45,000,000,000")
    whole = agency.html.count("<tr>")
    assert agency.open(f"{book}?counter=money").html.count("<tr>") < whole
    assert agency.open(f"{book}?counter=nothing").html.count("<tr>") == whole


# ---------------------------------------------------------------- who sees what

GUESTS = [(Role.clerk, "centre-2024-89"), (Role.head, "department-2024-89")]


def test_a_foreign_local_fund_is_like_a_missing_one_on_every_page(office, window):
    fund = office.fund("department-2024-91", by=office.clerk)
    act = office.book(office.approve(fund, BILLION, by=office.clerk), by=office.chief)
    waiting = office.approve(fund, 1, by=office.clerk, number="2/QĐ")
    top = public_id(office.treasury.top(fund))
    for role, unit in (*GUESTS, (Role.finance_viewer, None)):
        guest = window(role, *([unit] if unit else []))
        for address in (
            f"/funds/{fund.public_id}",
            f"/acts/{act.public_id}",
            f"/acts/{act.public_id}/reverse",
            f"/proposals/{waiting.public_id}",
            f"/envelopes/{top}",
        ):
            assert guest.open(address).status == 404, address
            assert guest.open(address.replace(address.rsplit("/", 1)[-1], "missing")).status == 404
        guest.open("/proposals")
        for verb in ("book", "return", "withdraw"):
            assert guest.send(f"/proposals/{waiting.public_id}/{verb}", reason="x").status == 404, verb
        assert fund.code not in guest.open("/funds?year=2024").words


def test_a_province_reads_its_part_of_a_national_fund_and_changes_nothing(office, planned, spread, window):
    shares, _rows = spread
    office.book(office.rows("share_out", planned, {shares[0]: 700, shares[1]: 900}))
    clerk = window(Role.clerk, "centre-2024-91")
    page = clerk.open(f"/funds/{planned.public_id}")
    assert "the part of this fund that belongs to your units" in page.words
    assert "130,000,000,000" not in page.words
    assert "An Giang" not in page.words.replace("Kien Giang", "")
    for part in ("lines", "acts"):
        assert clerk.open(f"/funds/{planned.public_id}?part={part}").status == 200
        assert "130,000,000,000" not in clerk.words
    for verb in ("approve", "list", "release", "share", "two-person"):
        assert clerk.open(f"/funds/{planned.public_id}/{verb}").status == 403
        assert clerk.send(f"/funds/{planned.public_id}/{verb}", step="send", **PAPER).status == 403
    assert clerk.open(f"/envelopes/{public_id(shares[1])}").status == 404


@pytest.mark.parametrize("role", [Role.auditor, Role.finance_viewer])
def test_readers_see_everything_and_find_no_button(office, planned, spread, window, role):
    del spread
    act = office.book(office.release(planned, amount=5))
    reader = window(role)
    assert "Release money</a>" not in reader.open(f"/funds/{planned.public_id}").html
    assert "130,000,000,000" in reader.words
    assert "Take this act back" not in reader.open(f"/acts/{act.public_id}").words
    assert reader.open(f"/acts/{act.public_id}/reverse").status == 403


def test_an_administrator_sees_no_money(planned, window):
    administrator = window(Role.administrator)
    for address in ("/funds", f"/funds/{planned.public_id}", "/proposals"):
        assert administrator.open(address).status == 403


# ---------------------------------------------------------------- languages, and how much is asked of the database


def test_ceilings_speak_vietnamese(planned, window):
    officer = window(Role.agency, "agency", language="vi")
    form = f"/funds/{planned.public_id}/release"
    officer.open(form).send(form, step="check", amount="131 tỷ", percent="", **PAPER)
    assert "Kế hoạch được duyệt chỉ còn 130.000.000.000 đồng chưa được phân bổ" in officer.words
    assert officer.value("amount") == "131 tỷ"


@contextmanager
def statements():
    """Count the statements that reach the database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_pages_ask_the_same_number_of_times_however_much_there_is(office, planned, agency):
    shares = {}
    addresses = [
        "/funds?year=2024",
        f"/funds/{planned.public_id}",
        f"/funds/{planned.public_id}?part=lines",
        f"/funds/{planned.public_id}?part=acts",
        f"/funds/{planned.public_id}/share",
        f"/funds/{planned.public_id}/list",
        f"/envelopes/{public_id(office.treasury.top(planned))}",
        "/proposals",
    ]

    def grow(units):
        for unit in units:
            share = shares[unit] = office.treasury.share(planned, f"centre-2024-{unit}")
            rows = [office.treasury.line(share, int(unit) * 10 + number) for number in range(3)]
            office.book(office.rows("list_lines", planned, dict.fromkeys(rows, BILLION)))
            office.release(planned, amount=1)

    def asked():
        found = []
        for address in addresses:
            with statements() as counted:
                assert agency.open(address).status == 200
            found.append(len(counted))
        return found

    grow(["91", "89"])
    asked()
    few = asked()
    grow(["92", "93", "94", "95", "96"])
    assert asked() == few
    assert max(few) < 40


def test_the_page_of_a_large_act_asks_a_bounded_number_of_times(office, planned, agency):
    share = office.treasury.share(planned, "centre-2024-91")
    rows = [office.treasury.line(share, number) for number in range(1, 13)]
    acts = [
        office.book(office.rows("list_lines", planned, dict.fromkeys(some, 1_000)))
        for some in (rows[:1], rows)
    ]
    agency.open(f"/acts/{acts[0].public_id}")
    counts = []
    for act in acts:
        with statements() as counted:
            agency.open(f"/acts/{act.public_id}")
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_two_acts_of_a_reversal_point_at_each_other(office, planned):
    act = office.book(office.release(planned, percent=Decimal(35)))
    draft = ReversalDraft(office.paper("3/QĐ", day=date(2024, 6, 1), reason="withdrawn"))
    proposal = unit_of_work.run(lambda: service.reverse(office.agency, act.public_id, draft))
    back = office.book(proposal)
    assert db.session.get_one(Act, back.id).reverses_id == act.id
