"""Two tabs, two people: what was decided or corrected meanwhile is met, never passed over, in every order."""

from itertools import permutations

import pytest
from sqlalchemy import select

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import queries, service
from promotion.kernel.errors import Conflict, Refused
from promotion.ledger import service as acts
from promotion.ledger.models import Act, Proposal
from tests.support.crowd import together
from tests.support.desk import MILLION, client_of, hidden, send, text_of

pytestmark = pytest.mark.data("desk")

DECIDED = "Đề xuất này đã được xử lý"
WAYS = {"book": ("head", "booked"), "return": ("head", "returned"), "withdraw": ("clerk", "withdrawn")}


@pytest.fixture
def returned(desk):
    """A contract whose commitment came back."""
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    desk.book(desk.assign(line, 300 * MILLION))
    done = desk.commit(line, 100 * MILLION, number="05/HĐ")
    desk.run(lambda: acts.return_proposal(desk.actor("head"), done.outcome.public_id, "Sai số hợp đồng"))
    return done


def state_of(proposal):
    db.session.rollback()
    return db.session.get_one(Proposal, proposal.id, populate_existing=True).state


@pytest.mark.parametrize("first, second", list(permutations(WAYS, 2)))
def test_of_two_tabs_that_decide_the_first_one_does(app, desk, first, second):
    """Both tabs were opened before: the second is told what became of it."""
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    proposal = desk.assign(line, 10 * MILLION).outcome
    address = f"/proposals/{proposal.public_id}"
    tabs = {way: client_of(app, role) for way, (role, _state) in WAYS.items()}
    forms = {way: hidden(tabs[way].get(address)) for way in (first, second)}
    why = {"return": {"reason": "Thiếu hồ sơ"}}
    done = tabs[first].post(f"{address}/{first}", data={**forms[first], **why.get(first, {})})
    assert done.status_code == 303
    fields = {**forms[second], "idempotency_key": "other tab", **why.get(second, {})}
    late = tabs[second].post(f"{address}/{second}", data=fields)
    assert late.status_code == 422
    assert DECIDED in text_of(late)
    assert state_of(proposal) == WAYS[first][1]


def test_deciding_at_once_is_deciding_once(app, desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    head, clerk = desk.actor("head"), desk.actor("clerk")
    for _turn in range(3):
        number = desk.assign(line, 10 * MILLION).outcome.public_id
        db.session.rollback()
        ways = [
            lambda n=number: unit_of_work.run(lambda: acts.book_proposal(head, n).public_id),
            lambda n=number: unit_of_work.run(lambda: acts.withdraw_proposal(clerk, n).state),
            lambda n=number: unit_of_work.run(lambda: acts.return_proposal(head, n, "vì").state),
        ]
        results = together(app, ways)
        assert len([one for one in results if isinstance(one, Refused)]) == 2, results


def test_nobody_books_what_he_proposed_in_whatever_tab(app, desk):
    """A head who corrects a clerk's contract and proposes it again has become its proposer."""
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    desk.book(desk.assign(line, 300 * MILLION))
    done = desk.commit(line, 100 * MILLION, number="05/HĐ")
    head = client_of(app, "head")
    old = f"/proposals/{done.outcome.public_id}"
    tab = hidden(head.get(old))
    desk.run(lambda: acts.withdraw_proposal(desk.actor("clerk"), done.outcome.public_id))
    right = {
        "kind": "contract",
        "number": "06/HĐ",
        "day": "20/05/2024",
        "party": "Hợp tác xã",
        "amount": "90 triệu",
    }
    sent = send(head, f"/commitments/{done.commitment.public_id}/commit", **right)
    assert sent.status_code == 303
    assert head.post(f"{old}/book", data=tab).status_code == 422
    new = sent.location.rpartition("/")[2]
    own = head.post(f"/proposals/{new}/book", data={**tab, "idempotency_key": "another"})
    assert own.status_code == 422
    assert "Người đề xuất" in text_of(own)
    db.session.rollback()
    assert db.session.scalars(select(Act).where(Act.kind == "commit")).all() == []


def test_a_contract_that_somebody_corrected_meanwhile_shows_both_versions(app, desk, returned):
    address = f"/commitments/{returned.commitment.public_id}/commit"
    clerk, head = client_of(app, "clerk"), client_of(app, "head")
    whole = {"kind": "contract", "number": "05/HĐ", "day": "20/05/2024", "party": "Công ty TNHH Thanh Hà"}
    mine = hidden(clerk.get(address))
    theirs = send(head, address, **{**whole, "party": "Hợp tác xã Ba Hòn", "amount": "90 triệu"})
    assert theirs.status_code == 303
    proposal = theirs.location.rpartition("/")[2]
    desk.run(lambda: acts.withdraw_proposal(desk.actor("head"), proposal))
    page = clerk.post(
        address, data={**mine, **whole, "number": "05A/HĐ", "amount": "95 triệu", "reason": "Sửa số"}
    )
    said = text_of(page)
    assert page.status_code == 409
    for words in ("Bản đã lưu: Hợp tác xã Ba Hòn", "Bản của bạn: 05A/HĐ", "Bản của bạn: 95.000.000"):
        assert words in said
    assert "1 mục" in said
    done = clerk.post(
        address,
        data={**hidden(page), "choose-amount": "mine", "choose-party": "theirs", "choose-number": "mine"},
    )
    assert done.status_code == 303
    db.session.rollback()
    kept = queries.contract(EVERYTHING, returned.commitment.public_id).record
    assert (kept.number, kept.party, kept.proposed_value) == ("05A/HĐ", "Hợp tác xã Ba Hòn", 95 * MILLION)
    newest = db.session.scalars(select(Proposal).order_by(Proposal.id.desc())).first()
    assert newest is not None
    assert newest.draft["reason"] == "Sửa số"


def test_of_many_who_correct_one_contract_one_proposes(app, desk, returned):
    clerk, number = desk.actor("clerk"), returned.commitment.public_id
    drafts = [desk.contract(80 * MILLION, number=f"1{place}/HĐ") for place in range(5)]
    db.session.rollback()
    acts_ = [
        lambda d=draft: unit_of_work.run(lambda: service.commit_again(clerk, number, d, 1).outcome.id)
        for draft in drafts
    ]
    results = together(app, acts_)
    assert len([one for one in results if not isinstance(one, Exception)]) == 1, results
    assert {type(one) for one in results if isinstance(one, Exception)} <= {Conflict, Refused}
    db.session.rollback()
    waiting = select(Proposal).where(Proposal.kind == "commit", Proposal.state == "open")
    assert len(db.session.scalars(waiting).all()) == 1
