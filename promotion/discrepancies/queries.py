"""Reads of discrepancies: of a project, a fund or a line, open ones and all, and what the ledger held on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy, Resolution
from promotion.discrepancies.rules import COUNTERS, Reported
from promotion.kernel.errors import NotFound
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund, Leg

MOST = 500


@dataclass(frozen=True)
class Found:
    """A discrepancy with its envelope and fund, and how it ended, None while it is open."""

    discrepancy: Discrepancy
    envelope: Envelope
    fund: Fund
    resolution: Resolution | None

    @property
    def figure(self) -> Reported:
        """The figure that was reported."""
        return Reported(self.discrepancy.figure)


@dataclass(frozen=True)
class OpenSum:
    """How many discrepancies are open, and by how much they stand above the ledger in all (đồng)."""

    count: int
    excess: int


def of_scope(
    scope: Scope,
    *,
    fund_id: int | None = None,
    project_id: int | None = None,
    line_id: int | None = None,
    only_open: bool = False,
) -> Sequence[Found]:
    """Return discrepancies that the reader sees, open ones first, then newest first; at most `MOST`."""
    query = _found(scope)
    if fund_id is not None:
        query = query.where(Envelope.fund_id == fund_id)
    if project_id is not None:
        query = query.where(Envelope.project_id == project_id)
    if line_id is not None:
        query = query.where(Envelope.id == line_id)
    if only_open:
        query = query.where(Resolution.id.is_(None))
    query = query.order_by(Resolution.id.is_not(None), Discrepancy.id.desc()).limit(MOST)
    return [Found(*row) for row in db.session.execute(query)]


def one(scope: Scope, public_id: str) -> Found:
    """Return a discrepancy; `NotFound` outside the scope."""
    row = db.session.execute(_found(scope).where(Discrepancy.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return Found(*row)


def _found(scope: Scope) -> Select[*tuple[Any, ...]]:
    return (
        select(Discrepancy, Envelope, Fund, Resolution)
        .join(Envelope, Envelope.id == Discrepancy.envelope_id)
        .join(Fund, Fund.id == Envelope.fund_id)
        .outerjoin(Resolution, Resolution.discrepancy_id == Discrepancy.id)
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    )


def open_of_units(unit_ids: Collection[int]) -> OpenSum:
    """Return what is open on money of these units and of funds that they own."""
    query = (
        select(func.count(), func.coalesce(func.sum(Discrepancy.reported - Discrepancy.held), 0))
        .select_from(Discrepancy)
        .join(Envelope, Envelope.id == Discrepancy.envelope_id)
        .join(Fund, Fund.id == Envelope.fund_id)
        .where(or_(Envelope.unit_id.in_(sorted(unit_ids)), Fund.owner_unit_id.in_(sorted(unit_ids))))
        .where(is_open())
    )
    count, excess = db.session.execute(query).one()
    return OpenSum(count, int(excess))


def is_open() -> Any:  # noqa: ANN401 - a condition
    """Return the condition that a discrepancy was not resolved."""
    return ~select(Resolution.id).where(Resolution.discrepancy_id == Discrepancy.id).exists()


def held(envelope: Envelope, figure: Reported, day: date) -> int:
    """Return what the ledger holds of a figure at the end of a day (đồng): of a line, or of all lines of a share or
    fund, whoever sees them.
    """
    lines = {
        Kind.line: Envelope.id == envelope.id,
        Kind.share: Envelope.parent_id == envelope.id,
        Kind.fund: Envelope.fund_id == envelope.fund_id,
    }[Kind(envelope.kind)]
    query = (
        select(func.coalesce(func.sum(Leg.change), 0))
        .join(Envelope, Envelope.id == Leg.envelope_id)
        .where(Envelope.kind == str(Kind.line), lines)
        .where(Leg.counter.in_(COUNTERS[figure]), Leg.business_date <= day)
    )
    return int(db.session.scalar(query) or 0)


def public_ids(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of those of these discrepancies that the reader sees, by row id."""
    query = (
        select(Discrepancy.id, Discrepancy.public_id)
        .join(Envelope, Envelope.id == Discrepancy.envelope_id)
        .where(Discrepancy.id.in_(sorted(ids)))
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    )
    return dict(db.session.execute(query).all())
