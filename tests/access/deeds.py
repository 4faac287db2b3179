"""One good form for every route that takes one: who sends it, on what, with which fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update

from promotion.access.actor import EVERYTHING
from promotion.accounts.models import Grant, SignIn, User
from promotion.audit.queries import history
from promotion.closing.queries import year_end
from promotion.closing.rules import Fate
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement.models import Commitment, RepaymentPlan
from promotion.discrepancies.models import Discrepancy
from promotion.figures import completeness
from promotion.imports.models import ImportFile
from promotion.kernel.calendar import today
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.places import FundDraft, LineDraft, open_fund, open_line
from promotion.ledger.policies import queries as policies
from promotion.ledger.policies.allowing import open_settings
from promotion.ledger.policies.models import FundPolicy
from promotion.ledger.policies.words import Effect, Policy
from promotion.ledger.service import book_proposal, propose, withdraw_proposal
from promotion.notices.models import Notice
from promotion.papers import queries as papers
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.planner import service as planner
from promotion.planner.models import Scenario
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.queries import entered_values
from promotion.questions.models import Entry, Question
from promotion.territory import queries
from promotion.treasury.comparing import compare
from promotion.treasury.models import Statement
from promotion.treasury.rules import Group
from promotion.units.models import Unit
from tests.factories.people import PASSWORD, actor, email_of
from tests.factories.places import PLACES
from tests.factories.places import WORD as MARK

Values = Mapping[str, object]

PAPER = {
    "document_number": "77/QĐ", "document_date": "12/08/2025", "document_issuer": "Sở Công Thương",
    "business_date": "12/08/2025", "reason": "Theo quyết định", "step": "send",
}  # fmt: skip
SCENARIO = {
    "name": "Phương án mới",
    "direction": "withdraw",
    "amount": "1000000",
    "rule_1": "pro-rata",
    "depth": "lines",
}
VOUCHER = {"number": "78/CT", "day": "12/08/2025", "issuer": "Kho bạc", "reason": "Theo hồ sơ"}
PROJECT = {
    "name": "Đề án mới", "level": "local", "kind": "single", "unit": "centre-2025-91", "home": "2025-91",
    "commune": "Xã", "planned_start": "01/08/2025", "planned_end": "31/12/2025", "objective": "Mục tiêu",
}  # fmt: skip
LEGAL = {
    "number": "2/NQ", "document_day": "05/01/2026", "issuer": "Quốc hội", "source_vi": "Nghị quyết 2",
    "source_en": "Resolution 2",
}  # fmt: skip
MERGE = {
    **LEGAL, "day": "01/01/2090", "old_1": "2025-01", "old_2": "2025-04", "name_vi": "Thăng Long",
    "full_name_vi": "Thành phố Thăng Long", "name_en": "Thang Long", "type": "centrally-run city",
    "region": "north", "code": "", "year": "2025", "step": "send",
}  # fmt: skip
STATEMENT: dict[str, str | bytes] = {
    "unit": "centre-2025-91", "account": "9.1", "office": "Kho bạc", "level": "local", "first": "01/06/2025",
    "last": "30/06/2025", "opening": "", "closing": "", "numbers": "vi",
    "file": "Số chứng từ;Ngày;Nội dung;Ghi nợ\nA1;02/06/2025;Phí;5.000\n".encode(),
}  # fmt: skip
REPORT = {"number": "90/KB", "document_day": "12/08/2025", "issuer": "Kho bạc"}
ASKED = {"measure": "disbursed", "year": "2025", "by": "province", "row": "2025-91"}
WORD = PLACES["ag"].word("local")


@dataclass(frozen=True)
class Deed:
    """A form of one endpoint: `on` finds the address's values, `fields` what is sent, `lines` counts audit lines.

    Bytes are sent as a file, a list as boxes that were ticked.
    """

    role: str
    on: Callable[[], Values] = dict
    fields: Callable[[], Mapping[str, str | bytes | list[str]]] = dict
    lines: int = 1


def fund() -> Fund:
    """Return the local fund of An Giang of 2025."""
    query = select(Fund).where(Fund.level == "local", Fund.home == "2025-91", Fund.budget_year == 2025)
    return db.session.scalars(query).one()


def _ended() -> Fund:
    """Return the local fund of Đồng Tháp of 2025: nobody else's deeds are done in it."""
    query = select(Fund).where(Fund.level == "local", Fund.home == "2025-82", Fund.budget_year == 2025)
    return db.session.scalars(query).one()


def _empty() -> Fund:
    """Return a fund of a year long past in which there never was anything, opened when it is asked for first."""
    owner = db.session.scalars(select(Unit).where(Unit.code == "department-2024-91")).one()
    found = db.session.scalars(select(Fund).where(Fund.owner_unit_id == owner.id, Fund.budget_year == 2023))
    draft = FundDraft(f"{MARK}-2023", "local", 2023, owner.id, "2024-91")
    return found.one_or_none() or unit_of_work.run(lambda: open_fund(actor("sister clerk"), draft))


def _paper_of(day: str) -> dict[str, str]:
    fields = {name: str(value) for name, value in PAPER.items() if name != "step"}
    return {**fields, "document_date": day, "business_date": day}


def _year_end(fund: Fund) -> dict[str, str]:
    """Return a year end in which nothing goes over: what cannot lapse stays."""
    rows = year_end(EVERYTHING, fund, {}, "vi").rows
    fates = {
        row.envelope.public_id: Fate.stay if row.envelope.kind == "commitment" else Fate.lapse
        for row in rows
        if row.envelope.kind != "fund"
    }
    found = year_end(EVERYTHING, fund, fates, "vi")
    chosen = {f"fate_{key}": str(fate) for key, fate in fates.items()}
    return {**_paper_of("12/08/2026"), **chosen, "shown": found.mark, "step": "send"}


def envelope(kind: str) -> Envelope:
    """Return the first envelope of a kind in it."""
    query = select(Envelope).where(Envelope.kind == kind, Envelope.fund_id == fund().id).order_by(Envelope.id)
    return db.session.scalars(query.limit(1)).one()


def project() -> Project:
    """Return the first local project of An Giang."""
    query = select(Project).where(Project.level == "local", Project.home == "2025-91").order_by(Project.id)
    return db.session.scalars(query.limit(1)).one()


def _part(model: type[Beneficiary] | type[OtherMoney], name: str) -> Values:
    part = db.session.scalars(
        select(model).where(model.project_id == project().id).order_by(model.id)
    ).first()
    return {"public_id": project().public_id, name: part.public_id if part else ""}


def _version() -> Mapping[str, str]:
    """Return the version of the project's first beneficiary."""
    first = select(Beneficiary.version).where(Beneficiary.project_id == project().id).order_by(Beneficiary.id)
    return {"version": str(db.session.scalars(first).first())}


def _proposal(kind: str, number: int = 0) -> Values:
    query = select(Proposal).where(
        Proposal.fund_id == fund().id, Proposal.kind == kind, Proposal.state == "open"
    )
    return {"public_id": db.session.scalars(query.order_by(Proposal.id)).all()[number].public_id}


def _withdrawn(number: str) -> Values:
    """Return the contract with this number, its proposal taken back by whoever proposed it."""
    record = db.session.scalars(select(Commitment).where(Commitment.number == number)).one()
    found = select(Proposal).where(Proposal.kind == "commit", Proposal.state == "open")
    mine = [
        one.public_id
        for one in db.session.scalars(found)
        if one.draft["amounts"][0][0] == record.envelope_id and record.number == number
    ]
    for public_id in mine:
        unit_of_work.run(lambda one=public_id: withdraw_proposal(actor("clerk"), one))
    return {"public_id": record.public_id}


def _transfer() -> Mapping[str, str]:
    """Return a transfer of one đồng of listed right between the first two lines of the fund."""
    query = select(Envelope).where(
        Envelope.kind == "line", Envelope.fund_id == fund().id, Envelope.to_assign > 0
    )
    giving = db.session.scalars(query.order_by(Envelope.id).limit(1)).one()
    others = select(Envelope).where(
        Envelope.kind == "line", Envelope.fund_id == fund().id, Envelope.id != giving.id
    )
    taking = db.session.scalars(others.order_by(Envelope.id).limit(1)).first()
    if taking is None:
        line = LineDraft(giving.project_id or 0, "ND5", giving.home)
        taking = unit_of_work.run(lambda: open_line(envelope("share"), line))
    return {**PAPER, "source": giving.public_id, "target": taking.public_id, "listed": "1", "money": ""}


def _request() -> Mapping[str, str]:
    """Return a request for the project's money of this year."""
    query = select(Envelope.content_code).where(Envelope.kind == "line", Envelope.fund_id == fund().id)
    content = db.session.scalars(query.order_by(Envelope.id)).first() or ""
    return {**PAPER, "fund": fund().public_id, "content": content, "amount": "9.000.000"}


def _found(number: str, state: str = "open") -> Statement:
    """Return the statement of An Giang with this account of the small country."""
    account = f"{number}.{PLACES['ag'].word('local')}"
    return db.session.scalars(
        select(Statement).where(Statement.account == account, Statement.state == state)
    ).one()


def _statement(number: str, state: str = "open") -> Values:
    return {"public_id": _found(number, state).public_id}


def _left(number: str, group: str) -> str:
    return compare(_found(number)).of(Group(group))[0].key


def _pair(number: str) -> list[str]:
    return [_left(number, "theirs"), _left(number, "ours")]


def _mark(number: str) -> str:
    return compare(_found(number)).mark


def _value(contract: Envelope) -> int:
    return contract.owed + contract.discharged


def _edition(contract: Envelope) -> int:
    """Return the edition of a contract's repayment plan, 0 before there is one."""
    query = select(func.max(RepaymentPlan.edition)).join(Commitment)
    return db.session.scalar(query.where(Commitment.envelope_id == contract.id)) or 0


def _first_party() -> str:
    query = select(Beneficiary.public_id).where(Beneficiary.project_id == envelope("line").project_id)
    return db.session.scalars(query.order_by(Beneficiary.id)).first() or ""


def _booked(kind: ActKind, contract: Envelope, amount: int) -> None:
    """Propose as the clerk and book as the head, unless there is nothing to do."""
    if amount <= 0:
        return
    document = Document(f"{kind} {contract.id}", date(2025, 8, 12), "Kho bạc")
    draft = ActDraft(kind, contract.fund_id, document.day, document, ((contract.id, amount),), reason="x")
    proposal = unit_of_work.run(lambda: propose(actor("clerk"), draft))
    if isinstance(proposal, Proposal):
        public_id = proposal.public_id
        unit_of_work.run(lambda: book_proposal(actor("head"), public_id))
    db.session.expire_all()


def _stopped() -> Values:
    """Return a payment before acceptance that its fund stops until the head of the unit allows it."""
    contract = envelope("commitment")
    owner = db.session.get_one(Fund, contract.fund_id)

    def stop() -> None:
        if policies.row(owner.id) is None:
            open_settings(owner)
        strict = {str(Policy.early_payment): str(Effect.stop_unless_spender)}
        db.session.execute(update(FundPolicy).where(FundPolicy.fund_id == owner.id).values(strict))

    unit_of_work.run(stop)
    document = Document("RDT-77", date(2025, 8, 12), "Kho bạc")
    amounts = ((contract.id, contract.due + 1),)
    draft = ActDraft(ActKind.pay, contract.fund_id, document.day, document, amounts, reason="Gấp")
    proposal = unit_of_work.run(lambda: propose(actor("clerk"), draft))
    return {"public_id": proposal.public_id}


def _asked_back() -> Values:
    """Return a contract on which support is asked back."""
    contract = envelope("commitment")
    _booked(ActKind.demand, contract, 2_000_000 - contract.to_recover)
    return {"public_id": contract.public_id}


def _cleared() -> Values:
    """Return a contract with all work accepted, all advances cleared and all accepted work paid."""
    contract = envelope("commitment")
    for kind, counter in ((ActKind.accept, "to_accept"), (ActKind.clear, "uncleared"), (ActKind.pay, "due")):
        _booked(kind, contract, getattr(contract, counter))
    return {"public_id": contract.public_id}


def _discrepancy() -> Values:
    query = select(Discrepancy.public_id).where(Discrepancy.envelope_id == envelope("line").id)
    return {"public_id": db.session.scalars(query.order_by(Discrepancy.id)).first() or ""}


def _scenario() -> Values:
    query = select(Scenario.public_id).where(Scenario.fund_id == fund().id).order_by(Scenario.id)
    return {"public_id": db.session.scalars(query).first() or ""}


def _scenario_version() -> str:
    query = select(Scenario.version).where(Scenario.fund_id == fund().id).order_by(Scenario.id)
    return str(db.session.scalars(query).first())


def _looked_at() -> Values:
    """Return a scenario that was looked at on the figures of now."""
    row = db.session.scalars(
        select(Scenario).where(Scenario.fund_id == fund().id).order_by(Scenario.id)
    ).first()
    assert row is not None
    number, seen = row.public_id, row.version
    unit_of_work.run(lambda: planner.refresh(actor("sister clerk"), number, seen))
    return {"public_id": number}


def _asking() -> Mapping[str, str]:
    return {"text": "Đề nghị giải trình", "due": f"{today() + timedelta(10):%d/%m/%Y}"}


def _question(step: str, unit: str = "centre-2025-91") -> Values:
    """Return the first question to a unit whose last step is this one."""
    last = select(func.max(Entry.id)).group_by(Entry.question_id)
    query = select(Question.public_id).join(Unit, Unit.id == Question.unit_id)
    query = query.join(Entry, Entry.question_id == Question.id).where(Entry.id.in_(last), Entry.step == step)
    return {
        "public_id": db.session.scalars(query.where(Unit.code == unit).order_by(Question.id)).first() or ""
    }


def _notice(unit: str) -> str:
    query = select(Notice.public_id).join(Unit, Unit.id == Notice.unit_id).where(Unit.code == unit)
    return db.session.scalars(query.order_by(Notice.id)).first() or ""


def _act(kind: str) -> Values:
    query = select(Act).where(Act.fund_id == fund().id, Act.kind == kind).order_by(Act.id)
    return {"public_id": db.session.scalars(query).all()[0].public_id}


def user(role: str) -> User:
    """Return the account of a role's person."""
    return db.session.scalars(select(User).where(User.email == email_of(role))).one()


def _grant(role: str) -> Values:
    grant = db.session.scalars(select(Grant).where(Grant.user_id == user(role).id)).first()
    return {"public_id": user(role).public_id, "grant_id": grant.id if grant else 0}


def _session(role: str) -> Values:
    """Name another session of the person than the one that the tests sign in with."""
    first = select(SignIn).where(SignIn.user_id == user(role).id).order_by(SignIn.id)
    return {"sign_in_id": db.session.scalars(first).all()[-1].id}


def _owner() -> str:
    return db.session.scalars(select(Unit).where(Unit.code == "department-2025-91")).one().public_id


TEMPLATE = {"kind": "letter", "code": "centre-2025-91"}


def _newest_template() -> int:
    """Return the number of the version that An Giang's centre uses."""
    query = select(func.max(PaperTemplate.number)).join(Unit, Unit.id == PaperTemplate.unit_id)
    return db.session.scalar(query.where(Unit.code == TEMPLATE["code"])) or 0


FIGURES = (
    "year,period,scope,place,edition,level,measure,value,unit,as_of,source,note\n"
    "2009,year,country,vn,2024,national,approved,45,billion,,Báo cáo 1/BC,\n"
).encode()


def _waiting() -> Mapping[str, str]:
    """Return the file that was sent last."""
    query = select(ImportFile.public_id).order_by(ImportFile.id.desc())
    return {"waiting": db.session.scalars(query).first() or ""}


DEEDS: dict[str, Deed] = {
    "accounts.add": Deed(
        "administrator",
        fields=lambda: {"name": "Người mới", "email": "moi@example.vn"},
        lines=2,  # the account, and the invitation
    ),
    "accounts.person": Deed(
        "administrator",
        lambda: {"public_id": user("nobody").public_id},
        lambda: {"role": "auditor", "unit": "", "region": "", "valid_from": "01/08/2025", "valid_to": ""},
    ),
    "accounts.end_grant": Deed("administrator", lambda: _grant("northern clerk")),
    "accounts.set_active": Deed(
        "administrator", lambda: {"public_id": user("northern head").public_id}, lambda: {"active": "no"}
    ),
    "figures.state_complete": Deed(
        "agency",
        fields=lambda: {
            "where": "2025-91", "level": "local", "from_year": "2024", "reason": "đã đối chiếu",
            "version": str(completeness.count()),
        },
    ),
    "reorganisations.new": Deed("administrator", lambda: {"kind": "merge"}, lambda: MERGE),
    "reorganisations.undo": Deed(
        "administrator",
        lambda: {"public_id": queries.acts()[0].public_id},
        lambda: {**LEGAL, "reason": "Nhập nhầm"},
    ),
    "accounts.make_code": Deed("head", lambda: {"public_id": user("clerk").public_id}),
    "accounts.stand_in": Deed(
        "sister head",
        lambda: {"public_id": user("sister head").public_id},
        lambda: {
            "colleague": user("sister clerk").public_id,
            "valid_from": f"{today():%d/%m/%Y}",
            "valid_to": f"{today():%d/%m/%Y}",
        },
    ),
    "accounts.hand_over": Deed(
        "administrator",
        lambda: {"public_id": user("central clerk").public_id},
        lambda: {"colleague": user("central head").public_id, "reason": "Chuyển công tác"},
        lines=3,  # one grant given, one ended, and the hand-over
    ),
    "accounts.password": Deed(
        "finance",
        fields=lambda: {"old": PASSWORD, **dict.fromkeys(("password", "again"), "bốn con mèo trên mái")},
    ),
    "accounts.end_session": Deed("organiser", lambda: _session("organiser")),
    "accounts.end_others": Deed("organiser"),
    "allocation.open_fund": Deed("sister clerk", fields=lambda: {"year": "2026", "owner": _owner()}),
    "allocation.two_person": Deed(
        "sister head", lambda: {"public_id": fund().public_id}, lambda: {"two_person": "no"}
    ),
    "allocation.policies": Deed(
        "sister head",
        lambda: {"public_id": fund().public_id},
        lambda: {**{str(policy): "warn" for policy in Policy}, "version": "1"},
    ),
    "allocation.approve": Deed(
        "sister clerk", lambda: {"public_id": fund().public_id}, lambda: {**PAPER, "amount": "5.000.000"}
    ),
    "allocation.release": Deed(
        "sister clerk", lambda: {"public_id": fund().public_id}, lambda: {**PAPER, "amount": "1.000.000"}
    ),
    "allocation.list_lines": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, f"row_{envelope('line').public_id}": "2.000.000"},
    ),
    "allocation.annex": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, "text": f"Mã\tSố tiền (đồng)\n{project().code}\t1.000.000", "unit": "", "numbers": "vi"},
    ),
    "allocation.share": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, f"row_{envelope('share').public_id}": "3.000.000", "unit": "", "unit_amount": ""},
    ),
    "allocation.cut": Deed(
        "sister clerk", lambda: {"public_id": fund().public_id}, lambda: {**PAPER, "amount": "1"}
    ),
    "allocation.withdraw_release": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, "amount": "1", "percent": "", "rule": "last_first"},
    ),
    "allocation.reshare": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, f"row_{envelope('share').public_id}": "1"},
    ),
    "allocation.relist": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {**PAPER, f"row_{envelope('line').public_id}": str(envelope("line").listed + 1)},
    ),
    "allocation.transfer": Deed("sister clerk", lambda: {"public_id": fund().public_id}, lambda: _transfer()),
    "allocation.request": Deed("clerk", lambda: {"public_id": project().public_id}, lambda: _request()),
    "allocation.correct": Deed(
        "sister clerk",
        lambda: _act("approve"),
        lambda: {**PAPER, "step_0": "9.000.000.000"},
        lines=2,  # what is taken back, and what is entered anew
    ),
    "allocation.reverse": Deed("clerk", lambda: _act("pay"), lambda: PAPER),
    "allocation.book": Deed("sister head", lambda: _proposal("list"), lines=2),  # the act, and the proposal
    "allocation.send_back": Deed("sister head", lambda: _proposal("share"), lambda: {"reason": "Thiếu hồ sơ"}),
    "allocation.withdraw": Deed("sister clerk", lambda: _proposal("approve")),
    "imports.index": Deed("agency", fields=lambda: {"file": FIGURES}),
    "imports.apply": Deed("agency", fields=_waiting),
    "projects.new": Deed("clerk", fields=lambda: PROJECT),
    "projects.edit": Deed(
        "clerk",
        lambda: {"public_id": project().public_id},
        lambda: {**PROJECT, "name": "Tên khác", "code": project().code, "version": str(project().version)},
    ),
    "projects.add_line": Deed(
        "clerk",
        lambda: {"public_id": project().public_id},
        lambda: {"fund": fund().public_id, "content": "ND3B"},
    ),
    "projects.line_terms": Deed(
        "clerk",
        lambda: {"public_id": envelope("line").public_id},
        lambda: {**REPORT, "law": "state_budget", "way": "order", "valid_from": "12/08/2025"},
    ),
    "projects.add_beneficiary": Deed(
        "clerk",
        lambda: {"public_id": project().public_id},
        lambda: {"name": "Cơ sở hai", "tax_code": "", "address": "Ấp"},
    ),
    "projects.change_beneficiary": Deed(
        "clerk",
        lambda: _part(Beneficiary, "party"),
        lambda: {"name": "Cơ sở ba", "tax_code": "", "address": "Ấp", **_version()},
    ),
    "projects.drop_beneficiary": Deed("clerk", lambda: _part(Beneficiary, "party"), _version),
    "projects.add_other_money": Deed(
        "clerk",
        lambda: {"public_id": project().public_id},
        lambda: {"kind": "other", "payer": "Hợp tác xã", "amount": "7.000.000", "day": "12/08/2025", "note": ""},
    ),
    "projects.drop_other_money": Deed("clerk", lambda: _part(OtherMoney, "money")),
    "projects.indicators": Deed(
        "clerk",
        lambda: {"public_id": project().public_id},
        lambda: {
            "as_of": "12/08/2025", "ND3A_demonstration_models_actual": "3",
            "version": str(entered_values(project())[0]),
        },
    ),
    "disbursement.opening": Deed(
        "sister clerk",
        lambda: {"public_id": fund().public_id},
        lambda: {
            **PAPER, "text": f"Mã\tNội dung\tKế hoạch (đồng)\n{project().code}\tND3B\t1.000.000", "unit": "",
            "numbers": "vi", "approved": "1.000.000", "released": "",
        },
        lines=2,  # the plan and its list; the line stands already
    ),
    "disbursement.assign": Deed(
        "clerk",
        lambda: {"public_id": envelope("share").public_id},
        lambda: {**VOUCHER, f"line_{envelope('line').public_id}": "1.000.000"},
    ),
    "disbursement.commit": Deed(
        "clerk",
        lambda: {"public_id": envelope("line").public_id},
        lambda: {
            "kind": "contract", "number": "79/HĐ", "day": "12/08/2025", "party": "Công ty", "amount": "1.000.000",
            "reason": "Ký trước",
        },
        lines=2,  # the contract's record, and the proposal to commit its value
    ),
    "disbursement.advance": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "80/CT", "amount": "1.000.000"},
    ),
    "disbursement.pay": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "81/CT", "amount": "2.000.000"},
    ),
    "disbursement.accept": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "82/BB", "amount": "3.000.000"},
    ),
    "disbursement.record_discrepancy": Deed(
        "clerk",
        lambda: {"public_id": envelope("line").public_id},
        lambda: {**REPORT, "figure": "assigned", "amount": "99.000.000.000", "day": "12/08/2025", "note": "x"},
    ),
    "disbursement.resolve_discrepancy": Deed("head", _discrepancy, lambda: {**REPORT, "reason": "Đã ghi sổ"}),
    "disbursement.commit_again": Deed(
        "clerk",
        lambda: _withdrawn("79/HĐ"),
        lambda: {
            "kind": "contract", "number": "79A/HĐ", "day": "12/08/2025", "party": "Công ty", "amount": "900.000",
            "reason": "Ký lại", "version": "1",
        },
        lines=2,  # the corrected record, and the proposal
    ),
    "papers.replace": Deed(
        "head",
        lambda: TEMPLATE,
        lambda: {"file": papers.standard(PaperKind.contract), "seen": str(_newest_template())},
    ),
    "papers.go_back": Deed(
        "head", lambda: TEMPLATE, lambda: {"number": "1", "seen": str(_newest_template())}
    ),
    "disbursement.amend": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "83/PL", "amount": str(_value(envelope("commitment")) + 1_000_000)},
    ),
    "disbursement.clear": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "84/TT", "amount": "1.000.000"},
    ),
    "disbursement.final_pay": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "85/CT", "amount": "1"},
    ),
    "disbursement.refund": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "86/CT", "of": "pay", "amount": "1.000.000"},
    ),
    "disbursement.settle": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "87/QĐ", "amount": "1.000.000"},
    ),
    "disbursement.fail": Deed(
        "clerk", lambda: _act("pay"), lambda: {**VOUCHER, "number": "88/TB"},
    ),
    "disbursement.late_refund": Deed(
        "clerk",
        lambda: {"public_id": envelope("line").public_id},
        lambda: {**VOUCHER, "number": "89/CT", "day": "12/08/2026", "amount": "1.000.000"},
    ),
    "disbursement.demand": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {**VOUCHER, "number": "90/QĐ", "amount": "5.000.000"},
    ),
    "disbursement.repayment_plan": Deed(
        "clerk",
        lambda: {"public_id": envelope("commitment").public_id},
        lambda: {
            **VOUCHER, "number": "91/QĐ", "due_1": "30/06/2026", "amount_1": "1.000.000",
            "version": str(_edition(envelope("commitment"))),
        },
    ),
    "disbursement.shares": Deed(
        "clerk",
        lambda: {"public_id": envelope("line").public_id},
        lambda: {**VOUCHER, "number": "92/QĐ", "kind": "assignment", f"share_{_first_party()}": "1.000.000"},
        lines=2,  # the share's record, and the proposal to commit it
    ),
    "disbursement.move": Deed(
        "clerk",
        lambda: {"public_id": envelope("share").public_id},
        lambda: {**VOUCHER, "number": "93/QĐ", f"take_{envelope('line').public_id}": "1.000.000"},
    ),
    # What the last two need is booked first; after them the contract takes no payment any more.
    "disbursement.recover": Deed(
        "clerk", lambda: _asked_back(), lambda: {**VOUCHER, "number": "94/CT", "amount": "1.000.000"},
    ),
    "disbursement.liquidate": Deed(
        "clerk", lambda: _cleared(), lambda: {**VOUCHER, "number": "95/BB"},
    ),
    "notices.read": Deed("clerk", lambda: {"public_id": _notice("centre-2025-91")}, lines=0),
    "notices.read_all": Deed("foreign clerk", lines=0),
    "projects.move": Deed(
        "head",
        lambda: {"public_id": project().public_id, "target": "accepted"},
        lambda: {
            "since": "13/08/2025", "reason": "Biên bản nghiệm thu",
            "version": str(len(history("project", project().id))),
        },
    ),
    "planner.create": Deed("sister clerk", lambda: {"public_id": fund().public_id}, lambda: SCENARIO),
    "planner.edit": Deed(
        "sister clerk", _scenario, lambda: {**SCENARIO, "name": "Phương án sửa", "version": _scenario_version()}
    ),
    "planner.refresh": Deed("sister clerk", _scenario, lambda: {"version": _scenario_version()}),
    "planner.propose": Deed("sister clerk", _looked_at, lambda: PAPER),
    "planner.delete": Deed("sister clerk", _scenario, lambda: {"version": _scenario_version()}),
    "closing.periods": Deed(
        "foreign head", lambda: {"public_id": _ended().public_id}, lambda: {"closes_2025-12-31": "20/01/2090"}
    ),
    "closing.year_end": Deed("foreign clerk", lambda: {"public_id": _ended().public_id}, lambda: _year_end(_ended())),
    "closing.close": Deed("sister clerk", lambda: {"public_id": _empty().public_id}, lambda: _paper_of("12/08/2024")),
    "questions.ask": Deed("agency", lambda: ASKED, lambda: {"units": ["centre-2025-91"], **_asking()}),
    "questions.answer": Deed(
        "clerk",
        lambda: _question("asked"),
        lambda: {"text": "Đã kiểm tra", "act": str(_act("pay")["public_id"]), "version": "1"},
    ),
    "questions.again": Deed("agency", lambda: _question("answered"), lambda: {**_asking(), "version": "2"}),
    "questions.due": Deed(
        "agency", lambda: _question("asked", "centre-2025-82"), lambda: {**_asking(), "version": "1"}
    ),
    "questions.close": Deed(
        "agency head",
        lambda: _question("answered", "centre-2025-82"),
        lambda: {"outcome": "explained", "text": "Đã rõ", "version": "2"},
    ),
    "treasury.new": Deed("clerk", fields=lambda: STATEMENT),
    "treasury.waiting": Deed("clerk", lambda: _statement("3", state="sent")),
    "treasury.explain": Deed(
        "clerk", lambda: _statement("1"), lambda: {"pick": _left("1", "theirs"), "reason": "fee", "note": "Phí"}
    ),
    "treasury.match": Deed("clerk", lambda: _statement("1"), lambda: {"pick": _pair("1")}),
    "treasury.split": Deed("clerk", lambda: _statement("1"), lambda: {"key": _left("1", "matched")}),
    "treasury.sign": Deed("head", lambda: _statement("2"), lambda: {"note": "Khớp", "shown": _mark("2")}),
    "treasury.drop": Deed("clerk", lambda: _statement("1"), lambda: {"reason": "Sai tài khoản"}),
    "allocation.waive": Deed("head", lambda: _stopped(), lambda: {"reason": "Đã kiểm tra", "shown": str(10**14)}),
}  # fmt: skip

PREPARED = frozenset(
    {
        *("allocation.transfer", "allocation.waive", "closing.close", "disbursement.commit_again"),
        "planner.propose",
        *("disbursement.recover", "disbursement.liquidate"),
    }
)
"""Deeds that need something done before: finding what they are on changes the database."""

WITHOUT_DEED = {
    "accounts.sign_in": "begins a session each time; nothing of business is changed",
    "accounts.sign_out": "ends what it finds; sent twice it finds nothing",
    "accounts.welcome": "takes a code, once",
    "accounts.language": "sets what is asked, as often as it is asked",
}
