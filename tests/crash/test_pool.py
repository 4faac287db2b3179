"""All connections of a process in use: nobody waits long, the form is kept under its key, and it goes on by itself."""

import time
from contextlib import ExitStack

import pytest

from promotion.database.handle import db
from promotion.ledger import verify
from tests.support.desk import client_of
from tests.support.server import RAW_TOKEN, form_token

pytestmark = pytest.mark.data("desk")
LONGEST_WAIT = 10.0  # seconds


def test_a_form_for_which_no_connection_is_left(app, office):
    client, (path, fields) = client_of(app, "head", "en"), office.payment("S1-1")
    with client.session_transaction() as session:
        session["csrf_token"] = RAW_TOKEN
    whole = {**fields, "csrf_token": form_token(app), "idempotency_key": "key S1-1"}
    db.session.remove()
    pool = db.engine.pool
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(db.engine.connect())
        for ask in (lambda: client.post(path, data=whole), lambda: client.get("/projects")):
            begun = time.monotonic()
            reply = ask()
            assert time.monotonic() - begun < LONGEST_WAIT
            assert reply.status_code == 503
            assert "Too many people at once" in reply.text
            assert "Traceback" not in reply.text
            if reply.request.method == "POST":
                assert 'name="idempotency_key" value="key S1-1"' in reply.text
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503
    assert client.get("/projects").status_code == 200
    first = client.post(path, data=whole)
    assert (first.status_code, first.location) == (303, client.post(path, data=whole).location)
    assert office.kept() == {"S1-1": 1}
    assert verify.differences() == []
