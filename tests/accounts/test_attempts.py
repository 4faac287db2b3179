"""The slow-down of guessing: how many tries reach the hash, over several processes, and that the honest get in."""

import re
import secrets
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from promotion.accounts import attempts, service
from promotion.accounts.models import TryLimit
from promotion.accounts.rules import PER_ACCOUNT, PER_ADDRESS, Limit, device_name, network
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from tests.factories.people import PASSWORD
from tests.support import house

AUDITOR = (Role.auditor, None, None)
NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture
def compared(monkeypatch):
    """Every comparison of a password, as it reaches the hash."""
    seen, real = [], service._matches

    def matches(kept, password):
        seen.append(password)
        return real(kept, password)

    monkeypatch.setattr(service, "_matches", matches)
    return seen


@contextmanager
def processes(settings, number=4):
    """Open the house several times on one database, as several web processes do."""
    opened = [house.open_house(settings) for _ in range(number)]
    yield opened
    for one in opened:
        house.close_house(one)


def guess(app, tries):
    """Try addresses and passwords, one after the other, from one browser; return the statuses."""
    client = app.test_client()
    (token,) = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[:1]
    data = {"csrf_token": token, "idempotency_key": secrets.token_hex()}
    return [
        client.post("/sign-in", data={**data, "email": email, "password": password}).status_code
        for email, password in tries
    ]


def storm(apps, tries):
    """Let all processes guess at once; return all statuses."""
    answers, parts = [], [tries[start :: len(apps)] for start in range(len(apps))]
    threads = [
        threading.Thread(target=lambda app=app, part=part: answers.extend(guess(app, part)))
        for app, part in zip(apps, parts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_thousand_tries_on_one_account_reach_the_hash_ten_times_at_most(
    account, settings, compared, browser
):
    email, known = account("an", AUDITOR), browser()
    known.sign_in(email)
    compared.clear()
    with processes(settings) as apps:
        answers = storm(apps, [(email, f"wrong horse {number}") for number in range(1000)])
    assert len(answers) == 1000
    assert set(answers) == {422, 429}
    assert 1 <= len(compared) <= 10
    assert browser().sign_in(email).status_code == 429
    assert known.send("/sign-out", at="/style").status_code == 303
    assert known.sign_in(email).status_code == 303  # the person's own browser is no stranger


def test_a_thousand_accounts_from_one_address_reach_the_hash_sixty_times_at_most(
    account, settings, compared, browser
):
    email, known = account("an", AUDITOR), browser()
    known.sign_in(email)
    compared.clear()
    with processes(settings) as apps:
        answers = storm(apps, [(f"person{number}@example.vn", PASSWORD) for number in range(1000)])
    assert set(answers) == {422, 429}
    assert PER_ADDRESS.burst <= len(compared) <= 60
    known.send("/sign-out", at="/style")
    assert known.sign_in(email).status_code == 303
    elsewhere = browser()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.sign_in(email).status_code == 303


def test_a_whole_province_behind_one_address_signs_in(account, compared, app):
    """Whoever gets in gives the try back: a hundred people in one minute, each of whom mistypes now and then."""
    email = account("an", AUDITOR)
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(100):
            (status,) = guess(app, [(email, PASSWORD)])
            assert status == 303, number
            if number % 5 == 0:
                guess(app, [(f"other{number}@example.vn", "mistyped")])
            clock.shift(0.6)


def test_nobody_is_shut_out_for_good(account, app, browser):
    """A stranger never stops; who waits as long as the page says gets in."""
    email = account("an", AUDITOR)
    with time_machine.travel(NOON, tick=False) as clock:
        guess(app, [(email, "x")] * 40)
        reply = browser().sign_in(email)
        assert reply.status_code == 429
        assert "Đã thử quá nhiều lần" in reply.text
        wait = int(reply.headers["Retry-After"])
        assert 0 < wait <= PER_ACCOUNT.every.total_seconds() + 1
        clock.shift(wait)
        assert browser().sign_in(email).status_code == 303
        assert guess(app, [(email, "x")] * PER_ACCOUNT.burst)[-1] == 422  # and its count begins anew


def test_an_account_that_is_not_there_is_slowed_down_like_one_that_is(account, app):
    answers = []
    for email in (account("an", AUDITOR), "nobody@example.vn"):
        with time_machine.travel(NOON, tick=False):
            answers.append(guess(app, [(email, "x")] * 12))
    assert answers[0] == answers[1]
    assert answers[0].count(422) == PER_ACCOUNT.burst


def test_codes_are_slowed_down_apart_from_sign_ins(account, browser):
    email, person = account("an", AUDITOR), browser()
    new = "năm con vịt dưới ao"
    statuses = [person.welcome(email, "AAAA-AAAA-AAAA-AAAA", new).status_code for _ in range(10)]
    assert statuses == [422] * PER_ACCOUNT.burst + [429] * 2
    assert browser().sign_in(email).status_code == 303


def test_the_own_password_is_not_guessed_at_an_open_screen(account, browser, compared):
    email, person = account("an", AUDITOR), browser()
    person.sign_in(email)
    compared.clear()
    new = "năm con vịt dưới ao"
    for number in range(12):
        reply = person.send(
            "/account/password", at="/account/password", old=f"x{number}", password=new, again=new
        )
        assert reply.status_code == 422
    assert len(compared) == PER_ACCOUNT.burst


def test_a_mark_of_another_account_or_a_forged_one_is_worth_nothing(account, app, browser):
    email, other, mine = account("an", AUDITOR), account("binh", AUDITOR), browser()
    mine.sign_in(other)
    mine.send("/sign-out", at="/style")
    guess(app, [(email, "x")] * 12)
    assert mine.sign_in(email).status_code == 429
    mine.client.set_cookie("known", "WzEsImEiXQ.aaaa.bbbb")
    assert mine.sign_in(email).status_code == 429


def test_what_is_long_past_is_forgotten_and_no_address_is_kept_in_words(app):
    with app.app_context():
        with time_machine.travel(NOON, tick=False) as clock:
            keys = attempts.of_sign_in("an@example.vn", "203.0.113.9", None)
            unit_of_work.run(lambda: attempts.enter(keys))
            kept = db.session.scalars(select(TryLimit.key)).all()
            assert not any("an@example" in key for key in kept)
            clock.shift(timedelta(days=2))
            unit_of_work.run(lambda: attempts.enter(attempts.of_own_password(7)))
        assert db.session.scalar(select(func.count()).select_from(TryLimit)) == 1


def test_a_limit_lets_a_burst_through_then_one_at_a_time():
    limit, due, moment = Limit(3, timedelta(minutes=1)), None, NOON
    for _ in range(3):
        assert not limit.wait(due, moment)
        due = limit.after(due, moment)
    assert limit.wait(due, moment) == timedelta(minutes=1)
    assert not limit.wait(due, moment + timedelta(minutes=1))
    assert not limit.wait(due, moment + timedelta(days=9))
    assert limit.wait(due, moment - timedelta(seconds=50)) == timedelta(seconds=110)
    assert not limit.wait(due, moment - timedelta(hours=1)), "the clock went back"


@pytest.mark.parametrize(
    "address, counted",
    [
        ("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"), (None, "-"), ("x", "-"),
    ],
)  # fmt: skip
def test_an_address_is_what_a_house_is_given(address, counted):
    assert network(address) == counted


@pytest.mark.parametrize(
    "agent, words",
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
         "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox, Linux"),
        ("curl/8", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_device_is_said_in_words(agent, words):
    assert device_name(agent) == words
