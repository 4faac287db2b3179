"""Browsers without a screen for the tests of signing in: they send forms with the tokens of the page they stand on."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.models import User
from promotion.database import unit_of_work
from promotion.kernel.choices import Role
from promotion.units import queries as units
from tests.factories.people import OPERATOR, PASSWORD


@dataclass
class Browser:
    """A person at a browser."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path)

    def send(self, path: str, at: str = "/sign-in", key: str | None = None, **fields: str) -> TestResponse:
        """Send a form with the tokens of the page that it stands on."""
        page = self.client.get(at).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None, at
        data = {"csrf_token": token[1], "idempotency_key": key or secrets.token_hex(), **fields}
        return self.client.post(path, data=data)

    def sign_in(self, email: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        """Sign in."""
        return self.send("/sign-in", email=email, password=password, **fields)

    def welcome(self, email: str, code: str, password: str, **fields: str) -> TestResponse:
        """Choose a password with a code."""
        given = {"email": email, "code": code, "password": password, "again": password, **fields}
        return self.send("/welcome", at="/welcome", **given)

    @property
    def cookie(self) -> str | None:
        """The session's cookie as the browser holds it."""
        held = self.client.get_cookie("session")
        return held.value if held else None

    def take(self, cookie: str | None) -> None:
        """Use somebody else's cookie."""
        self.client.set_cookie("session", cookie or "")

    @property
    def inside(self) -> bool:
        """Whether this browser is signed in."""
        return self.client.get("/style").status_code != 302


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Make a fresh browser."""
    return lambda: Browser(app)


@pytest.fixture
def account(app: Flask) -> Callable[..., str]:
    """Give somebody an account with grants as (role, unit, region); return the address."""

    def make(name: str, *grants: tuple[Role, str | None, str | None], password: str = PASSWORD) -> str:
        email = f"{name}@example.vn"

        def act() -> None:
            user = service.add_user(OPERATOR, UserDraft(email, f"Người {name}", password))
            for role, unit, region in grants:
                draft = GrantDraft(role, date(2024, 1, 1), units.unit(unit).id if unit else None, region)
                service.add_grant(OPERATOR, user, draft)

        with app.app_context():
            unit_of_work.run(act)
        return email

    return make


@pytest.fixture
def change(app: Flask) -> Callable[..., None]:
    """Run a verb of the accounts' service on a person, as the operator."""

    def run(verb: Callable[..., object], email: str, *words: object, **named: object) -> None:
        with app.app_context():
            unit_of_work.run(lambda: verb(OPERATOR, known(email), *words, **named))

    return run


def handed(reply: TestResponse) -> str:
    """Return the code that a page shows, "" when it shows none."""
    found = re.search(r'<p class="handed-code"><code>([^<]+)</code>', reply.text)
    return found[1] if found else ""


def known(email: str) -> User:
    """Return the account with this address."""
    user = queries.user_by_email(email)
    assert user is not None
    return user
