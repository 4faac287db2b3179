"""Repayment plans: what is overdue is plain arithmetic; editions are only added to; what is repaid fills them."""

from datetime import date

import pytest
from sqlalchemy import text

from promotion.access.actor import EVERYTHING
from promotion.audit.queries import history
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.contracts import service as contracts
from promotion.disbursement.queries import contract as contract_of
from promotion.disbursement.recovery import queries, service
from promotion.disbursement.recovery.drafts import PlanDraft
from promotion.disbursement.recovery.rules import Due, against, arrears
from promotion.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from promotion.projects import agreed
from tests.support.desk import DAY, MILLION, client_of, hidden, send, text_of

FIRST, SECOND, THIRD = date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)
PLAN = (Due(SECOND, 30), Due(FIRST, 20), Due(THIRD, 50))
LONG_AGO = date(2024, 6, 30)


def rows(recovered, day):
    return [(row.due.amount, row.repaid, row.late) for row in against(PLAN, recovered, day)]


def test_what_was_repaid_fills_the_earliest_instalments():
    assert rows(0, FIRST) == [(20, 0, 0), (30, 0, 0), (50, 0, 0)]
    assert rows(25, date(2026, 1, 10)) == [(20, 20, 0), (30, 5, 10), (50, 0, 0)]
    assert rows(100, date(2030, 1, 1)) == [(20, 20, 0), (30, 30, 0), (50, 50, 0)]


def test_what_is_overdue_counts_from_the_day_after():
    late = arrears(against(PLAN, 5, date(2026, 1, 10)))
    assert (late.amount, late.days, late.next_due) == (45, 194, THIRD)
    assert arrears(against(PLAN, 0, FIRST)).amount == 0
    assert arrears(against(PLAN, 0, date(2025, 7, 1))).days == 1
    assert arrears(()).next_due is None


@pytest.fixture
def paid(desk):
    """A contract on which 100 million were paid."""
    contract = desk.committed(300 * MILLION, 200 * MILLION, 250 * MILLION)[1]
    desk.book(desk.spend(spending.pay, contract, 100 * MILLION, reason="Có thu hồi"))
    return contract


def plan(desk, contract, *rows, seen=0, role="clerk"):
    actor, draft = desk.actor(role), PlanDraft(rows, "12/QĐ-SCT", DAY, "Sở Công Thương", "Có thu hồi")
    return desk.run(lambda: service.plan(actor, contract.public_id, draft, seen))


@pytest.mark.data("desk")
def test_a_plan_is_kept_edition_by_edition(desk, paid):
    plan(desk, paid, (FIRST, 60 * MILLION), (None, None), (LONG_AGO, 40 * MILLION))
    plan(desk, paid, (FIRST, 100 * MILLION), seen=1)
    standing = queries.plans([paid.id])[paid.id]
    assert (standing.edition, standing.dues, standing.total) == (
        2,
        (Due(FIRST, 100 * MILLION),),
        100 * MILLION,
    )
    newest, oldest = history("commitment", paid.id)[:2]
    assert newest.act == oldest.act == "disbursement.plan_repayment"
    assert (
        newest.before
        == oldest.after
        == {"instalments": [["2024-06-30", 40 * MILLION], ["2025-06-30", 60 * MILLION]]}
    )
    with pytest.raises(Conflict):
        plan(desk, paid, (FIRST, MILLION), seen=1)
    for table in ("repayment_plan", "instalment"):
        with pytest.raises(Refused) as refusal:
            desk.run(lambda table=table: db.session.execute(text(f"DELETE FROM {table}")))
        assert refusal.value.code == "append_only"


@pytest.mark.data("desk")
@pytest.mark.parametrize(
    "typed,field",
    [
        (((None, 5),), "due_1"),
        (((FIRST, 5), (SECOND, None)), "amount_2"),
        (((FIRST, 5), (FIRST, 6)), "due_2"),
    ],
)
def test_a_plan_half_filled_in_names_its_row(desk, paid, typed, field):
    with pytest.raises(Invalid) as faults:
        plan(desk, paid, *typed)
    assert [fault.field for fault in faults.value.faults] == [field]


@pytest.mark.data("desk")
def test_a_plan_goes_only_once_nothing_is_asked_back(desk, paid):
    with pytest.raises(Refused) as refusal:
        plan(desk, paid)
    assert refusal.value.code == "plan.empty"
    plan(desk, paid, (FIRST, 100 * MILLION))
    desk.book(desk.spend(contracts.demand, paid, 100 * MILLION, reason="Có thu hồi"))
    with pytest.raises(Refused):
        plan(desk, paid, seen=1)
    desk.book(desk.spend(contracts.demand, paid, 0, reason="Miễn thu hồi"))
    plan(desk, paid, seen=1)
    assert queries.plans([paid.id])[paid.id].dues == ()


@pytest.mark.data("desk")
def test_overdue_support_is_listed_and_told_to_the_project(desk, app, paid):
    plan(desk, paid, (LONG_AGO, 40 * MILLION), (date(2090, 1, 1), 60 * MILLION))
    desk.book(desk.spend(contracts.demand, paid, 100 * MILLION, reason="Có thu hồi"))
    repaid = desk.book(desk.spend(contracts.recover, paid, 15 * MILLION))
    (row,) = queries.recoveries(EVERYTHING, date(2024, 7, 10))
    assert (row.recovered, row.arrears.amount, row.arrears.days) == (15 * MILLION, 25 * MILLION, 10)
    assert agreed.told([paid.envelope_id])[paid.envelope_id].overdue == 25 * MILLION
    clerk = client_of(app, "clerk")
    found = contract_of(EVERYTHING, paid.public_id)
    for address in ("/recoveries", f"/commitments/{paid.public_id}", f"/projects/{found.project.public_id}"):
        page = text_of(clerk.get(address))
        assert "Quá hạn" in page, address
        assert "25" in page, address
    assert queries.recoveries(desk.actor("foreign clerk").scope, DAY) == []
    assert "Không có kinh phí hỗ trợ phải thu hồi" in text_of(
        client_of(app, "foreign clerk").get("/recoveries")
    )
    assert repaid.outcome.amount == 15 * MILLION


@pytest.mark.data("desk")
def test_the_form_of_a_plan_keeps_what_was_typed_and_sees_other_editions(desk, app, paid):
    clerk, address = client_of(app, "clerk"), f"/commitments/{paid.public_id}/repayment-plan"
    paper = {"number": "12/QĐ", "day": "20/05/2024", "issuer": "Sở Công Thương"}
    half = send(clerk, address, **paper, due_1="30/06/2025", amount_1="", due_2="", amount_2="5 triệu")
    assert half.status_code == 422
    assert {'href="#amount_1"', 'href="#due_2"'} <= set(half.get_data(as_text=True).replace(">", " ").split())
    old = hidden(clerk.get(address))
    done = send(clerk, address, **paper, due_1="30/06/2025", amount_1="60 triệu")
    assert done.status_code == 303
    assert "60.000.000" in text_of(clerk.get(done.location.split("#")[0]))
    late = clerk.post(address, data={**old, **paper, "due_1": "30/06/2025", "amount_1": "50 triệu"})
    assert late.status_code == 409
    assert "Kế hoạch hoàn trả đã thay đổi" in text_of(late)
    again = clerk.post(address, data={**hidden(late), **paper, "due_1": "30/06/2025", "amount_1": "50 triệu"})
    assert again.status_code == 303
    assert clerk.get(f"{address}?rows=60").get_data(as_text=True).count('name="due_') == 60


@pytest.mark.data("desk")
@pytest.mark.parametrize(
    "role,error", [("foreign clerk", NotFound), ("sister clerk", Forbidden), ("auditor", Forbidden)]
)
def test_only_the_spending_units_people_enter_a_plan(desk, paid, role, error):
    with pytest.raises(error):
        plan(desk, paid, (FIRST, 5), role=role)
