"""A treasury that knows what the centre of An Giang paid in 2025, and says it as a file, with whatever slips."""

from dataclasses import dataclass
from datetime import date

import pytest

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.treasury import arriving, service, signing
from promotion.treasury.comparing import compare
from promotion.treasury.drafts import ExplanationDraft
from promotion.treasury.models import Statement
from promotion.treasury.rules import Reason
from promotion.units import queries as units
from tests.factories import people
from tests.factories.statements import acts_of, csv, draft, rows_of

FIRST, LAST = date(2025, 8, 1), date(2025, 8, 31)
UNIT = "centre-2025-91"


@dataclass
class Bank:
    """The treasury and the people who work with its statements."""

    unit: int

    def acts(self, first=FIRST, last=LAST):
        """Return our acts of a period as the room finds them."""
        return acts_of(self.unit, first, last)

    def rows(self, acts=None):
        """Return rows of a file that say what our acts say."""
        return rows_of(self.acts() if acts is None else acts)

    def send(self, rows, role="clerk", **more):
        """Send a file of rows."""
        values = {"unit": self.unit, "first": FIRST, "last": LAST, **more}
        return unit_of_work.run(lambda: arriving.send(people.actor(role), draft(csv(*rows), **values)))

    def store(self, rows, role="clerk", left_out=None, **more):
        """Send a file of rows and store it."""
        sent = self.send(rows, role, **more)
        return unit_of_work.run(lambda: arriving.store(people.actor(role), sent.public_id, left_out or {}))

    def compare(self, statement):
        """Return the comparison as it is now."""
        db.session.expire_all()
        return compare(db.session.get_one(Statement, statement.id))

    def do(self, verb, statement, *given, role="clerk"):
        """Do one of the verbs on a statement."""
        return unit_of_work.run(lambda: verb(people.actor(role), statement.public_id, *given))

    def explain_all(self, statement, reason=Reason.timing):
        """Explain everything that is left."""
        keys = [case.key for case in self.compare(statement).cases if case.wanting]
        if keys:
            self.do(service.explain, statement, keys, ExplanationDraft(reason, "đã đối chiếu"))

    def sign(self, statement, role="head"):
        """Sign a statement off as it stands now."""
        mark = self.compare(statement).mark
        return self.do(signing.sign, statement, "Khớp đúng", mark, role=role)


@pytest.fixture
def bank(app):
    """The bank, in the context of the program."""
    with app.test_request_context():
        yield Bank(units.unit(UNIT).id)
