"""Requests: a unit asks for its project's money; the line is opened empty; what was asked before is replaced."""

from datetime import date

import pytest
from sqlalchemy import select

from promotion.allocation.queries import funds, lines
from promotion.allocation.requests import service
from promotion.allocation.requests.drafts import RequestDraft
from promotion.allocation.requests.queries import requests
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Level, ProjectState, Role
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger.models import Act, Envelope, Proposal
from promotion.projects.models import Project
from tests.support.lists import projects_of

MILLION = 10**6
PAPER = {
    "document_number": "12/TTr",
    "document_date": "20/05/2024",
    "document_issuer": "Trung tâm",
    "business_date": "20/05/2024",
    "reason": "",
}


@pytest.fixture
def fund(office):
    """The national fund of 2024, without a plan."""
    return office.fund()


@pytest.fixture
def project(office) -> str:
    return projects_of(office, 1)[0]


def ask(office, fund, project: str, amount: int, by=None, **others):
    draft = RequestDraft(
        others.pop("paper", None) or office.paper(), others.pop("source", fund.public_id), "ND3A", amount
    )
    return unit_of_work.run(lambda: service.request(by or office.clerk, project, draft))


def line() -> Envelope:
    db.session.expire_all()
    return db.session.scalars(select(Envelope).where(Envelope.kind == "line")).one()


def test_a_unit_asks_before_any_plan_and_its_line_is_opened_empty(office, fund, project):
    proposal = ask(office, fund, project, 900 * MILLION)
    assert isinstance(proposal, Proposal)
    assert (line().requested, line().listed) == (0, 0)
    act = office.book(proposal, by=office.chief)
    assert isinstance(act, Act)
    assert (act.kind, act.amount, line().requested) == ("request", 900 * MILLION, 900 * MILLION)
    head = funds.head(office.agency, "en", fund.public_id)
    assert head.position.requested == 900 * MILLION
    assert [row.requested for row in lines.line_rows(office.agency.scope, "en", head).rows] == [900 * MILLION]


@pytest.mark.parametrize("then", [0, 600 * MILLION, 1000 * MILLION])
def test_a_later_request_replaces_the_one_before(office, fund, project, then):
    office.book(ask(office, fund, project, 900 * MILLION), by=office.chief)
    office.book(ask(office, fund, project, then), by=office.chief)
    assert line().requested == then


def test_of_two_requests_that_wait_the_second_is_entered_anew(office, fund, project):
    first, second = (ask(office, fund, project, amount * MILLION) for amount in (900, 600))
    office.book(first, by=office.chief)
    with pytest.raises(Refused) as refused:
        office.book(second, by=office.chief)
    assert (refused.value.code, line().requested) == ("total.moved", 900 * MILLION)


def test_the_same_again_or_from_no_fund_is_refused_at_its_field(office, fund, project):
    office.book(ask(office, fund, project, MILLION), by=office.chief)
    for others, field in (({}, "amount"), ({"source": "nothing"}, "fund")):
        with pytest.raises(Invalid) as refused:
            ask(office, fund, project, MILLION, **others)
        assert [fault.field for fault in refused.value.faults] == [field]
    early = office.paper(day=date(2023, 8, 31))
    with pytest.raises(Refused):
        ask(office, fund, project, 2 * MILLION, paper=early)


def test_only_the_units_people_ask_and_not_for_a_project_that_takes_no_more_money(office, fund, project):
    for who, refused in ((office.stranger, NotFound), (office.head, Forbidden)):
        with pytest.raises(refused):
            ask(office, fund, project, MILLION, by=who)
    record = db.session.scalars(select(Project)).one()

    def stop() -> None:
        db.session.get_one(Project, record.id).state = str(ProjectState.stopped)

    unit_of_work.run(stop)
    with pytest.raises(Refused):
        ask(office, fund, project, MILLION)


def test_the_list_of_a_year_shows_what_is_requested_beside_what_is_listed(office, fund, project):
    office.book(ask(office, fund, project, 900 * MILLION), by=office.chief)
    office.book(office.approve(fund, 500 * MILLION))
    office.book(office.rows("list_lines", fund, {line().id: 500 * MILLION}))
    found = requests(office.agency.scope, "en", 2024, None, 1)
    assert [(row.requested, row.listed, row.fund) for row in found.rows] == [
        (900 * MILLION, 500 * MILLION, fund.code)
    ]
    assert (found.total, found.requested, found.listed) == (1, 900 * MILLION, 500 * MILLION)
    assert requests(office.stranger.scope, "en", 2024, None, 1).total == 0
    assert requests(office.agency.scope, "en", 2024, Level.local, 1).total == 0
    assert requests(office.agency.scope, "en", 2023, None, 1).total == 0


def test_a_request_is_entered_on_its_page_and_suggested_to_whoever_lists(office, fund, project, window):
    clerk = window(Role.clerk, "centre-2024-91")
    address = f"/projects/{project}/request"
    page = clerk.open(address)
    assert fund.code in page.html
    clerk.send(address, fund=fund.public_id, content="ND3A", amount="", **PAPER)
    assert clerk.status == 422
    clerk.send(address, fund=fund.public_id, content="ND3A", amount="900,000,000", **PAPER)
    assert clerk.address.startswith("/proposals/")
    proposal = clerk.address
    chief = window(Role.head, "centre-2024-91")
    chief.open(proposal).send(f"{proposal}/book")
    assert chief.address.startswith("/acts/")
    assert "Asked for" in chief.words
    assert "900,000,000" in clerk.open("/requests?year=2024").words
    agency = window(Role.agency, "agency")
    field = f"row_{line().public_id}"
    form = f"/funds/{fund.public_id}/list"
    agency.open(form).send(form, step="suggest", **PAPER, **{field: ""})
    assert agency.value(field) == "900,000,000"
