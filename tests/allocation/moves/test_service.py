"""Cuts, withdrawals, shares and lists moved, transfers: what is booked, what is refused, and who holds it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from promotion.allocation import service as plan
from promotion.allocation.moves import service
from promotion.allocation.moves.drafts import (
    CutDraft,
    RelistDraft,
    ReshareDraft,
    TransferDraft,
    WithdrawalDraft,
)
from promotion.allocation.moves.rules import Rule
from promotion.allocation.queries import effects, funds, written
from promotion.allocation.queries.holding import holding, payments
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Invalid, Refused
from promotion.ledger import verify
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.refusals import CeilingReached
from promotion.notices.models import Notice
from tests.allocation.conftest import Office
from tests.support.treasury import balances

BILLION = 10**9
MILLION = 10**6


@dataclass
class Stage:
    """A national fund of one person: 130 bn approved, 45 bn released, two units with a line each."""

    office: Office
    fund: Fund
    shares: list[int]
    rows: list[int]

    def __post_init__(self) -> None:
        treasury = self.office.treasury
        self.top = treasury.top(self.fund)
        treasury.act("list", self.fund, *((row, 2 * BILLION) for row in self.rows))
        treasury.act("release", self.fund, (self.top, 45 * BILLION))
        treasury.act("share", self.fund, *((share, BILLION) for share in self.shares))
        treasury.act("assign", self.fund, (self.rows[0], 600 * MILLION))
        treasury.act("assign", self.fund, (self.rows[1], 300 * MILLION))

    def pay(self, row: int, amount: int) -> Act:
        """Pay an amount on a line without acceptance."""
        treasury = self.office.treasury
        contract = treasury.commitment(row)
        treasury.act("commit", self.fund, (contract, amount))
        return treasury.act("pay", self.fund, (contract, amount), reason="Urgent")

    def name(self, place: int) -> str:
        """Return the public id of an envelope."""
        return db.session.get_one(Envelope, place).public_id

    def names(self, amounts: dict[int, int]) -> tuple[tuple[str, int], ...]:
        """Return amounts by public id."""
        return tuple((self.name(place), amount) for place, amount in amounts.items())

    def paper(self, **others: Any):
        """Return a document with a reason."""
        return self.office.paper(reason=others.pop("reason", "By decision"), **others)

    def do(self, verb: str, draft: object) -> Act:
        """Book an act at once."""
        call = getattr(service, verb)
        done = unit_of_work.run(lambda: call(self.office.head, self.fund.public_id, draft))
        assert isinstance(done, Act)
        return done

    def held(self, place: int) -> dict[str, int]:
        """Return what an envelope holds."""
        db.session.expire_all()
        return balances(place)


@pytest.fixture
def stage(office):
    fund = office.planned()
    unit_of_work.run(lambda: plan.set_two_person(office.head, fund.public_id, two_person=False))
    shares = [office.treasury.share(fund, unit) for unit in ("centre-2024-91", "centre-2024-89")]
    rows = [office.treasury.line(share, number) for number, share in enumerate(shares, 1)]
    return Stage(office, fund, shares, rows)


def refused(act) -> CeilingReached:
    with pytest.raises(CeilingReached) as found:
        act()
    return found.value


def clean() -> bool:
    return not verify.differences()


# ---------------------------------------------------------------- supplement and cut


def test_the_first_plan_is_approved_and_what_comes_later_supplements_it(stage):
    act = stage.office.approve(stage.fund, 5 * BILLION, by=stage.office.head)
    assert act.kind == "supplement"
    assert funds.head(stage.office.head, "en", stage.fund.public_id).position.approved == 135 * BILLION


def test_a_cut_lowers_lines_of_the_same_decision_first(stage):
    whole = CutDraft(stage.paper(), 85 * BILLION)
    stage.do("cut", whole)
    assert stage.held(stage.top)["to_list"] == 41 * BILLION
    lowered = CutDraft(stage.paper(number="2/QĐ"), 1, stage.names({stage.rows[1]: BILLION}))
    code = refused(lambda: stage.do("cut", lowered))
    assert (code.counter, code.available) == ("to_release", 0)
    stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=BILLION))
    stage.do("cut", CutDraft(stage.paper(number="3/QĐ"), BILLION, stage.names({stage.rows[1]: BILLION})))
    assert stage.held(stage.rows[1])["to_assign"] == 700 * MILLION
    assert clean()


def test_a_cut_below_what_is_listed_or_released_names_what_holds_it(stage):
    office = stage.office
    refusal = refused(lambda: stage.do("cut", CutDraft(stage.paper(), 85 * BILLION + 1)))
    held = holding(office.head.scope, "en", refusal)
    assert (held.total, [row.amount for row in held.rows]) == (45 * BILLION, [45 * BILLION])
    assert held.rows[0].document.endswith("/QĐ")
    listed = refused(
        lambda: stage.do("cut", CutDraft(stage.paper(), 1, stage.names({stage.rows[0]: 1500 * MILLION})))
    )
    assert listed.envelope_id == stage.rows[0]
    held = holding(office.head.scope, "en", listed)
    assert [(row.kind, row.amount) for row in held.rows] == [("assign", 600 * MILLION)]
    assert holding(office.stranger.scope, "en", listed) is None


# ---------------------------------------------------------------- withdrawal


def test_a_withdrawal_takes_from_the_fund_then_units_then_lines(stage):
    stage.pay(stage.rows[0], 100 * MILLION)
    free = 43 * BILLION
    stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=free))
    assert "money" not in stage.held(stage.top)
    stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=1100 * MILLION))
    assert all("money" not in stage.held(share) for share in stage.shares)
    stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=80 * MILLION))
    assert [stage.held(row)["money"] for row in stage.rows] == [450 * MILLION, 270 * MILLION]
    assert clean()


def test_below_what_is_paid_it_is_refused_with_what_is_short_and_the_payments(stage):
    paid = stage.pay(stage.rows[0], 100 * MILLION)
    draft = WithdrawalDraft(stage.paper(), Rule.last_first, amount=45 * BILLION)
    with pytest.raises(Refused) as refusal:
        stage.do("withdraw_release", draft)
    assert refusal.value.code == "withdraw.paid"
    assert refusal.value.params["short"] == 100 * MILLION
    held = payments(stage.office.head.scope, "en", stage.fund.id)
    assert [(row.act, row.document, row.day, row.amount) for row in held.rows] == [
        (paid.public_id, paid.document_number, paid.document_date, 100 * MILLION)
    ]


def test_a_refunded_payment_stands_with_what_is_left_of_it_and_a_failed_one_not_at_all(stage):
    paid = stage.pay(stage.rows[0], 100 * MILLION)
    stage.office.treasury.reverse(paid)
    assert not payments(stage.office.head.scope, "en", stage.fund.id).rows


def test_hand_set_amounts_are_taken_exactly_and_checked_at_their_rows(stage):
    first, second = stage.rows
    everything = 45 * BILLION - 300 * MILLION
    draft = WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=everything, by_hand=stage.names({second: 0}))
    stage.do("withdraw_release", draft)
    assert "money" not in stage.held(first)
    assert stage.held(second)["money"] == 300 * MILLION
    too_much = WithdrawalDraft(
        stage.paper(), Rule.pro_rata, amount=300 * MILLION, by_hand=stage.names({second: 300 * MILLION + 1})
    )
    with pytest.raises(Invalid) as refusal:
        stage.do("withdraw_release", too_much)
    assert [fault.field for fault in refusal.value.faults] == [f"row_{stage.name(second)}"]


def test_a_percentage_is_what_stays_released_and_must_still_mean_the_same_when_booked(stage):
    office = stage.office
    unit_of_work.run(lambda: plan.set_two_person(office.head, stage.fund.public_id, two_person=True))
    draft = WithdrawalDraft(stage.paper(), Rule.pro_rata, percent=Decimal(30))
    proposal = unit_of_work.run(lambda: service.withdraw_release(office.agency, stage.fund.public_id, draft))
    assert isinstance(proposal, Proposal)
    assert proposal.amount == 6 * BILLION
    office.book(office.release(stage.fund, amount=BILLION))
    with pytest.raises(Refused) as refusal:
        office.book(proposal)
    assert refusal.value.code == "release.moved"


def test_units_are_told_what_was_taken_from_them(stage):
    stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=43 * BILLION))
    told = select(Notice).where(Notice.kind == "share_back")
    assert not db.session.scalars(told).all()
    act = stage.do("withdraw_release", WithdrawalDraft(stage.paper(), Rule.pro_rata, amount=110 * MILLION))
    found = db.session.scalars(told).all()
    units = {db.session.get_one(Envelope, share).unit_id for share in stage.shares}
    assert {notice.unit_id for notice in found} == units
    assert {notice.facts["act_id"] for notice in found} == {act.public_id}


# ---------------------------------------------------------------- shares, lists, transfers


def test_a_share_moves_from_one_unit_to_another(stage):
    first, second = stage.shares
    draft = ReshareDraft(
        stage.paper(), stage.names({first: 400 * MILLION}), stage.names({second: 400 * MILLION})
    )
    stage.do("reshare", draft)
    assert [stage.held(share)["released"] for share in stage.shares] == [600 * MILLION, 1400 * MILLION]
    assert stage.held(stage.top)["released"] == 43 * BILLION
    one_more = ReshareDraft(stage.paper(), stage.names({first: 1}), ())
    refusal = refused(lambda: stage.do("reshare", one_more))
    held = holding(stage.office.head.scope, "en", refusal)
    assert [row.amount for row in held.rows] == [600 * MILLION]
    both = ReshareDraft(stage.paper(), stage.names({second: 1}), stage.names({second: 1}))
    with pytest.raises(Invalid):
        stage.do("reshare", both)


def test_a_list_is_changed_to_new_amounts(stage):
    first, second = stage.rows
    stage.do("relist", RelistDraft(stage.paper(), stage.names({first: 600 * MILLION, second: 3 * BILLION})))
    assert "to_assign" not in stage.held(first)
    assert stage.held(second)["to_assign"] == 2700 * MILLION
    refusal = refused(lambda: stage.do("relist", RelistDraft(stage.paper(), stage.names({first: 0}))))
    assert refusal.envelope_id == first
    with pytest.raises(Invalid):
        stage.do("relist", RelistDraft(stage.paper(), stage.names({first: 600 * MILLION})))


def test_a_list_is_changed_only_from_what_its_totals_were_typed_on(stage):
    office, (first, second) = stage.office, stage.rows
    unit_of_work.run(lambda: plan.set_two_person(office.head, stage.fund.public_id, two_person=True))

    def wanted(amounts):
        draft = RelistDraft(stage.paper(), stage.names(amounts))
        return unit_of_work.run(lambda: service.relist(office.agency, stage.fund.public_id, draft))

    one, both, other = (
        wanted({first: 900 * MILLION}),
        wanted({first: 800 * MILLION, second: 3 * BILLION}),
        wanted({second: 3 * BILLION}),
    )
    office.book(one)
    with pytest.raises(Refused) as refusal:
        office.book(both)
    assert refusal.value.code == "total.moved"
    office.book(other)
    listed = [db.session.get_one(Envelope, line, populate_existing=True).listed for line in stage.rows]
    assert listed == [900 * MILLION, 3 * BILLION]
    assert clean()


def test_a_transfer_moves_right_and_money_between_units_and_sums_up_to_nothing(stage):
    first, second = stage.rows
    before = funds.head(stage.office.head, "en", stage.fund.public_id).position
    draft = TransferDraft(stage.paper(), stage.name(first), stage.name(second), 700 * MILLION, 500 * MILLION)
    act = stage.do("transfer", draft)
    assert funds.head(stage.office.head, "en", stage.fund.public_id).position == before
    assert [stage.held(row)["assigned"] for row in stage.rows] == [100 * MILLION, 800 * MILLION]
    assert [stage.held(share)["released"] for share in stage.shares] == [500 * MILLION, 1500 * MILLION]
    signed = [-part.amount if part.back else part.amount for part in written.written(act)]
    assert len(signed) == 6
    assert sum(signed) == 0
    refusal = refused(
        lambda: stage.do(
            "transfer",
            TransferDraft(stage.paper(), stage.name(first), stage.name(second), 0, 100 * MILLION + 1),
        )
    )
    assert refusal.envelope_id == first
    assert clean()


def test_what_changes_is_shown_place_by_place_before_it_is_booked(stage):
    first, second = stage.rows
    draft = TransferDraft(stage.paper(), stage.name(first), stage.name(second), 0, 100 * MILLION)
    asked = service.ask_transfer(stage.office.head, stage.fund.public_id, draft)
    rows = written.changes(stage.office.head.scope, "en", asked.draft)
    shown = {(row.envelope_id, row.figure): (row.before, row.after) for row in rows}
    assert shown[first, "Assigned"] == (600 * MILLION, 500 * MILLION)
    assert shown[second, "Assigned"] == (300 * MILLION, 400 * MILLION)
    assert shown[stage.shares[0], "Received"] == (BILLION, 900 * MILLION)
    head = funds.head(stage.office.head, "en", stage.fund.public_id)
    assert all(effect.before == effect.after for effect in effects.plan_effects(head, asked.draft))


@pytest.mark.parametrize("reason", ["", None])
def test_every_one_of_these_acts_has_a_reason(stage, reason):
    paper = stage.paper(reason=reason)
    first, second = (stage.name(row) for row in stage.rows)
    for verb, draft in (
        ("cut", CutDraft(paper, 1)),
        ("withdraw_release", WithdrawalDraft(paper, Rule.pro_rata, amount=1)),
        ("relist", RelistDraft(paper, ((first, 1),))),
        ("transfer", TransferDraft(paper, first, second, 1, 0)),
    ):
        with pytest.raises(Invalid) as refusal:
            stage.do(verb, draft)
        assert [fault.field for fault in refusal.value.faults] == ["reason"]


def test_a_proposal_keeps_every_step(stage):
    office = stage.office
    unit_of_work.run(lambda: plan.set_two_person(office.head, stage.fund.public_id, two_person=True))
    first, second = (stage.name(row) for row in stage.rows)
    draft = TransferDraft(stage.paper(), first, second, 5, 3)
    proposal = unit_of_work.run(lambda: service.transfer(office.agency, stage.fund.public_id, draft))
    assert len(from_json(proposal.draft).parts) == 6
    act = office.book(proposal)
    assert (act.kind, act.amount) == ("transfer", 3)
