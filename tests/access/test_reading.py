"""Reading never writes, the engine sees to it, and no page asks the database more often than it is allowed to."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from promotion.accounts import sessions
from promotion.database.handle import db
from tests.access.doors import DOORS

pytestmark = pytest.mark.data("country", shared=True)

WRITES = ("insert", "update", "delete", "create", "drop", "alter", "replace", "truncate")
USUAL = 30
# Pages that may ask more often, each with the most it may.
MORE = {
    "allocation.act": 44,
    "allocation.correct": 45,
    "desk.index": 60,
    "disbursement.contract": 40,
    "reports.conference": 60,
    "reports.download": 60,
    "allocation.fund": 40,
    "allocation.proposal": 70,
    "dashboard.home": 75,
    "papers.contract_file": 60,
    "papers.of_contract": 62,
    "papers.of_project": 56,
    "papers.project_file": 45,
    "planner.compare_file": 43,
    "planner.edit": 36,
    "projects.show": 56,
    "reorganisations.show": 40,
}


@pytest.fixture
def statements(app):
    """Every statement that reaches the engine, in lower case."""
    heard: list[str] = []
    with app.app_context():
        engine = db.engine

    def hear(_connection, _cursor, statement, *_others):
        heard.append(statement.strip().lower())

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


@pytest.mark.one_engine(role=["clerk"])
@pytest.mark.parametrize("role", ["agency head", "clerk", "administrator", "anonymous"])
def test_no_get_writes_and_each_asks_seldom(app, visitor, statements, role):
    person, most = visitor(role), {}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        door = DOORS[rule.endpoint]
        for target in person.country.of(door.kind, few=True) if door.kind else [None]:
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **(target.values if target else {}), **dict(door.values))
            for ask in door.asks[:4]:
                statements.clear()
                person.client.get(path + ask, buffered=True)
                assert not [line for line in statements if line.startswith(WRITES)], path + ask
                asked = len([line for line in statements if line.startswith(("select", "with"))])
                most[rule.endpoint] = max(asked, most.get(rule.endpoint, 0))
    over = {end: count for end, count in most.items() if count > MORE.get(end, USUAL)}
    assert not over, sorted(most.items(), key=lambda pair: -pair[1])[:12]


def test_the_engine_refuses_what_a_reading_transaction_would_write(app):
    with app.app_context():
        db.session.rollback()
        with pytest.raises(DBAPIError, match="readonly|read-only"):
            db.session.execute(text("UPDATE fund SET code = code"))
        db.session.rollback()


def test_a_view_that_writes_on_a_get_fails(app, visitor):
    def writing():
        db.session.execute(text("UPDATE fund SET two_person = two_person"))
        return "written"

    app.view_functions["dashboard.help"] = writing
    reply = visitor("clerk").client.get("/help")
    assert reply.status_code in {500, 503}  # SQLite says it in the words of a disk that cannot be written
    assert "written" not in reply.text


def test_a_session_is_noted_as_seen_at_most_once_a_minute(app, visitor, statements, monkeypatch):
    person = visitor("auditor")
    person.client.get("/style")
    assert not [line for line in statements if line.startswith("update sign_in")]
    monkeypatch.setattr(sessions, "TOUCH_EVERY", -sessions.TOUCH_EVERY * 60 * 24)
    monkeypatch.setattr(sessions.unit_of_work, "run", lambda act, **_how: None)
    assert person.client.get("/style").status_code == 200
