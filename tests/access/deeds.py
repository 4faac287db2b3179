"""One good form for every route that takes one: who sends it, on what, with which fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from promotion.accounts.models import Grant, SignIn, User
from promotion.audit.queries import history
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.figures import completeness
from promotion.imports.models import ImportFile
from promotion.kernel.calendar import today
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.service import withdraw_proposal
from promotion.notices.models import Notice
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.queries import entered_values
from promotion.territory import queries
from promotion.units.models import Unit
from tests.factories.people import PASSWORD, actor, email_of
from tests.factories.places import PLACES

Values = Mapping[str, object]

PAPER = {
    "document_number": "77/QĐ", "document_date": "12/08/2025", "document_issuer": "Sở Công Thương",
    "business_date": "12/08/2025", "reason": "Theo quyết định", "step": "send",
}  # fmt: skip
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
WORD = PLACES["ag"].word("local")


@dataclass(frozen=True)
class Deed:
    """A form of one endpoint: `on` finds the address's values, `fields` what is sent, `lines` counts audit lines.

    Bytes are sent as a file.
    """

    role: str
    on: Callable[[], Values] = dict
    fields: Callable[[], Mapping[str, str | bytes]] = dict
    lines: int = 1


def fund() -> Fund:
    """Return the local fund of An Giang of 2025."""
    query = select(Fund).where(Fund.level == "local", Fund.home == "2025-91", Fund.budget_year == 2025)
    return db.session.scalars(query).one()


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
    "allocation.reverse": Deed("clerk", lambda: _act("accept"), lambda: PAPER),
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
        lines=1,  # the line stands already
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
    "disbursement.commit_again": Deed(
        "clerk",
        lambda: _withdrawn("79/HĐ"),
        lambda: {
            "kind": "contract", "number": "79A/HĐ", "day": "12/08/2025", "party": "Công ty", "amount": "900.000",
            "reason": "Ký lại", "version": "1",
        },
        lines=2,  # the corrected record, and the proposal
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
}  # fmt: skip

WITHOUT_DEED = {
    "accounts.sign_in": "begins a session each time; nothing of business is changed",
    "accounts.sign_out": "ends what it finds; sent twice it finds nothing",
    "accounts.welcome": "takes a code, once",
    "accounts.language": "sets what is asked, as often as it is asked",
}
