"""Acts on a contract that stands: what each does to the money, and what is refused in which words. Both engines."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from promotion.access.actor import EVERYTHING
from promotion.allocation.corrections import service as corrections
from promotion.allocation.corrections.drafts import CorrectionDraft
from promotion.allocation.drafts import Paper
from promotion.database.handle import db
from promotion.disbursement import queries, service
from promotion.disbursement.contracts import service as contracts
from promotion.disbursement.contracts.drafts import PaperDraft, RefundDraft
from promotion.disbursement.drafts import SpendDraft, Voucher
from promotion.disbursement.rules import CommitmentKind, ContractState
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger import queries as ledger
from promotion.ledger.books import Step
from promotion.ledger.drafts import Document
from promotion.ledger.models import Period
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.verify import differences
from tests.support.desk import DAY, MILLION, TREASURY

pytestmark = pytest.mark.data("desk")


@pytest.fixture
def contract(desk):
    """A contract of 250 million on a line that holds 200 million."""
    return desk.committed(300 * MILLION, 200 * MILLION, 250 * MILLION)[1]


def found(contract):
    db.session.expire_all()
    return queries.contract(EVERYTHING, contract.public_id)


def held(contract, *counters):
    envelope = found(contract).envelope
    return [getattr(envelope, counter) // MILLION for counter in counters]


def line_of(contract):
    return found(contract).line.line


def do(desk, verb, contract, amount, reason="Theo hồ sơ", **changes):
    """Propose and book an act of one amount."""
    return desk.book(desk.spend(verb, contract, amount * MILLION, reason=reason, **changes))


def paper(desk, verb, public_id, reason="Theo biên bản", **changes):
    clerk, draft = desk.actor("clerk"), PaperDraft(changes.pop("voucher", None) or desk.voucher(), reason)
    return desk.run(lambda: verb(clerk, public_id, draft))


def refund(desk, contract, of, amount):
    clerk, draft = desk.actor("clerk"), RefundDraft(of, amount * MILLION, desk.voucher())
    return desk.run(lambda: contracts.refund(clerk, contract.public_id, draft))


def test_an_appendix_moves_the_value_up_and_down(desk, contract):
    do(desk, contracts.amend, contract, 280)
    assert held(contract, "owed", "to_accept") == [280, 280]
    do(desk, contracts.amend, contract, 120)
    assert (found(contract).sums.value, line_of(contract).committed) == (120 * MILLION, 120 * MILLION)
    assert found(contract).state is ContractState.in_force
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(contracts.amend, contract, 301 * MILLION, reason="vì")
    assert refusal.value.code == "ceiling.line.to_commit"
    assert differences() == []


def test_a_value_below_what_is_paid_names_the_payments(desk, contract):
    for number, amount in (("UNC-1", 40), ("UNC-2", 30)):
        do(desk, service.pay, contract, amount, voucher=desk.voucher(number))
    with pytest.raises(Refused) as refusal:
        desk.spend(contracts.amend, contract, 69 * MILLION, reason="vì")
    assert refusal.value.code == "amount.paid"
    assert refusal.value.params == {"paid": 70 * MILLION, "payments": "UNC-1, UNC-2"}
    do(desk, contracts.amend, contract, 70)
    do(desk, contracts.amend, contract, 200)
    do(desk, service.accept, contract, 90)
    with pytest.raises(Refused) as refusal:
        desk.spend(contracts.amend, contract, 89 * MILLION, reason="vì")
    assert (refusal.value.code, refusal.value.params) == ("amount.accepted", {"accepted": 90 * MILLION})


@pytest.mark.parametrize(
    "amount,reason,field", [(250, "vì", "amount"), (260, " ", "reason"), (260, None, "reason")]
)
def test_an_appendix_changes_something_and_says_why(desk, contract, amount, reason, field):
    with pytest.raises(Invalid) as faults:
        desk.spend(contracts.amend, contract, amount * MILLION, reason=reason)
    assert [fault.field for fault in faults.value.faults] == [field]


def test_a_liquidation_takes_off_what_is_owed_once_nothing_is_open(desk, contract):
    do(desk, service.advance, contract, 50)
    with pytest.raises(Refused) as refusal:
        paper(desk, contracts.liquidate, contract.public_id)
    assert (refusal.value.code, refusal.value.params) == (
        "liquidate.open",
        {"due": 0, "uncleared": 50 * MILLION},
    )
    do(desk, service.accept, contract, 80)
    do(desk, contracts.clear, contract, 50)
    with pytest.raises(Refused) as refusal:
        paper(desk, contracts.liquidate, contract.public_id)
    assert refusal.value.params == {"due": 30 * MILLION, "uncleared": 0}
    do(desk, service.pay, contract, 30)
    done = paper(desk, contracts.liquidate, contract.public_id)
    assert done.outcome.amount == 170 * MILLION
    desk.book(done)
    assert held(contract, "owed", "to_accept", "discharged") == [0, 0, 80]
    assert (found(contract).state, line_of(contract).to_commit) == (ContractState.liquidated, 220 * MILLION)
    for again in (
        lambda: paper(desk, contracts.liquidate, contract.public_id),
        lambda: desk.spend(contracts.amend, contract, MILLION, reason="vì"),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "contract.state"
    assert differences() == []


def test_a_contract_without_money_is_liquidated_and_not_proposed_again(desk, contract):
    desk.book(paper(desk, contracts.liquidate, contract.public_id))
    assert (found(contract).sums.value, found(contract).state) == (0, ContractState.liquidated)
    clerk, draft = desk.actor("clerk"), desk.contract(MILLION)
    with pytest.raises(Refused) as refusal:
        desk.run(lambda: service.commit_again(clerk, contract.public_id, draft, 1))
    assert refusal.value.code == "commitment.standing"


def test_an_assignment_is_amended_paid_and_liquidated_like_a_contract(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    desk.book(desk.assign(line, 200 * MILLION))
    given = desk.book(desk.commit(line, 100 * MILLION, kind=CommitmentKind.assignment)).commitment
    do(desk, contracts.amend, given, 90)
    do(desk, service.accept, given, 60)
    do(desk, contracts.final_pay, given, 60)
    desk.book(paper(desk, contracts.liquidate, given.public_id))
    assert (found(given).sums.value, found(given).state) == (60 * MILLION, ContractState.liquidated)


def test_the_final_payment_clears_the_advances_and_wants_accepted_work(desk, contract):
    do(desk, service.advance, contract, 60)
    do(desk, service.accept, contract, 100)
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(contracts.final_pay, contract, 41 * MILLION)
    assert refusal.value.code == "ceiling.commitment.due"
    do(desk, contracts.final_pay, contract, 40)
    assert held(contract, "due", "uncleared", "cleared", "covered", "discharged") == [0, 0, 60, 100, 100]
    booked = found(contract).money.acts[0]
    assert (booked.act.kind, booked.amount) == ("final_pay", 40 * MILLION)
    do(desk, contracts.settle, contract, 100)
    assert found(contract).sums.settled == line_of(contract).settled == 100 * MILLION
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(contracts.settle, contract, 1)
    assert refusal.value.code == "ceiling.commitment.covered"
    assert differences() == []


def test_a_failed_payment_is_taken_back_whole_and_its_voucher_is_free_again(desk, contract):
    do(desk, service.advance, contract, 60, voucher=desk.voucher("UNC-9"))
    payment = found(contract).money.acts[0].act
    with pytest.raises(Invalid) as faults:
        paper(desk, contracts.fail, payment.public_id, reason="")
    assert [fault.field for fault in faults.value.faults] == ["reason"]
    desk.book(paper(desk, contracts.fail, payment.public_id))
    assert held(contract, "discharged", "uncleared", "owed") == [0, 0, 250]
    assert [(one.act.kind, one.failed) for one in found(contract).money.acts[:2]] == [
        ("fail", False), ("advance", True),
    ]  # fmt: skip
    with pytest.raises(Refused) as refusal:
        paper(desk, contracts.fail, payment.public_id)
    assert refusal.value.code == "act.reversed"
    do(desk, service.advance, contract, 60, voucher=desk.voucher("UNC-9"), again=True)
    do(desk, service.accept, contract, 10)
    accepted = found(contract).money.acts[0].act
    with pytest.raises(Refused) as refusal:
        paper(desk, contracts.fail, accepted.public_id)
    assert refusal.value.code == "act.no_payment"


def test_a_refund_goes_back_to_the_line_and_concerns_one_contract(desk, contract):
    do(desk, service.advance, contract, 60)
    do(desk, service.pay, contract, 20)
    assert line_of(contract).money == 120 * MILLION
    with pytest.raises(Refused) as refusal:
        refund(desk, contract, Step.advance, 61)
    assert (refusal.value.code, refusal.value.params["out"]) == ("amount.refund", 60 * MILLION)
    desk.book(refund(desk, contract, Step.advance, 25))
    desk.book(refund(desk, contract, Step.pay, 5))
    sums = found(contract).sums
    assert (sums.advanced, sums.paid, sums.value) == (35 * MILLION, 15 * MILLION, 250 * MILLION)
    line = line_of(contract)
    assert (line.money, line.advanced, line.paid) == (150 * MILLION, 35 * MILLION, 15 * MILLION)
    assert [one.amount for one in found(contract).money.acts[:2]] == [5 * MILLION, 25 * MILLION]
    assert differences() == []


def test_a_refund_after_the_year_restores_nothing(desk, contract):
    do(desk, service.pay, contract, 70)
    clerk, line = desk.actor("clerk"), line_of(contract).public_id

    def late(amount, day=date(2025, 3, 3)):
        draft = SpendDraft(amount * MILLION, desk.voucher(day=day))
        return desk.run(lambda: contracts.late_refund(clerk, line, draft))

    with pytest.raises(Refused) as refusal:
        late(10, DAY)
    assert refusal.value.code == "refund.early"
    before = line_of(contract).money
    first, second = late(30), late(41)
    desk.book(first)
    for again in (lambda: late(41), lambda: desk.book(second)):
        with pytest.raises(Refused) as refusal:
            again()
        back = {"out": 70 * MILLION, "back": 71 * MILLION}
        assert (refusal.value.code, refusal.value.params) == ("amount.back", back)
    after = line_of(contract)
    assert (after.money, after.returned, after.paid) == (before, 30 * MILLION, 70 * MILLION)
    assert differences() == []


def test_support_is_asked_back_and_recovered_up_to_what_was_paid(desk, contract):
    do(desk, service.pay, contract, 70)
    with pytest.raises(Refused) as refusal:
        desk.spend(contracts.demand, contract, 71 * MILLION, reason="vì")
    assert (refusal.value.code, refusal.value.params) == (
        "amount.demand", {"paid": 70 * MILLION, "asked": 71 * MILLION},
    )  # fmt: skip
    do(desk, contracts.demand, contract, 50)
    money = line_of(contract).money
    do(desk, contracts.recover, contract, 20)
    with pytest.raises(CeilingReached) as refusal:
        desk.spend(contracts.recover, contract, 31 * MILLION)
    assert refusal.value.code == "ceiling.commitment.to_recover"
    with pytest.raises(Refused) as refusal:
        desk.spend(contracts.demand, contract, 19 * MILLION, reason="vì")
    assert refusal.value.code == "amount.recovered"
    do(desk, contracts.demand, contract, 45)
    assert held(contract, "to_recover") == [25]
    sums, line = found(contract).sums, line_of(contract)
    assert (sums.recovered, line.recovered, line.money) == (20 * MILLION, 20 * MILLION, money)
    assert differences() == []


def corrected(desk, contract, amount):
    """Propose another amount for the newest act of a contract's fund."""
    act = ledger.acts(EVERYTHING, fund_id=found(contract).envelope.fund_id)[0]
    document = Document(act.document_number, act.document_date, act.document_issuer)
    paper = Paper(document, act.business_date, "Ghi nhầm")
    clerk, draft = desk.actor("clerk"), CorrectionDraft(paper, (amount * MILLION,))
    return service.Done(desk.run(lambda: corrections.correct(clerk, act.public_id, draft)))


def moved(desk, proposal):
    """Tell whether a proposal is refused because what its total was typed on was changed."""
    with pytest.raises(Refused) as refusal:
        desk.book(proposal)
    return refusal.value.code == "total.moved"


def test_a_total_is_booked_only_on_what_it_was_typed_on(desk, contract):
    """Typed are totals, kept are changes: what was changed between would come to what nobody typed."""
    first, second = (
        desk.spend(contracts.amend, contract, value * MILLION, reason="Phụ lục") for value in (260, 270)
    )
    desk.book(first)
    assert moved(desk, second)
    correction = corrected(desk, contract, 15)
    third = desk.spend(contracts.amend, contract, 270 * MILLION, reason="Phụ lục")
    do(desk, service.pay, contract, 70)  # moves what is owed, not the value
    desk.book(correction)
    assert moved(desk, third)
    assert found(contract).sums.value == 265 * MILLION
    do(desk, contracts.demand, contract, 50)
    other, kept = (
        desk.spend(contracts.demand, contract, amount * MILLION, reason="vì") for amount in (60, 65)
    )
    do(desk, contracts.recover, contract, 20)  # part of the same total
    desk.book(kept)
    assert held(contract, "to_recover") == [45]
    assert moved(desk, other)
    assert differences() == []


def test_a_late_fact_counts_on_an_open_day_and_keeps_its_own(desk, contract):
    fund = found(contract).envelope.fund_id
    desk.run(
        lambda: db.session.add(Period(fund_id=fund, through=date(2024, 6, 30), closes_on=date(2024, 7, 15)))
    )
    with pytest.raises(Refused) as refusal:
        desk.spend(service.accept, contract, MILLION)
    assert refusal.value.code == "day.closed"
    late = Voucher("BB-9", DAY, TREASURY, date(2024, 7, 16), DAY)
    done = desk.book(desk.spend(service.accept, contract, MILLION, voucher=late))
    act = ledger.act(EVERYTHING, found(contract).money.acts[0].act.public_id)
    assert (act.business_date, act.happened_on, done.outcome.amount) == (date(2024, 7, 16), DAY, MILLION)
    with pytest.raises(Invalid) as faults:
        desk.spend(service.accept, contract, 1, voucher=replace(late, happened_on=date(2024, 7, 16)))
    assert [fault.field for fault in faults.value.faults] == ["happened_on"]


def test_only_the_spending_units_people_act_on_a_contract(desk, contract):
    line = line_of(contract).public_id
    for role, error in (("foreign clerk", NotFound), ("sister clerk", Forbidden), ("agency", Forbidden)):
        actor, draft = desk.actor(role), SpendDraft(1, desk.voucher(), "vì")
        for verb in ("amend", "clear", "settle", "final_pay", "demand", "recover"):
            with pytest.raises(error):
                desk.run(partial(getattr(contracts, verb), actor, contract.public_id, draft))
        others = (
            lambda actor=actor: contracts.liquidate(actor, contract.public_id, PaperDraft(desk.voucher())),
            lambda actor=actor: contracts.refund(
                actor, contract.public_id, RefundDraft(Step.pay, 1, desk.voucher())
            ),
            lambda actor=actor, draft=draft: contracts.late_refund(actor, line, draft),
        )
        for act in others:
            with pytest.raises(error):
                desk.run(act)
