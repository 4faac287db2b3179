"""What a project's page knows of its money."""

import pytest

from promotion.access.actor import EVERYTHING, NOTHING
from promotion.disbursement import service as spending
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.service import propose_reversal
from promotion.projects import money, queries
from tests.support.desk import BEGIN, DAY, MILLION

pytestmark = pytest.mark.data("desk")


def test_lines_contracts_acts_and_proposals_stand_together(desk):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 250 * MILLION)
    desk.book(desk.spend(spending.advance, contract, 100 * MILLION))
    desk.book(desk.spend(spending.accept, contract, 180 * MILLION))
    desk.book(desk.spend(spending.pay, contract, 30 * MILLION))
    desk.spend(spending.pay, contract, 20 * MILLION)
    project = queries.project_of(EVERYTHING, line.project_id or 0)
    found = money.of_project(EVERYTHING, project)
    (view,) = found.lines
    (agreed,) = view.contracts
    assert (view.fund.code, view.line.assigned, view.waiting_since) == ("national-2024", 200 * MILLION, BEGIN)
    assert (agreed.number, agreed.party) == (contract.number, "Công ty TNHH Thanh Hà")
    assert (agreed.value, agreed.advanced, agreed.paid, agreed.accepted) == (
        250 * MILLION, 100 * MILLION, 30 * MILLION, 180 * MILLION,
    )  # fmt: skip
    kinds = [(booked.act.kind, booked.amount) for booked in found.acts]
    assert kinds == [
        ("pay", 30 * MILLION), ("accept", 180 * MILLION), ("advance", 100 * MILLION), ("commit", 250 * MILLION),
        ("assign", 200 * MILLION), ("list", 300 * MILLION),
    ]  # fmt: skip
    assert [(waiting.draft.kind, waiting.amount) for waiting in found.waiting] == [
        (ActKind.pay, 20 * MILLION)
    ]
    assert money.of_project(NOTHING, project).lines == ()


def test_an_act_taken_back_is_marked_and_its_amount_gone(desk):
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    done = desk.book(desk.spend(spending.advance, contract, 60 * MILLION))
    project = queries.project_of(EVERYTHING, line.project_id or 0)
    act = money.of_project(EVERYTHING, project).acts[0].act
    clerk, head = desk.actor("clerk"), desk.actor("head")
    draft = ActDraft(ActKind.reverse, act.fund_id, DAY, Document("9/QĐ", DAY, "Trung tâm"), reason="Nhập sai")
    again = desk.run(lambda: propose_reversal(clerk, act.public_id, draft))
    waiting = money.of_project(EVERYTHING, project).waiting
    assert [(found.draft.kind, found.amount) for found in waiting] == [(ActKind.reverse, 60 * MILLION)]
    desk.book(spending.Done(again))
    assert head.user_id != clerk.user_id
    found = money.of_project(EVERYTHING, project)
    assert [(booked.act.kind, booked.reversed, booked.amount) for booked in found.acts[:2]] == [
        ("reverse", False, 60 * MILLION), ("advance", True, 60 * MILLION),
    ]  # fmt: skip
    assert found.lines[0].contracts[0].advanced == 0
    assert done.commitment is not None


def test_a_contract_not_booked_yet_has_no_number(desk):
    _project, line = desk.financed(300 * MILLION, 300 * MILLION)
    desk.book(desk.assign(line, 300 * MILLION))
    desk.commit(line, 200 * MILLION)
    project = queries.project_of(EVERYTHING, line.project_id or 0)
    (view,) = money.of_project(EVERYTHING, project).lines
    assert [(one.number, one.party, one.value) for one in view.contracts] == [(None, None, 0)]
    assert view.waiting_since is None
