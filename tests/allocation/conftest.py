"""The office of money coming down: an agency and two provinces, their people, funds and browsers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from promotion.access.actor import EVERYTHING, Actor, Scope
from promotion.accounts import service as accounts
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.allocation import service
from promotion.allocation.drafts import OpenDraft, Paper, PlanDraft, ReleaseDraft, RowsDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.units.models import Unit
from tests.support.people import OPERATOR, PASSWORD
from tests.support.treasury import Treasury, person

BILLION = 10**9
DAY = date(2024, 5, 20)


@dataclass
class Office:
    """People as actors, and verbs that each run in a unit of work of their own."""

    treasury: Treasury
    agency: Actor = field(init=False)
    head: Actor = field(init=False)
    other_head: Actor = field(init=False)
    clerk: Actor = field(init=False)
    chief: Actor = field(init=False)
    stranger: Actor = field(init=False)

    def __post_init__(self) -> None:
        units = self.treasury.units
        self.agency = person(11, Role.agency, {units["agency"], units["ipc1"]}, EVERYTHING)
        self.head = person(12, Role.head, {units["agency"]}, EVERYTHING)
        self.other_head = person(13, Role.head, {units["agency"]}, EVERYTHING)
        self.clerk = self._of_province(14, Role.clerk, "2024-91")
        self.chief = self._of_province(15, Role.head, "2024-91")
        self.stranger = self._of_province(16, Role.head, "2024-89")

    def _of_province(self, user_id: int, role: Role, key: str) -> Actor:
        units = {self.treasury.units[f"{kind}-{key}"] for kind in ("centre", "department")}
        return person(user_id, role, units, Scope(units=frozenset(units), homes=frozenset({key})))

    def unit(self, code: str) -> str:
        """Return the public id of a unit."""
        return db.session.scalars(select(Unit.public_id).where(Unit.code == code)).one()

    def fund(self, code: str = "agency", year: int = 2024, by: Actor | None = None) -> Fund:
        """Open a fund."""
        draft = OpenDraft(year, self.unit(code))
        return unit_of_work.run(lambda: service.open_fund(by or self.agency, draft))

    def paper(self, number: str = "1/QĐ", day: date = DAY, **others: Any) -> Paper:
        """Return a document with its business day."""
        return Paper(Document(number, day, "Bộ Công Thương"), day, **others)

    def approve(self, fund: Fund, amount: int, by: Actor | None = None, **paper: Any) -> Act | Proposal:
        """Propose a plan."""
        draft = PlanDraft(amount, self.paper(**paper))
        return unit_of_work.run(lambda: service.approve(by or self.agency, fund.public_id, draft))

    def release(self, fund: Fund, by: Actor | None = None, **draft: Any) -> Act | Proposal:
        """Propose a tranche."""
        asked = ReleaseDraft(draft.pop("paper", None) or self.paper(), **draft)
        return unit_of_work.run(lambda: service.release(by or self.agency, fund.public_id, asked))

    def rows(self, verb: str, fund: Fund, amounts: Mapping[int, int], **others: Any) -> Act | Proposal:
        """Propose to list (`list_lines`) or to share out (`share_out`), by row id of the envelope."""
        ids = dict(db.session.execute(select(Envelope.id, Envelope.public_id)).all())
        by = others.pop("by", self.agency)
        draft = RowsDraft(
            others.pop("paper", None) or self.paper(),
            tuple((ids[envelope], amount) for envelope, amount in amounts.items()),
            **others,
        )
        propose: Callable[..., Act | Proposal] = getattr(service, verb)
        return unit_of_work.run(lambda: propose(by, fund.public_id, draft))

    def book(self, proposal: Act | Proposal, by: Actor | None = None) -> Act:
        """Book what was proposed."""
        public_id = proposal.public_id
        return unit_of_work.run(lambda: service.book(by or self.head, public_id))

    def planned(self, amount: int = 130 * BILLION) -> Fund:
        """Return a national fund with a booked plan."""
        fund = self.fund()
        self.book(self.approve(fund, amount))
        return fund


@pytest.fixture
def office(app):
    """People, units, and nothing booked yet, on this test's own database."""
    with app.app_context():
        yield Office(Treasury())


class Window:
    """A signed-in person's browser without a screen: it fills in forms as they stand on the page."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.html = ""
        self.status = 0
        self.address = ""

    def open(self, address: str) -> "Window":
        """Open a page."""
        with self.client.application.app_context():  # a request of its own, beside the test's context
            return self._take(self.client.get(address))

    def send(self, address: str, **fields: str) -> "Window":
        """Send a form: the token and the key of the page at hand, and these fields."""
        hidden = {name: self.value(name) for name in ("csrf_token", "idempotency_key")}
        with self.client.application.app_context():
            return self._take(self.client.post(address, data=hidden | fields, follow_redirects=True))

    def _take(self, answer) -> "Window":
        self.html, self.status, self.address = answer.text, answer.status_code, answer.request.path
        return self

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', self.html)
        value = re.search(r'value="([^"]*)"', found.group()) if found else None
        return unescape(value.group(1)) if value else ""

    @property
    def words(self) -> str:
        """The page as text."""
        return unescape(" ".join(re.sub(r"<[^>]+>", " ", self.html).split()))


@pytest.fixture
def window(app: Flask):
    """Return a browser, signed in as a new person with grants for units: window(Role.head, "agency")."""

    numbers = count(1)

    def arrive(role: Role, *units: str, language: str = "en") -> Window:
        email = f"{role}.{next(numbers)}@example.vn"

        def enter() -> str:
            user = accounts.add_user(OPERATOR, UserDraft(email, f"{role} {units}", PASSWORD, language))
            ids = dict(db.session.execute(select(Unit.code, Unit.id)).all())
            for unit in units or (None,):
                draft = GrantDraft(role, date(2000, 1, 1), unit_id=ids[unit] if unit else None)
                accounts.add_grant(OPERATOR, user, draft)
            return accounts.sign_in(email, PASSWORD, hours=1, address=None, device=None)

        token = unit_of_work.run(enter)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        return Window(client)

    return arrive
