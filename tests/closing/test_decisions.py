"""A year end by one decision or several, over shares and lines; and what came over, in the next year to its own end."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from promotion.access.actor import EVERYTHING
from promotion.closing.rules import Fate
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import queries as disbursement
from promotion.disbursement.contracts import service as contracts
from promotion.disbursement.contracts.drafts import PaperDraft
from promotion.disbursement.drafts import SpendDraft, Voucher
from promotion.kernel.errors import Invalid, Refused
from promotion.ledger import queries as ledger
from promotion.ledger import verify
from promotion.ledger.books import Kind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Envelope, Fund, Period
from promotion.web.languages import explain
from tests.closing.conftest import END, close, end, even, left, look, next_year, project, record
from tests.support.treasury import balances, code_of

NEXT = date(2025, 6, 2)
LAST = date(2026, 3, 2)
OTHER = Document("11/QĐ", END, "Bộ Tài chính")


@pytest.fixture
def two(treasury, spent):
    """Beside what is spent a second unit: of a share of 100 90 are assigned, of a contract of 80 30 are advanced."""
    share = treasury.share(spent.fund, "centre-2024-92")
    line = treasury.line(share, project(treasury, 2))
    contract = treasury.commitment(line)
    record(contract, "02/HĐ")
    for kind, place, amount in (
        ("list", line, 100), ("share", share, 100), ("assign", line, 90), ("commit", contract, 80),
        ("advance", contract, 30),
    ):  # fmt: skip
        treasury.act(kind, spent.fund, (place, amount))
    return spent, share, line, contract


def public(*places):
    return [db.session.get_one(Envelope, place).public_id for place in places]


def acts(fund, kind):
    query = select(Act).where(Act.fund_id == fund.id, Act.kind == kind).order_by(Act.id)
    return [(act.document_number, act.amount) for act in db.session.scalars(query)]


def onward(contract):
    """The contract in the next year's fund, as its page finds it."""
    db.session.rollback()
    (found,) = disbursement.across_years(EVERYTHING, db.session.get_one(Envelope, contract))
    return disbursement.contract(EVERYTHING, found.public_id)


def following():
    db.session.rollback()
    query = select(Fund).where(Fund.budget_year == 2025, Fund.level == "national")
    return db.session.scalars(query).one()


def test_two_lines_of_two_shares_go_over_by_one_decision(treasury, two):
    spent, _share, line, contract = two
    end(treasury, spent.fund)
    # 130 and 50 of money, 100 of waiting right; the room of 10 on the second line lapses with its money.
    assert acts(spent.fund, "carry_over") == [("10/QĐ", 280)]
    held = next_year(spent.fund)
    assert (held["line", "money"], held["line", "to_assign"], held["commitment", "owed"]) == (180, 100, 280)
    assert held["commitment", "uncleared"] == 180
    assert (balances(line)["carried_out"], balances(line)["cancelled"]) == (50, 10)
    assert onward(contract).envelope.owed == 50
    assert left(spent.fund) == 0
    assert even(spent.fund)
    close(treasury, spent.fund)
    assert verify.differences() == []


def test_a_decision_covers_some_places_and_another_one_the_rest(treasury, two):
    spent, share, line, contract = two
    later = dict.fromkeys(public(spent.share, spent.line, spent.top), Fate.later)
    found = look(treasury, spent.fund, later)
    first = next(row for row in found.of(Kind.commitment) if row.envelope.id == spent.commitment)
    assert (first.outcome.fate, first.outcome.steps) == (Fate.later, [])
    before = [balances(place) for place in (spent.share, spent.line, spent.commitment)]
    end(treasury, spent.fund, later)
    assert [balances(place) for place in (spent.share, spent.line, spent.commitment)] == before
    assert acts(spent.fund, "carry_over") == [("10/QĐ", 50)]
    assert "money" not in balances(line)
    assert "owed" not in balances(contract)
    assert code_of(lambda: close(treasury, spent.fund)) == "fund.left"
    shown = {row.envelope.id for row in look(treasury, spent.fund).rows}
    assert shown == {spent.top, spent.share, spent.line, spent.commitment}
    end(treasury, spent.fund, permission=OTHER)
    assert acts(spent.fund, "carry_over") == [("10/QĐ", 50), ("11/QĐ", 230)]
    assert share not in {row.envelope.id for row in look(treasury, spent.fund).rows}
    assert left(spent.fund) == 0
    assert even(spent.fund)
    close(treasury, spent.fund)
    assert next_year(spent.fund)["line", "money"] == 180
    assert verify.differences() == []


def test_the_plan_that_a_line_waits_for_is_kept_until_it_is_decided_on(treasury, two):
    """The first decision lets the fund's own part lapse, but not what the line left over may still carry over."""
    spent, *_others = two
    end(treasury, spent.fund, dict.fromkeys(public(spent.line), Fate.later))
    assert balances(spent.top)["to_release"] == 300
    found = look(treasury, spent.fund, dict.fromkeys(public(spent.line), Fate.over))
    # 130 of money and 300 of the 500 that wait: so much of the plan is left to be released.
    assert found.total(Kind.line, "to_assign") == (500, 200, 300, 0)
    end(treasury, spent.fund, dict.fromkeys(public(spent.line), Fate.over), OTHER)
    assert left(spent.fund) == 0
    assert verify.differences() == []


def test_with_everything_left_to_another_decision_nothing_is_proposed(treasury, two):
    spent, share, line, _contract = two
    later = dict.fromkeys(public(spent.top, spent.share, spent.line, share, line), Fate.later)
    with pytest.raises(Invalid, match="nothing lapses"):
        end(treasury, spent.fund, later)


def test_what_came_over_is_lowered_and_liquidated_and_its_year_closed(treasury, two):
    spent, _share, _line, contract = two
    end(treasury, spent.fund)
    close(treasury, spent.fund)
    fund, first, second = following(), onward(spent.commitment).envelope.id, onward(contract).envelope.id
    for kind, place, amount in (
        ("clear", first, 80), ("accept", first, 70), ("clear", first, 70), ("accept", second, 30),
        ("clear", second, 30),
    ):  # fmt: skip
        treasury.act(kind, fund, (place, amount), day=NEXT)
    papers = Voucher("3/PL", NEXT, "Trung tâm")
    head = treasury.head
    (name,) = public(first)
    unit_of_work.run(lambda: contracts.amend(head, name, SpendDraft(100, papers, "Giảm khối lượng")))
    assert balances(first) == {"owed": 100, "to_accept": 100, "cleared": 150, "covered": 150}
    assert onward(spent.commitment).sums.value == 100
    treasury.act("accept", fund, (first, 60), day=NEXT)
    treasury.act("pay", fund, (first, 60), day=NEXT)
    unit_of_work.run(lambda: contracts.liquidate(head, name, PaperDraft(papers)))
    unit_of_work.run(lambda: contracts.liquidate(head, public(second)[0], PaperDraft(papers)))
    assert {"owed", "to_accept", "due", "uncleared"}.isdisjoint(balances(first) | balances(second))
    assert verify.differences() == []
    end(treasury, fund, permission=None, day=LAST)
    assert left(fund) == 0
    assert even(fund)
    close(treasury, fund, LAST)
    assert ledger.closing_of(fund.id) is not None
    assert verify.differences() == []


def closed_next_year(treasury, fund, through):
    """The next year's fund as an earlier decision opened it, its books closed up to a day."""
    opened = treasury.fund(year=2025)
    row = {"fund_id": opened.id, "through": through, "closes_on": through}
    unit_of_work.run(lambda: db.session.execute(insert(Period).values(row)))
    return opened


@pytest.mark.parametrize(
    "through, told, cure",
    [
        (date(2025, 3, 31), "quý 1", "01/04/2025"),
        (date(2025, 12, 31), "quý 4", "chỉ có thể hủy"),
        (date(2026, 1, 31), "đã khóa sổ", "chỉ có thể hủy"),
    ],
)
def test_a_closed_quarter_of_the_next_year_is_said_with_its_fund_and_another_day(
    treasury, spent, through, told, cure
):
    opened = closed_next_year(treasury, spent.fund, through)
    with pytest.raises(Refused) as refusal:
        end(treasury, spent.fund)
    assert refusal.value.code == "day.closed"
    assert refusal.value.params["fund"] == opened.code
    assert refusal.value.params["day"] == f"{through:%d/%m/%Y}"
    said = explain(refusal.value)
    assert told in said
    assert cure in said
    assert opened.code in said


def test_another_day_cures_it_and_a_closed_fund_is_named(treasury, spent):
    opened = closed_next_year(treasury, spent.fund, date(2025, 3, 31))
    done = end(treasury, spent.fund, day=date(2025, 4, 1))
    assert next_year(spent.fund)["line", "money"] == 130
    assert code_of(lambda: treasury.reverse(done, day=date(2025, 3, 31))) == "day.reversal"
    treasury.reverse(done, day=date(2025, 4, 1))
    treasury.act("close", opened, day=date(2026, 3, 1), about=treasury.top(opened))
    assert code_of(lambda: end(treasury, spent.fund, day=date(2025, 4, 1))) == "fund.closed"
