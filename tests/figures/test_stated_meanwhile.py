"""Two who state completeness: nobody states over what was stated since the form was opened, unseen."""

import pytest
from sqlalchemy import func, select

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures import completeness, service
from promotion.figures.drafts import CompletenessDraft
from promotion.figures.models import LedgerComplete
from promotion.kernel.choices import Level
from promotion.kernel.errors import Conflict
from tests.factories import people
from tests.support.crowd import together
from tests.support.desk import Desk, client_of, hidden, send, text_of

pytestmark = pytest.mark.data("desk")

ADDRESS = "/figures/complete/state"
FIELDS = {"where": "2025-91", "level": "local", "from_year": "2024", "reason": "đã đối chiếu"}


@pytest.fixture
def desk(app):
    with app.app_context():
        yield Desk()


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(LedgerComplete))


def test_what_was_stated_meanwhile_is_shown_before_another_statement(app, desk):
    one, other = client_of(app, "agency"), client_of(app, "agency head")
    address = app.url_map.bind("localhost").build("figures.state_complete")
    opened = hidden(one.get(address))
    assert send(other, address, **{**FIELDS, "from_year": "2023", "reason": "kho bạc"}).status_code == 303
    page = one.post(address, data={**opened, **FIELDS})
    said = text_of(page)
    assert page.status_code == 409
    assert "kho bạc" in said
    assert "2023" in said
    assert desk.actor("agency head").name in said
    assert "đã đối chiếu" in page.get_data(as_text=True)
    before = count()
    assert one.post(address, data={**hidden(page), **FIELDS}).status_code == 303
    assert count() == before + 1


def test_a_statement_about_another_province_is_in_nobodys_way(app, desk):
    one, other = client_of(app, "agency"), client_of(app, "agency head")
    address = app.url_map.bind("localhost").build("figures.state_complete")
    opened = hidden(one.get(address))
    assert send(other, address, **{**FIELDS, "where": "2025-82"}).status_code == 303
    assert one.post(address, data={**opened, **FIELDS}).status_code == 303


def test_of_many_who_state_at_once_one_does(app, desk):
    actor = people.actor("agency")
    seen = completeness.count()
    drafts = [CompletenessDraft(("2025-91",), (Level.local,), 2020 + place, "x") for place in range(5)]
    db.session.rollback()
    stating = [lambda d=draft: unit_of_work.run(lambda: service.state(actor, d, seen)) for draft in drafts]
    results = together(app, stating)
    assert [one for one in results if not isinstance(one, Exception)] == [1]
    assert {type(one) for one in results if isinstance(one, Exception)} == {Conflict}
