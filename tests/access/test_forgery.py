"""A form is taken only with the token of the same session: no unsafe route is left out."""

import pytest
from itsdangerous import URLSafeTimedSerializer

from tests.access.doors import DOORS

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]


def forged(app):
    """Return what a forger may send instead of the token."""
    other = URLSafeTimedSerializer("another secret", salt="wtf-csrf-token").dumps("0" * 40)
    session = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("1" * 40)
    salt = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="cookie-session").dumps("0" * 40)
    return {
        "none": None,
        "empty": "",
        "noise": "x" * 90,
        "other secret": other,
        "other session": session,
        "salt": salt,
    }


def unsafe(app, person):
    """Yield every route that takes a form, with an address that leads somewhere and the fields it sends."""
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            door = DOORS[rule.endpoint]
            target = person.country.of(door.kind)[0] if door.kind else None
            with app.test_request_context():
                values = {**(target.values if target else {}), **dict(door.values)}
                path = app.url_for(rule.endpoint, **values)
            yield path, door.sends


@pytest.mark.parametrize("role", ["agency head", "administrator", "anonymous"])
def test_no_unsafe_route_takes_a_form_without_its_token(walking, visitor, role):
    person = visitor(role)
    for path, sends in unsafe(walking, person):
        for name, token in forged(walking).items():
            fields = {**dict(sends), "idempotency_key": "key"} | (
                {"csrf_token": token} if token is not None else {}
            )
            reply = person.client.post(path, data=fields)
            assert reply.status_code == 400, (path, name)
            reply = person.client.post(path, data=dict(sends), headers={"X-CSRFToken": token or ""})
            assert reply.status_code == 400, (path, name, "as a header")


FOREIGN = (
    *("https://evil.example", "http://localhost.evil.example", "http://evil.example:80", "null", "", "x"),
    *("http://127.0.0.1", "file://", "http://localhost@evil.example"),
)


@pytest.mark.parametrize("role", ["agency head", "administrator", "anonymous"])
def test_no_unsafe_route_takes_a_form_that_another_site_sends(walking, visitor, role):
    """Even with a token that is right, as if it had leaked."""
    person = visitor(role)
    for path, sends in unsafe(walking, person):
        fields = {**dict(sends), "csrf_token": person.token, "idempotency_key": "key"}
        for origin in FOREIGN:
            reply = person.client.post(path, data=fields, headers={"Origin": origin})
            assert reply.status_code == 400, (path, origin)


@pytest.mark.parametrize("origin", ["http://localhost", "http://localhost:8080", "https://LOCALHOST"])
def test_our_own_pages_send_forms_behind_any_proxy(visitor, origin):
    person = visitor("clerk")
    fields = {"csrf_token": person.token, "idempotency_key": "key"}
    reply = person.client.post("/projects/new", data=fields, headers={"Origin": origin})
    assert reply.status_code == 422


def test_nothing_is_exempt(app):
    protection = app.extensions["csrf"]
    assert not protection._exempt_views
    assert not protection._exempt_blueprints
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)


def test_other_methods_are_not_taken(walking, visitor):
    person = visitor("agency head")
    for rule in walking.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        target = person.country.of(door.kind)[0] if door.kind else None
        with walking.test_request_context():
            path = walking.url_for(rule.endpoint, **(target.values if target else {}), **dict(door.values))
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert person.client.open(path, method=method).status_code == 405, (method, path)
        assert person.client.options(path).status_code in {200, 403}
