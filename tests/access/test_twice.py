"""Every form sent twice is done once, with other content under the same key it is refused; each change has its line
in the trail, and what the form does not ask for is never written.
"""

import json
import re

import pytest
import time_machine
from sqlalchemy import select

from promotion.audit.models import AuditLine
from promotion.database.base import Base
from promotion.database.handle import db
from promotion.web.forms import Form
from tests.access.deeds import DEEDS, WITHOUT_DEED
from tests.access.posts import address, audit_lines, contents, post, state

pytestmark = pytest.mark.data("country")

SECRETS = re.compile(r"password|hash|token|cookie|secret|bốn con mèo", re.IGNORECASE)
MOMENT = "2026-02-02T03:00:00Z"


def test_every_route_that_takes_a_form_has_a_deed_or_an_excuse(app):
    takes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert takes == DEEDS.keys() | WITHOUT_DEED.keys()


def test_sent_twice_done_once(app, visitor):
    """All deeds one after the other on one database."""
    people, before = {}, state(app)
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        person = people.setdefault(deed.role, visitor(deed.role))
        path, fields = address(app, endpoint, deed)
        lines = audit_lines(app)
        first = post(person, path, fields, f"key {number}")
        assert first.status_code == 303, (endpoint, first.text[-4000:])
        after = state(app)
        assert after != before, endpoint
        assert audit_lines(app) - lines == deed.lines, endpoint
        second = post(person, path, fields, f"key {number}")
        assert (second.status_code, second.headers.get("Location")) == (303, first.headers["Location"]), (
            endpoint
        )
        other = post(person, path, {**fields, "note": "khác", "reason": "khác"}, f"key {number}")
        assert (other.status_code, other.headers.get("Location")) != (303, first.headers["Location"]), (
            endpoint
        )
        assert state(app) == after, endpoint
        before = after


def test_a_key_is_its_persons_own(app, visitor):
    """Somebody else's key is nobody's: the same form of two people is two forms."""
    path, fields = address(app, "projects.new", DEEDS["projects.new"])
    one, two = visitor("clerk"), visitor("head")
    assert post(one, path, fields, "key").status_code == 303
    before = state(app)
    assert post(two, path, fields, "key").status_code == 303
    assert state(app) != before


def test_nothing_but_the_forms_own_fields_is_ever_written(app, visitor):
    """Each deed with every column of every table as a further field leaves exactly what it leaves without."""
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    fields_of_forms = set(_names_of_fields())
    with time_machine.travel(MOMENT, tick=False):
        for number, (endpoint, deed) in enumerate(DEEDS.items()):
            person = visitor(deed.role)
            path, fields = address(app, endpoint, deed)
            extra = {name: _odd(name) for name in columns - fields_of_forms - fields.keys()}
            extra |= {
                f"{table.name}-{name}": "1"
                for table in Base.metadata.sorted_tables
                for name in ("id", "state")
            }
            assert len(extra) > 80
            assert post(person, path, {**extra, **fields}, f"key {number}").status_code == 303, endpoint
    written = json.dumps({name: [repr(row) for row in rows] for name, rows in contents(app).items()})
    assert ODD_TEXT not in written
    assert str(ODD_NUMBER) not in written
    with app.app_context():
        lines = db.session.scalars(select(AuditLine)).all()
        assert {line.user_id for line in lines} != {ODD_NUMBER}


ODD_TEXT, ODD_NUMBER = "planted", 424242


def _odd(name):
    return str(ODD_NUMBER) if name.endswith(("_id", "_by", "version", "amount", "id")) else ODD_TEXT


def _names_of_fields():
    def below(form):
        yield form
        for further in form.__subclasses__():
            yield from below(further)

    for form in below(Form):
        yield from (name for name in vars(form) if not name.startswith("_"))
        yield from (name for base in form.__mro__ for name in vars(base))


def test_the_trail_holds_no_secret(app, visitor):
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        if endpoint.startswith("accounts."):
            path, fields = address(app, endpoint, deed)
            post(visitor(deed.role), path, fields, f"key {number}")
    with app.app_context():
        for line in db.session.scalars(select(AuditLine)):
            assert not SECRETS.search(
                json.dumps([line.before, line.after, line.reason], ensure_ascii=False)
            ), line.act
            assert line.user_name


def test_each_line_names_the_request_it_came_with(app, visitor):
    path, fields = address(app, "projects.new", DEEDS["projects.new"])
    post(visitor("clerk"), path, fields, "key")
    with app.app_context():
        last = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
        assert last.request_number is not None
        assert re.fullmatch(r"[0-9a-f]{8}", last.request_number)
        assert last.act == "projects.record"
