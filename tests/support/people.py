"""People of the tests: an account with a grant, and a client that is signed in as that person."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from promotion.access.actor import NOTHING, Actor, Right
from promotion.accounts import service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.database import unit_of_work
from promotion.kernel.choices import Role
from promotion.units import queries as units

OPERATOR = Actor(0, "operator", "", (Right(Role.administrator, frozenset(), NOTHING),))
PASSWORD = "correct horse battery staple"


def sign_in(
    app: Flask,
    role: Role = Role.auditor,
    language: str = "en",
    *,
    unit: str | None = None,
    region: str | None = None,
) -> FlaskClient:
    """Return a client signed in as a new person with this role, for a unit (its code) or region if need be."""
    email = f"{role}.{language}@example.vn"

    def arrive() -> str:
        user = service.add_user(OPERATOR, UserDraft(email, "Nguyễn Thử", PASSWORD, language))
        unit_id = units.unit(unit).id if unit else None
        service.add_grant(OPERATOR, user, GrantDraft(role, date(2000, 1, 1), unit_id, region))
        return service.sign_in(email, PASSWORD, hours=1, address=None, device=None)

    with app.app_context():
        token = unit_of_work.run(arrive)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client
