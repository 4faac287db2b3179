"""Books with some hundred random acts in five funds of both levels, over two years and both editions of provinces."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import insert, select

from promotion.catalogue import queries as catalogue
from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from promotion.ledger import places, posting
from promotion.ledger.books import MOVES, Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Entry, Envelope, Fund
from promotion.projects.models import Project
from tests.support import engines, house, left_out
from tests.support.treasury import Treasury, envelope_ids

# level, year, owner, home: the last is a fund of a province that was made of several.
FUNDS = (
    ("national", 2024, "agency", None),
    ("local", 2024, "department-2024-91", "2024-91"),
    ("local", 2024, "department-2024-01", "2024-01"),
    ("national", 2025, "agency", None),
    ("local", 2025, "department-2025-68", "2025-68"),
)
# Who implements, and where its projects are registered: merged provinces, one not touched, one spanning two old
# regions, and a central unit with tasks outside every province and projects in one.
UNITS = {
    2024: (
        ("centre-2024-91", "2024-91"), ("centre-2024-89", "2024-89"), ("centre-2024-74", "2024-74"),
        ("centre-2024-01", "2024-01"), ("centre-2024-48", "2024-48"), ("ipc1", None), ("ipc1", "2024-74"),
    ),
    2025: (
        ("centre-2025-68", "2025-68"), ("centre-2025-91", "2025-91"), ("centre-2025-01", "2025-01"), ("ipc1", None),
        ("ipc1", "2025-91"),
    ),
}  # fmt: skip
ACTS = 550
SEED = 20240630
# What is likely to be done next moves from the plan to the payments; each amount fits into those above it, mostly.
KINDS = ("approve", "list", "release", "share", "assign", "commit", "advance", "pay", "accept")
EARLY, LATE = (9, 9, 9, 9, 5, 3, 1, 1, 1), (2, 4, 2, 4, 7, 7, 6, 9, 6)
SCALE = {
    "approve": 10**9, "release": 6 * 10**8, "share": 3 * 10**8, "list": 8 * 10**7, "assign": 4 * 10**7,
    "commit": 6 * 10**7,
}  # fmt: skip
SUBJECT = {"approve": "fund", "release": "fund", "share": "share", "list": "line", "assign": "line"}
# What goes back, sideways, to the next year or nowhere: an act and its steps, "-" before one that runs back, each on an
# envelope of a random branch of the tree ("other", "beside": on another line or share).
SIDEWAYS = (
    "request: request line", "supplement: approve fund", "cut: -list line, -approve fund",
    "relist: -list line, list other", "withdraw: -assign line, -share share, -release fund",
    "reshare: -share share, share beside", "unassign: -assign line",
    "transfer: -assign line, -list line, list other, assign other", "amend: -commit contract",
    "clear: clear contract", "refund: -advance contract", "refund: -pay contract", "settle: settle contract",
    "demand: demand contract", "recover: recover contract", "late_refund: give_back line",
)  # fmt: skip
AT_THE_END = (
    "cancel: lapse_plan fund", "cancel: lapse_release fund", "cancel: cancel_fund fund", "cancel: cancel_share share",
    "cancel: lapse_line line", "cancel: cancel_line line", "cancel: cancel_line line, cancel_share share",
)  # fmt: skip
GOING_OVER = (
    "carry_over: carry_share share", "carry_over: carry_line line", "carry_over: carry_right line",
    "carry_over: carry_line line, carry_right line, carry_room line",
)  # fmt: skip


@dataclass
class Books:
    """The application with its random books, and every entry and envelope as plain rows for counting by hand."""

    app: Flask
    entries: Sequence[Any] = ()
    places: dict[int, Any] = field(default_factory=dict)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Open the application for reading figures, in English."""
        with self.app.test_request_context(), force_locale("en"):
            yield
            db.session.rollback()


class Scribe:
    """Fills the books."""

    def __init__(self, treasury: Treasury) -> None:
        self.treasury = treasury
        self.chance = random.Random(SEED)
        self.contents = [content.code for content in catalogue.leaves(date(2024, 6, 1))]
        self.number = self.papers = 0

    def fill(self) -> None:
        funds = [self.treasury.fund(*fund) for fund in FUNDS]
        for fund in funds:
            self.plant(fund)
            unit_of_work.run(lambda f=fund: self.act_on(f))
            unit_of_work.run(lambda f=fund: self.more(f, SIDEWAYS, 224))
        unit_of_work.run(lambda: self.more(funds[0], GOING_OVER, 48, funds[3]))
        for fund in funds:
            unit_of_work.run(lambda f=fund: self.more(f, AT_THE_END, 42))
        unit_of_work.run(lambda: self.act_on(funds[3]))

    def plant(self, fund: Fund) -> None:
        """Open shares, lines of two or three contents per project, and contracts."""
        wanted = UNITS[fund.budget_year] if fund.level == "national" else ((self.local(fund), fund.home),)
        for unit, home in wanted:
            share = self.treasury.share(fund, unit)
            for _ in range(3 if fund.level == "national" else 5):
                project = unit_of_work.run(lambda f=fund, u=unit, h=home: self.project(f, u, h))
                for content in self.chance.sample(self.contents, self.chance.choice((1, 1, 2))):
                    line = self.treasury.line(share, project, content, home)
                    self.treasury.commitment(line)

    @staticmethod
    def local(fund: Fund) -> str:
        return f"centre-{fund.home}"

    def project(self, fund: Fund, unit: str, home: str | None) -> int:
        self.number += 1
        row = {
            "public_id": new_public_id(), "code": f"KC-{self.number:03}", "name": f"Project {self.number}",
            "search_key": "x", "sort_key": f"{self.number:03}", "level": fund.level, "home": home,
            "kind": "single" if home else "task", "commune": "", "unit_id": self.treasury.units[unit],
            "objective": "", "state": "approved", "version": 1, "created_by": 1, "created_at": now(),
        }  # fmt: skip
        return int(db.session.scalars(insert(Project).values(row).returning(Project.id)).one())

    def act_on(self, fund: Fund) -> None:
        """Book random acts, big ones first so that the money reaches the lines; refused ones are passed over."""
        for turn in range(ACTS // len(FUNDS)):
            kind = (
                self.chance.choices(KINDS, EARLY if turn < 30 else LATE)[0]
                if turn > 3
                else KINDS[turn % 2 * 2]
            )
            subject = SUBJECT.get(kind, "commitment")
            found = envelope_ids(fund_id=fund.id, kind=subject)
            amounts = tuple(
                (place, self.chance.randint(1, SCALE.get(kind, 10**7)))
                for place in self.chance.sample(found, min(len(found), 1 + 3 * (subject == "line")))
            )
            start = date(fund.budget_year, 1, 1)
            day = start + timedelta(self.chance.randint(0, 395))
            self.book(ActDraft(ActKind(kind), fund.id, day, self.paper(day), amounts))

    def more(self, fund: Fund, acts: Sequence[str], turns: int, following: Fund | None = None) -> None:
        """Book acts of several steps, each of one amount that may fit."""
        for turn in range(turns):
            kind, _, steps = acts[turn % len(acts)].partition(": ")
            branch = self.branch(fund)
            words = [step.split() for step in steps.split(", ")]
            most = self.held(branch, words[0][0])
            if not most:
                continue
            amount = self.chance.choice((most, self.chance.randint(1, most)))
            parts = tuple(
                Part(
                    Step(step.removeprefix("-")), branch[place].id, amount, step.startswith("-"),
                    self.opposite(following, branch, branch[place]) if following else None,
                )
                for step, place in words
            )  # fmt: skip
            year = fund.budget_year + (following is not None)
            day = date(year, 1, 1) + timedelta(self.chance.randint(1, 350))
            self.book(ActDraft(ActKind(kind), fund.id, day, self.paper(day), parts=parts))

    def paper(self, day: date) -> Document:
        """Return a document of its own."""
        self.papers += 1
        return Document(f"{self.papers}/x", day, "x")

    def branch(self, fund: Fund) -> dict[str, Envelope]:
        """Return a contract with all that stands above it, and a neighbour of the line or of the share."""
        contract = db.session.get_one(
            Envelope, self.chance.choice(envelope_ids(fund_id=fund.id, kind="commitment"))
        )
        line = db.session.get_one(Envelope, contract.parent_id)
        share = db.session.get_one(Envelope, line.parent_id)
        top = db.session.get_one(Envelope, share.parent_id)
        lines = [one for one in envelope_ids(parent_id=share.id) if one != line.id] or [line.id]
        for place in (contract, line, share, top):
            db.session.refresh(place)
        shares = [one for one in envelope_ids(parent_id=top.id, kind="share") if one != share.id] or [
            share.id
        ]
        other, beside = (db.session.get_one(Envelope, self.chance.choice(found)) for found in (lines, shares))
        return {
            "contract": contract, "line": line, "share": share, "fund": top, "other": other, "beside": beside,
        }  # fmt: skip

    @staticmethod
    def held(branch: dict[str, Envelope], step: str) -> int:
        """Return the most that a step could move on a branch, in đồng; some number where nothing limits it."""
        kinds = {"commitment": "contract"}
        ends = [
            move.target if step.startswith("-") else move.source
            for move in MOVES[Step(step.removeprefix("-"))]
        ]
        found = [getattr(branch[kinds.get(end[0], str(end[0]))], end[1]) for end in ends if end]
        return min(found, default=10**7)

    def opposite(self, following: Fund, branch: dict[str, Envelope], place: Envelope) -> int:
        """Return the like of a place in the next year's fund, opened where it is missing."""
        share = places.open_share(following, place.unit_id, branch["share"].home)
        if place.kind == "share":
            return int(share.id)
        known = envelope_ids(parent_id=share.id, project_id=place.project_id, content_code=place.content_code)
        line = places.LineDraft(place.project_id or 0, place.content_code or "", place.home)
        return known[0] if known else int(places.open_line(share, line).id)

    def book(self, draft: ActDraft) -> None:
        people = posting.People(1, 2)
        try:
            act = posting.book(draft, people)
        except Refused:
            return
        if self.chance.random() < 0.06:
            back = ActDraft(
                ActKind.reverse,
                draft.fund_id,
                draft.business_date + timedelta(20),
                draft.document,
                reverses=act.id,
            )
            posting.book(back, people)


@pytest.fixture(scope="module", params=engines.ENGINES)
def books(request, databases, tmp_path_factory):
    """Random books, filled once for all tests of a module; they only read."""
    name = request.param
    if name not in engines.asked_for():
        left_out.leave_out(left_out.not_asked(name))
    folder = tmp_path_factory.mktemp("books")
    with databases.fresh(name, "reference") as address:
        app = house.open_house(house.settings_for(address, folder))
        with app.app_context():
            Scribe(Treasury()).fill()
            found = Books(app)
            found.entries = db.session.execute(select(*Entry.__table__.c).order_by(Entry.id)).all()
            found.places = {place.id: place for place in db.session.execute(select(*Envelope.__table__.c))}
            db.session.rollback()
        yield found
        house.close_house(app)


@pytest.fixture
def opened(books):
    """The books, open for reading."""
    with books.open():
        yield books
