"""Law basis and way of giving the work of a line: said from a day on, by a document; the last by day holds."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.kernel.errors import Forbidden, Invalid, NotFound
from promotion.ledger.drafts import Document
from promotion.ledger.models import Envelope, Fund
from promotion.projects import listing, queries, records
from promotion.projects.drafts import ProjectQuestion, TermsDraft
from promotion.projects.models import Project
from promotion.projects.rules import LawBasis, WorkWay
from tests.access.walker import walker
from tests.factories import people

pytestmark = pytest.mark.data("country")

PAPER = Document("5/QĐ", date(2025, 2, 1), "Trung tâm Khuyến công")


def line():
    fund = select(Fund.id).where(Fund.level == "local", Fund.home == "2025-91", Fund.budget_year == 2025)
    return db.session.scalars(
        select(Envelope).where(Envelope.kind == "line", Envelope.fund_id.in_(fund))
    ).one()


@pytest.fixture
def place(app):
    """The context of the program, and the line of the local project of An Giang of 2025."""
    with app.test_request_context():
        yield line()


def say(role, place, law, way, since, paper=PAPER):
    actor = people.actor(role)
    draft = TermsDraft(law, way, since, paper)
    return unit_of_work.run(lambda: records.set_terms(actor, place.public_id, draft))


def test_the_last_by_day_holds_in_whatever_order_it_was_said(place):
    first, second = date(2025, 3, 1), date(2025, 6, 1)
    say("clerk", place, LawBasis.public_investment, WorkWay.tender, second)
    say("sister clerk", place, LawBasis.state_budget, WorkWay.order, first)

    def held(day):
        found = queries.terms_on([place.id], day).get(place.id)
        return found and (found.law, found.way)

    assert held(date(2025, 2, 28)) is None
    assert held(first) == held(date(2025, 5, 31)) == ("state_budget", "order")
    assert held(second) == held(date(2026, 1, 1)) == ("public_investment", "tender")
    say("clerk", place, LawBasis.public_investment, WorkWay.assignment, second, Document("6", second, "x"))
    assert held(second) == ("public_investment", "assignment")
    assert len(queries.terms_history(place.id)) == 3


def test_the_very_same_is_not_said_twice(place):
    say("clerk", place, LawBasis.state_budget, WorkWay.order, date(2025, 3, 1))
    with pytest.raises(Invalid):
        say("clerk", place, LawBasis.state_budget, WorkWay.order, date(2025, 3, 1))
    assert len(queries.terms_history(place.id)) == 1


def test_the_unit_that_spends_and_the_owner_of_the_plan_say_it(place):
    for role, error in (("auditor", Forbidden), ("agency", Forbidden), ("foreign clerk", NotFound)):
        with pytest.raises(error):
            say(role, place, LawBasis.state_budget, WorkWay.order, date(2025, 3, 1))
        db.session.rollback()
    for number, role in enumerate(("clerk", "head", "sister clerk"), start=1):
        say(role, place, LawBasis.state_budget, WorkWay.order, date(2025, 3, number))


def test_nobody_alters_what_was_said(place):
    say("clerk", place, LawBasis.state_budget, WorkWay.order, date(2025, 3, 1))
    db.session.rollback()
    for attack in ("UPDATE line_terms SET way = 'tender'", "DELETE FROM line_terms"):
        with pytest.raises(DBAPIError, match="append_only"):
            strike(attack)


def strike(statement):
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text(statement))


def test_the_list_finds_projects_by_what_holds_today(place):
    say("clerk", place, LawBasis.state_budget, WorkWay.order, date(2025, 3, 1))
    project = place.project_id

    def found(**wanted):
        return [row.id for row in listing.rows(EVERYTHING, ProjectQuestion(**wanted))[0]]

    assert found(law=LawBasis.state_budget) == found(way=WorkWay.order) == [project]
    assert found(law=LawBasis.public_investment) == found(law=LawBasis.state_budget, way=WorkWay.tender) == []
    say("clerk", place, LawBasis.state_budget, WorkWay.tender, date(2025, 4, 1))
    assert found(way=WorkWay.order) == []
    assert found(law=LawBasis.state_budget, way=WorkWay.tender, year=2025) == [project]
    assert found(law=LawBasis.state_budget, year=2024) == []


def test_project_and_contract_show_it(app):
    with app.test_request_context():
        place = line()
        project = db.session.get_one(Project, place.project_id).public_id
        contract = db.session.scalars(
            select(Envelope.public_id).where(Envelope.parent_id == place.id)
        ).first()
        terms = f"/lines/{place.public_id}/terms"
    client = walker(app, "clerk").client
    assert "Chưa ghi căn cứ luật" in client.get(f"/projects/{project}").text
    assert terms in client.get(f"/projects/{project}").text
    with app.test_request_context():
        say("clerk", line(), LawBasis.public_investment, WorkWay.tender, date(2025, 3, 1))
    for path in (f"/projects/{project}", f"/commitments/{contract}", terms):
        page = client.get(path).text
        assert "Luật Đầu tư công" in page, path
        assert "Đấu thầu" in page, path
    assert "đang áp dụng" in client.get(terms).text
