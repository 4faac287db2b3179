"""Every page of the program as somebody who may open it: the list by which all pages are looked at.

A page that the list does not know fails the tests: whoever adds a route says here who opens it, and with what.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, url_for
from sqlalchemy import func, select

from promotion.accounts.models import User
from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.planner.models import Scenario
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.publications.models import PublishedFigure
from promotion.questions.models import Entry, Question
from promotion.territory.models import Reorganisation
from promotion.treasury.comparing import compare
from promotion.treasury.models import Statement
from promotion.treasury.rules import Group
from promotion.units.models import Unit
from tests.journeys.stage import THIS_YEAR, project_named

CLERK, HEAD, OTHER_HEAD = "clerk.an-giang", "head.an-giang", "head.dong-thap"
OTHER_CLERK, AGENCY, ORGANISER = "clerk.dong-thap", "agency", "organiser.south"
AUDITOR, ADMINISTRATOR, ANYBODY = "auditor", "administrator", ""

Values = dict[str, str]


@dataclass(frozen=True)
class Sight:
    """One page: its endpoint, who opens it, and its address."""

    endpoint: str
    person: str
    address: str

    def __str__(self) -> str:
        """Say which page, as whom."""
        return f"{self.endpoint} as {self.person or 'anybody'} ({self.address})"


def _no_values() -> Values:
    return {}


def _fund(code: str) -> Callable[[], Values]:
    return lambda: {"public_id": db.session.scalars(select(Fund.public_id).where(Fund.code == code)).one()}


def _project(words: str, **more: str) -> Callable[[], Values]:
    return lambda: {"public_id": project_named(words).public_id, **more}


def _envelope(kind: str, words: str) -> Callable[[], Values]:
    """Return the envelope of this kind of a project; shares belong to the unit of its line."""

    def find() -> Values:
        project = project_named(words)
        wanted = "line" if kind == "share" else kind
        query = select(Envelope).where(Envelope.project_id == project.id, Envelope.kind == wanted)
        found = db.session.scalars(query).first()
        assert found is not None
        place = db.session.get_one(Envelope, found.parent_id) if kind == "share" else found
        return {"public_id": place.public_id}

    return find


def _party() -> Values:
    party = db.session.scalars(select(Beneficiary).order_by(Beneficiary.id.desc())).first()
    assert party is not None
    return {"public_id": db.session.get_one(Project, party.project_id).public_id, "party": party.public_id}


def _other_money() -> Values:
    money = db.session.scalars(select(OtherMoney)).first()
    assert money is not None
    return {"public_id": db.session.get_one(Project, money.project_id).public_id, "money": money.public_id}


def _act(kind: str) -> Callable[[], Values]:
    return lambda: {
        "public_id": db.session.scalars(select(Act.public_id).where(Act.kind == kind)).first() or ""
    }


def _proposal(kind: str, state: str = "open") -> Callable[[], Values]:
    query = select(Proposal.public_id).where(Proposal.kind == kind, Proposal.state == state)
    return lambda: {"public_id": db.session.scalars(query).first() or ""}


def _unit(code: str, **more: str) -> Callable[[], Values]:
    query = select(Unit.public_id).where(Unit.code == code)
    return lambda: {"public_id": db.session.scalars(query).one(), **more}


def _discrepancy(number: str) -> Callable[[], Values]:
    query = select(Discrepancy.public_id).where(Discrepancy.document_number == number)
    return lambda: {"public_id": db.session.scalars(query).one()}


def _scenario(words: str, **more: str) -> Callable[[], Values]:
    query = select(Scenario.public_id).where(Scenario.name.contains(words))
    return lambda: {"public_id": db.session.scalars(query).one(), **more}


def _compared() -> Values:
    found = db.session.scalars(select(Scenario).order_by(Scenario.id)).all()
    fund = db.session.get_one(Fund, found[0].fund_id)
    return {"public_id": fund.public_id, "s": [one.public_id for one in found]}  # type: ignore[dict-item]


def _user() -> Values:
    return {
        "public_id": db.session.scalars(select(User.public_id).where(User.email.startswith("clerk.an"))).one()
    }


NATIONAL, LOCAL, PAST = f"KCQG-{THIS_YEAR}", f"KCDP-2025-91-{THIS_YEAR}", "KCQG-2024"
DRIED_FISH, NOW, COAST = "cá khô Rạch Giá", "cá cơm", "Cao Lãnh"

Example = tuple[str, Callable[[], Values]]

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "accounts.account": ((CLERK, _no_values),),
    "accounts.add": ((ADMINISTRATOR, _no_values), (HEAD, _no_values)),
    "accounts.hand_over": ((HEAD, _user),),
    "accounts.password": ((CLERK, _no_values),),
    "accounts.people": ((ADMINISTRATOR, _no_values), (HEAD, _no_values)),
    "accounts.person": ((ADMINISTRATOR, _user), (HEAD, _user)),
    "accounts.stand_in": ((HEAD, _user),),
    "accounts.welcome": ((ANYBODY, _no_values),),
    "dashboard.looked_after": ((CLERK, _no_values),),
    "accounts.sign_in": ((ANYBODY, _no_values),),
    "allocation.act": ((AUDITOR, _act("release")), (OTHER_HEAD, _act("reverse")), (AGENCY, _act("list"))),
    "allocation.cut": ((AGENCY, _fund(PAST)),),
    "allocation.withdraw_release": ((AGENCY, _fund(PAST)),),
    "allocation.reshare": ((AGENCY, _fund(PAST)),),
    "allocation.relist": ((AGENCY, _fund(PAST)),),
    "allocation.transfer": ((AGENCY, _fund(PAST)),),
    "allocation.request": ((CLERK, _project(DRIED_FISH)),),
    "allocation.requests": ((CLERK, _no_values), (AGENCY, lambda: {"year": "2024"})),
    "allocation.correct": ((HEAD, lambda: _last_payment()), (AGENCY, _act("list"))),
    "allocation.annex": ((AGENCY, _fund(NATIONAL)), (CLERK, _fund(LOCAL))),
    "allocation.silent": ((AGENCY, lambda: {"year": "2024", "level": "national"}), (CLERK, _no_values)),
    "allocation.approve": ((AGENCY, _fund(NATIONAL)),),
    "allocation.book_page": (
        (AUDITOR, _envelope("line", DRIED_FISH)),
        (CLERK, _envelope("commitment", DRIED_FISH)),
    ),
    "allocation.fund": (
        (AGENCY, _fund(NATIONAL)),
        (AUDITOR, lambda: {**_fund(PAST)(), "part": "lines"}),
        (AUDITOR, lambda: {**_fund(PAST)(), "part": "acts"}),
        (CLERK, _fund(NATIONAL)),
    ),
    "allocation.funds": ((AGENCY, _no_values), (CLERK, lambda: {"year": "2024"})),
    "allocation.list_lines": ((AGENCY, _fund(NATIONAL)), (CLERK, _fund(LOCAL))),
    "allocation.open_fund": ((AGENCY, _no_values),),
    "allocation.policies": ((HEAD, _fund(LOCAL)),),
    "allocation.proposal": (
        (OTHER_HEAD, _proposal("release")),
        (OTHER_CLERK, _proposal("pay")),
        (AUDITOR, _proposal("assign", "booked")),
    ),
    "allocation.proposals": ((OTHER_HEAD, _no_values), (OTHER_CLERK, _no_values), (ORGANISER, _no_values)),
    "allocation.release": ((AGENCY, _fund(NATIONAL)),),
    "allocation.reverse": ((HEAD, lambda: _last_payment()),),
    "allocation.share": ((AGENCY, _fund(NATIONAL)),),
    "allocation.two_person": ((HEAD, _fund(LOCAL)),),
    "planner.scenarios": ((AGENCY, _fund(NATIONAL)), (AUDITOR, _fund(PAST))),
    "planner.create": ((AGENCY, _fund(NATIONAL)),),
    "planner.compare": ((AGENCY, _compared), (AUDITOR, _fund(NATIONAL))),
    "planner.scenario": ((AGENCY, _scenario("tỷ lệ")), (AUDITOR, _scenario("sàn", part="lines"))),
    "planner.edit": ((AGENCY, _scenario("sàn")),),
    "planner.delete": ((AGENCY, _scenario("sàn")),),
    "planner.propose": ((AGENCY, _scenario("tỷ lệ")),),
    "closing.close": ((AGENCY, _fund(PAST)),),
    "closing.periods": ((HEAD, _fund(LOCAL)),),
    "closing.statement": ((AUDITOR, _fund(PAST)), (CLERK, _fund(LOCAL))),
    "closing.year_end": ((AGENCY, _fund(PAST)), (AGENCY, _fund(NATIONAL))),
    "catalogue.advance_rates": ((AUDITOR, _no_values),),
    "catalogue.conferences": ((AUDITOR, _no_values),),
    "catalogue.contents": ((AUDITOR, _no_values), (ADMINISTRATOR, lambda: {"day": "31/02/2026"})),
    "catalogue.norms": ((AUDITOR, _no_values),),
    "catalogue.programmes": ((AUDITOR, _no_values),),
    "dashboard.help": ((CLERK, _no_values), (ADMINISTRATOR, _no_values)),
    "dashboard.home": (
        (AGENCY, lambda: {"year": "2024"}),
        (CLERK, lambda: {"year": "2024"}),
        (OTHER_HEAD, _no_values),
        (ORGANISER, lambda: {"year": "2024", "boundaries": "today"}),
        (AUDITOR, lambda: {"year": "2024", "implementer": "centre-2024-91", "unit": "dong"}),
        (AGENCY, lambda: {"year": "2031", "province": "x"}),
    ),
    "dashboard.style": ((ADMINISTRATOR, _no_values),),
    "desk.committable": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": str(THIS_YEAR), "by": "unit", "group": "centre-2025-91"}),
        (CLERK, lambda: {"year": "2024", "by": "content"}),
    ),
    "desk.days": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": "2024", "by": "unit", "group": "centre-2024-91"}),
        (CLERK, lambda: {"year": "2024", "q": "không có gì", "level": "x"}),
    ),
    "desk.forecast": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": "2024", "by": "fund", "basis": "approved"}),
        (CLERK, lambda: {"year": "2024", "by": "unit", "province": "x"}),
    ),
    "desk.index": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": "2024", "implementer": "centre-2024-91"}),
        (CLERK, lambda: {"year": "2024", "level": "x"}),
    ),
    "desk.late": ((AGENCY, _no_values), (CLERK, lambda: {"year": "2024", "q": "không có gì"})),
    "desk.waiting": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": "2024"}),
        (CLERK, lambda: {"year": "2024", "q": "không có gì"}),
    ),
    "desk.stopped": (
        (AGENCY, _no_values),
        (AUDITOR, lambda: {"year": "2024"}),
        (CLERK, lambda: {"year": "2024", "q": "không có gì"}),
    ),
    "desk.idle": (
        (AGENCY, _no_values),
        (CLERK, lambda: {"year": "2024", "where": "contract", "sort": "-days"}),
        (AUDITOR, lambda: {"year": "2024", "q": "không có gì", "age": "x"}),
    ),
    "disbursement.accept": ((CLERK, _envelope("commitment", DRIED_FISH)),),
    "disbursement.advance": ((CLERK, _envelope("commitment", DRIED_FISH)),),
    "disbursement.assign": ((CLERK, _envelope("share", NOW)), (CLERK, _envelope("share", DRIED_FISH))),
    "disbursement.commit": ((CLERK, _envelope("line", NOW)),),
    "disbursement.commit_again": ((CLERK, _envelope("commitment", DRIED_FISH)),),
    "disbursement.contract": (
        (CLERK, _envelope("commitment", DRIED_FISH)),
        (AUDITOR, _envelope("commitment", "Gò Công")),
    ),
    **{
        f"disbursement.{verb}": ((CLERK, _envelope("commitment", DRIED_FISH)),)
        for verb in (
            *("amend", "liquidate", "clear", "final_pay", "refund", "settle", "demand", "recover"),
            "repayment_plan",
        )
    },
    "disbursement.fail": ((CLERK, lambda: _last_payment()),),
    "disbursement.late_refund": ((CLERK, _envelope("line", DRIED_FISH)),),
    "disbursement.shares": ((CLERK, _envelope("line", NOW)),),
    "disbursement.move": ((CLERK, _envelope("share", NOW)), (CLERK, _envelope("share", DRIED_FISH))),
    "disbursement.recoveries": ((CLERK, _no_values), (AUDITOR, _no_values)),
    "disbursement.opening": ((CLERK, _fund(LOCAL)),),
    "disbursement.pay": ((CLERK, _envelope("commitment", DRIED_FISH)),),
    "disbursement.discrepancies": (
        (AUDITOR, lambda: {"show": "all"}),
        (CLERK, _no_values),
        (OTHER_CLERK, _no_values),
    ),
    "disbursement.discrepancy": ((AUDITOR, _discrepancy("18/BC-KBNN")), (HEAD, _discrepancy("17/BC-KBNN"))),
    "disbursement.record_discrepancy": (
        (CLERK, _envelope("line", DRIED_FISH)),
        (HEAD, _envelope("share", NOW)),
    ),
    "disbursement.resolve_discrepancy": ((HEAD, _discrepancy("17/BC-KBNN")),),
    "disbursement.sent": ((OTHER_CLERK, _proposal("pay")),),
    "figures.complete": ((AGENCY, _no_values), (CLERK, _no_values)),
    "figures.state_complete": ((AGENCY, _no_values),),
    "figures.glossary": ((AUDITOR, _no_values),),
    "figures.table": (
        (AUDITOR, lambda: {"year": "2024", "by": "province"}),
        (CLERK, lambda: {"year": "2024", "by": "project", "unit": "dong"}),
        (ORGANISER, lambda: {"year": "2024", "as_of": "31/02/2024"}),
    ),
    "figures.why": (
        (AUDITOR, lambda: {"measure": "disbursed", "year": "2024", "by": "region"}),
        (CLERK, lambda: {"measure": "released", "year": "2024", "by": "content", "row": "rest:unassigned"}),
        (AUDITOR, lambda: {"measure": "projects", "year": "2024", "by": "level", "row": "national"}),
        (ORGANISER, lambda: {"measure": "disbursed_of_approved", "year": "2024", "as_of": "31/02/2024"}),
    ),
    "imports.index": ((AGENCY, _no_values),),
    "ledgerbooks.index": ((AGENCY, _no_values), (CLERK, lambda: {"year": "2024"})),
    "ledgerbooks.fund": (
        (AGENCY, _fund(NATIONAL)),
        (AUDITOR, lambda: {**_fund(PAST)(), "print": "yes"}),
        (CLERK, lambda: {**_fund(PAST)(), "order": "day", "first": "01/03/2024"}),
        (CLERK, lambda: {**_fund(PAST)(), "first": "31/02/2024"}),
    ),
    "ledgerbooks.project": (
        (AUDITOR, _project(DRIED_FISH)),
        (CLERK, _project(NOW)),
        (OTHER_HEAD, lambda: {**_project(COAST)(), "corrected": "yes"}),
    ),
    "ledgerbooks.unit": (
        (AUDITOR, _unit("centre-2024-91", year="2024")),
        (CLERK, _unit("centre-2025-91", kind="pay")),
    ),
    "notices.index": ((CLERK, _no_values), (HEAD, lambda: {"unread": "yes"})),
    "oversight.advances": ((AUDITOR, _no_values), (CLERK, lambda: {"q": "không có gì"})),
    "oversight.exceptions": ((AUDITOR, _no_values), (CLERK, lambda: {"first": "31/02/2026"})),
    "papers.fields": ((CLERK, _no_values),),
    "papers.index": ((HEAD, _no_values), (AUDITOR, _no_values), (CLERK, lambda: {"unit": "agency"})),
    "papers.of_contract": (
        (CLERK, _envelope("commitment", DRIED_FISH)),
        (AUDITOR, _envelope("commitment", "Gò Công")),
    ),
    "papers.of_project": (
        (CLERK, _project("nước mắm truyền thống")),
        (OTHER_CLERK, _project(COAST)),
        (AUDITOR, _project(DRIED_FISH, day="31/02/2026")),
    ),
    "papers.template": (
        (HEAD, lambda: {"kind": "letter", "code": "centre-2025-91"}),
        (AUDITOR, lambda: {"kind": "contract", "code": "agency"}),
    ),
    "projects.add_beneficiary": ((CLERK, _project(NOW)),),
    "projects.add_line": ((CLERK, _project(NOW)),),
    "projects.add_other_money": ((CLERK, _project(NOW)),),
    "projects.change_beneficiary": ((OTHER_CLERK, lambda: _party_of(COAST)),),
    "projects.drop_beneficiary": ((OTHER_CLERK, lambda: _party_of(COAST)),),
    "projects.drop_other_money": ((OTHER_CLERK, _other_money),),
    "projects.edit": ((CLERK, _project(NOW)),),
    "projects.index": ((CLERK, _no_values), (AUDITOR, _no_values), (CLERK, lambda: {"q": "không có gì"})),
    "projects.indicators": ((OTHER_CLERK, _project(COAST)),),
    "projects.line_terms": ((CLERK, _envelope("line", DRIED_FISH)), (CLERK, _envelope("line", NOW))),
    "projects.move": ((HEAD, _project(NOW, target="running")), (AGENCY, _project(NOW, target="stopped"))),
    "projects.new": ((CLERK, _no_values),),
    "projects.show": (
        (CLERK, _project("nước mắm truyền thống")),
        (AUDITOR, _project(DRIED_FISH)),
        (OTHER_CLERK, _project(COAST)),
    ),
    "publications.checks": ((AUDITOR, _no_values), (CLERK, lambda: {"year": "2011"})),
    "publications.figure": ((AUDITOR, lambda: {"public_id": _published()}),),
    "publications.index": ((AUDITOR, _no_values), (ADMINISTRATOR, lambda: {"year": "2024"})),
    "questions.index": (
        (AGENCY, _no_values),
        (CLERK, lambda: {"mine": "to"}),
        (AUDITOR, lambda: {"q": "không có gì"}),
    ),
    "questions.ask": (
        (AGENCY, lambda: {"measure": "disbursed", "year": "2024", "by": "province", "row": "2024-91"}),
        (AGENCY, lambda: {"measure": "released", "year": "2024", "by": "region"}),
        (ORGANISER, _no_values),
    ),
    "questions.show": (
        *((AGENCY, lambda step=step: _question(step)) for step in ("asked", "answered", "closed")),
        (CLERK, lambda: _question("asked")),
    ),
    "questions.answer": ((CLERK, lambda: _question("asked")), (CLERK, lambda: _question("closed"))),
    "questions.again": ((AGENCY, lambda: _question("answered")),),
    "questions.due": ((AGENCY, lambda: _question("asked")),),
    "questions.close": ((AGENCY, lambda: _question("answered")),),
    "reorganisations.index": ((AUDITOR, _no_values), (ADMINISTRATOR, _no_values)),
    "reorganisations.new": tuple(
        (ADMINISTRATOR, lambda kind=kind: {"kind": kind})
        for kind in ("merge", "rename", "move", "retype", "succeed")
    ),
    "reorganisations.show": ((AUDITOR, lambda: {"public_id": _reorganisation()}),),
    "reorganisations.undo": ((ADMINISTRATOR, lambda: {"public_id": _reorganisation()}),),
    "reports.conference": ((ORGANISER, lambda: {"year": "2024", "to": "30/09/2024"}), (AGENCY, _no_values)),
    "territory.province": ((CLERK, lambda: {"key": "2025-91"}), (ADMINISTRATOR, lambda: {"key": "2024-91"})),
    "territory.provinces": ((CLERK, _no_values),),
    "trails.index": (
        (AUDITOR, _no_values),
        (CLERK, lambda: {"kind": "act", "least": "1.000.000"}),
        (ADMINISTRATOR, _no_values),
        (HEAD, lambda: {"q": "không có gì"}),
        (AGENCY, lambda: {"first": "31/02/2026", "least": "1,5 tỷ", "most": "1 triệu"}),
    ),
    "treasury.index": ((CLERK, _no_values), (OTHER_CLERK, _no_values), (AUDITOR, _no_values)),
    "treasury.new": ((CLERK, _no_values),),
    "treasury.waiting": ((CLERK, lambda: _statement("sent")), (CLERK, lambda: _statement("sent", last=True))),
    "treasury.statement": (
        *((CLERK, lambda group=group: {**_statement("open"), "group": group}) for group in Group),
        (HEAD, lambda: _statement("open")),
        (AUDITOR, lambda: {**_statement("signed"), "group": "theirs"}),
        (CLERK, lambda: {**_statement("open"), "print": "yes"}),
    ),
    "treasury.match": (
        (CLERK, lambda: _statement("open")),
        (CLERK, lambda: {**_statement("open"), "q": "không có gì"}),
        (CLERK, lambda: {**_statement("open"), "for": _case("theirs")}),
    ),
    "treasury.split": ((CLERK, lambda: {**_statement("open"), "key": _case("matched")}),),
    "treasury.sign": ((HEAD, lambda: _statement("open")),),
    "treasury.drop": ((CLERK, lambda: _statement("open")),),
    "units.directory": ((CLERK, _no_values),),
    "units.unit": ((CLERK, lambda: {"code": "centre-2024-91"}), (CLERK, lambda: {"code": "agency"})),
}
"""Who opens each page, and with what: several where a page shows different things to different people."""

NO_PAGES = frozenset(
    {
        "static",
        "reports.download",
        "figures.why_workbook",
        "allocation.silent_file",
        "imports.blank",
        "papers.contract_file",
        "papers.project_file",
        "papers.standard",
        "papers.version",
        "operations.live",
        "operations.ready",
        "operations.ledger",
        "trails.workbook",
        "treasury.file",
        "treasury.workbook",
        "desk.committable_file",
        "desk.days_file",
        "desk.forecast_file",
        "desk.idle_file",
        "desk.late_file",
        "desk.waiting_file",
        "desk.stopped_file",
        "oversight.advances_file",
        "oversight.exceptions_file",
        "planner.compare_file",
        "planner.scenario_file",
        "questions.workbook",
        "ledgerbooks.fund_workbook",
        "ledgerbooks.project_workbook",
        "ledgerbooks.unit_workbook",
    }
)
"""Addresses that answer with a file, or to machines."""


def _statement(state: str, *, last: bool = False) -> Values:
    """Return the first statement of the stage in a state, or the last."""
    query = select(Statement.public_id).where(Statement.state == state).order_by(Statement.id)
    found = db.session.scalars(query).all()
    return {"public_id": found[-1 if last else 0]}


def _case(group: str) -> str:
    found = db.session.scalars(select(Statement).where(Statement.state == "open")).one()
    return compare(found).of(Group(group))[0].key


def _question(step: str) -> Values:
    """Return a question whose last step is this one."""
    last = select(func.max(Entry.id)).group_by(Entry.question_id)
    query = select(Question.public_id).join(Entry, Entry.question_id == Question.id)
    query = query.where(Entry.step == step, Entry.id.in_(last)).order_by(Question.id)
    return {"public_id": db.session.scalars(query).first() or ""}


def _published() -> str:
    return db.session.scalars(select(PublishedFigure.public_id).order_by(PublishedFigure.id)).first() or ""


def _reorganisation() -> str:
    return db.session.scalars(select(Reorganisation.public_id)).first() or ""


def _party_of(words: str) -> Values:
    project = project_named(words)
    party = db.session.scalars(
        select(Beneficiary.public_id).where(Beneficiary.project_id == project.id)
    ).first()
    return {"public_id": project.public_id, "party": party or ""}


def _last_payment() -> Values:
    """Return a payment of An Giang's people that was not taken back."""
    fund = db.session.scalars(select(Fund.id).where(Fund.code == "KCDP-2024-91-2024")).one()
    act = db.session.scalars(select(Act.public_id).where(Act.fund_id == fund, Act.kind == "pay")).one()
    return {"public_id": act}


def readable(app: Flask) -> set[str]:
    """Return the endpoints of all pages."""
    rules = app.url_map.iter_rules()
    return {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - NO_PAGES


def sights(app: Flask) -> Iterator[Sight]:
    """Yield every page with an address that leads somewhere."""
    with app.test_request_context():
        for endpoint, examples in EXAMPLES.items():
            for person, values in examples:
                yield Sight(endpoint, person, url_for(endpoint, **values()))
