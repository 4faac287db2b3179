"""One's own sessions: seen, ended, and what ends them; changes hold on the next request in every process."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft
from promotion.accounts.models import SignIn
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.units import queries as units
from tests.accounts.conftest import Browser, known
from tests.factories.people import OPERATOR, PASSWORD
from tests.support import house

AUDITOR = (Role.auditor, None, None)
CENTRE, OTHER = "centre-2025-91", "centre-2025-82"
NEW = "năm con vịt dưới ao"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"


@pytest.fixture
def second(settings):
    """Another web process on the same database."""
    opened = house.open_house(settings)
    yield opened
    house.close_house(opened)


def test_the_own_sessions_are_listed_and_this_one_is_marked(browser, account):
    email, office, home = account("an", AUDITOR), browser(), browser()
    home.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    office.sign_in(email)
    home.sign_in(email)
    browser().sign_in(account("binh", AUDITOR))
    page = office.get("/account").text
    assert "Firefox, Linux" in page
    assert page.count("Phiên này") == 1
    assert len(re.findall(r"/account/sessions/\d+/end", page)) == 1
    assert "Tài khoản của tôi" in office.get("/style").text


def test_one_session_is_ended_and_none_of_somebody_else(app, browser, account):
    email, office, home, stranger = account("an", AUDITOR), browser(), browser(), browser()
    office.sign_in(email)
    home.sign_in(email)
    stranger.sign_in(account("binh", AUDITOR))
    (path,) = re.findall(r"/account/sessions/\d+/end", office.get("/account").text)
    foreign, missing = (
        stranger.send(address, at="/account") for address in (path, "/account/sessions/999/end")
    )
    assert foreign.status_code == missing.status_code == 404
    assert home.inside
    assert office.send(path, at="/account").status_code == 303
    assert not home.inside
    assert office.inside
    assert office.send(path, at="/account").status_code == 404


def test_all_others_are_ended_at_once(browser, account):
    email, office, others = account("an", AUDITOR), browser(), [browser(), browser()]
    for person in (office, *others):
        person.sign_in(email)
    assert office.send("/account/sessions/end-others", at="/account").status_code == 303
    assert office.inside
    assert not any(other.inside for other in others)


def test_a_changed_password_ends_every_other_session_and_the_stolen_cookie(browser, account):
    email, person, thief, home = account("an", AUDITOR), browser(), browser(), browser()
    home.sign_in(email)
    thief.take(home.cookie)
    person.sign_in(email)
    for wrong in ({"old": "x"}, {"again": "khác"}, {"password": "short", "again": "short"}):
        fields = {"old": PASSWORD, "password": NEW, "again": NEW, **wrong}
        assert person.send("/account/password", at="/account/password", **fields).status_code == 422
    assert thief.inside
    done = person.send("/account/password", at="/account/password", old=PASSWORD, password=NEW, again=NEW)
    assert done.status_code == 303
    assert person.inside
    assert not thief.inside
    assert not home.inside
    assert browser().sign_in(email).status_code == 422
    assert browser().sign_in(email, NEW).status_code == 303


def test_changes_hold_on_the_next_request_in_every_process(app, second, account, change):
    """Signed in at one process; role, unit, lock and password change at the other."""
    email, person = account("an", (Role.clerk, CENTRE, None)), Browser(app)
    person.sign_in(email)
    there = Browser(second)
    there.take(person.cookie)
    assert person.get("/projects").status_code == there.get("/projects").status_code == 200

    def elsewhere(verb, *words, **named):
        with second.app_context():
            unit_of_work.run(lambda: verb(OPERATOR, known(email), *words, **named))

    with second.app_context():
        held = queries.grants(known(email).id)[0].id
    elsewhere(service.end_grant, held)
    assert person.get("/projects").status_code == 403
    with second.app_context():
        moved = GrantDraft(Role.clerk, date(2025, 1, 1), units.unit(OTHER).id)
    elsewhere(service.add_grant, moved)
    with app.app_context():
        assert queries.actor(known(email)).scope.homes >= {"2025-82"}
        assert "2025-91" not in queries.actor(known(email)).scope.homes
    assert person.get("/projects").status_code == 200
    elsewhere(service.set_active, active=False)
    assert person.get("/projects").status_code == 302
    elsewhere(service.set_active, active=True)
    with second.app_context():
        user = known(email)
        actor = queries.actor(user)
        unit_of_work.run(lambda: service.change_password(actor, NEW, "another session"))
    assert not person.inside
    assert not there.inside


def test_the_end_of_sessions_is_in_the_trail(app, browser, account):
    email, person, other = account("an", AUDITOR), browser(), browser()
    person.sign_in(email)
    other.sign_in(email)
    person.send("/account/sessions/end-others", at="/account")
    with app.app_context():
        assert len([row for row in db.session.scalars(select(SignIn)) if row.ended_at]) == 1
        last = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
        assert (last.act, last.user_id) == ("accounts.end_other_sessions", known(email).id)


def test_a_password_changed_while_the_old_one_was_compared_begins_no_session(
    app, browser, account, monkeypatch
):
    email, real = account("an", AUDITOR), service.check

    def slowly(address, password):
        user = real(address, password)
        kept = user.password_hash
        with app.app_context():
            actor = queries.actor(known(email))
            unit_of_work.run(lambda: service.change_password(actor, NEW, "another session"))
        user.password_hash = kept
        return user

    monkeypatch.setattr(service, "check", slowly)
    assert browser().sign_in(email).status_code == 422
