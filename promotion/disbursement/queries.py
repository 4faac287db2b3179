"""Reads of money going out: contracts with their money, lines that wait, and the rules that apply."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.accounts import queries as accounts
from promotion.catalogue.models import AdvanceRate
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import ContractPosition, ContractState, contract_state
from promotion.kernel.errors import NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import PAYMENTS, ActKind
from promotion.ledger.drafts import ActDraft, from_json
from promotion.ledger.models import Act, Entry, Envelope, Fund, Proposal, VoucherClaim
from promotion.ledger.policies.queries import rule_for
from promotion.projects import money
from promotion.projects import queries as projects
from promotion.projects.models import Beneficiary, Project
from promotion.projects.money import ContractMoney, LineMoney, Money
from promotion.units import queries as units


@dataclass(frozen=True)
class Contract:
    """A contract with everything about it: its words, envelope, line, project and money."""

    record: Commitment
    envelope: Envelope
    project: Project
    money: Money

    @property
    def line(self) -> LineMoney:
        """The line of money above it."""
        return self.money.lines[0]

    @property
    def sums(self) -> ContractMoney:
        """Its own money."""
        return self.line.contracts[0]

    @property
    def state(self) -> ContractState:
        """Where it stands: booked, liquidated, carried over."""
        acts = [
            booked.act for booked in self.money.acts if not booked.reversed and booked.act.reverses_id is None
        ]
        own = self.envelope.fund_id
        return contract_state([(act.kind, act.fund_id == own) for act in acts], value=self.sums.value)

    @property
    def payments(self) -> list[Act]:
        """The advances and payments that stand, oldest first."""
        cash = {str(kind) for kind in PAYMENTS}
        return [
            booked.act
            for booked in reversed(self.money.acts)
            if booked.act.kind in cash and not booked.reversed
        ]

    @property
    def clearable(self) -> int:
        """The advances that accepted work can clear (đồng): they should not stand side by side."""
        return min(self.envelope.due, self.envelope.uncleared)

    @property
    def position(self) -> ContractPosition:
        """Its money as the rules look at it."""
        sums = self.sums
        return ContractPosition(sums.value, sums.advanced, self.envelope.discharged, sums.accepted)


def fresh(ids: Collection[int]) -> list[Envelope]:
    """Return envelopes with their counters as they stand now: triggers move them behind the session's
    back.
    """
    query = select(Envelope).where(Envelope.id.in_(sorted(ids))).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def contract(scope: Scope, public_id: str) -> Contract:
    """Return one contract or assignment; `NotFound` outside the scope."""
    envelope = ledger.envelope(scope, public_id, Kind.commitment)
    both = fresh([envelope.id, envelope.parent_id or 0])
    record = db.session.scalars(select(Commitment).where(Commitment.envelope_id == envelope.id)).one_or_none()
    if record is None:
        raise NotFound
    project = projects.project_of(scope, envelope.project_id or 0)
    line = next(one for one in both if one.id == envelope.parent_id)
    return Contract(record, envelope, project, money.of_contract(scope, line, envelope))


@dataclass(frozen=True)
class Across:
    """The same contract in the fund of another year, and whether that is the later one."""

    public_id: str
    fund: str
    later: bool


def across_years(scope: Scope, envelope: Envelope) -> list[Across]:
    """Return where a contract goes on, and where it comes from: what stood open was carried over."""
    other, undone = aliased(Envelope), aliased(Act)
    query = (
        select(other.public_id, Fund.code, other.budget_year)
        .join(Fund, Fund.id == other.fund_id)
        .join(
            Entry,
            or_(
                and_(Entry.source_id == envelope.id, Entry.target_id == other.id),
                and_(Entry.target_id == envelope.id, Entry.source_id == other.id),
            ),
        )
        .join(Act, Act.id == Entry.act_id)
        .where(Act.kind == str(ActKind.carry_over), ~exists().where(undone.reverses_id == Act.id))
        .where(other.kind == str(Kind.commitment))
        .where(within(scope, home=other.home, unit_id=other.unit_id, level=other.level))
        .distinct()
        .order_by(other.budget_year)
    )
    rows = db.session.execute(query)
    return [Across(public_id, code, year > envelope.budget_year) for public_id, code, year in rows]


def records(envelope_ids: Collection[int]) -> dict[int, Commitment]:
    """Return the records of commitment envelopes that the caller loaded in scope, by envelope id."""
    query = select(Commitment).where(Commitment.envelope_id.in_(sorted(envelope_ids)))
    return {record.envelope_id: record for record in db.session.scalars(query)}


def public_ids(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of the contracts with these row ids that the reader sees."""
    query = (
        select(Commitment.id, Commitment.public_id)
        .join(Envelope, Envelope.id == Commitment.envelope_id)
        .where(Commitment.id.in_(sorted(ids)))
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    )
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class Line:
    """A line with its fund and project."""

    envelope: Envelope
    fund: Fund
    project: Project


def line(scope: Scope, public_id: str) -> Line:
    """Return one line of money; `NotFound` outside the scope."""
    envelope = ledger.envelope(scope, public_id, Kind.line)
    fresh([envelope.id])
    fund = db.session.get_one(Fund, envelope.fund_id)
    return Line(envelope, fund, projects.project_of(scope, envelope.project_id or 0))


@dataclass(frozen=True)
class Share:
    """A unit's share of a fund, and the unit's lines of it, with their projects, in the order of the
    projects' codes.
    """

    envelope: Envelope
    fund: Fund
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> tuple[Line, ...]:
        """The lines that are listed with more than they were assigned."""
        return tuple(line for line in self.lines if line.envelope.to_assign)


def share(scope: Scope, public_id: str) -> Share:
    """Return a unit's share of a fund; `NotFound` outside the scope."""
    envelope = ledger.envelope(scope, public_id, Kind.share)
    fund = db.session.get_one(Fund, envelope.fund_id)
    own = [line for line in ledger.lines(scope, fund_id=fund.id) if line.parent_id == envelope.id]
    known = projects.by_ids(scope, {line.project_id or 0 for line in own})
    lines = [Line(line, fund, known[line.project_id or 0]) for line in own if line.project_id in known]
    return Share(envelope, fund, tuple(sorted(lines, key=lambda line: (line.project.code, line.envelope.id))))


def advance_rule(content_code: str | None, day: date) -> AdvanceRate | None:
    """Return the rule for first advances under a content or the one above it, None when none is known."""
    return rule_for(content_code, day)


def voucher_in_use(line_id: int, number: str, day: date, issuer: str) -> bool:
    """Tell whether a voucher is booked on a line and not taken back."""
    query = select(VoucherClaim.id).where(
        VoucherClaim.line_id == line_id,
        VoucherClaim.number == number.upper(),
        VoucherClaim.day == day,
        VoucherClaim.issuer == issuer,
    )
    return db.session.scalar(query.limit(1)) is not None


def similar(scope: Scope, contract: Contract, kind: ActKind, amount: int, day: date) -> str | None:
    """Return the document of a payment of the same amount in the same month on this line, booked or
    proposed.
    """
    booked = ledger.similar_payment(contract.line.line.id, amount, day)
    if booked is not None and ledger.reversal_of(booked.id) is None:
        return booked.document_number
    for proposal in ledger.proposals(scope, fund_id=contract.envelope.fund_id):
        draft = from_json(proposal.draft)
        same_month = (draft.business_date.year, draft.business_date.month) == (day.year, day.month)
        if draft.kind is kind and same_month and (contract.envelope.id, amount) in draft.amounts:
            return draft.document.number
    return None


def share_record(line_id: int, number: str, day: date, beneficiary_id: int) -> Commitment | None:
    """Return the record of a beneficiary's share by its document, for a line that the caller loaded in scope."""
    query = select(Commitment).where(
        Commitment.line_id == line_id,
        Commitment.number == number,
        Commitment.day == day,
        Commitment.beneficiary_id == beneficiary_id,
    )
    return db.session.scalars(query).one_or_none()


def contract_of_act(scope: Scope, act: Act) -> Contract:
    """Return the contract that a payment was made on, the first of several; `NotFound` outside the scope."""
    query = (
        select(Envelope.public_id)
        .join(Entry, Envelope.id.in_([Entry.source_id, Entry.target_id]))
        .where(Entry.act_id == act.id, Envelope.kind == str(Kind.commitment))
        .order_by(Envelope.id)
    )
    found = db.session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise NotFound
    return contract(scope, found)


def parties(project: Project) -> Sequence[Beneficiary]:
    """Return the beneficiaries of a project: with whom its contracts are usually made."""
    return projects.beneficiaries(project)


def bookers(proposal: Proposal) -> list[str]:
    """Return who may book a proposal today: the heads of its unit, or of the units that took over from it."""
    fund = db.session.get_one(Fund, proposal.fund_id)
    wanted, waiting = {proposal.unit_id}, [proposal.unit_id]
    while waiting:
        onward = {after.unit.id for after in units.successors(waiting.pop())} - wanted
        wanted |= onward
        waiting += onward
    return [
        name
        for user_id, name in accounts.heads_of(wanted)
        if user_id != proposal.proposed_by or not fund.two_person
    ]


def subject_of(scope: Scope, draft: ActDraft) -> tuple[str, str] | None:
    """Return what an act is about as (kind of envelope, public id): its contract, or its line; None
    without one.
    """
    for envelope in ledger.envelopes(sorted(draft.places)[:1]):
        if scope.covers(home=envelope.home, unit_id=envelope.unit_id, level=envelope.level):
            return envelope.kind, envelope.public_id
    return None


def last_issuer(contract: Contract) -> str | None:
    """Return who issued the last voucher of a contract, as a suggestion for the next."""
    return next(
        (booked.act.document_issuer for booked in contract.money.acts if booked.act.kind in PAYMENTS), None
    )
