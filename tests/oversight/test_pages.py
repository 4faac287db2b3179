"""From the rule of a fund to the exception in the list: set, stopped, allowed, booked, shown; and advances by age."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.disbursement import service
from promotion.kernel.calendar import today
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Fund
from promotion.ledger.policies import queries as policies
from promotion.ledger.policies.models import AdvanceTerms
from promotion.ledger.policies.words import Effect, Policy
from promotion.ledger.service import book_proposal, propose
from promotion.oversight.drafts import AdvanceQuestion, ExceptionQuestion
from promotion.oversight.queries.advances import ageing, late
from promotion.oversight.queries.exceptions import exceptions
from promotion.oversight.rules import LATE, Age, Movement, age_of, still_open
from tests.support.desk import DAY, MILLION, client_of, hidden, send, text_of

pytestmark = pytest.mark.one_engine


def moved(act, change, day=1, reverses=None):
    return Movement(act, reverses, date(2024, 1, day), change)


@pytest.mark.parametrize(
    "movements,left",
    [
        ([moved(1, 30), moved(2, 20, 5)], [(1, 30), (2, 20)]),
        ([moved(1, 30), moved(2, 20, 5), moved(3, -40, 6)], [(2, 10)]),  # the oldest first
        (
            [moved(1, 30), moved(2, 20, 5), moved(3, -20, 6, reverses=2)],
            [(1, 30)],
        ),  # the one that is taken back
        ([moved(1, 30), moved(3, -30, 6), moved(2, 20, 7), moved(4, 30, 8, reverses=3)], [(1, 30), (2, 20)]),
        ([moved(1, 30), moved(3, -10, 6), moved(4, -20, 7, reverses=1)], []),
    ],
)
def test_clearing_takes_the_oldest_and_a_reversal_gives_back_where_it_took(movements, left):
    found = still_open(movements)
    assert [(one.act_id, one.left) for one in found] == left
    assert sum(one.left for one in found) == sum(one.change for one in movements)


def test_ages_have_no_gap():
    assert [age_of(days) for days in (0, 30, 31, 90, 91, 180, 181, 365, 366, 4000)] == [
        Age.month, Age.month, Age.quarter, Age.quarter, Age.half, Age.half, Age.year, Age.year, Age.older, Age.older,
    ]  # fmt: skip


@pytest.fixture
def contract(desk):
    return desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)[1]


@pytest.mark.data("desk")
def test_a_rule_set_on_the_page_stops_a_payment_until_the_owners_head_allows_it(app, desk, contract):
    fund = db.session.scalars(select(Fund)).one()
    head = client_of(app, "agency head")
    wanted = {str(policy): "warn" for policy in Policy} | {"early_payment": "stop_unless_owner"}
    done = send(head, f"/funds/{fund.public_id}/policies", **wanted)
    assert done.status_code == 303
    assert policies.settings(fund.id)[Policy.early_payment] is Effect.stop_unless_owner
    proposal = desk.spend(service.pay, contract, 20 * MILLION, reason="Kịp vụ").outcome
    page, shown = f"/proposals/{proposal.public_id}", client_of(app, "head")
    text = text_of(shown.get(page))
    assert "Khoản thanh toán 20.000.000 đồng chỉ có 0 đồng khối lượng đã nghiệm thu chưa thanh toán." in text
    assert "Chưa ghi sổ được cho đến khi được cho phép bằng văn bản bởi: qzpvn agency head." in text
    assert "Cho phép ngoại lệ" not in text
    keys = {"csrf_token": hidden(shown.get(page))["csrf_token"]}
    stopped = shown.post(f"{page}/book", data={**keys, "idempotency_key": "k" * 32})
    assert stopped.status_code == 422
    assert "dừng nghiệp vụ này cho đến khi" in text_of(stopped)
    assert shown.post(f"{page}/waive", data={**keys, "reason": "x", "shown": "1"}).status_code == 403
    form = hidden(head.get(page))
    assert head.post(f"{page}/waive", data={**form, "reason": "Đồng ý vì mùa vụ"}).status_code == 303
    assert "Đồng ý vì mùa vụ" in text_of(shown.get(page))
    assert (
        head.post(
            f"{page}/book", data={"csrf_token": form["csrf_token"], "idempotency_key": "j" * 32}
        ).status_code
        == 403
    )
    desk.run(lambda: book_proposal(desk.actor("head"), proposal.public_id))
    kept = [
        f"/commitments/{contract.public_id}",
        "/exceptions",
        "/exceptions?policy=early_payment&first=01/05/2024",
    ]
    act = db.session.scalars(select(Act.public_id).where(Act.kind == "pay")).one()
    for address in (*kept, f"/acts/{act}"):
        assert "Đồng ý vì mùa vụ" in text_of(shown.get(address)), address
    assert "Không có ngoại lệ phù hợp" in text_of(shown.get("/exceptions?policy=high_advance"))
    assert "Đồng ý vì mùa vụ" not in text_of(client_of(app, "foreign clerk").get("/exceptions"))
    book = load_workbook(BytesIO(shown.get("/exceptions.xlsx").data)).active
    assert any("Đồng ý vì mùa vụ" in str(cell.value) for row in book.iter_rows() for cell in row)


@pytest.mark.data("desk")
def test_the_exceptions_of_a_reader_are_those_in_scope(desk, contract):
    desk.book(desk.spend(service.pay, contract, 20 * MILLION, reason="Kịp vụ"))
    for role, count in (
        ("clerk", 1),
        ("agency", 1),
        ("auditor", 1),
        ("foreign head", 0),
        ("central clerk", 0),
    ):
        found = exceptions(desk.actor(role).scope, "vi", ExceptionQuestion())
        assert (found.total, len(found.rows)) == (count, count), role
    every = exceptions(EVERYTHING, "vi", ExceptionQuestion(fund="national-2024", first=DAY, last=DAY))
    assert [(row.shown.over, row.contract, row.project is not None) for row in every.rows] == [
        (20 * MILLION, contract, True)
    ]
    assert exceptions(EVERYTHING, "vi", ExceptionQuestion(last=DAY - timedelta(days=1))).total == 0


def clear(desk, contract, amount):
    """Clear an advance by hand of the ledger: a part of it is covered by accepted work."""
    envelope = ledger.envelopes([contract.envelope_id])[0]
    paper = Document(f"C-{amount}", DAY, "Trung tâm")
    draft = ActDraft(ActKind.clear, envelope.fund_id, DAY, paper, ((envelope.id, amount),))
    proposal = desk.run(lambda: propose(desk.actor("clerk"), draft))
    desk.run(lambda: book_proposal(desk.actor("head"), proposal.public_id))


@pytest.mark.data("desk")
def test_what_is_not_cleared_adds_up_to_the_counter_oldest_first(app, desk, contract):
    first = desk.voucher("R-1", date(2024, 3, 1))
    desk.book(desk.spend(service.advance, contract, 60 * MILLION, voucher=first))
    desk.book(desk.spend(service.advance, contract, 40 * MILLION))
    desk.book(desk.spend(service.accept, contract, 70 * MILLION))
    clear(desk, contract, 70 * MILLION)
    found = ageing(EVERYTHING, "vi", AdvanceQuestion(), date(2024, 6, 20))
    assert [(row.day, row.days, row.age, row.paid, row.left) for row in found.rows] == [
        (DAY, 31, Age.quarter, 40 * MILLION, 30 * MILLION)
    ]
    assert (found.total, found.counter, found.by_age[Age.quarter]) == (30 * MILLION,) * 3
    (envelope,) = ledger.envelopes([contract.envelope_id])
    assert late({envelope.unit_id}, DAY + timedelta(days=LATE)).count == 0
    assert late({envelope.unit_id}, DAY + timedelta(days=LATE + 1)).left == 30 * MILLION
    clerk = client_of(app, "clerk")
    days = (today() - DAY).days
    assert f"quá {LATE} ngày: 30.000.000 đồng" in text_of(clerk.get("/"))
    assert "30.000.000" in text_of(clerk.get("/advances"))
    assert str(contract.number) in text_of(clerk.get(f"/advances?age={age_of(days)}&q=nuoc+mam"))
    assert "Không có khoản tạm ứng phù hợp" in text_of(clerk.get("/advances?age=0-30"))
    assert "30.000.000" not in text_of(client_of(app, "foreign clerk").get("/advances"))
    sheet = load_workbook(BytesIO(clerk.get("/advances.xlsx").data)).active
    assert any(cell.value == 30 * MILLION for row in sheet.iter_rows() for cell in row)


@pytest.mark.data("desk")
def test_a_condition_is_ticked_and_kept_with_the_rule(app, desk):
    project, _line = desk.financed(300 * MILLION, 300 * MILLION)
    cluster = desk.line(project, db.session.scalars(select(Fund)).one(), "ND7B")
    fund = db.session.scalars(select(Fund)).one()
    top = ledger.fund_envelope(fund.id).id
    desk.plan(ActKind.approve, fund, top, 100 * MILLION)
    desk.plan(ActKind.list, fund, cluster.id, 100 * MILLION)
    desk.book(desk.assign(cluster, 100 * MILLION))
    done = desk.book(desk.commit(cluster, 100 * MILLION, reason="vì"))
    address = f"/commitments/{done.commitment.public_id}/advance"
    clerk = client_of(app, "clerk")
    assert "Xác nhận đã đạt điều kiện của quy định" in text_of(clerk.get(address))
    paper = {"number": "R-9", "day": "20/05/2024", "issuer": "Kho bạc", "amount": "30.000.000"}
    for missing, words in (
        ({}, "Hãy xác nhận điều kiện đã đạt"),
        ({"condition_holds": "y"}, "Hãy ghi căn cứ"),
    ):
        refused = send(clerk, address, **paper, **missing)
        assert refused.status_code == 422
        assert words in text_of(refused)
    stated = {"condition_holds": "y", "condition": "Biên bản 05/BBKL ngày 12/05/2024"}
    assert send(clerk, address, **paper, **stated).status_code == 303
    (terms,) = db.session.scalars(select(AdvanceTerms)).all()
    assert (terms.max_hundredths, terms.allowed, terms.after, terms.statement) == (
        3000, 30 * MILLION, 30 * MILLION, stated["condition"],
    )  # fmt: skip
