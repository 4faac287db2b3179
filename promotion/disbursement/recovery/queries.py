"""Reads of repayment plans: the plan in force of contracts, what was repaid, and what is still to come."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.disbursement.models import Commitment, Instalment, RepaymentPlan
from promotion.disbursement.recovery.rules import Arrears, Due, Repayment, against, arrears
from promotion.kernel.calendar import today
from promotion.ledger.models import Entry, Envelope
from promotion.projects import queries as projects
from promotion.projects.agreed import Agreed
from promotion.projects.models import Project

MOST_ROWS = 500


@dataclass(frozen=True)
class Plan:
    """The plan in force of a contract; edition 0 and no instalment before there is one."""

    edition: int = 0
    record: RepaymentPlan | None = None
    dues: Sequence[Due] = field(default=())

    @property
    def total(self) -> int:
        """What the plan comes to (đồng)."""
        return sum(due.amount for due in self.dues)


NO_PLAN = Plan()


def plans(commitment_ids: Collection[int]) -> Mapping[int, Plan]:
    """Return the plans in force of contracts that the caller loaded in scope, by the id of the contract."""
    later = select(RepaymentPlan.commitment_id, func.max(RepaymentPlan.edition).label("edition"))
    newest = later.where(RepaymentPlan.commitment_id.in_(sorted(commitment_ids)))
    last = newest.group_by(RepaymentPlan.commitment_id).subquery()
    query = (
        select(RepaymentPlan, Instalment)
        .join(
            last,
            (last.c.commitment_id == RepaymentPlan.commitment_id) & (last.c.edition == RepaymentPlan.edition),
        )
        .outerjoin(Instalment, Instalment.plan_id == RepaymentPlan.id)
        .order_by(RepaymentPlan.id, Instalment.due_on)
    )
    found: dict[int, Plan] = {}
    for record, one in db.session.execute(query):
        before = found.get(record.commitment_id, Plan(record.edition, record))
        dues = (*before.dues, Due(one.due_on, one.amount)) if one is not None else before.dues
        found[record.commitment_id] = Plan(record.edition, record, dues)
    return found


def recovered(envelope_ids: Collection[int]) -> Mapping[int, int]:
    """Return what was repaid on contracts, repayments taken back left out (đồng), by envelope."""
    ids = sorted(envelope_ids)
    sums: dict[int, int] = {}
    for end, sign in ((Entry.source_id, 1), (Entry.target_id, -1)):
        query = (
            select(end, func.sum(Entry.amount)).where(end.in_(ids), _repaid(forward=sign > 0)).group_by(end)
        )
        for envelope_id, amount in db.session.execute(query):
            place = envelope_id or 0
            sums[place] = sums.get(place, 0) + sign * int(amount)
    return sums


def tell(envelope_ids: Collection[int]) -> Mapping[int, Agreed]:
    """Tell the pages of projects what the contracts of envelopes say, and what is overdue on them today."""
    query = select(Commitment).where(Commitment.envelope_id.in_(sorted(envelope_ids)))
    records = db.session.scalars(query).all()
    planned = plans([record.id for record in records])
    repaid = recovered([record.envelope_id for record in records]) if planned else {}
    found = {}
    for record in records:
        plan = planned.get(record.id, NO_PLAN)
        late = arrears(against(plan.dues, repaid.get(record.envelope_id, 0), today()))
        found[record.envelope_id] = Agreed(
            record.number, record.day, record.party, record.beneficiary_id, late.amount, late.days
        )
    return found


def _repaid(*, forward: bool) -> ColumnElement[bool]:
    source, target = ("to_recover", "recovered") if forward else ("recovered", "to_recover")
    return (Entry.source_counter == source) & (Entry.target_counter == target)


@dataclass(frozen=True)
class Recovery:
    """A contract whose support is to be given back, with its plan against what was repaid (đồng)."""

    record: Commitment
    envelope: Envelope
    project: Project
    plan: Plan
    recovered: int
    rows: Sequence[Repayment]

    @property
    def arrears(self) -> Arrears:
        """What is overdue."""
        return arrears(self.rows)


def recoveries(scope: Scope, day: date) -> list[Recovery]:
    """Return the contracts with a plan, or with support that is asked back: the longest overdue first."""
    planned = select(RepaymentPlan.commitment_id)
    query = (
        select(Commitment, Envelope)
        .join(Envelope, Envelope.id == Commitment.envelope_id)
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
        .where(or_(Envelope.to_recover > 0, Commitment.id.in_(planned)))
        .order_by(Commitment.id)
        .limit(MOST_ROWS)
    )
    found = [(record, envelope) for record, envelope in db.session.execute(query)]
    known = projects.by_ids(scope, {envelope.project_id or 0 for _record, envelope in found})
    rows = list(_with_plans(found, known, day))
    return sorted(rows, key=lambda row: (-row.arrears.days, row.arrears.next_due or date.max, row.record.id))


def _with_plans(
    found: Sequence[tuple[Commitment, Envelope]], known: Mapping[int, Project], day: date
) -> Iterator[Recovery]:
    planned = plans([record.id for record, _envelope in found])
    repaid = recovered([envelope.id for _record, envelope in found])
    for record, envelope in found:
        project, plan = known.get(envelope.project_id or 0), planned.get(record.id, NO_PLAN)
        if project is not None:
            back = repaid.get(envelope.id, 0)
            yield Recovery(record, envelope, project, plan, back, against(plan.dues, back, day))
