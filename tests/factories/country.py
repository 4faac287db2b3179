"""A small country, built through the services: funds, projects and money of both levels in every place."""

import random
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

from promotion.access.actor import Actor
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.rules import CommitmentKind
from promotion.discrepancies import service as discrepancies
from promotion.discrepancies.drafts import DiscrepancyDraft
from promotion.discrepancies.rules import Reported
from promotion.kernel.calendar import now
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.text import search_key
from promotion.ledger import places, service
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.notices import service as notices
from promotion.notices.drafts import Facts, NoticeDraft
from promotion.notices.rules import NoticeKind
from promotion.papers import queries as papers
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.planner import service as planner
from promotion.planner.drafts import Direction, ScenarioDraft
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import (
    BeneficiaryDraft,
    IndicatorDraft,
    MoveDraft,
    OtherMoneyDraft,
    ProjectDraft,
)
from promotion.projects.models import Project
from promotion.projects.rules import OtherKind, ProjectKind, Stage
from promotion.questions.models import Entry as QuestionEntry
from promotion.questions.models import Question
from promotion.territory import acts
from promotion.territory.drafts import Legal, Rename
from promotion.units import queries as units
from tests.factories import people, statements
from tests.factories.complete import state_everywhere
from tests.factories.places import COUNTRY, PLACES, between
from tests.support import house

# Who clerks and heads a place: those of today's unit act for its predecessor.
CLERKS = {"ag": "clerk", "kg": "clerk", "dt": "foreign clerk", "tg": "foreign clerk"}
CLERKS |= {"tn": "northern clerk", "ip": "central clerk"}
OFFICERS = CLERKS | {"ag": "sister clerk", "kg": "sister clerk"}


def head_of(clerk: str) -> str:
    """Return the head beside a clerk."""
    return clerk.replace("clerk", "head")


@dataclass(frozen=True)
class Plot:
    """A project to be: whose, of which level and year; `home` is the place of a central unit's project there."""

    place: str
    level: Level
    year: int
    home: str | None = None

    @property
    def word(self) -> str:
        """The word of its texts."""
        return between(self.home, self.level) if self.home else PLACES[self.place].word(self.level)


PLOTS = (
    Plot("kg", Level.national, 2024),
    Plot("tg", Level.national, 2024),
    Plot("ip", Level.national, 2024),
    Plot("ip", Level.national, 2024, home="tg"),
    Plot("ag", Level.national, 2025),
    Plot("dt", Level.national, 2025),
    Plot("tn", Level.national, 2025),
    Plot("kg", Level.local, 2024),
    Plot("tg", Level.local, 2024),
    Plot("ag", Level.local, 2025),
    Plot("dt", Level.local, 2025),
    Plot("tn", Level.local, 2025),
)
DAYS = {2024: date(2024, 3, 11), 2025: date(2025, 8, 11)}


@dataclass
class Line:
    """A line of a plot and its odd amounts (đồng)."""

    plot: Plot
    envelope: Envelope
    project: Project
    sums: dict[str, int]


@dataclass
class Builder:
    """Builds the country; every number and every document is its own."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))
    chance: random.Random = field(default_factory=lambda: random.Random(1945))
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """Return the person of a role."""
        if role not in self.actors:
            self.actors[role] = people.actor(role)
        return self.actors[role]

    def odd(self, low: int, high: int) -> int:
        """Return an amount that nobody else has, in đồng between so many million."""
        return self.chance.randrange(low * 1_000_000 + 1, high * 1_000_000, 2)

    def document(self, word: str, day: date) -> Document:
        """Return a document of its own."""
        return Document(f"{next(self.numbers)}/{word}-QĐ", day, f"Cơ quan {word}")

    def act(
        self,
        kind: ActKind,
        fund: Fund,
        amounts: dict[int, int],
        by: tuple[str, str],
        word: str,
        *,
        taken: Act | Proposal | None = None,
        book: bool = True,
    ) -> Act | Proposal:
        """Propose an act, or to take one back; book it unless told not to."""
        day, actor = DAYS[fund.budget_year], self.actor(by[0])
        draft = ActDraft(
            kind, fund.id, day, self.document(word, day), tuple(amounts.items()), reason=f"Lý do {word}"
        )
        if taken is None:
            proposal = unit_of_work.run(partial(service.propose, actor, draft))
        else:
            proposal = unit_of_work.run(partial(service.propose_reversal, actor, taken.public_id, draft))
        if book:
            return unit_of_work.run(lambda: service.book_proposal(self.actor(by[1]), proposal.public_id))
        return proposal

    def fund(self, level: Level, year: int, place: str) -> Fund:
        """Open the fund of a year."""
        spot = PLACES[place]
        owner = "agency" if level is Level.national else spot.department
        clerk = "agency" if level is Level.national else OFFICERS[place]
        home = None if level is Level.national else spot.home
        word = COUNTRY if level is Level.national else spot.word(level)
        draft = places.FundDraft(f"{level}-{year}-{word}", level, year, units.unit(owner).id, home)
        return unit_of_work.run(lambda: places.open_fund(self.actor(clerk), draft))

    def project(self, plot: Plot) -> Project:
        """Record a project with everything that stands beside it, and bring it to "running"."""
        word, clerk = plot.word, self.actor(CLERKS[plot.place])
        spot = PLACES[plot.home or plot.place]
        start = date(plot.year, 1, 1) if plot.year == 2024 else date(2025, 7, 1)
        draft = ProjectDraft(
            name=f"Ứng dụng máy móc {word}",
            level=plot.level,
            kind=ProjectKind.task if spot.home is None else ProjectKind.single,
            unit_id=units.unit(PLACES[plot.place].centre).id,
            home=spot.home,
            code=f"{word}-{plot.place}-{plot.year}",
            commune=f"Xã {word}",
            planned_start=start,
            planned_end=date(plot.year, 12, 31),
            objective=f"Mục tiêu {word}",
        )
        project = unit_of_work.run(lambda: projects.record(clerk, draft, start))
        number = project.public_id
        for act in (
            lambda: records.add_beneficiary(
                clerk, number, BeneficiaryDraft(f"Cơ sở {word}", address=f"Ấp {word}")
            ),
            lambda: records.add_other_money(
                clerk,
                number,
                OtherMoneyDraft(
                    OtherKind.counterpart, f"Bên {word}", self.odd(20, 90), start, f"Ghi chú {word}"
                ),
            ),
            lambda: records.record_indicators(
                clerk,
                number,
                [IndicatorDraft("ND3A", "demonstration_models", Stage.plan, self.odd(1, 9), start)],
            ),
        ):
            unit_of_work.run(act)
        owner = "agency head" if plot.level is Level.national else head_of(OFFICERS[plot.place])
        for target, role in (
            (ProjectState.registered, CLERKS[plot.place]),
            (ProjectState.approved, owner),
            (ProjectState.running, head_of(CLERKS[plot.place])),
        ):
            move = MoveDraft(target, start, f"Quyết định {word}")
            unit_of_work.run(partial(projects.move, self.actor(role), number, move))
        return project

    def line(self, plot: Plot, fund: Fund) -> Line:
        """Open the line of a plot's project."""
        project = self.project(plot)
        clerk = self.actor(CLERKS[plot.place])
        envelope = unit_of_work.run(
            lambda: projects.add_line(clerk, project.public_id, fund.public_id, "ND3A")
        )
        sums = {
            "listed": self.odd(700, 900), "assigned": self.odd(500, 690), "committed": self.odd(450, 490),
            "accepted": self.odd(300, 400), "advanced": self.odd(101, 149), "paid": self.odd(151, 199),
        }  # fmt: skip
        return Line(plot, envelope, project, sums)

    def plan(self, fund: Fund, lines: list[Line], by: tuple[str, str], word: str) -> None:
        """Approve, list, release and share out, each in one act over all lines; some proposals stay open."""
        top = ledger.fund_envelope(fund.id).id
        shares: dict[int, int] = {}
        for line in lines:
            share = line.envelope.parent_id or 0
            shares[share] = shares.get(share, 0) + line.sums["assigned"] + self.odd(11, 19)
        listed = {line.envelope.id: line.sums["listed"] for line in lines}
        free = sum(listed.values()) + self.odd(500, 600)
        self.act(ActKind.approve, fund, {top: free}, by, word)
        self.act(ActKind.list, fund, listed, by, word)
        self.act(ActKind.release, fund, {top: sum(shares.values()) + self.odd(200, 250)}, by, word)
        self.act(ActKind.share, fund, shares, by, word)
        self.act(ActKind.approve, fund, {top: self.odd(11, 19)}, by, word, book=False)
        self.act(ActKind.share, fund, {share: self.odd(11, 19) for share in shares}, by, word, book=False)
        for line in lines:
            # One that could be booked, and one whose refusal names what the fund has left.
            for amount in (self.odd(11, 19), self.odd(90_000, 99_000)):
                self.act(ActKind.list, fund, {line.envelope.id: amount}, by, line.plot.word, book=False)

    def spend(self, fund: Fund, line: Line) -> None:
        """Assign, commit, accept, advance and pay; take one advance back; leave a payment proposed."""
        word, clerk = line.plot.word, self.actor(CLERKS[line.plot.place])
        by = (CLERKS[line.plot.place], head_of(CLERKS[line.plot.place]))
        day = DAYS[fund.budget_year]
        self.act(ActKind.assign, fund, {line.envelope.id: line.sums["assigned"]}, by, word)
        draft = CommitmentDraft(
            CommitmentKind.contract, f"{next(self.numbers)}/{word}-HĐ", day, f"Công ty {word}",
            line.sums["committed"], subject=f"Nội dung {word}", reason=f"Lý do {word}",
        )  # fmt: skip
        done = unit_of_work.run(lambda: spending.commit(clerk, line.envelope.public_id, draft))
        head = self.actor(by[1])
        unit_of_work.run(lambda: service.book_proposal(head, done.outcome.public_id))
        contract = ledger.commitments(clerk.scope, [line.envelope.id])[0]
        for kind, name in (
            (ActKind.accept, "accepted"),
            (ActKind.advance, "advanced"),
            (ActKind.pay, "paid"),
        ):
            self.act(kind, fund, {contract.id: line.sums[name]}, by, word)
        wrong = self.act(ActKind.advance, fund, {contract.id: self.odd(5, 9)}, by, word)
        self.act(ActKind.reverse, fund, {}, by, word, taken=wrong)
        voucher = Voucher(f"{next(self.numbers)}/{word}-CT", day, f"Kho bạc {word}")
        spend = SpendDraft(self.odd(11, 19), voucher, f"Lý do {word}")
        unit_of_work.run(lambda: spending.pay(clerk, contract.public_id, spend))
        returned = self.act(ActKind.accept, fund, {contract.id: self.odd(11, 19)}, by, word, book=False)
        unit_of_work.run(lambda: service.return_proposal(head, returned.public_id, f"Trả lại {word}"))

    def build(self) -> None:
        """Build everything."""
        people.settle()
        state_everywhere(2021)
        every: list[Line] = []
        national = {year: self.fund(Level.national, year, "ip") for year in DAYS}
        planned = [(fund, "agency", COUNTRY) for fund in national.values()]
        for year, fund in national.items():
            lines = [
                self.line(plot, fund) for plot in PLOTS if (plot.level, plot.year) == (Level.national, year)
            ]
            every += lines
            self.plan(fund, lines, ("agency", "agency head"), COUNTRY)
            for line in lines:
                self.spend(fund, line)
        for plot in PLOTS:
            if plot.level is Level.local:
                fund = self.fund(Level.local, plot.year, plot.place)
                line = self.line(plot, fund)
                officers = (OFFICERS[plot.place], head_of(OFFICERS[plot.place]))
                every.append(line)
                self.plan(fund, [line], officers, plot.word)
                self.spend(fund, line)
                planned.append((fund, officers[0], plot.word))
        rename = Rename(date(2090, 1, 1), "2025-14", "Tây Bắc", "Tay Bac", "Tỉnh Tây Bắc")
        legal = Legal("1/NQ", date(2026, 1, 5), "Quốc hội", "Nghị quyết 1", "Resolution 1")
        unit_of_work.run(lambda: acts.change(people.OPERATOR, rename, legal))
        self.tell()
        for line in every:
            self.report(line)
        unit_of_work.run(self.templates)
        for place in PLACES:
            self.questions(place)
        for one in planned:
            self.scenario(*one)
        for place in PLACES:
            self.statements(place)

    def statements(self, place: str) -> None:
        """Enter statements of the treasury about a place's money: one with something of every group, one that only
        wants a signature, and a file that waits.
        """
        spot, clerk = PLACES[place], self.actor(CLERKS[place])
        level = Level.local if spot.home else Level.national
        unit, word, day = units.unit(spot.centre).id, spot.word(level), DAYS[spot.year]
        month = {"first": day.replace(day=1), "last": day.replace(day=28)}
        before = {name: one.replace(month=day.month - 1) for name, one in month.items()}
        own = {"unit": unit, "level": level, "office": f"Kho bạc {word}", "name": f"sao-ke-{word}.csv"}
        rows = statements.rows_of(statements.acts_of(unit, month["first"], month["last"], str(level)))
        strange = (
            90,
            f"UNC {word}",
            f"{day:20/%m/%Y}",
            f"Bên {word}",
            f"Nội dung {word}",
            self.odd(12, 19),
            "",
        )
        fee = (91, f"PHI {word}", f"{before['last']:%d/%m/%Y}", "", f"Phí {word}", self.odd(12, 19), "")
        first = statements.draft(
            statements.csv(*rows[:1], *rows[2:], strange), account=f"1.{word}", **own, **month
        )
        statements.stored(clerk, first)
        quiet = statements.draft(statements.csv(fee), account=f"2.{word}", **own, **before)
        statements.explained(clerk, statements.stored(clerk, quiet))
        statements.sent(clerk, statements.draft(statements.csv(strange), account=f"3.{word}", **own, **month))

    def questions(self, place: str) -> None:
        """Put two questions to a place's centre, by rows: two of the centres have ended. One was answered."""
        spot, agency = PLACES[place], self.actor("agency").user_id
        level, day = ("local" if spot.home else "national"), DAYS[spot.year]
        unit, word = units.unit(spot.centre), spot.word(level)
        clerk, office = self.actor(CLERKS[place]).user_id, units.unit("agency").id

        def put() -> None:
            for turn, steps in enumerate((("asked",), ("asked", "answered"))):
                question = Question(
                    topic="figure", unit_id=unit.id, home=spot.home, level=level, budget_year=spot.year,
                    measure="disbursed", row_key=spot.home or "total",
                    address={"year": str(spot.year), "by": "province", "level": level},
                    label=f"Số liệu {word} {turn}", amount=self.told(place), day=day, asked_by=agency,
                    asker_unit_id=office, asked_at=now(), search_key=search_key(f"so lieu {word}"),
                )  # fmt: skip
                db.session.add(question)
                db.session.flush()
                for number, step in enumerate(steps, 1):
                    by = clerk if step == "answered" else agency
                    entry = QuestionEntry(
                        question_id=question.id, number=number, step=step, text=f"Câu {step} {word}",
                        due=date(2099, 1, 1), made_by=by, made_at=now(),
                    )  # fmt: skip
                    db.session.add(entry)

        unit_of_work.run(put)

    def told(self, place: str) -> int:
        """Return an amount of a question that no other question has; no lot is drawn, so no other amount changes."""
        return 20_000_001 + 1_000_002 * list(PLACES).index(place)

    def scenario(self, fund: Fund, officer: str, word: str) -> None:
        """Plan a withdrawal: there is always something to take back. No lot is drawn, so no other amount changes."""
        draft = ScenarioDraft(f"Phương án {word}", 1_000_003, direction=Direction.withdraw)
        unit_of_work.run(partial(planner.create, self.actor(officer), fund.public_id, draft))

    def report(self, line: Line) -> None:
        """Report more disbursed on a line than the ledger holds."""
        word, day = line.plot.word, DAYS[line.plot.year]
        amount = line.sums["advanced"] + line.sums["paid"] + self.odd(31, 89)
        draft = DiscrepancyDraft(Reported.disbursed, amount, day, self.document(word, day), f"Ghi chú {word}")
        clerk = self.actor(CLERKS[line.plot.place])
        unit_of_work.run(partial(discrepancies.record, clerk, line.envelope.public_id, draft))

    def templates(self) -> None:
        """Give each place's centre a template of its own, by rows: two of the centres have ended."""
        content = papers.standard(PaperKind.letter)
        for place in PLACES.values():
            name = f"mau-{place.word('local' if place.home else 'national')}.docx"
            row = PaperTemplate(
                kind="letter", unit_id=units.unit(place.centre).id, number=1, file_name=name, content=content,
                sha256=sha256(content).hexdigest(), size=len(content), fields="ten_de_an",
                added_by=people.OPERATOR.user_id, added_at=now(),
            )  # fmt: skip
            db.session.add(row)

    def tell(self) -> None:
        """Tell each place's centre of money, with words and amounts of its own."""
        drafts = []
        for place in PLACES.values():
            word, amounts = place.word("local"), [self.odd(21, 29) for _fact in range(4)]
            facts = Facts(f"KCDP-{word}", word, word, f"{next(self.numbers)}/{word}-QĐ", *amounts)
            drafts.append(NoticeDraft(units.unit(place.centre).id, NoticeKind.share, facts))
        unit_of_work.run(lambda: notices.tell(drafts))


def build(address: str, folder: Path) -> None:
    """Fill an empty database with the country: a builder of contents for the tests' databases."""
    house.CONTENTS["reference"](address, folder)
    app = house.open_house(house.settings_for(address, folder))
    try:
        with app.app_context():
            Builder().build()
    finally:
        house.close_house(app)
