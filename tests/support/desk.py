"""A desk: the people of one province and of the agency, projects and money brought as far as a test needs it."""

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from promotion.access.actor import Actor
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import AssignDraft, CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.choices import Level, ProjectState
from promotion.ledger import places
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import BeneficiaryDraft, MoveDraft, ProjectDraft
from promotion.projects.models import Project
from promotion.projects.rules import ProjectKind
from promotion.units import queries as units
from tests.factories import people
from tests.support import house

T = TypeVar("T")


def build(address: str, folder: Path) -> None:
    """Fill an empty database with reference data and people: the contents "desk" of the tests' databases."""
    house.CONTENTS["reference"](address, folder)
    app = house.open_house(house.settings_for(address, folder))
    try:
        with app.app_context():
            people.settle()
    finally:
        house.close_house(app)


MILLION = 1_000_000
BEGIN, DAY = date(2024, 1, 15), date(2024, 5, 20)
TREASURY = "Kho bạc Nhà nước Kiên Giang"


class Desk:
    """Verbs in a unit of work each. Roles are those of tests.factories.people; projects are Kiên Giang's."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.centre = units.unit("centre-2024-91").id

    def actor(self, role: str) -> Actor:
        """Return a person as the program sees it now."""
        return people.actor(role)

    def run(self, act: Callable[[], T]) -> T:
        """Run an act, and forget what the session knew of counters."""
        done = unit_of_work.run(act)
        db.session.expire_all()
        return done

    def draft(self, **changes: Any) -> ProjectDraft:
        """Return a project of Kiên Giang's centre."""
        whole = ProjectDraft(
            name="Hỗ trợ máy móc chế biến nước mắm",
            level=Level.national,
            kind=ProjectKind.single,
            unit_id=self.centre,
            home="2024-91",
            commune="Đặc khu Phú Quốc",
            planned_start=BEGIN,
            planned_end=date(2024, 11, 30),
            objective="Nâng cao năng suất",
        )
        return replace(whole, **changes)

    def project(self, state: ProjectState = ProjectState.draft, **changes: Any) -> Project:
        """Record a project and bring it to a state on the usual way."""
        clerk = self.actor("clerk")
        project = self.run(lambda: projects.record(clerk, self.draft(**changes), BEGIN))
        party = BeneficiaryDraft("Công ty TNHH Thanh Hà", "0100109106", "Phú Quốc")
        self.run(lambda: records.add_beneficiary(clerk, project.public_id, party))
        owner = "agency head" if project.level == Level.national else "sister head"
        way = (
            (ProjectState.registered, "clerk"),
            (ProjectState.approved, owner),
            (ProjectState.running, "head"),
            (ProjectState.accepted, "head"),
        )
        for target, role in way:
            if project.state == state:
                break
            self.move(project, target, role)
        return project

    def move(
        self, project: Project, target: ProjectState, role: str, day: date = BEGIN, reason: str | None = None
    ) -> Project:
        """Move a project."""
        actor, number = self.actor(role), project.public_id
        return self.run(lambda: projects.move(actor, number, MoveDraft(target, day, reason)))

    def fund(self, level: Level = Level.national, year: int = 2024, *, two_person: bool = True) -> Fund:
        """Open the agency's fund, or that of the province's department."""
        national = level is Level.national
        owner = units.unit("agency" if national else "department-2024-91")
        draft = places.FundDraft(
            f"{level}-{year}", level, year, owner.id, owner.province_key, two_person=two_person
        )
        clerk = self.actor("agency" if national else "sister clerk")
        return self.run(lambda: places.open_fund(clerk, draft))

    def line(self, project: Project, fund: Fund, content: str = "ND3B") -> Envelope:
        """Open a line."""
        clerk = self.actor("clerk")
        return self.run(lambda: projects.add_line(clerk, project.public_id, fund.public_id, content))

    def plan(self, kind: ActKind, fund: Fund, envelope_id: int, amount: int, day: date = BEGIN) -> None:
        """Propose and book an act of the agency's plan."""
        document = Document(f"{next(self.numbers)}/QĐ-BCT", day, "Bộ Công Thương")
        draft = ActDraft(kind, fund.id, day, document, ((envelope_id, amount),))
        clerk, head = self.actor("agency"), self.actor("agency head")
        proposal = self.run(lambda: acts.propose(clerk, draft))
        if not isinstance(proposal, Act):
            self.run(lambda: acts.book_proposal(head, proposal.public_id))

    def financed(self, listed: int, shared: int, *, two_person: bool = True) -> tuple[Project, Envelope]:
        """Return an approved project with a listed line, and money in its unit's share (đồng)."""
        project, fund = self.project(ProjectState.approved), self.fund(two_person=two_person)
        line = self.line(project, fund)
        top = ledger.fund_envelope(fund.id).id
        self.plan(ActKind.approve, fund, top, max(listed, shared))
        self.plan(ActKind.list, fund, line.id, listed)
        if shared:
            self.plan(ActKind.release, fund, top, shared)
            self.plan(ActKind.share, fund, line.parent_id or 0, shared)
        return project, line

    def book(self, done: spending.Done, role: str = "head") -> spending.Done:
        """Book what was proposed."""
        head, number = self.actor(role), done.outcome.public_id
        self.run(lambda: acts.book_proposal(head, number))
        return done

    def assign(self, line: Envelope, amount: int) -> spending.Done:
        """Propose to assign money of the share."""
        clerk = self.actor("clerk")
        share = ledger.envelopes([line.parent_id or 0])[0].public_id
        draft = AssignDraft(((line.public_id, amount),), self.voucher())
        return self.run(lambda: spending.assign(clerk, share, draft))

    def contract(self, amount: int, **changes: Any) -> CommitmentDraft:
        """Return a contract."""
        return replace(
            CommitmentDraft(
                CommitmentKind.contract, f"{next(self.numbers)}/HĐ-KC", DAY, "Công ty TNHH Thanh Hà", amount
            ),
            **changes,
        )

    def commit(self, line: Envelope, amount: int, **changes: Any) -> spending.Done:
        """Propose a contract."""
        clerk, draft = self.actor("clerk"), self.contract(amount, **changes)
        return self.run(lambda: spending.commit(clerk, line.public_id, draft))

    def committed(self, listed: int, shared: int, value: int) -> tuple[Envelope, Commitment]:
        """Return a line with all its share assigned, and a booked contract on it."""
        _project, line = self.financed(listed, shared)
        self.book(self.assign(line, shared))
        done = self.book(self.commit(line, value, reason="Ký trước để kịp vụ"))
        assert done.commitment is not None
        return line, done.commitment

    def voucher(self, number: str | None = None, day: date = DAY) -> Voucher:
        """Return a voucher with a number of its own unless told."""
        return Voucher(number or f"RDT-{next(self.numbers)}", day, TREASURY)

    def spend(
        self, verb: Callable[..., spending.Done], commitment: Commitment, amount: int, **changes: Any
    ) -> spending.Done:
        """Propose an advance, a payment or an acceptance."""
        clerk = self.actor("clerk")
        draft = SpendDraft(amount, changes.pop("voucher", None) or self.voucher(), **changes)
        return self.run(lambda: verb(clerk, commitment.public_id, draft))


class Visitor(FlaskClient):
    """A client whose requests know nothing of the application context that the test itself has open."""

    def open(self, *sent: Any, **named: Any) -> TestResponse:
        """Send one request as if it came from outside."""
        db.session.rollback()
        return Context().run(partial(super().open, *sent, **named))


def client_of(app: Flask, role: str, language: str = "vi") -> FlaskClient:
    """Return a client with that person's session, which `people.settle` opened."""
    client = Visitor(app, app.response_class, use_cookies=True)
    with client.session_transaction() as session:
        session["_user_id"] = people.token_of(role)
        session["language"] = language
    return client


def hidden(page: TestResponse) -> dict[str, str]:
    """Return the hidden fields of the page's own form."""
    text = page.get_data(as_text=True)
    form = text[text.index('class="page-form"') :]
    form = form[: form.index("</form>")]
    pairs = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
    named = ((re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in pairs)
    return {name[1]: unescape(value[1]) if value else "" for name, value in named if name}


def send(client: FlaskClient, address: str, /, **fields: str) -> TestResponse:
    """Open a form, fill it in and send it."""
    return client.post(address, data={**hidden(client.get(address)), **fields})


def text_of(page: TestResponse) -> str:
    """Return the words of a page's main part."""
    whole = page.get_data(as_text=True)
    main = whole[whole.index("<main") : whole.index("</main")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#34;", '"').split())
