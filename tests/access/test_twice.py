"""Every form sent twice, or ten times at once, is done once; with other content under the same key it is refused. Each
change has its line in the trail.
"""

import json
import re
from contextvars import Context
from functools import partial

import pytest
from sqlalchemy import func, select

from promotion.accounts import codes
from promotion.accounts.models import SignIn
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.notices.models import NoticeReading
from tests.access.deeds import DEEDS, WITHOUT_DEED, user
from tests.access.posts import address, audit_lines, post, state
from tests.factories.people import actor, email_of
from tests.support.crowd import together

pytestmark = pytest.mark.data("country")

# What can be changed in a form and still be read; the first one that it has.
CHANGEABLE = (
    *("reason", "name", "note", "number", "source_vi", "email", "where", "role", "colleague", "content"),
    *("owner", "old", "as_of", "waiting"),
)
READ = {"notices.read": 1, "notices.read_all": 2}
SECRET = "bốn con mèo trên mái nhà"
SECRETS = re.compile(r"password|hash|token|cookie|secret|bốn con mèo", re.IGNORECASE)


def test_every_route_that_takes_a_form_has_a_deed_or_an_excuse(app):
    takes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert takes == DEEDS.keys() | WITHOUT_DEED.keys()


# Other content under a key that was used: refused, or what was done took the form's ground away.
GONE = {403, 404, 409, 422}


def test_sent_twice_done_once(app, visitor):
    """All deeds one after the other on one database."""
    people, before, refused = {}, state(app), set()
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
        changed = next((name for name in CHANGEABLE if name in fields), None)
        if changed is not None:  # a form of fields, no bare button
            other = post(person, path, {**fields, changed: str(fields[changed]) + " khác"}, f"key {number}")
            assert other.status_code in GONE, endpoint
            refused.add(endpoint)
        assert state(app) == after, endpoint
        before = after
    assert len(refused) > 30


def test_other_content_under_the_same_key_is_named_as_such(app, visitor):
    person = visitor("clerk")
    path, fields = address(app, "projects.new", DEEDS["projects.new"])
    assert post(person, path, fields, "key").status_code == 303
    before = state(app)
    other = post(person, path, {**fields, "name": "Tên khác"}, "key")
    assert other.status_code == 422
    assert "Biểu mẫu này đã được gửi với nội dung khác" in other.text
    assert state(app) == before


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in (1, 2))])
def test_ten_at_once_are_one(app, visitor, part):
    """Each deed ten times from the same moment, as a proxy or a nervous hand may send it: one effect, one answer.

    A third of the deeds at every run, all of them in the long tests; the others are done once, for those after them.
    """
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        people = [visitor(deed.role) for _copy in range(10 if number % 3 == part else 1)]
        path, fields = address(app, endpoint, deed)
        lines, marks = audit_lines(app), readings(app)
        sending = [partial(Context().run, post, person, path, fields, f"key {number}") for person in people]
        replies = together(app, sending)
        assert not [reply for reply in replies if isinstance(reply, Exception)], (endpoint, replies)
        answers = {(reply.status_code, reply.headers.get("Location")) for reply in replies}
        if endpoint == "accounts.password":  # ten tries of a password at once are too many
            answers -= {(422, None)}
        assert len(answers) == 1, (endpoint, answers)
        assert {status for status, _where in answers} == {303}, (endpoint, replies[0].text[-3000:])
        assert audit_lines(app) - lines == deed.lines, endpoint
        assert readings(app) - marks == READ.get(endpoint, 0), endpoint


def readings(app):
    """Return how often a person is marked as having read a notice."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(NoticeReading))


def test_a_code_is_taken_once_of_ten(app, visitor):
    """Ten browsers with one code: one password, one session."""
    with app.app_context():
        made = unit_of_work.run(lambda: codes.make(actor("administrator"), user("clerk"), by_mail=False))
    sent = {"email": email_of("clerk"), "code": made.code, **dict.fromkeys(("password", "again"), SECRET)}
    people = [visitor("anonymous") for _copy in range(10)]
    sending = [partial(Context().run, post, person, "/welcome", sent, "key") for person in people]
    replies = together(app, sending)
    statuses = [reply.status_code for reply in replies]
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 422, 429}  # a wrong code, or too many tries one after the other


def test_what_ends_or_sets_something_does_so_however_often_it_is_sent(app, visitor):
    person = visitor("auditor")
    before = state(app)
    for _time in range(2):
        assert post(person, "/language", {"language": "en", "next": "/help"}, "key").status_code == 303
    changed = {name for name, held in state(app).items() if held != before[name]}
    assert changed <= {"user_account", "audit_line"}
    for _time in range(2):
        assert post(person, "/sign-out", {}, "key").status_code == 303
        person.arrive()
    with app.app_context():
        ended = select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_not(None))
        assert db.session.scalar(ended) == 1


def test_a_key_is_its_persons_own(app, visitor):
    """Somebody else's key is nobody's: the same form of two people is two forms."""
    path, fields = address(app, "projects.new", DEEDS["projects.new"])
    one, two = visitor("clerk"), visitor("head")
    assert post(one, path, fields, "key").status_code == 303
    before = state(app)
    assert post(two, path, fields, "key").status_code == 303
    assert state(app) != before


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
