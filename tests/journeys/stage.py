"""The stage of the journeys: a small country with its people, funds and projects, all through the services.

Two provinces of the south (An Giang, Đồng Tháp, each with the province it was merged with), one of the north, and the
ministry. Of 2024 everything is done; of the present year the plans stand and no money has come.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from sqlalchemy import select, update

from promotion.access.actor import EVERYTHING, Actor
from promotion.accounts import queries as accounts
from promotion.accounts import service as people
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.models import User
from promotion.allocation import service as allocation
from promotion.allocation.drafts import OpenDraft
from promotion.catalogue import queries as catalogue
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as disbursement
from promotion.disbursement.drafts import CommitmentDraft
from promotion.disbursement.rules import CommitmentKind
from promotion.discrepancies import service as discrepancies
from promotion.discrepancies.drafts import DiscrepancyDraft, ResolutionDraft
from promotion.discrepancies.rules import Reported
from promotion.figures.model import Boundaries, Dimension
from promotion.figures.model import Question as FigureQuestion
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, ProjectState, Region, Role
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.service import book_proposal, propose, propose_reversal
from promotion.papers import queries as templates
from promotion.papers import service as papers
from promotion.papers.drafts import TemplateDraft
from promotion.papers.rules import PaperKind
from promotion.planner import service as planner
from promotion.planner.drafts import ScenarioDraft
from promotion.planner.models import Scenario
from promotion.planner.rules import Rule, Use
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import (
    BeneficiaryDraft,
    IndicatorDraft,
    MoveDraft,
    OtherMoneyDraft,
    ProjectDraft,
    TermsDraft,
)
from promotion.projects.models import Project
from promotion.projects.rules import LawBasis, OtherKind, ProjectKind, WorkWay
from promotion.projects.rules import Stage as When
from promotion.questions import service as questions
from promotion.questions.drafts import About, AnswerDraft, AskDraft, CloseDraft
from promotion.questions.rules import Outcome, Topic
from promotion.territory import acts as reorganisations
from promotion.territory.drafts import Legal, Rename
from promotion.treasury import signing
from promotion.treasury.comparing import compare
from promotion.units import queries as units
from promotion.units.models import Unit
from tests.factories import statements
from tests.factories.complete import state_everywhere
from tests.support import house
from tests.support.people import OPERATOR

MILLION = 10**6
THIS_YEAR = today().year
LONG_AGO = date(2020, 1, 1)
NEW_YEAR = date(THIS_YEAR, 1, 1)
LONG_NAME = (
    "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến vào sản xuất nước mắm truyền thống đóng chai, chế biến thủy sản khô "
    "xuất khẩu và bảo quản nông sản sau thu hoạch tại các cơ sở công nghiệp nông thôn tiêu biểu cấp khu vực phía Nam"
)

_OFFICES = {"an-giang": "2025-91", "dong-thap": "2025-82", "thai-nguyen": "2025-19"}
_NAMES = {
    "agency": "Trần Thị Thu Hà", "agency.head": "Lê Quang Vinh", "finance": "Phạm Ngọc Lan",
    "organiser.south": "Đỗ Minh Khôi", "auditor": "Vũ Hải Yến", "administrator": "Ngô Đức Thành",
    "clerk.an-giang": "Nguyễn Thị Hồng Ánh", "head.an-giang": "Trần Quốc Bảo",
    "clerk.dong-thap": "Lý Thị Mai", "head.dong-thap": "Võ Văn Nghĩa",
    "clerk.thai-nguyen": "Hoàng Văn Tiến", "head.thai-nguyen": "Ma Thị Diễm",
}  # fmt: skip

Grants = tuple[tuple[Role, str | None, str | None], ...]


def _grants(name: str) -> Grants:
    """Return what the person with this sign-in was granted, as (role, unit, region)."""
    role, _dot, slug = name.partition(".")
    if slug in _OFFICES:
        return tuple((Role(role), f"{kind}-{_OFFICES[slug]}", None) for kind in ("centre", "department"))
    of_ministry: dict[str, Grants] = {
        "agency": ((Role.agency, "agency", None),),
        "agency.head": ((Role.agency, "agency", None), (Role.head, "agency", None)),
        "finance": ((Role.finance_viewer, None, None),),
        "organiser.south": ((Role.organiser, None, Region.south),),
        "auditor": ((Role.auditor, None, None),),
        "administrator": ((Role.administrator, None, None),),
    }
    return of_ministry[name]


@dataclass(frozen=True)
class Plan:
    """A project to be set: what it is, who carries it out, how much is listed, and how much of that is paid."""

    name: str
    unit: str
    home: str | None
    amount: int
    content: str = "ND3B"
    party: str = "Công ty TNHH Thanh Hà"
    paid: int = 0


@dataclass
class Stage:
    """Sets the stage; every verb is a unit of work of its own."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.units = dict(db.session.execute(select(Unit.code, Unit.id)).all())
        self.public_ids = dict(db.session.execute(select(Unit.code, Unit.public_id)).all())
        db.session.rollback()

    def enter_people(self) -> None:
        """Give everybody an account; one hash serves all, hashing is slow on purpose."""
        for name, full in _NAMES.items():
            unit_of_work.run(lambda name=name, full=full: self._enter(name, full))
        hashed = people.hash_password(house.PASSWORD)
        unit_of_work.run(lambda: db.session.execute(update(User).values(password_hash=hashed)))

    def _enter(self, name: str, full: str) -> None:
        user = people.add_user(OPERATOR, UserDraft(f"{name}@example.vn", full, house.PASSWORD))
        for role, unit, region in _grants(name):
            people.add_grant(
                OPERATOR, user, GrantDraft(role, LONG_AGO, self.units[unit] if unit else None, region)
            )

    def fund(self, year: int, owner: str, clerk: Actor, head: Actor, approved: int) -> Fund:
        """Open the fund of a unit and approve its plan at new year."""
        draft = OpenDraft(year, self.public_ids[owner])
        opened = unit_of_work.run(lambda: allocation.open_fund(clerk, draft))
        top = ledger.fund_envelope(opened.id)
        self.act(ActKind.approve, opened, clerk, head, date(year, 1, 1), (top.id, approved))
        return opened

    def act(
        self, kind: ActKind, fund: Fund, clerk: Actor, head: Actor, day: date, *amounts: tuple[int, int]
    ) -> Act:
        """Propose and book."""
        draft = self.draft(kind, fund, day, amounts)
        proposal = unit_of_work.run(lambda: propose(clerk, draft))
        assert isinstance(proposal, Proposal)
        return unit_of_work.run(lambda: book_proposal(head, proposal.public_id))

    def draft(self, kind: ActKind, fund: Fund, day: date, amounts: tuple[tuple[int, int], ...]) -> ActDraft:
        """Return a draft with a document number of its own."""
        paper = Document(f"{next(self.numbers):03}/QĐ", day, "Đơn vị ra quyết định")
        return ActDraft(kind, fund.id, day, paper, amounts, reason="Theo kế hoạch năm")

    def project(self, plan: Plan, fund: Fund, clerk: Actor, decider: Actor) -> Envelope:
        """Record a project with a beneficiary and a line, register and approve it; return the line."""
        start = date(fund.budget_year, 1, 1)
        described = ProjectDraft(
            name=plan.name, level=Level(fund.level), kind=ProjectKind.single, unit_id=self.units[plan.unit],
            home=plan.home, planned_start=start, planned_end=date(fund.budget_year, 12, 31),
            objective="Nâng cao năng suất, chất lượng sản phẩm và giảm tiêu hao nguyên liệu.",
        )  # fmt: skip
        made = unit_of_work.run(lambda: projects.record(clerk, described, start))
        unit_of_work.run(lambda: records.add_beneficiary(clerk, made.public_id, BeneficiaryDraft(plan.party)))
        line = unit_of_work.run(
            lambda: projects.add_line(clerk, made.public_id, fund.public_id, plan.content)
        )
        for actor, state in ((clerk, ProjectState.registered), (decider, ProjectState.approved)):
            unit_of_work.run(lambda a=actor, s=state: projects.move(a, made.public_id, MoveDraft(s, start)))
        return line

    def contract(self, line: Envelope, party: str, clerk: Actor, head: Actor, day: date, amount: int) -> int:
        """Sign a contract under a line and book it; return the envelope."""
        draft = CommitmentDraft(
            CommitmentKind.contract, f"{next(self.numbers)}/HĐ-KC", day, party, amount,
            reason="Ký để kịp tiến độ",
        )  # fmt: skip
        done = unit_of_work.run(lambda: disbursement.commit(clerk, line.public_id, draft))
        assert done.commitment is not None
        unit_of_work.run(lambda: book_proposal(head, done.outcome.public_id))
        return done.commitment.envelope_id


def person(name: str) -> Actor:
    """Return the person with a sign-in as the program sees it."""
    return accounts.actor(db.session.scalars(select(User).where(User.email == f"{name}@example.vn")).one())


def project_named(part: str) -> Project:
    """Return the project whose name holds these words."""
    return db.session.scalars(select(Project).where(Project.name.contains(part))).one()


_PAST_NATIONAL = (
    Plan("Mô hình trình diễn kỹ thuật chế biến cá khô Rạch Giá", "centre-2024-91", "2024-91", 400 * MILLION, "ND3A",
         paid=240 * MILLION),
    Plan("Ứng dụng máy sấy lạnh trái cây Gò Công", "centre-2024-82", "2024-82", 300 * MILLION, paid=150 * MILLION),
    Plan("Dây chuyền chè xanh Tân Cương", "centre-2024-19", "2024-19", 700 * MILLION, paid=420 * MILLION),
)  # fmt: skip
_PAST_LOCAL = Plan(
    "Máy đóng chai nước mắm Phú Quốc", "centre-2024-91", "2024-91", 200 * MILLION, paid=200 * MILLION
)
_NOW_NATIONAL = (
    Plan(LONG_NAME, "centre-2025-91", "2025-91", 350 * MILLION, party="Công ty TNHH Nước mắm Phú Quốc"),
    Plan("Mô hình trình diễn sấy cá cơm bằng năng lượng mặt trời", "centre-2025-91", "2025-91", 280 * MILLION, "ND3A"),
    Plan("Hỗ trợ dây chuyền xay xát gạo Cao Lãnh", "centre-2025-82", "2025-82", 500 * MILLION),
    Plan("Hỗ trợ máy vò chè Đại Từ", "centre-2025-19", "2025-19", 600 * MILLION),
)  # fmt: skip


def _set_past(stage: Stage) -> None:
    """Play 2024: everything released and shared in spring, contracts, acceptances and payments by September."""
    agency, chief = person("agency"), person("agency.head")
    fund = stage.fund(2024, "agency", agency, chief, 5_000 * MILLION)
    _play(stage, fund, [(plan, _desk(plan)) for plan in _PAST_NATIONAL], agency, chief)
    clerk, head = person("clerk.an-giang"), person("head.an-giang")
    local = stage.fund(2024, "department-2024-91", clerk, head, 1_000 * MILLION)
    _play(stage, local, [(_PAST_LOCAL, (clerk, head))], clerk, head)


def _play(
    stage: Stage, fund: Fund, plans: list[tuple[Plan, tuple[Actor, Actor]]], clerk: Actor, head: Actor
) -> None:
    lines = [(stage.project(plan, fund, desk[0], head), plan, desk) for plan, desk in plans]
    stage.act(
        ActKind.list,
        fund,
        clerk,
        head,
        date(2024, 2, 1),
        *((line.id, plan.amount) for line, plan, _d in lines),
    )
    top = ledger.fund_envelope(fund.id)
    total = sum(plan.amount for plan, _desk in plans)
    stage.act(ActKind.release, fund, clerk, head, date(2024, 3, 1), (top.id, total))
    for line, plan, (own_clerk, own_head) in lines:
        assert line.parent_id is not None
        stage.act(ActKind.share, fund, clerk, head, date(2024, 3, 10), (line.parent_id, plan.amount))
        stage.act(ActKind.assign, fund, own_clerk, own_head, date(2024, 3, 20), (line.id, plan.amount))
        place = stage.contract(line, plan.party, own_clerk, own_head, date(2024, 4, 15), plan.amount)
        stage.act(ActKind.accept, fund, own_clerk, own_head, date(2024, 8, 1), (place, plan.paid))
        stage.act(ActKind.pay, fund, own_clerk, own_head, date(2024, 8, 20), (place, plan.paid))


def _set_present(stage: Stage) -> None:
    """Play the present year up to the listed plan of the country; the provinces' own plans list nothing yet."""
    agency, chief = person("agency"), person("agency.head")
    fund = stage.fund(THIS_YEAR, "agency", agency, chief, 10_000 * MILLION)
    lines = [(stage.project(plan, fund, _desk(plan)[0], chief), plan) for plan in _NOW_NATIONAL]
    stage.act(ActKind.list, fund, agency, chief, NEW_YEAR, *((line.id, plan.amount) for line, plan in lines))
    for slug, approved in (("an-giang", 2_000), ("dong-thap", 1_000)):
        desk = person(f"clerk.{slug}"), person(f"head.{slug}")
        stage.fund(THIS_YEAR, f"department-{_OFFICES[slug]}", *desk, approved * MILLION)


def _leave_open(stage: Stage) -> None:
    """Leave something of everything for the pages to show: a reversed payment, open proposals, values, other money."""
    clerk, head = person("clerk.dong-thap"), person("head.dong-thap")
    past, present = project_named("Gò Công"), project_named("Cao Lãnh")
    place = next(
        iter(
            ledger.commitments(
                EVERYTHING, [line.id for line in ledger.lines(EVERYTHING, project_ids=[past.id])]
            )
        )
    )
    fund = db.session.get_one(Fund, place.fund_id)
    paid = stage.act(ActKind.pay, fund, clerk, head, date(2024, 9, 3), (place.id, 10 * MILLION))
    back = stage.draft(ActKind.reverse, fund, date(2024, 9, 5), ())
    undone = unit_of_work.run(lambda: propose_reversal(clerk, paid.public_id, back))
    unit_of_work.run(lambda: book_proposal(head, undone.public_id))
    again = stage.draft(ActKind.pay, fund, date(2024, 9, 9), ((place.id, 50 * MILLION),))
    unit_of_work.run(lambda: propose(clerk, again))
    local = ledger.fund_by_code(EVERYTHING, f"KCDP-2025-82-{THIS_YEAR}")
    top = ledger.fund_envelope(local.id)
    release = stage.draft(ActKind.release, local, NEW_YEAR, ((top.id, 300 * MILLION),))
    unit_of_work.run(lambda: propose(clerk, release))
    other = OtherMoneyDraft(
        OtherKind.counterpart, "Công ty TNHH Thanh Hà", 700 * MILLION, NEW_YEAR, "Vốn tự có"
    )
    unit_of_work.run(lambda: records.add_other_money(clerk, present.public_id, other))
    shown = catalogue.indicators("ND3B")[0]
    planned = IndicatorDraft("ND3B", shown.code, When.plan, 1, NEW_YEAR)
    unit_of_work.run(lambda: records.record_indicators(clerk, present.public_id, [planned]))


def _desk(plan: Plan) -> tuple[Actor, Actor]:
    """Return clerk and head of the province that carries a project out today."""
    slug = next(slug for slug, key in _OFFICES.items() if plan.unit[-2:] == key[-2:])
    return person(f"clerk.{slug}"), person(f"head.{slug}")


def _plan_a_rename() -> None:
    """Leave an act on the map whose day has not come."""
    rename = Rename(date(2090, 1, 1), "2025-14", "Tây Bắc", "Tay Bac", "Tỉnh Tây Bắc")
    legal = Legal("1/NQ", date(2026, 1, 5), "Quốc hội", "Nghị quyết 1", "Resolution 1")
    unit_of_work.run(lambda: reorganisations.change(OPERATOR, rename, legal))


def _report_more() -> None:
    """The treasury reports more than was paid: once still open, once resolved; and how the work was given."""
    line = select(Envelope).where(
        Envelope.project_id == project_named("Rạch Giá").id, Envelope.kind == "line"
    )
    place = db.session.scalars(line).one().public_id
    clerk, head, day = person("clerk.an-giang"), person("head.an-giang"), date(2024, 11, 15)
    for number, amount in (("17/BC-KBNN", 450 * MILLION), ("18/BC-KBNN", 460 * MILLION)):
        paper = Document(number, day, "Kho bạc Nhà nước An Giang")
        draft = DiscrepancyDraft(Reported.disbursed, amount, day, paper, "Đối chiếu số liệu quý IV")
        found = unit_of_work.run(lambda made=draft: discrepancies.record(clerk, place, made))
    end = ResolutionDraft(Document("2/BB", day, "Trung tâm"), "Kho bạc xác nhận số liệu báo nhầm")
    unit_of_work.run(lambda: discrepancies.resolve(head, found.public_id, end))
    paper = Document("5/QĐ-TTKC", day, "Trung tâm Khuyến công An Giang")
    terms = TermsDraft(LawBasis.state_budget, WorkWay.order, date(2024, 3, 1), paper)
    unit_of_work.run(lambda: records.set_terms(clerk, place, terms))


def _plan_releases() -> None:
    """Plan the first release of the present year in two ways; since the second one was looked at, an act came."""
    agency, fund = person("agency"), ledger.fund_by_code(EVERYTHING, f"KCQG-{THIS_YEAR}")
    floor = (Use(Rule.floor, Decimal(10)), Use(Rule.pro_rata))
    for name, uses in (("Chia theo tỷ lệ", floor[1:]), ("Giữ mức sàn của các tỉnh", floor)):
        draft = ScenarioDraft(name, percent=Decimal(30), uses=uses)
        made = unit_of_work.run(lambda draft=draft: planner.create(agency, fund.public_id, draft))
    unit_of_work.run(
        lambda: db.session.execute(update(Scenario).where(Scenario.id == made.id).values(known_on=1))
    )


def _ask_about_figures() -> None:
    """Put three questions: one waits, one was answered, one is closed."""
    agency, clerk = person("agency"), person("clerk.an-giang")
    asked = FigureQuestion(2024, Dimension.province, None, None, today(), Boundaries("today"))
    about = About(Topic.figure, asked, "disbursed", "2025-91")
    due, found = today() + timedelta(10), []
    for text in ("Số giải ngân thấp, vì sao?", "Đề nghị đối chiếu với kho bạc.", "Đề án nào chậm?"):
        draft = AskDraft(about, ("centre-2025-91",), due, text)
        found += unit_of_work.run(lambda draft=draft: questions.ask(agency, draft))
    said = AnswerDraft("Đã đối chiếu, số liệu khớp.")
    for one in found[1:]:
        unit_of_work.run(lambda one=one: questions.answer(clerk, one.public_id, said))
    end = CloseDraft(Outcome.explained, "Đã rõ")
    unit_of_work.run(lambda: questions.close(agency, found[2].public_id, end))


def _put_a_template() -> None:
    """Leave a template with an earlier version."""
    head, centre = person("head.an-giang"), units.unit("centre-2025-91")
    for seen, kind in enumerate((PaperKind.contract, PaperKind.letter)):
        draft = TemplateDraft("Mẫu tờ trình của Trung tâm.docx", templates.standard(kind), seen)
        unit_of_work.run(
            lambda draft=draft: papers.replace(
                head, centre, PaperKind.letter, draft, frozenset({"ten_de_an"})
            )
        )


def _enter_statements() -> None:
    """A statement of August with something of every group, that of July signed off, and a file that waits."""
    clerk, head, unit = person("clerk.an-giang"), person("head.an-giang"), units.unit("centre-2024-91").id
    own = {"unit": unit, "account": "9527.3.1058765", "name": "sao-ke-kho-bac.csv"}
    july = {**own, "first": date(2024, 7, 1), "last": date(2024, 7, 31)}
    august = {**own, "first": date(2024, 8, 1), "last": date(2024, 8, 31)}
    first, second, *others = statements.rows_of(statements.acts_of(unit, august["first"], august["last"]))
    assert not others
    fee = (3, "PHI 07", "31/07/2024", "", "Phí chuyển tiền", "11.000", "")
    strange = (4, "UNC 41", "21/08/2024", "Hợp tác xã Nông nghiệp Tân Hiệp", LONG_NAME, "45.000.000", "")
    other = (*second[:5], "201.000.000", "")
    signed = statements.stored(clerk, statements.draft(statements.csv(fee), opening=500 * MILLION, **july))
    statements.explained(clerk, signed)
    mark = compare(signed).mark
    unit_of_work.run(lambda: signing.sign(head, signed.public_id, "Đã đối chiếu khớp đúng", mark))
    statements.stored(clerk, statements.draft(statements.csv(first, other, strange), **august))
    september = {**own, "first": date(2024, 9, 1), "last": date(2024, 9, 30)}
    wrong = (5, "UNC 9", "31/08/2024", "", "Chi", "5 triệu rưỡi", "")
    twice = (6, "UNC 10", "02/09/2024", "Công ty TNHH Thanh Hà", "Chi", "5.000.000", "")
    statements.sent(clerk, statements.draft(statements.csv(wrong, twice, twice), **september))
    statements.sent(clerk, statements.draft(statements.csv(twice, twice), **september))


def build(address: str, folder: Path) -> None:
    """Bring an empty database into the state of the stage."""
    house.filled_by(house.UPGRADE, house.REFERENCE)(address, folder)
    app = house.open_house(house.settings_for(address, folder))
    try:
        with app.app_context():
            stage = Stage()
            stage.enter_people()
            _set_past(stage)
            _set_present(stage)
            _leave_open(stage)
            state_everywhere(2021)
            _plan_a_rename()
            _report_more()
            _plan_releases()
            _put_a_template()
            _ask_about_figures()
            _enter_statements()
            db.session.remove()
    finally:
        house.close_house(app)
