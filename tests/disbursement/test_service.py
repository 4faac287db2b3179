"""Assigning, contracting, advancing, paying and accepting, on both engines."""

from datetime import date

import pytest
from sqlalchemy import func, select

from promotion.access.actor import EVERYTHING
from promotion.audit.queries import history
from promotion.database.handle import db
from promotion.disbursement import queries, service
from promotion.disbursement.drafts import AssignDraft, SpendDraft, Voucher
from promotion.disbursement.models import Commitment
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger import places
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.models import Act, Entry, Proposal
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.verify import differences
from tests.support.desk import DAY, MILLION, TREASURY

pytestmark = pytest.mark.data("desk")


def fields(faults):
    return [fault.field for fault in faults.value.faults]


def rows():
    """How much there is of everything that an act could leave behind."""
    db.session.rollback()
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Proposal, Act, Entry, Commitment)
    ]


def test_money_goes_from_the_share_to_the_supplier_and_everything_adds_up(desk):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 250 * MILLION)
    desk.book(desk.spend(service.advance, contract, 125 * MILLION))
    desk.book(desk.spend(service.accept, contract, 250 * MILLION))
    desk.book(desk.spend(service.pay, contract, 75 * MILLION))
    found = queries.contract(EVERYTHING, contract.public_id)
    position = found.position
    assert (position.value, position.advanced, position.discharged, position.accepted) == (
        250 * MILLION, 125 * MILLION, 200 * MILLION, 250 * MILLION,
    )  # fmt: skip
    (envelope,) = ledger.envelopes([line.id])
    assert (envelope.money, envelope.advanced, envelope.paid) == (0, 125 * MILLION, 75 * MILLION)
    assert differences() == []


def test_the_address_of_a_contract_is_that_of_its_envelope(desk):
    _line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    assert ledger.envelope(EVERYTHING, contract.public_id).id == contract.envelope_id
    assert queries.records([contract.envelope_id]) == {contract.envelope_id: contract}
    assert [line.act for line in history("commitment", contract.id)] == ["disbursement.record"]


def test_a_payment_above_the_money_of_the_line_is_refused_and_leaves_nothing(desk):
    _line, contract = desk.committed(300 * MILLION, 100 * MILLION, 300 * MILLION)
    before = rows()
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(service.pay, contract, 100 * MILLION + 1, reason="vì")
    assert refusal.value.code == "ceiling.line.money"
    assert refusal.value.params == {"available": 100 * MILLION, "asked": 100 * MILLION + 1}
    assert refusal.value.cure is not None
    assert rows() == before
    desk.spend(service.pay, contract, 100 * MILLION, reason="vì")


@pytest.mark.parametrize(
    "verb,amount,code",
    [
        (service.pay, 201 * MILLION, "ceiling.commitment.owed"),
        (service.advance, 201 * MILLION, "ceiling.commitment.owed"),
        (service.accept, 201 * MILLION, "ceiling.commitment.to_accept"),
    ],
)
def test_no_contract_gives_more_than_its_value(desk, verb, amount, code):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(verb, contract, amount, reason="vì")
    assert refusal.value.code == code


def test_the_other_ceilings_speak_before_anything_is_proposed(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    for amount, code in (
        (300 * MILLION + 1, "ceiling.line.to_assign"),
        (200 * MILLION + 1, "ceiling.share.money"),
    ):
        with pytest.raises(CeilingReached) as refusal:
            desk.assign(line, amount)
        assert refusal.value.code == code
    with pytest.raises(CeilingReached) as refusal:
        desk.commit(line, 300 * MILLION + 1, reason="vì")
    assert refusal.value.code == "ceiling.line.to_commit"


def test_a_contract_before_its_money_wants_a_reason_in_writing(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    desk.book(desk.assign(line, 120 * MILLION))
    with pytest.raises(Invalid) as faults:
        desk.commit(line, 120 * MILLION + 1)
    assert fields(faults) == ["reason"]
    assert faults.value.faults[0].params == {"after": 120 * MILLION + 1, "bound": 120 * MILLION, "over": 1}
    done = desk.commit(line, 120 * MILLION + 1, reason="Kịp vụ sản xuất")
    assert isinstance(done.outcome, Proposal)
    assert done.outcome.draft["reason"] == "Kịp vụ sản xuất"
    desk.commit(line, 120 * MILLION)


def test_an_advance_follows_the_rule_of_its_content_on_its_day(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    rule = queries.advance_rule("ND3B", DAY)
    assert rule is not None
    highest = 200 * MILLION * rule.max_hundredths // 10_000
    with pytest.raises(Invalid) as faults:
        desk.spend(service.advance, contract, highest + 1)
    assert fields(faults) == ["reason"]
    desk.book(desk.spend(service.advance, contract, highest))
    with pytest.raises(Invalid):
        desk.spend(service.advance, contract, 1)
    desk.spend(service.advance, contract, 1, reason="Theo hợp đồng")


def test_without_a_rule_there_is_none_to_exceed():
    assert queries.advance_rule(None, DAY) is None


@pytest.mark.parametrize("content,known", [("ND3A", True), ("ND4A", False), ("ND6", False), ("ND1", True)])
def test_a_content_has_its_own_rule_or_that_of_its_parent(desk, content, known):
    assert (queries.advance_rule(content, DAY) is not None) is known


def test_a_payment_above_the_accepted_work_wants_a_reason(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    desk.book(desk.spend(service.accept, contract, 80 * MILLION))
    with pytest.raises(Invalid) as faults:
        desk.spend(service.pay, contract, 80 * MILLION + 1)
    assert fields(faults) == ["reason"]
    desk.book(desk.spend(service.pay, contract, 80 * MILLION))


def test_the_same_voucher_and_the_same_amount_are_noticed(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    voucher = desk.voucher("RDT-1")
    desk.book(desk.spend(service.pay, contract, 20 * MILLION, voucher=voucher, reason="vì"))
    again = Voucher("rdt-1 ", DAY, TREASURY)
    with pytest.raises(Invalid) as faults:
        desk.spend(service.pay, contract, 20 * MILLION, voucher=again, reason="vì")
    assert fields(faults) == ["number", "again"]
    other = desk.voucher("RDT-2")
    with pytest.raises(Invalid) as faults:
        desk.spend(service.pay, contract, 20 * MILLION, voucher=other, reason="vì")
    assert fields(faults) == ["again"]
    assert faults.value.faults[0].params == {"document": "RDT-1"}
    desk.spend(service.pay, contract, 20 * MILLION, voucher=other, reason="vì", again=True)
    later = desk.voucher("RDT-3", date(2024, 6, 20))
    desk.spend(service.pay, contract, 20 * MILLION, voucher=later, reason="vì")


def test_a_payment_that_is_only_proposed_is_noticed_too(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    desk.spend(service.advance, contract, 20 * MILLION, voucher=desk.voucher("RDT-1"))
    with pytest.raises(Invalid) as faults:
        desk.spend(service.advance, contract, 20 * MILLION)
    assert faults.value.faults[0].params == {"document": "RDT-1"}


def test_a_contract_stands_once_on_a_line(desk):
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    desk.book(desk.assign(line, 300 * MILLION))
    desk.commit(line, 100 * MILLION, number="05/HĐ")
    before = rows()
    with pytest.raises(Refused) as refusal:
        desk.commit(line, 100 * MILLION, number=" 05/HĐ ")
    assert refusal.value.code == "commitment.twice"
    assert rows() == before


def test_a_returned_contract_is_corrected_and_proposed_again(desk):
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    desk.book(desk.assign(line, 300 * MILLION))
    done = desk.commit(line, 100 * MILLION, number="05/HĐ")
    number = done.commitment.public_id
    clerk, head = desk.actor("clerk"), desk.actor("head")
    right = desk.contract(90 * MILLION, number="06/HĐ", party="Hợp tác xã Ba Hòn", tax_code="0101243150")
    with pytest.raises(Refused) as refusal:
        desk.run(lambda: service.commit_again(clerk, number, right, 1))
    assert refusal.value.code == "commitment.standing"
    desk.run(lambda: acts.return_proposal(head, done.outcome.public_id, "Sai số hợp đồng"))
    again = desk.run(lambda: service.commit_again(clerk, number, right, 1))
    desk.book(again)
    found = queries.contract(EVERYTHING, number)
    assert (found.record.number, found.record.party_tax_code, found.sums.value) == (
        "06/HĐ",
        "0101243150",
        90 * MILLION,
    )
    newest = history("commitment", found.record.id)[0]
    assert newest.before is not None
    assert newest.after is not None
    assert (newest.before["number"], newest.after["number"]) == ("05/HĐ", "06/HĐ")


@pytest.mark.parametrize(
    "changes,wrong",
    [
        ({"number": " "}, "number"),
        ({"party": ""}, "party"),
        ({"tax_code": "123"}, "tax_code"),
    ],
)
def test_the_words_of_a_contract_are_checked(desk, changes, wrong):
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    with pytest.raises(Invalid) as faults:
        desk.commit(line, 100 * MILLION, reason="vì", **changes)
    assert fields(faults) == [wrong]


def test_a_document_has_number_and_issuer(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    with pytest.raises(Invalid) as faults:
        desk.spend(service.accept, contract, 1, voucher=Voucher(" ", DAY, ""))
    assert fields(faults) == ["number", "issuer"]
    with pytest.raises(Invalid):
        desk.spend(service.accept, contract, 0)


def test_an_act_counts_on_its_own_day_when_there_is_one(desk):
    _line, contract = desk.committed(300 * MILLION, 300 * MILLION, 200 * MILLION)
    voucher = Voucher("BB-1", DAY, "Trung tâm", date(2024, 5, 22))
    done = desk.spend(service.accept, contract, 10, voucher=voucher)
    assert done.outcome.draft["business_date"] == "2024-05-22"
    with pytest.raises(Refused) as refusal:
        desk.spend(service.accept, contract, 10, voucher=Voucher("BB-2", date(2026, 1, 1), "x"))
    assert refusal.value.code == "day.year"


def test_money_is_assigned_to_lines_of_the_share_only_and_to_some(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    share = ledger.envelopes([line.parent_id])[0].public_id
    clerk = desk.actor("clerk")

    def assign(*amounts):
        return desk.run(lambda: service.assign(clerk, share, AssignDraft(amounts, desk.voucher())))

    with pytest.raises(Refused) as refusal:
        assign(("no-such-line", 5))
    assert refusal.value.code == "assign.line"
    with pytest.raises(Invalid):
        assign((line.public_id, 0))
    with pytest.raises(Invalid):
        assign()
    found = queries.share(EVERYTHING, share)
    assert [one.project.code for one in found.waiting] == ["KCQG-2024-0001"]


@pytest.mark.parametrize("state", [ProjectState.stopped, ProjectState.settled])
def test_a_closed_project_gets_no_money_and_no_contract(desk, state):
    project, line = desk.financed(300 * MILLION, 200 * MILLION)
    if state is ProjectState.stopped:
        desk.move(project, state, "agency", reason="Cơ sở ngừng sản xuất")
    else:
        for target in (ProjectState.running, ProjectState.accepted, ProjectState.settled):
            desk.move(project, target, "head")
    for act in (lambda: desk.assign(line, 1), lambda: desk.commit(line, 1, reason="vì")):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "project.state"


def test_what_was_agreed_is_still_paid_when_a_project_stops(desk):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    found = queries.contract(EVERYTHING, contract.public_id)
    desk.move(found.project, ProjectState.stopped, "agency", reason="Cơ sở ngừng sản xuất")
    desk.book(desk.spend(service.pay, contract, 5 * MILLION, reason="Khối lượng đã làm"))
    assert ledger.envelopes([line.id])[0].paid == 5 * MILLION


@pytest.mark.parametrize(
    "role,error",
    [
        ("foreign clerk", NotFound),
        ("sister clerk", Forbidden),
        ("agency", Forbidden),
        ("auditor", Forbidden),
    ],
)
def test_only_the_spending_units_people_propose(desk, role, error):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    actor, share = desk.actor(role), ledger.envelopes([line.parent_id])[0].public_id
    spend = SpendDraft(1, desk.voucher(), "vì")
    for verb in (
        lambda: service.assign(actor, share, AssignDraft(((line.public_id, 1),), desk.voucher())),
        lambda: service.commit(actor, line.public_id, desk.contract(1, reason="vì")),
        lambda: service.commit_again(actor, contract.public_id, desk.contract(1), 1),
        lambda: service.advance(actor, contract.public_id, spend),
        lambda: service.pay(actor, contract.public_id, spend),
        lambda: service.accept(actor, contract.public_id, spend),
    ):
        with pytest.raises(error):
            desk.run(verb)


def test_where_one_person_is_enough_the_head_books_at_once(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION, two_person=False)
    head = desk.actor("head")
    share = ledger.envelopes([line.parent_id])[0].public_id
    draft = AssignDraft(((line.public_id, 5 * MILLION),), desk.voucher())
    done = desk.run(lambda: service.assign(head, share, draft))
    assert isinstance(done.outcome, Act)
    assert ledger.envelopes([line.id])[0].assigned == 5 * MILLION


def test_who_must_book_is_named_and_never_the_proposer(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    done = desk.assign(line, 1)
    assert queries.bookers(done.outcome) == ["qzpag head"]
    head, share = desk.actor("head"), ledger.envelopes([line.parent_id])[0].public_id
    own = desk.run(lambda: service.assign(head, share, AssignDraft(((line.public_id, 2),), desk.voucher())))
    assert queries.bookers(own.outcome) == []


def test_a_commitment_envelope_without_a_record_is_no_contract(desk):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    bare = desk.run(lambda: places.open_commitment(ledger.envelopes([line.id])[0])).public_id
    with pytest.raises(NotFound):
        queries.contract(EVERYTHING, bare)
    assert contract.public_id != bare
