"""Migration 0012 fills the lines that stand already as the services would have written them, on both engines."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from promotion.audit.models import AuditLine
from promotion.database import migrate
from promotion.database.engines import WRITING
from promotion.database.handle import db

FILLED = ("unit_id", "home", "level", "amount", "object_name", "object_key")


def rows():
    columns = [getattr(AuditLine, name) for name in ("id", "act", *FILLED)]
    found = {row.id: tuple(row) for row in db.session.execute(select(*columns))}
    db.session.rollback()
    db.session.remove()
    return found


LATER_ROOMS = ("discrepancies.", "planner.", "questions.", "treasury.")


@pytest.mark.data("country")
def test_lines_get_back_what_the_step_down_took(app):
    with app.app_context():
        before = rows()
        migrate.downgrade(db.engine, "0011")
        migrate.upgrade(db.engine)
        after = rows()
        assert len(before) > 500
        differing = {line[1] for number, line in before.items() if after[number] != line}
        # A person's only unit is read from all grants ever given, the words of a project as they are now; what
        # later rooms tell was never filled by that step.
        later = {act for act in differing if act.startswith(LATER_ROOMS)}
        assert differing - later <= {"accounts.add_user", "accounts.set_active", "reference.load"}
        assert migrate.drift(db.engine) == []


@pytest.mark.data("country")
def test_the_guard_is_back_after_the_step(app):
    with app.app_context():
        migrate.downgrade(db.engine, "0011")
        for statement in ("UPDATE audit_line SET reason = 'x'", "DELETE FROM audit_line"):
            refused(statement)
        migrate.upgrade(db.engine)
        for statement in ("UPDATE audit_line SET amount = 1", "DELETE FROM audit_line"):
            refused(statement)


def refused(statement):
    with (
        pytest.raises(DBAPIError, match="append_only"),
        db.engine.execution_options(**{WRITING: True}).begin() as one,
    ):
        one.execute(text(statement))
