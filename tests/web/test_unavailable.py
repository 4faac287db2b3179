"""What people see when the database does not do its part, and that nothing they typed is lost."""

import errno
import re

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from promotion.database import trouble, unit_of_work
from promotion.database.room import NoRoom
from promotion.database.trouble import Trouble
from tests.support.desk import client_of, hidden

pytestmark = pytest.mark.data("desk")
PROJECT = {"level": "local", "kind": "single", "unit": "centre-2025-91", "home": "2025-91", "objective": "x"}


def broken(state=None, words="x", *, lost=False):
    kind = psycopg.errors.lookup(state) if state else psycopg.OperationalError
    return OperationalError("SELECT 1", {}, kind(words), connection_invalidated=lost)


@pytest.mark.parametrize(
    "error, reason",
    [
        (broken(words="connection refused"), Trouble.away),
        (broken("57P01"), Trouble.away),
        (broken("57P03"), Trouble.away),
        (broken("08006", lost=True), Trouble.away),
        (broken("53100"), Trouble.full),
        (broken("53300"), Trouble.busy),
        (broken("40P01"), Trouble.busy),
        (broken("42601"), None),
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.full),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Trouble.full),
        (OSError(errno.ENOENT, "No such file"), None),
        (NoRoom(), Trouble.full),
        (ValueError("database is locked"), None),
    ],
)
def test_which_trouble_an_error_stands_for(error, reason):
    assert trouble.of(error) is reason


@pytest.fixture
def away(monkeypatch):
    """Let nothing be written from now on."""

    def take_away():
        def fail(*_args, **_named):
            raise broken(words="host db.inner.example refused")

        monkeypatch.setattr(unit_of_work, "run", fail)

    return take_away


def test_the_form_stands_in_the_page_and_goes_again_under_its_key(app, away):
    with app.app_context():
        client = client_of(app, "head", "en")
        fields = {**hidden(client.get("/projects/new")), **PROJECT, "name": 'Mây "tre" <đan>'}
        away()
        reply = client.post("/projects/new", data=fields)
    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "10"
    assert "db.inner.example" not in reply.text
    assert 'action="/projects/new"' in reply.text
    assert f'name="idempotency_key" value="{fields["idempotency_key"]}"' in reply.text
    assert "Mây &#34;tre&#34; &lt;đan&gt;" in reply.text
    assert reply.text.count('name="csrf_token"') >= 1
    assert "data-keeps-forms" in reply.text


def test_a_password_never_stands_in_a_page(app, away):
    client = app.test_client()
    page = client.get("/sign-in").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    away()
    reply = client.post(
        "/sign-in", data={"csrf_token": token, "email": "a@b.vn", "password": "bí mật lắm đấy"}
    )
    assert reply.status_code == 503
    assert "bí mật" not in reply.text
    assert "Thử lại" in reply.text
