"""The trail: one line per change, in the transaction of the change, for good."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from promotion.audit.drafts import Subject
from promotion.audit.models import AuditLine
from promotion.audit.queries import history
from promotion.audit.service import changes, record
from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from tests.factories.people import OPERATOR


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def write(number=1, **values):
    unit_of_work.run(lambda: record(OPERATOR, "test.act", Subject("thing", number, "Thứ"), **values))


def test_a_line_says_who_what_and_why(inside):
    write(before={"name": "a"}, after={"name": "b"}, reason="vì")
    write(2)
    (line,) = history("thing", 1)
    assert (line.user_id, line.user_name, line.act) == (0, "operator", "test.act")
    assert (line.before, line.after, line.reason, line.request_number) == (
        {"name": "a"},
        {"name": "b"},
        "vì",
        None,
    )
    assert line.at.tzinfo is not None


def test_the_newest_stands_first_and_things_are_kept_apart(inside):
    for number in (1, 2, 1):
        write(number, after={"number": number})
    lines = history("thing", 1)
    assert len(lines) == 2
    assert lines[0].id > lines[1].id
    assert history("other", 1) == []


def test_a_change_that_is_refused_leaves_no_line(inside):
    def act():
        record(OPERATOR, "test.act", Subject("thing", 1, "Thứ"))
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        unit_of_work.run(act)
    assert history("thing", 1) == []


def test_a_line_that_cannot_be_written_stops_the_change(inside):
    with pytest.raises((TypeError, StatementError)):
        write(after={"what": object()})
    assert history("thing", 1) == []


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditLine).values(user_name="nobody"),
        delete(AuditLine),
        text("UPDATE audit_line SET reason = 'x'"),
    ],
    ids=["update", "delete", "text"],
)
def test_a_line_is_never_changed_or_taken_out(inside, statement):
    write()
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})
    with pytest.raises(DBAPIError, match="append_only"):
        db.session.execute(statement)
    db.session.rollback()
    assert len(history("thing", 1)) == 1


def test_only_what_differs_is_kept():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None, "d": 4}) == (
        {"b": 2, "d": None},
        {"b": 3, "d": 4},
    )
    assert changes({}, {}) == ({}, {})
