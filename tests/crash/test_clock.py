"""The clock: years, leap days and the last day of settlement turn with the day of Viet Nam; one that goes back an hour
neither disorders the acts nor shuts anybody out. (What each kind of act may be dated: tests/ledger/test_days.py.)
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import select

from promotion.accounts import service
from promotion.accounts.drafts import GrantDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger import verify
from promotion.ledger.models import Act, Leg
from promotion.units import queries as units
from tests.accounts.conftest import known
from tests.factories.people import OPERATOR, PASSWORD, email_of
from tests.support.desk import Visitor, client_of
from tests.support.server import RAW_TOKEN, form_token

pytestmark = pytest.mark.data("desk")


class Clerk:
    """Somebody who pays from the contract of the office, of budget year 2024."""

    def __init__(self, app, office, client=None):
        self.app, self.office = app, office
        self.client = client or client_of(app, "head", "en")

    def pay(self, name, day="20/05/2024"):
        """Pay one đồng with a voucher of a day; return the status."""
        path, fields = self.office.payment(name)
        with self.client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
        whole = {**fields, "day": day, "csrf_token": form_token(self.app), "idempotency_key": f"key {name}"}
        return self.client.post(path, data=whole).status_code


# The moment (UTC), the day of the voucher, and whether a fund of 2024 takes it then.
TABLE = (
    ("2024-12-31T16:59:59", "31/12/2024", True),
    ("2024-12-31T16:59:59", "01/01/2025", False),  # in Viet Nam that is tomorrow
    ("2024-12-31T17:00:00", "01/01/2025", True),  # the year has turned; settlement goes on
    ("2024-12-31T17:00:00", "31/12/2024", True),
    ("2025-01-31T16:59:59", "31/01/2025", True),  # the last moment of the last day
    ("2025-01-31T16:59:59", "01/02/2025", False),
    ("2025-01-31T17:00:00", "31/01/2025", True),  # entered a day late, paid in time
    ("2025-01-31T17:00:00", "01/02/2025", False),  # the new year's money
    ("2025-02-28T17:00:00", "29/02/2025", False),  # no leap year
    ("2026-01-01T00:00:00", "29/02/2024", True),
)


@pytest.fixture
def predecessor(office):
    """Let the head of today's centre have been the head of the centre before it, too."""
    draft = GrantDraft(Role.head, date(2020, 1, 1), units.unit("centre-2024-91").id)
    unit_of_work.run(lambda: service.add_grant(OPERATOR, known(email_of("head")), draft))
    db.session.remove()


@pytest.mark.usefixtures("predecessor")
def test_years_days_and_settlement_turn_with_the_day_of_viet_nam(app, office):
    for number, (moment, day, taken) in enumerate(TABLE):
        with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False):
            clerk = Clerk(app, office)
            assert clerk.pay(f"S{number}-1", day) == (303 if taken else 422), (moment, day)
    assert set(office.kept()) == {f"S{number}-1" for number, row in enumerate(TABLE) if row[2]}
    assert verify.differences() == []


def test_a_clock_that_goes_back_an_hour(app, office):
    """Acts keep their order by number; whoever was signed in signs in again and is not taken for a guesser."""
    with time_machine.travel("2026-03-02T05:00:00Z", tick=False) as clock:
        clients = [sign_in(app) for _ in range(3)]
        clerk = Clerk(app, office, clients[0])
        assert clerk.pay("S1-1") == 303
        clock.shift(timedelta(hours=-1))
        again = [sign_in(app) for _ in range(3)]
        clerk = Clerk(app, office, again[0])
        assert clerk.pay("S1-1") == 303  # sent again: done once
        assert clerk.pay("S1-2") == 303
        clock.shift(timedelta(hours=1))
        assert Clerk(app, office, sign_in(app)).pay("S1-3") == 303
    acts = db.session.scalars(select(Act).where(Act.document_number.like("S1-%")).order_by(Act.number)).all()
    assert [act.document_number for act in acts] == ["S1-1", "S1-2", "S1-3"]
    assert acts[1].booked_at < acts[0].booked_at, "the clock did not go back"
    legs = db.session.scalars(select(Leg).order_by(Leg.envelope_id, Leg.counter, Leg.sequence)).all()
    for before, after in pairwise(legs):
        if (before.envelope_id, before.counter) == (after.envelope_id, after.counter):
            assert after.balance == before.balance + after.change
    db.session.remove()
    assert office.kept() == {"S1-1": 1, "S1-2": 1, "S1-3": 1}
    assert verify.differences() == []


def sign_in(app):
    """Sign in from a fresh browser behind the address that all of them share."""
    client = Visitor(app, app.response_class, use_cookies=True)
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[0]
    fields = {"csrf_token": token, "email": email_of("head"), "password": PASSWORD, "next": ""}
    reply = client.post("/sign-in", data=fields)
    assert reply.status_code == 303, reply.status_code
    return client
