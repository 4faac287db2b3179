"""Headers and cookies of every kind of answer: pages, errors, downloads, redirects, files."""

import re

import pytest
from flask import abort

from tests.access.doors import DOORS
from tests.support import house

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]

LITERAL = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def check(reply, where):
    """Look at what every answer carries."""
    wrong = {
        name: reply.headers.get(name) for name, text in LITERAL.items() if reply.headers.get(name) != text
    }
    assert not wrong, where
    assert "Server" not in reply.headers or "Werkzeug" in reply.headers["Server"]
    assert reply.headers.get("Cache-Control") == "no-store", where
    for cookie in reply.headers.getlist("Set-Cookie"):
        assert re.search(r"; HttpOnly; Path=/; SameSite=Lax$", cookie), cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("role", ["agency head", "administrator", "anonymous"])
def test_every_page_redirect_refusal_and_download_has_them(walking, visitor, role):
    person, kinds = visitor(role), set()
    for rule in walking.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        door = DOORS[rule.endpoint]
        target = person.country.of(door.kind)[0] if door.kind else None
        with walking.test_request_context():
            path = walking.url_for(rule.endpoint, **(target.values if target else {}), **dict(door.values))
        for method in sorted(rule.methods - {"OPTIONS"}):
            fields = {**dict(door.sends), "csrf_token": person.token, "idempotency_key": "key"}
            data = fields if method == "POST" else None
            reply = person.client.open(path + door.asks[0], method=method, data=data, buffered=True)
            check(reply, (method, path))
            kinds.add((reply.status_code, reply.mimetype))
            person.arrive()
        for method, sent in (("PUT", None), ("OPTIONS", None), ("POST", {"csrf_token": "forged"})):
            reply = person.client.open(path, method=method, data=sent)
            assert reply.status_code in {200, 302, 400, 403, 405}
            check(reply, (method, path))
            kinds.add((reply.status_code, reply.mimetype))
    assert len(kinds) > 2
    if role == "agency head":
        assert {status for status, _kind in kinds} >= {200, 303, 400, 403, 405, 422}
        assert any("spreadsheet" in kind for _status, kind in kinds)


@pytest.mark.parametrize("path", ["/missing", "/people/%00", "/projects/x", "/static/missing.css"])
def test_what_is_missing_has_them(visitor, path):
    reply = visitor("clerk").client.get(path)
    assert reply.status_code == (403 if path.startswith("/people") else 404) or path.endswith("%00")
    assert reply.headers["Content-Security-Policy"] == LITERAL["Content-Security-Policy"]


@pytest.mark.parametrize("length", [13_000_000])
def test_what_is_too_large_has_them(visitor, length):
    person = visitor("clerk")
    sent = {"csrf_token": person.token, "name": "x" * length}
    reply = person.client.post("/projects/new", data=sent)
    assert reply.status_code == 413
    check(reply, "too large")


def test_what_was_changed_meanwhile_has_them(walking, visitor):
    person = visitor("clerk")
    project = next(one for one in person.country.of("project") if one.unit == "ag")
    sent = {"csrf_token": person.token, "idempotency_key": "k", "since": "01/09/2025", "version": "0"}
    sent["reason"] = "x"
    moves = [
        person.client.post(f"/projects/{project.values['public_id']}/state/{target}", data=sent)
        for target in ("stopped", "accepted")
    ]
    assert 409 in {reply.status_code for reply in moves} or {reply.status_code for reply in moves} <= {
        403,
        422,
    }
    for reply in moves:
        check(reply, reply.request.path)


def test_the_policy_lets_nothing_inline_run():
    for part in LITERAL["Content-Security-Policy"].split("; "):
        assert "unsafe" not in part
        assert "*" not in part
        assert "http" not in part


def test_a_fault_of_our_own_has_them_and_tells_nothing_but_its_number(app, visitor, caplog):
    def broken():
        raise ZeroDivisionError("secret of the house")

    def too_large():
        abort(413)

    app.view_functions["dashboard.help"] = broken
    app.view_functions["dashboard.style"] = too_large
    client = visitor("clerk").client
    reply = client.get("/help")
    assert reply.status_code == 500
    check(reply, "/help")
    assert "secret" not in reply.text
    assert "ZeroDivision" not in reply.text
    number = re.search(r"<code>([0-9a-f]{8})</code>", reply.text)
    assert number is not None
    assert number[1] in caplog.text
    reply = client.get("/style")
    assert reply.status_code == 413
    check(reply, "/style")


def test_files_may_be_kept_pages_may_not(visitor):
    reply = visitor("anonymous").client.get("/static/css/frame.css", buffered=True)
    assert reply.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in reply.headers


def test_a_download_is_a_file_of_its_own_type(visitor):
    reply = visitor("organiser").client.get("/reports/conference/workbook?year=2025", buffered=True)
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"].startswith("attachment; filename")
    assert reply.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_over_https_cookies_stay_on_https(settings):
    app = house.open_house(settings.model_copy(update={"tls": True}))
    reply = app.test_client().get("/sign-in", base_url="https://kc.example.vn")
    assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = reply.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-session=")
        assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    house.close_house(app)


def test_only_listed_names_are_answered(settings):
    app = house.open_house(settings.model_copy(update={"trusted_hosts": ("kc.example.vn",)}))
    client = app.test_client()
    assert client.get("/sign-in", base_url="http://kc.example.vn").status_code == 200
    reply = client.get("/sign-in", base_url="http://evil.example")
    assert reply.status_code == 400
    assert "evil.example" not in reply.text
    house.close_house(app)
