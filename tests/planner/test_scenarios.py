"""Scenarios: saved as inputs, worked out on what is there, refused when outdated, proposed and booked as one act."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from promotion.allocation import service as allocation
from promotion.allocation.drafts import ReversalDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from promotion.ledger import verify
from promotion.ledger.books import Step
from promotion.ledger.deeds import Part
from promotion.ledger.models import Act, Proposal
from promotion.notices.models import Notice
from promotion.planner import queries, service
from promotion.planner.drafts import Depth, Direction
from promotion.planner.models import Scenario
from promotion.planner.rules import Rule, Unmet, Use

BILLION = 10**9
FLOOR = Use(Rule.floor, Decimal(15))


@pytest.fixture
def do(stage):
    """Call a verb in a unit of work of its own."""

    def call(verb, *arguments, by=None):
        return unit_of_work.run(lambda: getattr(service, verb)(by or stage.actor, *arguments))

    return call


@pytest.fixture
def saved(stage, do):
    """Save a scenario: saved(percent, …)."""
    return lambda *percent, **others: do("create", stage.fund.public_id, stage.scenario(*percent, **others))


def paper(stage, number="35/QĐ"):
    return stage.office.paper(number, reason="Phân bổ đợt 2")


def test_what_was_saved_comes_back_and_no_result_is_kept(stage, saved):
    draft = stage.scenario(
        uses=(FLOOR, Use(Rule.priority)),
        with_idle=True,
        depth=Depth.units,
        by_hand=tuple(sorted({stage.name(stage.rows[0]): BILLION, stage.name(stage.rows[1]): 0}.items())),
        priorities=((stage.name(stage.rows[2]), 1),),
    )
    row = saved(**{k: v for k, v in draft.__dict__.items() if k not in {"percent", "name"}})
    db.session.expire_all()
    assert queries.draft_of(queries.scenario(stage.actor.scope, row.public_id)) == draft
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 1  # the plan's own


def test_proposed_and_booked_it_is_one_act_that_reaches_the_projects(stage, saved, do):
    row = saved()
    expected = queries.seen(row, stage.ground()).outcome
    act = do("propose", row.public_id, paper(stage))
    assert isinstance(act, Act)
    assert (act.kind, act.amount, act.percent) == ("release", 15 * BILLION, "35")
    after = stage.ground()
    assert [line.has for line in after.lines] == [made.after for made in expected.plan.rows]
    assert sum(line.has for line in after.lines) == 30 * BILLION
    assert after.standing.released == 35 * BILLION
    assert (after.unshared, sum(after.unassigned.values())) == (3 * BILLION, 2 * BILLION)
    assert not verify.differences()
    told = db.session.scalars(select(Notice.kind).order_by(Notice.id)).all()[-4:]
    assert told == ["release", "release", "share", "share"]
    back = ReversalDraft(stage.office.paper("36/QĐ", reason="entered twice"))
    unit_of_work.run(lambda: allocation.reverse(stage.actor, act.public_id, back))
    assert sum(line.has for line in stage.ground().lines) == 15 * BILLION
    assert not verify.differences()


def test_to_the_units_only_they_assign_it_themselves_and_idle_money_is_used_first(stage, saved, do):
    row = saved(with_idle=True, depth=Depth.units)
    do("propose", row.public_id, paper(stage))
    after = stage.ground()
    # 15 bn and the 3 bn that no unit had; both units still hold the 1 bn that they had before.
    assert (after.unshared, sum(after.unassigned.values())) == (0, 20 * BILLION)
    assert sum(line.has for line in after.lines) == 15 * BILLION


def test_a_withdrawal_takes_idle_money_first_and_protects_what_is_under_way(stage, saved, do):
    treasury, line = stage.office.treasury, stage.rows[2]
    contract = treasury.commitment(line)
    treasury.act("commit", stage.fund, (contract, 3 * BILLION))
    treasury.act("pay", stage.fund, (contract, BILLION), reason="Urgent")
    wanted = {"uses": (Use(Rule.started),), "direction": Direction.withdraw}
    row = saved(10, **wanted)
    outcome = queries.seen(row, stage.ground()).outcome
    # 10 bn: 3 of the fund, 2 of the units, 5 of the line of 40 bn; the line under way keeps its 3 bn.
    assert [made.now for made in outcome.plan.rows] == [-5 * BILLION, 0, 0]
    act = do("propose", row.public_id, paper(stage))
    assert (act.kind, act.amount) == ("withdraw", 10 * BILLION)
    assert stage.ground().released == 10 * BILLION
    assert not verify.differences()
    with pytest.raises(Unmet) as refusal:
        saved(1, **wanted)
    assert (refusal.value.rule, list(refusal.value.whom)) == (Rule.started, [line])


def test_on_other_figures_nothing_is_proposed_before_somebody_looked(stage, saved, do):
    row = saved()
    stage.office.treasury.act("release", stage.fund, (stage.top, BILLION))
    one = queries.seen(row, stage.ground())
    assert [(act.kind, act.amount) for act in one.since] == [("release", BILLION)]
    assert one.outcome.amount == 14 * BILLION  # 35 percent counts what came meanwhile
    with pytest.raises(Refused) as refusal:
        do("propose", row.public_id, paper(stage))
    assert (refusal.value.code, refusal.value.params) == ("planner.outdated", {"count": "1"})
    with pytest.raises(Conflict):
        do("refresh", row.public_id, 7)
    do("refresh", row.public_id, 1)
    assert do("propose", row.public_id, paper(stage)).amount == 14 * BILLION


def test_a_second_tranche_takes_the_same_scenario_further(stage, saved, do):
    row = saved()
    do("propose", row.public_id, paper(stage))
    later = do("create", stage.fund.public_id, stage.scenario(60, name="Đợt 3"))
    assert queries.seen(later, stage.ground()).outcome.amount == 25 * BILLION
    assert do("propose", later.public_id, paper(stage, "60/QĐ")).amount == 25 * BILLION
    assert sum(line.has for line in stage.ground().lines) == 55 * BILLION


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"percent": 101}, "percent"),
        ({"percent": 20}, "percent"),
        ({"percent": None, "amount": 80 * BILLION + 1}, "amount"),
        ({"percent": None}, "amount"),
        ({"amount": 5}, "amount"),
        ({"name": " "}, "name"),
        ({"uses": (Use(Rule.floor),)}, "floor"),
        ({"uses": (Use(Rule.floor, Decimal(101)),)}, "floor"),
        ({"uses": (Use(Rule.priority), Use(Rule.priority))}, "rule_2"),
        ({"direction": Direction.withdraw, "percent": 20}, "percent"),
        ({"direction": Direction.withdraw, "percent": None, "amount": 20 * BILLION + 1}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_saved(stage, do, changes, field):
    draft = replace(stage.scenario(), **changes)
    if isinstance(draft.percent, int):
        draft = replace(draft, percent=Decimal(draft.percent))
    with pytest.raises(Invalid) as refusal:
        do("create", stage.fund.public_id, draft)
    assert [fault.field for fault in refusal.value.faults] == [field]
    assert db.session.scalar(select(func.count()).select_from(Scenario)) == 0


def test_a_hand_set_amount_too_high_is_refused_at_its_line(stage, do):
    line = stage.name(stage.rows[1])
    with pytest.raises(Invalid) as refusal:
        do("create", stage.fund.public_id, stage.scenario(by_hand=((line, 10 * BILLION + 1),)))
    assert [(f.field, f.params) for f in refusal.value.faults] == [(f"hand_{line}", {"most": 10 * BILLION})]
    with pytest.raises(Unmet) as unmet:
        do(
            "create",
            stage.fund.public_id,
            stage.scenario(by_hand=((stage.name(stage.rows[0]), 16 * BILLION),)),
        )
    assert unmet.value.missing == BILLION


def test_two_at_once_and_people_without_the_right(stage, saved, do):
    row = saved()
    changed = stage.scenario(40, name="Đợt 2, bản hai")
    do("edit", row.public_id, changed, 1)
    with pytest.raises(Conflict):
        do("edit", row.public_id, changed, 1)
    with pytest.raises(Conflict):
        do("delete", row.public_id, 1)
    with pytest.raises(NotFound):  # of a province: the fund shows only in part
        queries.scenario(stage.office.stranger.scope, row.public_id)
    with pytest.raises((Forbidden, NotFound)):
        do("create", stage.fund.public_id, changed, by=stage.office.stranger)
    do("delete", row.public_id, 2)
    assert queries.scenarios(stage.actor.scope, stage.fund.id) == []


def test_a_percentage_means_the_plan_of_the_day_of_the_act(stage, saved, do):
    row = saved()
    stage.office.treasury.act(
        "supplement",
        stage.fund,
        (stage.top, 10 * BILLION),
        day=stage.office.paper().business_date.replace(month=6),
    )
    do("refresh", row.public_id, 1)
    with pytest.raises(Refused) as refusal:
        do("propose", row.public_id, paper(stage))
    assert refusal.value.code == "day.percent"
    assert refusal.value.params == {"there": 15 * BILLION, "here": 35 * 11 * BILLION // 10 - 20 * BILLION}


def test_nothing_is_planned_for_a_fund_without_lines(office):
    fund = office.planned(100 * BILLION)
    draft = service.ScenarioDraft("x", percent=Decimal(35))
    with pytest.raises(Invalid) as refusal:
        unit_of_work.run(lambda: service.create(office.head, fund.public_id, draft))
    assert "nothing to distribute" in refusal.value.faults[0].message
    assert queries.scenarios(office.head.scope, fund.id) == []


def test_a_percentage_of_more_than_may_still_be_released_is_refused_before_it_is_kept(stage, saved):
    treasury = stage.office.treasury
    lapse = (treasury.part("lapse_release", stage.top, 79 * BILLION),)
    treasury.act("cancel", stage.fund, parts=lapse, reason="Hết năm")
    with pytest.raises(Invalid) as refusal:
        saved()
    assert [(f.field, f.params) for f in refusal.value.faults] == [("percent", {"left": BILLION})]


def test_a_withdrawal_takes_no_more_from_a_unit_and_its_lines_than_was_released_to_them(stage, saved, do):
    treasury = stage.office.treasury
    before = treasury.fund(year=2023)
    top, share = treasury.top(before), treasury.share(before, "centre-2024-89")
    for kind, place in (("approve", top), ("release", top), ("share", share)):
        treasury.act(kind, before, (place, 2 * BILLION), day=date(2023, 5, 2))
    over = (Part(Step.carry_share, share, 2 * BILLION, to_id=stage.shares[0]),)
    treasury.act("carry_over", before, parts=over, day=date(2024, 1, 10), reason="Chuyển nguồn")
    assert stage.ground().unassigned[stage.shares[0]] == 3 * BILLION  # two of them from the year before
    row = saved(None, amount=20 * BILLION, direction=Direction.withdraw)
    do("propose", row.public_id, paper(stage))
    assert stage.ground().released == 0
    assert stage.ground().unassigned == {}
    assert sum(line.has for line in stage.ground().lines) == 2 * BILLION


def test_all_that_is_wrong_is_said_at_once(stage, do):
    line = stage.name(stage.rows[0])
    uses = (Use(Rule.pro_rata), Use(Rule.pro_rata), Use(Rule.floor))
    draft = stage.scenario(None, name=" ", uses=uses, by_hand=((line, 29 * BILLION),))
    with pytest.raises(Invalid) as refusal:
        do("create", stage.fund.public_id, draft)
    assert [fault.field for fault in refusal.value.faults] == [
        "name", "rule_2", "floor", "amount", f"hand_{line}",
    ]  # fmt: skip
