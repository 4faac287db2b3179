"""What may be sent with a form: its own fields, nothing else. A field too many or an id of others writes nothing."""

import pytest
from flask import redirect, request
from sqlalchemy import text

from promotion.access import guard
from promotion.database import unit_of_work
from promotion.database.base import Base
from promotion.database.handle import db
from promotion.web.forms import TOKENS, Form
from tests.access.deeds import DEEDS, PREPARED, WITHOUT_DEED
from tests.access.posts import address, audit_lines, post, state
from tests.factories.targets import MISSING

pytestmark = [pytest.mark.data("country"), pytest.mark.one_engine]

COLUMNS = sorted({column.name for table in Base.metadata.sorted_tables for column in table.columns})
# Fields that name something else than what the address names.
NAMING = {
    "unit",
    "owner",
    "colleague",
    "fund",
    "home",
    "waiting",
    "programme",
    "content",
    "old_1",
    "old_2",
}
OUT_OF_REACH = ("department-2025-82", "centre-2025-82", "2025-82", MISSING, "1", "0", "-1", "' OR 1=1")


@pytest.fixture
def lists(monkeypatch):
    """The list of fields of the form that was checked last."""
    known: list[frozenset[str]] = []
    checked = Form.surplus

    def look(form):
        known.append(frozenset({*form._fields, *form.beside, *TOKENS}))
        return checked(form)

    monkeypatch.setattr(Form, "surplus", look)
    return known


@pytest.fixture
def unseen(app, visitor, lists):
    """Send a deed with fields that its form does not have; it must be refused. Return the fields it has."""

    def send(endpoint, deed, extra):
        person = visitor(deed.role)
        path, fields = address(app, endpoint, deed)
        lists.clear()
        reply = post(person, path, {**dict.fromkeys(extra, "1"), **fields}, f"surplus {endpoint} {extra[:1]}")
        assert lists, f"{endpoint} looks at what is sent without a form"
        assert reply.status_code in {404, 422}, (endpoint, extra)
        return lists[-1]

    return send


def test_every_column_as_a_further_field_refuses_the_form(app, visitor, unseen):
    """Each deed with every column of every table that its form lacks, all at once and some alone; then as it is."""
    before = state(app)
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        own = unseen(endpoint, deed, ["planted"])
        extra = [name for name in COLUMNS if name not in own]
        assert len(extra) > 80, endpoint
        unseen(endpoint, deed, extra)
        unseen(endpoint, deed, [extra[number * 7 % len(extra)]])
        if endpoint not in PREPARED:
            assert state(app) == before, endpoint
        lines = audit_lines(app)
        path, fields = address(app, endpoint, deed)
        assert post(visitor(deed.role), path, fields, f"key {number}").status_code == 303, endpoint
        assert audit_lines(app) - lines >= deed.lines, endpoint
        before = state(app)


@pytest.mark.parametrize("endpoint", WITHOUT_DEED)
def test_forms_that_change_no_business_have_their_list_too(app, visitor, lists, endpoint):
    with app.test_request_context():
        path = app.url_for(endpoint)
    before = state(app)
    role = "auditor" if endpoint in {"accounts.sign_out", "accounts.language"} else "anonymous"
    reply = post(visitor(role), path, {"planted": "1", "language": "en", "next": "/help"}, "key")
    assert lists, endpoint
    assert reply.status_code in {303, 422}
    assert state(app) == before
    with app.app_context():
        alive = text("SELECT count(*) FROM sign_in WHERE ended_at IS NULL")
        held = db.session.execute(alive).scalar_one()
    assert held == len({person for person in before if person}) or held > 0


def test_an_id_of_others_in_a_field_writes_nothing(app, visitor):
    """Each deed with another place's unit, fund, line, share or person in every field that names one."""
    tried = 0
    for endpoint, deed in DEEDS.items():
        # An administrator may name anybody's; preparing some changes the database.
        if deed.role == "administrator" or endpoint in PREPARED:
            continue
        path, fields = address(app, endpoint, deed)
        person, before = visitor(deed.role), state(app)
        foreign = foreign_ids(person)
        for name in fields:
            rows = name.startswith(("row_", "line_", "take_", "share_"))
            if not rows and name not in NAMING:
                continue
            for value in (*foreign, *OUT_OF_REACH):
                sent = {key: held for key, held in fields.items() if key != name}
                sent |= {f"{name.split('_')[0]}_{value}": fields[name]} if rows else {name: value}
                if sent == fields or (name == "home" and value == "0"):
                    continue
                reply = post(person, path, sent, f"foreign {endpoint} {name} {value}")
                assert reply.status_code in {403, 404, 409, 422}, (endpoint, name, value)
                tried += 1
        assert state(app) == before, endpoint
    assert tried > 100


def foreign_ids(person):
    """Return public ids of the other province's funds, lines, shares, projects and people."""
    kinds = ("fund", "line", "share", "project", "person")
    found = [
        next(
            (
                str(target.values["public_id"])
                for target in person.country.of(kind)
                if target.places == {"dt"} or target.unit == "foreign clerk"
            ),
            None,
        )
        for kind in kinds
    ]
    return [one for one in found if one is not None]


def test_a_view_that_takes_what_comes_is_found(app, visitor, lists):
    """The check above would see a view that reads what was sent past a form's list."""

    @guard.requires("account:own")
    def takes_all(public_id=None):
        del public_id
        unit_of_work.run(lambda: db.session.execute(text("UPDATE fund SET code = code")))
        return redirect(f"/help?{request.form.get('planted')}", code=303)

    app.view_functions["accounts.password"] = takes_all
    path, fields = address(app, "accounts.password", DEEDS["accounts.password"])
    reply = post(visitor("finance"), path, {**fields, "planted": "1"}, "key")
    assert reply.status_code == 303
    assert lists == []


def test_the_answer_names_the_field(app, visitor):
    path, fields = address(app, "projects.new", DEEDS["projects.new"])
    reply = post(visitor("clerk"), path, {**fields, "state": "approved"}, "key")
    assert reply.status_code == 422
    assert "không thuộc biểu mẫu này (state)" in reply.text
