"""Web processes of their own on one database: tries are counted together, and what one changes holds in the others."""

import re
import secrets
import threading
from contextlib import ExitStack
from datetime import date

import pytest

from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft
from promotion.database import unit_of_work
from promotion.kernel.choices import Role
from promotion.units import queries as units
from tests.accounts.conftest import known
from tests.factories.people import OPERATOR, PASSWORD
from tests.support.server import RAW_TOKEN, Server, form_token, serving

CENTRE, OTHER = "centre-2025-91", "centre-2025-82"
CLERK = (Role.clerk, CENTRE, None)
NEW = "năm con vịt dưới ao"


def signed(app, **content):
    """Return a session's cookie that holds the token of the forms, and what else is said."""
    serializer = app.session_interface.get_signing_serializer(app)
    return f"session={serializer.dumps({'csrf_token': RAW_TOKEN, 'language': 'en', **content})}"


def try_at(server, app, email, password, more=""):
    """Try to sign in at one process; return the status."""
    fields = {
        "csrf_token": form_token(app), "idempotency_key": secrets.token_hex(), "email": email, "password": password,
        "next": "",
    }  # fmt: skip
    return server.ask("POST", "/sign-in", fields, signed(app) + more)[0]


@pytest.fixture
def four(app, tmp_path):
    """Four web processes, started at the same time."""
    servers = [Server(app, tmp_path / f"log-{number}") for number in range(4)]
    with ExitStack() as stack:
        for server in servers:
            stack.callback(lambda one=server: one.process and one.process.poll() is None and one.kill())
        starting = [threading.Thread(target=server.start) for server in servers]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        yield servers


def storm(servers, app, tries):
    """Let a guesser at each process try its part; return all statuses."""
    answers = []

    def guess(server, part):
        answers.extend(try_at(server, app, email, password) for email, password in part)

    threads = [
        threading.Thread(target=guess, args=(server, tries[number :: len(servers)]))
        for number, server in enumerate(servers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.long
def test_guesses_at_four_processes_are_counted_together(app, account, browser, four):
    """What reaches the hash is answered 422 and nothing else is; test_attempts counts the hashes themselves."""
    email, person = account("an", CLERK), browser()
    person.sign_in(email)
    mark = f"; known={person.client.get_cookie('known').value}"
    answers = storm(four, app, [(email, f"wrong horse {number}") for number in range(1000)])
    assert (len(answers), set(answers)) == (1000, {422, 429})
    assert answers.count(422) <= 10
    assert try_at(four[0], app, email, PASSWORD) == 429
    assert try_at(four[1], app, email, PASSWORD, mark) == 303

    answers = storm(four, app, [(f"person{number}@example.vn", PASSWORD) for number in range(1000)])
    assert (len(answers), set(answers)) == (1000, {422, 429})
    assert answers.count(422) <= 60
    assert try_at(four[2], app, email, PASSWORD, mark) == 303  # behind the same address


def test_what_is_changed_here_holds_there_on_the_next_request(app, account, tmp_path):
    email = account("an", CLERK)

    def change(verb, *words, **named):
        with app.app_context():
            unit_of_work.run(lambda: verb(OPERATOR, known(email), *words, **named))

    def token():
        with app.app_context():
            return unit_of_work.run(
                lambda: service.sign_in(email, PASSWORD, hours=1, address=None, device=None)
            )

    with serving(app, tmp_path / "log") as server:
        cookie = signed(app, _user_id=token())

        def offered():
            """Return the status of the form of a new project, and the units that it offers."""
            status, text = server.get("/projects/new", cookie)
            return status, [unit for unit in (CENTRE, OTHER) if re.search(rf'value="{unit}"', text)]

        assert offered() == (200, [CENTRE])
        with app.app_context():
            moved = GrantDraft(Role.clerk, date(2025, 1, 1), units.unit(OTHER).id)
            held = queries.grants(known(email).id)[0].id
        change(service.add_grant, moved)
        change(service.end_grant, held)
        assert offered() == (200, [OTHER])  # the unit moved
        with app.app_context():
            held = queries.standing(known(email).id)[0].id
        change(service.end_grant, held)
        assert offered() == (403, [])  # the role removed
        change(service.add_grant, moved)
        assert offered() == (200, [OTHER])
        change(service.set_active, active=False)
        assert offered() == (302, [])  # disabled
        change(service.set_active, active=True)
        assert offered() == (302, [])
        cookie = signed(app, _user_id=token())
        assert offered() == (200, [OTHER])
        with app.app_context():
            actor = queries.actor(known(email))
            unit_of_work.run(lambda: service.change_password(actor, NEW, "another session"))
        assert offered() == (302, [])  # the password changed
