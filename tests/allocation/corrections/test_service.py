"""A wrong act is taken back and entered anew, together or not at all; all of them name each other."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from promotion.allocation import service as plan
from promotion.allocation.corrections import service
from promotion.allocation.corrections.drafts import CorrectionDraft
from promotion.allocation.queries import acts, proposals
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Invalid, Refused
from promotion.ledger import verify
from promotion.ledger.books import Step
from promotion.ledger.drafts import Document, from_json
from promotion.ledger.models import Act, Proposal
from promotion.ledger.refusals import CeilingReached
from tests.support.treasury import DAY, balances, chain, filled

BILLION = 10**9


def last(kind: str) -> Act:
    return db.session.scalars(select(Act).where(Act.kind == kind).order_by(Act.id.desc()).limit(1)).one()


@pytest.fixture
def spent(office):
    """A fund of one person in which 100 đồng came all the way to a contract."""
    place = chain(office.treasury)
    filled(office.treasury, place)
    return place


def corrected(office, act: Act, *amounts: int | None, by=None, **paper):
    draft = CorrectionDraft(office.paper(reason="Wrong amount", **paper), amounts)
    return unit_of_work.run(lambda: service.correct(by or office.treasury.head, act.public_id, draft))


def test_an_act_is_taken_back_and_entered_anew_in_one_proposal(office):
    fund = office.planned()
    wrong = office.book(office.release(fund, amount=45 * BILLION))
    proposal = corrected(office, wrong, 54 * BILLION, by=office.agency)
    assert isinstance(proposal, Proposal)
    draft = from_json(proposal.draft)
    assert [one.kind for one in draft.acts] == ["reverse", "release"]
    assert (draft.reverses, draft.along[0].corrects) == (wrong.id, wrong.id)
    view = proposals.view(office.head, "en", proposal.public_id)
    assert view.row.correction
    assert view.corrects == wrong.public_id
    assert [(kind, [row.amount for row in rows]) for kind, rows in view.steps] == [
        ("reverse", [45 * BILLION]), ("release", [54 * BILLION])
    ]  # fmt: skip
    undone = office.book(proposal)
    right = last("release")
    assert balances(office.treasury.top(fund))["released"] == 54 * BILLION
    assert (undone.reverses_id, right.corrects_id) == (wrong.id, wrong.id)
    assert right.number == undone.number + 1
    assert verify.differences() == []


def test_the_pages_of_all_three_acts_name_each_other(office, spent):
    del spent
    wrong = last("assign")
    undone = corrected(office, wrong, 60)
    right = last("assign")
    seen = {
        act.id: acts.act_view(office.treasury.head, "en", act.public_id) for act in (wrong, undone, right)
    }
    first, second, third = seen[wrong.id], seen[undone.id], seen[right.id]
    assert first.back.public_id == undone.public_id
    assert first.corrected.public_id == right.public_id
    assert not first.may_correct
    assert second.reverses.public_id == wrong.public_id
    assert second.beside.public_id == right.public_id
    assert third.corrects.public_id == wrong.public_id
    assert third.beside.public_id == undone.public_id
    assert third.may_correct
    assert [row.amount for row in third.steps] == [60]


def test_a_payment_that_the_ledger_split_is_corrected_as_one_amount_with_its_own_voucher(office, spent):
    treasury = office.treasury
    treasury.act("accept", spent.fund, (spent.commitment, 30))
    paid = treasury.act("pay", spent.fund, (spent.commitment, 50))
    assert [part.step for part in service.steps_to_correct(paid)] == [Step.pay]
    paper = Document(paid.document_number, paid.document_date, paid.document_issuer)
    draft = CorrectionDraft(replace(office.paper(reason="70, not 50"), document=paper), (70,))
    unit_of_work.run(lambda: service.correct(treasury.head, paid.public_id, draft))
    assert balances(spent.line)["paid"] == 70
    assert balances(spent.commitment)["covered"] == 30
    assert balances(spent.commitment)["uncleared"] == 40
    assert verify.differences() == []


def test_a_plan_that_is_listed_already_is_corrected_with_the_right_act_first(office, spent):
    wrong = last("approve")
    done = corrected(office, wrong, 150)
    assert done.kind == "approve"
    assert (balances(spent.top)["to_list"], done.corrects_id) == (50, wrong.id)
    assert last("reverse").reverses_id == wrong.id
    assert acts.act_view(office.treasury.head, "en", done.public_id).beside.kind == "reverse"
    assert verify.differences() == []


def test_what_has_room_neither_way_is_refused_and_nothing_is_changed(office, spent):
    wrong, before = last("approve"), balances(spent.top)
    with pytest.raises(CeilingReached) as refusal:
        corrected(office, wrong, 80)
    assert refusal.value.counter in {"to_list", "to_release"}
    assert balances(spent.top) == before
    assert acts.act_view(office.treasury.head, "en", wrong.public_id).back is None


def test_the_reversal_is_not_dated_before_the_act(office, spent):
    del spent
    wrong = last("assign")
    draft = CorrectionDraft(replace(office.paper(reason="Day"), business_date=date(2024, 3, 1)), (100,))
    undone = unit_of_work.run(lambda: service.correct(office.treasury.head, wrong.public_id, draft))
    assert (undone.business_date, last("assign").business_date) == (DAY, date(2024, 3, 1))


def test_a_correction_says_why_and_changes_something(office, spent):
    del spent
    wrong = last("assign")
    paper = Document(wrong.document_number, wrong.document_date, wrong.document_issuer)
    same = replace(office.paper(reason="x"), document=paper)
    for draft in (
        CorrectionDraft(same, (100,)),
        CorrectionDraft(replace(same, reason=None), (60,)),
        CorrectionDraft(same, (None,)),
        CorrectionDraft(replace(same, happened_on=DAY), (60,)),
    ):
        with pytest.raises(Invalid):
            unit_of_work.run(lambda one=draft: service.correct(office.treasury.head, wrong.public_id, one))


def test_what_is_taken_back_or_of_another_kind_is_not_corrected(office, spent):
    wrong = last("commit")
    undone = office.treasury.reverse(wrong)
    for act, code in ((wrong, "act.reversed"), (undone, "act.not_corrected")):
        with pytest.raises(Refused) as refusal:
            corrected(office, act, 5)
        assert refusal.value.code == code
    liquidated = office.treasury.act("liquidate", spent.fund, about=spent.commitment)
    with pytest.raises(Refused) as refusal:
        corrected(office, liquidated)
    assert refusal.value.code == "act.not_corrected"


def test_two_people_are_needed_from_an_amount_on(office):
    fund = office.planned()
    unit_of_work.run(lambda: plan.set_two_person(office.head, fund.public_id, two_person=True, above=BILLION))
    small = office.release(fund, amount=BILLION - 1, by=office.head)
    assert isinstance(small, Act)
    assert isinstance(office.release(fund, amount=BILLION, by=office.head, paper=office.paper("2")), Proposal)
    assert isinstance(corrected(office, small, BILLION, by=office.head), Proposal)
