"""Signing in and out: what is said, what a cookie is worth, and where one is led."""

import re

import pytest
import time_machine
from sqlalchemy import select

from promotion.accounts import queries, service
from promotion.accounts.models import Grant, SignIn
from promotion.accounts.sessions import inner
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from tests.accounts.conftest import known
from tests.factories.people import PASSWORD

AUDITOR = (Role.auditor, None, None)


def test_all_refusals_say_the_same(browser, account, change):
    email, locked = account("an", AUDITOR), account("binh", AUDITOR)
    change(service.set_active, locked, active=False)
    replies = [
        browser().sign_in(address, password)
        for address, password in (
            ("nobody@example.vn", PASSWORD), (email, "wrong horse battery"), (locked, PASSWORD), (email, "x"),
        )
    ]  # fmt: skip
    assert {reply.status_code for reply in replies} == {422}
    words = "Địa chỉ thư điện tử và mật khẩu không khớp"
    assert all(words in reply.text for reply in replies)
    assert not any(
        "Set-Cookie" in reply.headers and "_user_id" in reply.headers["Set-Cookie"] for reply in replies
    )


def test_the_password_is_looked_at_whoever_asks(browser, account, change, monkeypatch):
    """An unknown address and a locked account take as long as a wrong password: the hash is always compared."""
    email, locked = account("an", AUDITOR), account("binh", AUDITOR)
    change(service.set_active, locked, active=False)
    compared = []
    monkeypatch.setattr(service, "_matches", lambda kept, password: compared.append(kept) or False)
    for address in (email, locked, "nobody@example.vn"):
        browser().sign_in(address)
    assert len(compared) == 3


def test_a_person_comes_in_and_goes_out(browser, account):
    email, person = account("an", AUDITOR), browser()
    assert person.get("/").headers["Location"] == "/sign-in"
    before = person.cookie
    reply = person.sign_in(f"  {email.upper()} ")
    assert reply.status_code == 303
    assert reply.headers["Location"] == "/"
    assert person.inside
    assert person.cookie != before
    assert person.get("/sign-in").status_code == 302
    assert person.send("/sign-out", at="/style").headers["Location"] == "/sign-in"
    assert not person.inside


def test_a_token_of_before_is_worth_nothing_after(browser, account):
    """A session that somebody planted before the sign-in does not become the person's."""
    email, person, forger = account("an", AUDITOR), browser(), browser()
    person.get("/sign-in")
    planted = person.cookie
    person.sign_in(email)
    forger.take(planted)
    assert not forger.inside


def test_a_copied_cookie_dies_with_the_session(browser, account):
    email, person, thief = account("an", AUDITOR), browser(), browser()
    person.sign_in(email)
    thief.take(person.cookie)
    assert thief.inside
    person.send("/sign-out", at="/style")
    assert not thief.inside


def test_a_lock_holds_from_the_next_request_on_and_opening_revives_nothing(browser, account, change):
    email, person, thief = account("an", AUDITOR), browser(), browser()
    person.sign_in(email)
    thief.take(person.cookie)
    change(service.set_active, email, active=False)
    assert not person.inside
    change(service.set_active, email, active=True)
    assert not person.inside
    assert not thief.inside
    assert person.sign_in(email).status_code == 303


def test_ending_one_session_leaves_the_others(browser, account):
    email, office, home = account("an", AUDITOR), browser(), browser()
    office.sign_in(email)
    home.sign_in(email)
    assert office.cookie != home.cookie
    office.send("/sign-out", at="/style")
    assert home.inside


def test_less_is_seen_on_the_request_after_a_grant_ended(app, browser, account, change):
    email, person = account("an", AUDITOR, (Role.organiser, None, "south")), browser()
    person.sign_in(email)
    assert person.get("/figures").status_code == 200
    with app.app_context():
        ids = {grant.role: grant.id for grant in queries.grants(known(email).id)}
    change(service.end_grant, email, ids["auditor"])
    assert person.get("/reports/conference").status_code == 200
    change(service.end_grant, email, ids["organiser"])
    assert person.get("/figures").status_code == 403
    assert person.inside


def test_a_session_ends_after_its_hours_and_after_idle_minutes(browser, account, settings):
    email = account("an", AUDITOR)
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        busy, idle = browser(), browser()
        busy.sign_in(email)
        idle.sign_in(email)
        for minute in range(0, settings.session_hours * 60, settings.session_idle_minutes - 1):
            assert busy.inside, minute
            clock.shift((settings.session_idle_minutes - 1) * 60)
        assert not busy.inside
        assert not idle.inside
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        idle = browser()
        idle.sign_in(email)
        clock.shift(settings.session_idle_minutes * 60 - 1)
        assert idle.inside
        clock.shift(settings.session_idle_minutes * 60 + 1)
        assert not idle.inside


def test_being_there_is_noted_once_a_minute(app, browser, account):
    email, person = account("an", AUDITOR), browser()

    def seen():
        with app.app_context():
            return db.session.scalars(select(SignIn.last_seen_at)).one()

    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        person.sign_in(email)
        first = seen()
        clock.shift(59)
        person.get("/style")
        assert seen() == first
        clock.shift(1)
        person.get("/style")
        assert (seen() - first).total_seconds() == 60


def test_where_nothing_can_be_written_reading_goes_on(browser, account, monkeypatch):
    email, person = account("an", AUDITOR), browser()
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        person.sign_in(email)
        clock.shift(120)
        monkeypatch.setattr(
            service, "touch", lambda _token: db.session.execute(select(Grant).where("no column"))
        )
        assert person.inside


def test_only_the_hash_of_a_token_is_kept(app, browser, account):
    person = browser()
    person.sign_in(account("an", AUDITOR))
    with person.client.session_transaction() as session:
        token = session["_user_id"]
    with app.app_context():
        kept = db.session.scalars(select(SignIn)).one()
        assert kept.token_hash == queries.token_hash(token)
        assert token not in str(vars(kept))
        assert len(token) >= 43


def test_a_password_means_the_same_however_its_letters_are_sent(browser, account):
    email = account("an", AUDITOR, password="mật khẩu của tôi")
    assert browser().sign_in(email, "mật khẩu của tôi".encode().decode()).status_code == 303
    assert browser().sign_in(email, "mâ\u0323t kha\u0302\u0309u cu\u0309a tôi").status_code == 303
    assert browser().sign_in(email, "mat khau cua toi").status_code == 422


def test_passwords_differ_after_their_first_72_bytes(browser, account):
    start = "ạậặểộợ" * 4  # 72 bytes
    email = account("an", AUDITOR, password=start + " một")
    assert browser().sign_in(email, start + " một").status_code == 303
    assert browser().sign_in(email, start + " hai").status_code == 422
    assert browser().sign_in(email, start).status_code == 422


OUTSIDE = (
    *(
        "https://evil.example",
        "http://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
    ),
    *("/\\evil.example", "\\\\evil.example", "/\\/evil.example", "\\/evil.example", "/\t/evil.example"),
    *("/\n/evil.example", "/\r/evil.example", "\t//evil.example", "\n//evil.example", " //evil.example"),
    *(
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "HTTPS://evil.example",
        "ftp://evil",
    ),
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ),
    *("evil.example", "@evil.example", ".evil.example", "?x=//evil.example", "#//evil.example", "sign-in"),
    *("/\x00/evil.example", "/\x7f/evil.example", "/\x1f/evil.example", "\x00//evil", "//evil.example%2f.."),
    *(
        "/\\\\evil.example",
        "/x\\evil.example",
        "//%5cevil.example",
        "//localhost@evil.example",
        "//evil.example:80",
    ),
    *("https://localhost/", "http://localhost.evil.example", "//[::1]/", "mailto:x@evil.example", ""),
)


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_next_leads_outside(address):
    assert inner(address) is None


@pytest.mark.parametrize(
    "address", ["/", "/projects", "/figures?year=2024&by=region", "/projects?q=a//b", "/x@y", "/%2f%2fevil"]
)
def test_our_own_addresses_are_kept(address):
    assert inner(address) == address


def test_a_sign_in_and_a_language_lead_only_to_our_own_pages(browser, account):
    email, person = account("an", AUDITOR), browser()
    for address in OUTSIDE:
        page = person.client.get("/sign-in", query_string={"next": address})
        # The null character is refused before any page looks at it.
        assert (page.status_code == 400) == ("\0" in address), address
        assert page.status_code == 400 or re.search(r'name="next"[^>]*value=""', page.text), address
        replies = [person.sign_in(email, next=address)]
        at = "/style" if person.inside else "/sign-in"
        replies.append(person.send("/language", at=at, language="en", next=address))
        for reply in replies:
            assert (reply.status_code, reply.location) in {(303, "/"), (400, None)}, address
        person.send("/sign-out", at=at)


def test_no_host_that_a_request_names_gets_into_an_answer(browser, account):
    """The first page of a sign-in, with a host that is not ours, once openly and once as a proxy would say it."""
    email, person = account("an", AUDITOR), browser()
    for said in (
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
    ):
        asked = person.client.get("/figures", headers=said)
        assert asked.status_code == 302
        assert asked.location.startswith("/sign-in")
        assert "evil.example" not in person.client.get("/sign-in", headers=said).text
    assert person.sign_in(email).location == "/"


def test_after_the_sign_in_one_stands_on_the_page_one_asked_for(browser, account):
    email, person = account("an", AUDITOR), browser()
    asked = person.get("/figures?year=2024&by=region")
    assert asked.status_code == 302
    page = person.get(asked.headers["Location"]).text
    assert 'value="/figures?year=2024&amp;by=region"' in page
    reply = person.sign_in(email, next="/figures?year=2024&by=region")
    assert reply.headers["Location"] == "/figures?year=2024&by=region"


def test_a_language_chosen_before_the_sign_in_stays_after_signing_out(browser, account):
    email, person = account("an", AUDITOR), browser()
    person.send("/language", language="en")
    assert "Sign in" in person.get("/sign-in").text
    person.sign_in(email)
    person.send("/language", at="/style", language="en")
    person.send("/sign-out", at="/style")
    assert "Sign in" in person.get("/sign-in").text


def test_a_session_that_ended_before_it_began_is_none(app, browser, account, monkeypatch):
    """The account is locked between the check of the password and the first look at the session."""
    email, person = account("an", AUDITOR), browser()
    monkeypatch.setattr(queries, "alive", lambda token, idle: None)
    assert person.sign_in(email).status_code == 303
    monkeypatch.undo()
    assert not person.inside
    with app.app_context():
        unit_of_work.run(lambda: service.sign_out("no such token"))
