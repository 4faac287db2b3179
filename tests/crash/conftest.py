"""A province at work: a contract to pay from, projects to record, people signed in."""

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.ledger.models import Act
from promotion.projects.models import Project
from tests.support.desk import Desk
from tests.support.server import Senders, cookie_of, form_token

PLENTY = 10**9


class Office:
    """What clerks of the province send, and what of it is in the database."""

    def __init__(self) -> None:
        """Open a contract with a thousand million đồng."""
        desk = Desk()
        _project, line = desk.financed(PLENTY, PLENTY, two_person=False)
        desk.book(desk.assign(line, PLENTY))
        self.contract = desk.book(desk.commit(line, PLENTY, reason="Ký trước")).commitment.public_id
        self.unit = "centre-2025-91"
        db.session.remove()  # whatever is done to the database next is not done to a transaction of ours

    def payment(self, name: str) -> tuple[str, Mapping[str, str]]:
        """Return where a payment of one đồng is sent, and its fields."""
        fields = {
            "number": name, "day": "20/05/2024", "issuer": "Kho bạc", "amount": "1", "again": "y", "reason": "x",
        }  # fmt: skip
        return f"/commitments/{self.contract}/pay", fields

    def record(self, name: str) -> tuple[str, Mapping[str, str]]:
        """Return the same for a new project."""
        fields = {
            "name": name, "level": "local", "kind": "single", "unit": self.unit, "home": "2025-91",
            "commune": "Xã", "planned_start": "01/08/2025", "planned_end": "31/12/2025", "objective": "Mục tiêu",
        }  # fmt: skip
        return "/projects/new", fields

    def kept(self) -> dict[str, int]:
        """Return how often each name is in the database."""
        db.session.remove()  # what was seen before the crash is not what is there now
        found: dict[str, int] = {}
        for column in (Act.document_number, Project.name):
            query = select(column, func.count()).where(column.like("S%-%")).group_by(column)
            for name, number in db.session.execute(query):
                found[name] = found.get(name, 0) + number
        db.session.remove()
        return found


@pytest.fixture
def office(app):
    """The office, with an application context of the test's own."""
    with app.app_context():
        yield Office()


@pytest.fixture
def senders(app, office):
    """Make heads of the office, who book at once what they send to a server."""
    return lambda server: Senders(server, cookie_of(app, "head"), form_token(app))
