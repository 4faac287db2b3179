"""Taking over running projects on both engines: one list, one proposal, ordinary acts marked opening, sums in = out."""

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from promotion.access.actor import EVERYTHING
from promotion.allocation import service as allocation
from promotion.allocation.drafts import ReversalDraft
from promotion.allocation.pasted.headings import find
from promotion.allocation.pasted.layouts import ANNEX
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import SpendDraft, Voucher
from promotion.disbursement.models import Commitment
from promotion.disbursement.opening.drafts import OpeningDraft, OpeningLine
from promotion.disbursement.opening.rules import LAYOUT
from promotion.disbursement.opening.service import propose_opening
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, Invalid, NotFound
from promotion.ledger import verify
from promotion.ledger.models import Act, Envelope, Proposal
from promotion.notices.models import Notice
from tests.allocation.conftest import office, window
from tests.support.lists import projects_of
from tests.support.treasury import DAY, code_of

__all__ = ["office", "window"]

MILLION = 10**6
HEAD = "Mã đề án\tKế hoạch (triệu)\tĐã giao (triệu)\tGiá trị hợp đồng (triệu)\tSố hợp đồng\tNgày ký\tĐơn vị thụ hưởng\t"
HEAD += "Tạm ứng (triệu)\tThanh toán (triệu)\tNghiệm thu (triệu)\n"
ROWS = (
    "KC-0001\t500\t300\t400\t1/HĐ\t03/03/2024\tHTX Tân Tiến\t100\t150\t250\nKC-0002\t200\t-\t\t\t\t\t\t\t\n"
)
SENT = {
    "document_number": "12/BB", "document_date": "28/05/2024", "document_issuer": "Sở Công Thương",
    "business_date": "20/05/2024", "reason": "", "unit": "", "numbers": "vi", "approved": "1000000000",
    "released": "500000000",
}  # fmt: skip


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def fund(office):
    """An empty local fund of Kiên Giang of 2024, and three approved local projects."""
    projects_of(office, 3, level="local")
    return office.fund("department-2024-91", by=office.clerk)


def line(number=1, **amounts) -> OpeningLine:
    contract = {"number": "1/HĐ", "day": DAY, "party": "HTX"} if amounts.get("committed") else {}
    return OpeningLine(f"project-{number}", "ND3A", amounts.pop("listed", 500), **amounts, **contract)


def propose(office, fund, *lines, by=None, **sums):
    draft = OpeningDraft(office.paper(**sums.pop("paper", {})), lines, **sums)
    return unit_of_work.run(lambda: propose_opening(by or office.clerk, fund.public_id, draft))


def test_a_list_of_running_projects_becomes_opening_balances(office, fund, window):
    clerk = window(Role.clerk, "department-2024-91", language="vi")
    head = window(Role.head, "department-2024-91", language="vi")
    address = f"/funds/{fund.public_id}/opening"
    assert address in clerk.open(f"/funds/{fund.public_id}").html
    clerk.open(address).send(
        address, step="check", text=HEAD + ROWS, **SENT | {"approved": "", "released": ""}
    )
    assert clerk.status == 422
    assert "700.000.000 đồng kế hoạch" in clerk.words
    clerk.send(address, step="check", text=HEAD + ROWS, **SENT)
    assert clerk.status == 200, clerk.words
    assert count(Envelope) == 1
    clerk.send(address, step="send", text=HEAD + ROWS, **SENT)
    assert clerk.address.startswith("/proposals/"), clerk.words
    assert "Số dư đầu kỳ" in clerk.words
    assert "KC-0002" in clerk.words
    assert count(Act) == 0
    proposal = clerk.address
    assert clerk.send(f"{proposal}/book").status == 403
    head.open(proposal).send(f"{proposal}/book")
    assert head.address.startswith("/acts/")
    assert "Số dư đầu kỳ" in head.words

    db.session.rollback()
    acts = db.session.scalars(select(Act).order_by(Act.number)).all()
    kinds = ["approve", "list", "release", "share", "assign", "commit", "advance", "pay", "accept"]
    assert [act.kind for act in acts] == kinds
    assert all(act.opening and act.proposed_by != act.booked_by for act in acts)
    assert [act.number for act in acts] == list(range(1, 10))
    assert verify.differences() == []
    question = Question(2024, Dimension.province, None, None, DAY, Boundaries("recorded"))
    total = tabulate(EVERYTHING, question, "vi").total.values
    sums = {
        "approved": 1000,
        "released": 500,
        "assigned": 300,
        "committed": 400,
        "disbursed": 250,
        "accepted": 250,
    }
    assert {key: total[key] for key in sums} == {key: amount * MILLION for key, amount in sums.items()}
    assert "Số dư đầu kỳ" in clerk.open(f"/funds/{fund.public_id}?part=acts").words
    assert "Số dư đầu kỳ" in clerk.open("/projects/project-1").words
    assert count(Notice) == 0  # no news: it happened before


def test_what_was_taken_over_goes_on_and_each_act_can_be_taken_back(office, fund):
    office.book(
        propose(office, fund, line(assigned=400, committed=450, advanced=100, paid=50, accepted=200),
                approved=500, released=400), by=office.chief,
    )  # fmt: skip
    contract = db.session.scalars(select(Commitment)).one()
    voucher = Voucher("9/CT", DAY, "Kho bạc")
    draft = SpendDraft(51, voucher, reason="x")
    paid = unit_of_work.run(lambda: spending.pay(office.clerk, contract.public_id, draft)).outcome
    act = office.book(paid, by=office.chief)
    assert not act.opening
    first = db.session.scalars(select(Act).where(Act.kind == "pay").order_by(Act.id)).first()
    back = ReversalDraft(office.paper("3/QĐ", reason="wrong figure"))
    office.book(
        unit_of_work.run(lambda: allocation.reverse(office.clerk, first.public_id, back)), by=office.chief
    )
    db.session.rollback()
    place = db.session.scalars(select(Envelope).where(Envelope.kind == "line")).one()
    assert (place.advanced, place.paid, place.accepted) == (100, 51, 200)
    assert verify.differences() == []


CEILINGS = [
    ({"assigned": 501}, "ceiling.line.to_assign"),
    ({"committed": 501}, "ceiling.line.to_commit"),
    ({"assigned": 100, "committed": 400, "paid": 101}, "ceiling.line.money"),
    ({"assigned": 400, "committed": 100, "paid": 101}, "ceiling.commitment.owed"),
    ({"committed": 100, "accepted": 101}, "ceiling.commitment.to_accept"),
    ({"listed": 1001}, "ceiling.fund.to_list"),
    ({"listed": 1000, "assigned": 601}, "ceiling.fund.released"),
]


@pytest.mark.parametrize("amounts, code", CEILINGS)
def test_every_ceiling_of_the_ledger_holds_for_openings(office, fund, amounts, code):
    assert code_of(lambda: propose(office, fund, line(**amounts), approved=1000, released=600)) == code
    late = propose(office, fund, line(**amounts), approved=1000, released=600, paper={"anyway": True})
    assert code_of(lambda: office.book(late, by=office.chief)) == code
    assert count(Act) == 0


def test_a_line_is_opened_once(office, fund):
    sums = {"approved": 500, "released": 400}
    twice = [propose(office, fund, line(assigned=400), **sums) for _time in range(2)]
    office.book(twice[0], by=office.chief)
    assert code_of(lambda: office.book(twice[1], by=office.chief)) == "opening.moved"
    assert code_of(lambda: propose(office, fund, line(), **sums)) == "opening.moved"
    assert count(Act) == 5


def test_a_take_over_that_came_back_is_proposed_anew_with_the_same_contract(office, fund):
    given = line(committed=100)
    returned = propose(office, fund, given, approved=500)
    unit_of_work.run(lambda: allocation.send_back(office.chief, returned.public_id, "party"))
    again = OpeningLine(**given.__dict__ | {"party": "HTX khác", "committed": 120})
    office.book(propose(office, fund, again, approved=500), by=office.chief)
    db.session.rollback()
    record = db.session.scalars(select(Commitment)).one()
    assert (record.party, record.proposed_value) == ("HTX khác", 120)


def test_whose_the_fund_is_not_takes_nothing_over(office, fund):
    for who, refused in ((office.stranger, NotFound), (office.agency, Forbidden)):
        with pytest.raises(refused):
            propose(office, fund, line(), by=who, approved=500)
    projects_of(office, 1, level="local", home="2024-89", first=9)
    with pytest.raises(NotFound):
        propose(office, fund, line(9), approved=500)
    with pytest.raises(Invalid):
        propose(office, fund, line(1), line(1), approved=1000)
    assert count(Proposal) == 0


def test_faults_of_the_list_stand_at_their_cells(office, fund, window):
    clerk = window(Role.clerk, "department-2024-91")
    address = f"/funds/{fund.public_id}/opening"
    rows = ("KC-0001\t500\t600\t400\t\t03/03/2024\tHTX\t300\t150\t401", "KC-0002\t", "KC-7\t1")
    text = HEAD + "\n".join(rows)
    clerk.open(address).send(address, step="check", text=text, **SENT)
    assert clerk.status == 422
    for said in (
        "“Assigned” exceeds “Listed” by 100,000,000 đồng", "“Advanced and paid” exceeds “Committed” by 50,000,000",
        "“Accepted” exceeds “Committed” by 1,000,000", "needs number, day and party", "The listed amount is missing",
        "“KC-7” is known to you",
    ):  # fmt: skip
        assert said in clerk.words, said


@pytest.mark.parametrize("layout", [ANNEX, LAYOUT], ids=["annex", "opening"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_column_is_found_under_the_name_that_pages_give_it(app, layout, language):
    """Faults name a column so; whoever heads it so is understood."""
    for column in layout:
        with app.test_request_context(), force_locale(language):
            heading = str(gettext(column.label))
        found = find([(1, (heading,))], layout, (column.key,))
        assert found.places == {column.key: 0}, heading
