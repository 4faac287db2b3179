"""The house does not open with an undeclared door, and every door is found from the menu or excused by name."""

import pytest
from flask import Blueprint
from werkzeug.routing import IntegerConverter, PathConverter, UnicodeConverter

from promotion import factory, menu
from promotion.access import guard
from promotion.access.permissions import ALL, OF_ROLE
from promotion.kernel.choices import Role
from tests.access.walker import CONVERTERS

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]

# Pages that no menu leads to, each with the page that does.
EXCUSED = {
    "static": "every page loads its parts",
    "operations.live": "asked by machines: docs/operators-manual.md",
    "operations.ready": "asked by machines: docs/operators-manual.md",
    "operations.ledger": "asked by machines: docs/operators-manual.md",
    "accounts.sign_in": "where one is sent before anything else",
    "accounts.welcome": "the page to sign in",
    "dashboard.looked_after": "the first page, when there is something to look after",
    "accounts.sign_out": "the button in the header",
    "accounts.language": "the button in the header",
    "dashboard.help": "the footer",
    "dashboard.style": "for developers: docs/architecture.md",
    "allocation.book_page": "the rows of a fund",
}
# Whatever stands below a page of the menu: rooms whose first page is in it.
ROOMS = {
    "accounts",
    "allocation",
    "imports",
    "ledgerbooks",
    "notices",
    "oversight",
    "papers",
    "planner",
    "publications",
    "questions",
    "catalogue",
    "closing",
    "desk",
    "disbursement",
    "figures",
    "projects",
    "reorganisations",
    "reports",
    "territory",
    "trails",
    "treasury",
    "units",
}


@pytest.fixture
def extra(monkeypatch, settings):
    """A further room of one page that forgot to declare its permission."""
    room = Blueprint("forgotten", __name__)
    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, room))
    return room


def test_an_undeclared_page_stops_the_start(extra, settings):
    extra.add_url_rule("/forgotten", "page", lambda: "open to everybody")
    with pytest.raises(RuntimeError, match=r"endpoint forgotten\.page declares no permission"):
        factory.create_app(settings)


def test_a_permission_that_nobody_holds_cannot_be_declared():
    with pytest.raises(ValueError, match="unknown permission"):
        guard.requires("everything:do")


def test_a_page_added_after_the_start_is_not_open(app):
    app.add_url_rule("/late", "late", lambda: "open to everybody")
    reply = app.test_client().get("/late")
    assert reply.status_code == 500
    assert "open to everybody" not in reply.text


def test_every_page_is_in_the_menu_or_excused(app):
    found = {entry.endpoint for entry in menu.pages()}
    found |= {endpoint for entry in menu.pages() for endpoint in entry.also}
    rooms = {endpoint.split(".")[0] for endpoint in found} | {"disbursement"}
    assert rooms >= ROOMS
    lost = [
        end
        for end in app.view_functions
        if end not in found | EXCUSED.keys() and end.split(".")[0] not in ROOMS
    ]
    assert lost == []


def test_the_menu_shows_only_what_opens(app):
    declared = guard.declared(app)
    assert {entry.endpoint: entry.permission for entry in menu.pages()} == {
        entry.endpoint: declared[entry.endpoint]
        for entry in menu.pages()
        if entry.endpoint != "dashboard.home"
    } | {"dashboard.home": "figures:read"}


def test_the_walk_knows_every_converter():
    assert set(CONVERTERS) == {UnicodeConverter, IntegerConverter, PathConverter}


def test_every_role_may_something_and_every_permission_is_somebodys():
    assert set(OF_ROLE) == set(Role)
    assert all(OF_ROLE[role] for role in Role)
    assert frozenset().union(*OF_ROLE.values()) == ALL


def test_who_manages_accounts_reads_no_money_and_who_reads_only_writes_nothing():
    money = {
        name
        for name in ALL
        if name.split(":")[0] in {"money", "projects", "figures", "plan", "spend", "reports"}
    }
    assert not OF_ROLE[Role.administrator] & money
    writing = {
        name for name in ALL if name.split(":")[1] in {"write", "decide", "propose", "book", "manage", "all"}
    }
    for role in (Role.finance_viewer, Role.organiser, Role.auditor):
        assert not OF_ROLE[role] & writing
