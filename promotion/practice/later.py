"""What practice people did last, through the verbs that people use: a year ended, advances cleared, contracts signed
before money, money of a stopped project taken back, discrepancies, terms of lines. Each shows a page something that the
bulk of the data has not.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.closing import service as closing
from promotion.closing.drafts import CloseDraft, YearEndDraft
from promotion.database.handle import db
from promotion.disbursement.contracts import service as contracts
from promotion.disbursement.drafts import CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.moving.drafts import MoveDraft
from promotion.disbursement.moving.service import move
from promotion.disbursement.rules import CommitmentKind
from promotion.disbursement.service import commit as sign
from promotion.discrepancies import service as discrepancies
from promotion.discrepancies.drafts import DiscrepancyDraft, ResolutionDraft
from promotion.discrepancies.rules import Reported
from promotion.kernel.choices import Language, Level, ProjectState
from promotion.ledger import queries as places
from promotion.ledger import service as ledger
from promotion.ledger.books import Kind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.practice.days import back, working
from promotion.practice.ground import Ground
from promotion.practice.people import actor_of
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import MoveDraft as Stop
from promotion.projects.drafts import TermsDraft
from promotion.projects.models import Project
from promotion.projects.rules import SPENDING, LawBasis, WorkWay

_ENDED, _CLEARED, _SIGNED, _TERMS = 2, 6, 3, 12
_TREASURY = "Kho bạc Nhà nước khu vực"
_THIRD = 3


class Lately:
    """The last acts of the practice people. `day` is the last working day."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.day = back(ground.last)
        self._desks = {
            ground.units[code].id: desk for code, desk in ground.desks.items() if code in ground.units
        }

    def write(self) -> int:
        """Do everything; return how many acts were booked."""
        before = db.session.scalars(select(Act.id).order_by(Act.id.desc()).limit(1)).first() or 0
        db.session.expire_all()
        for fund in self._ended_funds():
            self._end(fund)
        self._clear()
        self._sign_before_money()
        self._take_back()
        self._discrepancies()
        self._terms()
        return len(db.session.scalars(select(Act.id).where(Act.id > before)).all())

    # ------------------------------------------------------------ a year's end

    def _ended_funds(self) -> list[Fund]:
        """Return some local funds of the year before last in which nothing waits: that year can be ended."""
        waiting = select(Proposal.fund_id).where(Proposal.state == "open")
        query = select(Fund).where(
            Fund.level == str(Level.local), Fund.budget_year == self.day.year - 2, Fund.id.not_in(waiting)
        )
        return list(db.session.scalars(query.order_by(Fund.code).limit(_ENDED)))

    def _end(self, fund: Fund) -> None:
        """Carry over what is under contract, let the rest lapse; close the fund where nothing stays."""
        desk = self._desks[fund.owner_unit_id]
        clerk, head = actor_of(desk.clerk), actor_of(desk.head)
        day = working(date(fund.budget_year + 1, 4, 15))
        found = closing.look(clerk, fund.public_id, {}, Language.vi)
        committee = "Ủy ban nhân dân tỉnh"
        draft = YearEndDraft(
            Document(f"{fund.id + 400}/QĐ-UBND", day, committee),
            day,
            Document(f"{fund.id + 401}/QĐ-UBND", day, committee) if found.goes_over else None,
            shown=found.mark,
            reason="Xử lý số dư cuối năm",
        )
        if found.rows and not any(row.outcome.open for row in found.rows):
            _book(head, closing.end_year(clerk, fund.public_id, draft))
            found = closing.look(clerk, fund.public_id, {}, Language.vi)
        if not found.rows:
            paper = Document(f"{fund.id + 402}/BB-SCT", day, "Sở Công Thương")
            _book(head, closing.close(clerk, fund.public_id, CloseDraft(paper, day)))

    # ------------------------------------------------------------ contracts

    def _clear(self) -> None:
        """Clear advances against work that was accepted since."""
        year = Envelope.budget_year == self.day.year
        ready = (Envelope.kind == str(Kind.commitment), year, Envelope.due > 0, Envelope.uncleared > 0)
        for turn, contract in enumerate(self._places(*ready)[:_CLEARED]):
            desk = self._desks[contract.unit_id]
            amount = min(contract.due, contract.uncleared)
            voucher = Voucher(f"TTTU-{turn + 1:02}", self.day, _TREASURY)
            done = contracts.clear(actor_of(desk.clerk), contract.public_id, SpendDraft(amount, voucher))
            _book(actor_of(desk.head), done.outcome)

    def _sign_before_money(self) -> None:
        """Sign contracts for more than is assigned, with a reason: an exception by the fund's rules."""
        year, states = Envelope.budget_year == self.day.year, [str(state) for state in SPENDING]
        untouched = Envelope.id.not_in(
            select(Envelope.parent_id).where(Envelope.kind == str(Kind.commitment))
        )
        ready = (Envelope.kind == str(Kind.line), year, untouched, Envelope.to_commit > Envelope.money)
        query = (
            select(Envelope).join(Project, Project.id == Envelope.project_id).where(Project.state.in_(states))
        )
        lines = db.session.scalars(query.where(*ready).order_by(Envelope.id).limit(_SIGNED))
        for turn, line in enumerate(lines.all()):
            desk = self._desks[line.unit_id]
            draft = CommitmentDraft(
                CommitmentKind.contract,
                f"{turn + 31}/HĐ-KC",
                self.day,
                "Công ty TNHH Mẫu Thực Hành",
                line.to_commit,
                subject="Mua máy móc, thiết bị theo đề án",
                reason="Ký trước để kịp tiến độ lắp đặt; thanh toán khi được giao đủ kinh phí",
            )
            done = sign(actor_of(desk.clerk), line.public_id, draft)
            _book(actor_of(desk.head), done.outcome)

    def _take_back(self) -> None:
        """Stop a project before its work began, and take its money back into the share of its unit."""
        reason = "Đơn vị thụ hưởng xin rút, không bố trí được vốn đối ứng"
        approved = select(Project.id).where(Project.state == str(ProjectState.approved))
        lines = self._places(
            *(Envelope.kind == str(Kind.line), Envelope.level == str(Level.local)),
            *(Envelope.budget_year == self.day.year, Envelope.project_id.in_(approved)),
            *(Envelope.money > 0, Envelope.money == Envelope.assigned, Envelope.committed == 0),
        )
        for line in lines[:1]:
            desk, fund = self._desks[line.unit_id], db.session.get_one(Fund, line.fund_id)
            project = db.session.get_one(Project, line.project_id)
            owner = actor_of(self._desks[fund.owner_unit_id].head)
            projects.move(owner, project.public_id, Stop(ProjectState.stopped, self.day, reason))
            (share,) = places.envelopes({line.parent_id or 0})
            taken = ((line.public_id, line.money),)
            draft = MoveDraft(taken, (), Voucher("TH-01", self.day, _TREASURY), reason)
            _book(actor_of(desk.head), move(actor_of(desk.clerk), share.public_id, draft).outcome)

    # ------------------------------------------------------------ beside the ledger

    def _discrepancies(self) -> None:
        """Record what the treasury reported above the ledger; one of it has been resolved."""
        paid = (Envelope.kind == str(Kind.line), Envelope.paid > 0, Envelope.budget_year == self.day.year - 1)
        for turn, line in enumerate(self._places(*paid)[:_THIRD]):
            desk = self._desks[line.unit_id]
            paper = Document(f"ĐC-{turn + 1:02}/KBNN", self.day, _TREASURY)
            disbursed = line.paid + line.advanced
            draft = DiscrepancyDraft(
                Reported.disbursed,
                disbursed + (turn + 1) * 12_500_000,
                self.day,
                paper,
                "Bảng đối chiếu của Kho bạc",
            )
            found = discrepancies.record(actor_of(desk.clerk), line.public_id, draft)
            if turn == 0:
                answer = Document("15/CV-KBNN", self.day, _TREASURY)
                said = ResolutionDraft(answer, "Kho bạc ghi nhầm mã nguồn, đã điều chỉnh")
                discrepancies.resolve(actor_of(desk.head), found.public_id, said)

    def _terms(self) -> None:
        """Say under which law some lines of this year are spent, and how their work is given."""
        ways = (WorkWay.assignment, WorkWay.order, WorkWay.tender)
        listed = (
            Envelope.kind == str(Kind.line),
            Envelope.assigned > 0,
            Envelope.budget_year == self.day.year,
        )
        for turn, line in enumerate(self._places(*listed)[:_TERMS]):
            paper = Document(f"{turn + 201}/QĐ-SCT", self.day - timedelta(days=_THIRD), "Sở Công Thương")
            law = LawBasis.public_investment if turn % _THIRD == _THIRD - 1 else LawBasis.state_budget
            draft = TermsDraft(law, ways[turn % _THIRD], paper.day, paper)
            records.set_terms(actor_of(self._desks[line.unit_id].clerk), line.public_id, draft)

    def _places(self, *wanted: object) -> Sequence[Envelope]:
        """Return envelopes outside closed funds, in their order."""
        ended = select(Act.fund_id).where(Act.kind == "close")
        return db.session.scalars(
            select(Envelope).where(*wanted, Envelope.fund_id.not_in(ended)).order_by(Envelope.id)  # type: ignore[arg-type]
        ).all()


def _book(head: Actor, outcome: Proposal | Act) -> None:
    """Let the head book what the clerk proposed, where it still waits."""
    if isinstance(outcome, Proposal):
        ledger.book_proposal(head, outcome.public_id)
