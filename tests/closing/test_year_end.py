"""The year's end: what is left lapses or goes over, nothing stays unexplained, and a closed fund stays closed."""

import random
from datetime import date

import pytest

from promotion.access.actor import EVERYTHING
from promotion.allocation import service as plan
from promotion.allocation.drafts import Paper, PlanDraft
from promotion.allocation.moves import queries as withdrawing
from promotion.closing import queries, service
from promotion.closing.drafts import YearEndDraft
from promotion.closing.rules import FATES, Fate
from promotion.database.handle import db
from promotion.disbursement import queries as disbursement
from promotion.kernel.errors import DomainError, Invalid, Refused
from promotion.ledger import queries as ledger
from promotion.ledger import verify
from promotion.ledger.books import Kind
from promotion.ledger.models import Act, Envelope, Fund
from tests.closing.conftest import (
    ALLOWED,
    END,
    PAPER,
    close,
    end,
    even,
    left,
    look,
    next_year,
    project,
    record,
)
from tests.support.treasury import balances, code_of, envelope_ids


def test_what_is_under_contract_goes_over_and_the_rest_lapses(treasury, spent):
    found = look(treasury, spent.fund)
    for kind, counters in (
        (Kind.fund, ("to_list", "to_release", "money")), (Kind.share, ("money",)), (Kind.line, ("to_assign", "money")),
    ):  # fmt: skip
        for counter in counters:
            whole, lapses, goes, stays = found.total(kind, counter)
            assert whole == lapses + goes + stays
            assert stays == 0
    # 130 on the line and 100 of the waiting right stand behind the 230 that the contract still owes.
    assert found.total(Kind.line, "money") == (130, 0, 130, 0)
    assert found.total(Kind.line, "to_assign") == (500, 400, 100, 0)
    assert found.total(Kind.fund, "to_release") == (300, 200, 100, 0)
    assert found.total(Kind.share, "money") == (200, 200, 0, 0)
    end(treasury, spent.fund)
    assert next_year(spent.fund) == {
        ("fund", "to_release"): 100, ("line", "money"): 130, ("line", "carried_in"): 130, ("line", "to_assign"): 100,
        ("line", "rights_in"): 100, ("commitment", "owed"): 230, ("commitment", "to_accept"): 300,
        ("commitment", "due"): 80, ("commitment", "uncleared"): 150,
    }  # fmt: skip
    assert left(spent.fund) == 0
    assert even(spent.fund)
    assert verify.differences() == []


def test_the_contract_has_its_page_in_both_years(treasury, spent):
    end(treasury, spent.fund)
    here = db.session.get_one(Envelope, spent.commitment)
    (onward,) = disbursement.across_years(EVERYTHING, here)
    assert onward.later
    there = ledger.envelope(EVERYTHING, onward.public_id)
    (back,) = disbursement.across_years(EVERYTHING, there)
    assert (back.public_id, back.later) == (here.public_id, False)
    assert disbursement.records([there.id])[there.id].number == "01/HĐ"


def test_a_line_that_lapses_leaves_its_contract_to_be_settled_and_the_fund_open(treasury, spent):
    line, contract = (db.session.get_one(Envelope, one).public_id for one in (spent.line, spent.commitment))
    fates = {line: Fate.lapse, contract: Fate.stay}
    found = look(treasury, spent.fund, fates)
    assert [row.outcome.open for row in found.of(Kind.commitment)] == [True]
    end(treasury, spent.fund, fates)
    assert code_of(lambda: close(treasury, spent.fund)) == "fund.left"
    assert balances(spent.commitment)["owed"] == 230


def test_a_contract_above_what_goes_over_is_said(treasury, spent):
    line = db.session.get_one(Envelope, spent.line).public_id
    found = look(treasury, spent.fund, {line: Fate.lapse})
    assert [row.short for row in found.of(Kind.line)] == [230]


def test_a_closed_fund_takes_refunds_and_recoveries_only_until_it_is_reopened(treasury, spent):
    end(treasury, spent.fund)
    done = close(treasury, spent.fund)
    assert isinstance(done, Act)
    assert ledger.closing_of(spent.fund.id) is not None
    late = date(2025, 4, 1)
    assert code_of(lambda: treasury.act("request", spent.fund, (spent.line, 5))) == "fund.closed"
    treasury.act("late_refund", spent.fund, (spent.line, 7), day=late)
    treasury.act("demand", spent.fund, (spent.commitment, 9), day=late)
    treasury.act("recover", spent.fund, (spent.commitment, 9), day=late)
    assert balances(spent.line)["returned"] == 7
    treasury.reverse(done, day=late)
    assert ledger.closing_of(spent.fund.id) is None
    treasury.act("settle", spent.fund, (spent.commitment, 10), day=late)


def test_nothing_ends_before_the_last_treasury_day_or_without_a_decision(treasury, spent, monkeypatch):
    with pytest.raises(Invalid):
        end(treasury, spent.fund, permission=None)
    found = look(treasury, spent.fund)
    treasury.act("pay", spent.fund, (spent.commitment, 1))
    moved = YearEndDraft(PAPER, END, ALLOWED, {}, None, found.mark)
    assert code_of(lambda: service.end_year(treasury.head, spent.fund.public_id, moved)) == "closing.moved"
    monkeypatch.setattr(queries, "today", lambda: date(2025, 1, 31))
    with pytest.raises(Refused, match="has not ended"):
        end(treasury, spent.fund)


def test_what_is_taken_back_stands_again_and_may_end_otherwise(treasury, spent):
    act = end(treasury, spent.fund)
    assert isinstance(act, Act)
    db.session.rollback()
    acts = (
        db.session.query(Act)
        .filter(Act.fund_id == spent.fund.id, Act.kind.in_(["cancel", "carry_over"]))
        .all()
    )
    for one in sorted(acts, key=lambda one: -one.id):
        treasury.reverse(one, day=date(2025, 4, 1))
    assert look(treasury, spent.fund).total(Kind.line, "money") == (130, 0, 130, 0)
    end(treasury, spent.fund)
    assert left(spent.fund) == 0
    assert even(spent.fund)


def test_what_goes_over_lands_with_the_unit_that_took_over_on_the_line_that_is_there(treasury, spent):
    """The centre was merged in July 2025: the line of the next year lies under its successor already."""
    project_id = db.session.get_one(Envelope, spent.line).project_id
    following = treasury.fund(year=2025)
    share = treasury.share(following, "centre-2025-91")
    line = treasury.line(share, project_id, home="2024-91")
    end(treasury, spent.fund, {db.session.get_one(Envelope, spent.share).public_id: Fate.over})
    assert (balances(line)["carried_in"], balances(share)["carried_in"]) == (130, 200)
    assert envelope_ids(fund_id=following.id, kind="line") == [line]
    assert envelope_ids(fund_id=following.id, kind="share") == [share]
    assert verify.differences() == []


def test_what_comes_over_is_not_withdrawn_as_if_it_were_released(treasury, spent):
    """The unit was released 50 in the new year and holds 250: it and its line give back 50 in all."""
    end(treasury, spent.fund, {db.session.get_one(Envelope, spent.share).public_id: Fate.over})
    fund = db.session.query(Fund).filter_by(budget_year=2025, level="national").one()
    top, share, line = (envelope_ids(fund_id=fund.id, kind=kind)[0] for kind in ("fund", "share", "line"))
    for kind, place, amount in (
        ("approve", top, 300), ("list", line, 200), ("release", top, 50), ("share", share, 50), ("assign", line, 220),
    ):  # fmt: skip
        treasury.act(kind, fund, (place, amount), day=END)
    stock = withdrawing.stock(fund, withdrawing.tree(fund))
    assert (stock.units, stock.lines) == ({share: 30}, {line: 20})


def test_the_mark_of_the_position_is_no_matter_of_language_or_choice(treasury, spent):
    other = treasury.share(spent.fund, "ipc1")
    treasury.act("share", spent.fund, (other, 50))
    line, contract = (db.session.get_one(Envelope, one).public_id for one in (spent.line, spent.commitment))
    treasury.act("assign", spent.fund, (spent.line, 100))
    parts = (treasury.part("cancel_line", spent.line, 230), treasury.part("lapse_line", spent.line, 400))
    treasury.act("cancel", spent.fund, day=END, parts=parts)
    found = look(treasury, spent.fund)
    assert line in {row.envelope.public_id for row in found.of(Kind.line)}
    staying = look(treasury, spent.fund, {contract: Fate.stay})
    assert not staying.of(Kind.line)
    english = service.look(treasury.head, spent.fund.public_id, {}, "en")
    assert [row.envelope.id for row in english.rows] != [row.envelope.id for row in found.rows]
    assert staying.mark == english.mark == found.mark


def test_nothing_is_proposed_to_the_plan_of_a_closed_fund(treasury, spent):
    end(treasury, spent.fund)
    close(treasury, spent.fund)
    draft = PlanDraft(5, Paper(PAPER, date(2024, 5, 20)))
    assert code_of(lambda: plan.approve(treasury.clerk, spent.fund.public_id, draft)) == "fund.closed"


@pytest.mark.parametrize("seed", range(4))
def test_after_any_year_every_dong_is_explained(treasury, old, seed):
    """Random acts on two lines with contracts, random fates: the three sums come out even at every step."""
    chance = random.Random(seed)
    lines = [old.line, treasury.line(old.share, project(treasury, 2))]
    contracts = [old.commitment, treasury.commitment(lines[1])]
    record(contracts[1], "02/HĐ")
    places = {
        "approve": [old.top],
        "release": [old.top],
        "share": [old.share],
        "list": lines,
        "assign": lines,
    }
    kinds = ("list", "release", "share", "assign", "commit", "accept", "advance", "pay", "settle")
    treasury.act("approve", old.fund, (old.top, 10_000))
    for turn in range(45):
        kind = kinds[min(len(kinds) - 1, turn // 4)] if turn < 30 else chance.choice(kinds)
        try:
            treasury.act(
                kind, old.fund, (chance.choice(places.get(kind, contracts)), chance.randint(1, 3000))
            )
        except DomainError:
            continue
    assert even(old.fund)
    shown = look(treasury, old.fund)
    fates = {
        row.envelope.public_id: chance.choice(FATES[Kind(row.envelope.kind)])
        for row in shown.rows
        if row.envelope.kind not in {"fund", "commitment"}
    }
    found = look(treasury, old.fund, fates)
    for row in found.rows:
        for counter in row.outcome.place.held:
            whole = row.outcome.left(counter)
            parts = (
                row.outcome.lapses.get(counter, 0),
                row.outcome.goes.get(counter, 0),
                row.outcome.stays(counter),
            )
            assert sum(parts) == whole
            assert min(parts) >= 0
    end(treasury, old.fund, fates)
    assert even(old.fund)
    # What the first decision left is decided on by another one.
    rest = {place: fate for place, fate in fates.items() if fate is not Fate.later}
    found = look(treasury, old.fund, rest)
    stuck = sum(row.outcome.stays("to_assign") for row in found.of(Kind.line))
    if any(row.outcome.steps for row in found.rows):
        end(treasury, old.fund, rest)
    assert even(old.fund)
    assert left(old.fund) == stuck
    if not stuck:
        close(treasury, old.fund)
    (onward,) = [one for one in ledger.funds(EVERYTHING, 2025) if one.level == "national"] or [old.fund]
    assert even(onward)
    assert verify.differences() == []
