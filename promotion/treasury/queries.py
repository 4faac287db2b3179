"""Reads of statements: one, those that a reader sees, and what stands in the way of a further one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from promotion.access.actor import Actor, Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.errors import NotFound
from promotion.ledger.models import Envelope, Fund
from promotion.treasury.models import Row, Statement
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind
from promotion.units.wording import unit_label

PER_PAGE = 50
_SPENDING = {str(UnitKind.provincial_centre), str(UnitKind.regional_centre)}


def statement(scope: Scope, public_id: str, *, lock: bool = False) -> Statement:
    """Return one statement whose rows are stored; `NotFound` outside the scope."""
    query = select(Statement).where(
        Statement.public_id == public_id,
        Statement.state != "sent",
        within(scope, home=Statement.home, unit_id=Statement.unit_id, level=Statement.level),
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return _one(db.session.scalars(query).one_or_none())


def sent(actor: Actor, public_id: str, *, lock: bool = False) -> Statement:
    """Return a file that this person sent and that waits for the decision."""
    query = select(Statement).where(
        Statement.public_id == public_id, Statement.state == "sent", Statement.uploaded_by == actor.user_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return _one(db.session.scalars(query).one_or_none())


def _one(found: Statement | None) -> Statement:
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Listed:
    """A statement in the list: whose it is, how many rows it has, and đồng paid out and come back."""

    statement: Statement
    unit: str
    rows: int
    out: int
    back: int


def listed(scope: Scope, language: str, page: int = 1, size: int = PER_PAGE) -> tuple[list[Listed], int]:
    """Return a page of the statements that the reader sees, newest period first, and how many there are."""
    seen = within(scope, home=Statement.home, unit_id=Statement.unit_id, level=Statement.level)
    where = (seen, Statement.state != "sent")
    total = db.session.scalar(select(func.count()).select_from(Statement).where(*where)) or 0
    query = select(Statement).where(*where).order_by(Statement.last_day.desc(), Statement.id.desc())
    found = db.session.scalars(query.limit(size).offset((page - 1) * size)).all()
    sums = {
        key: (count, int(out), int(back))
        for key, count, out, back in db.session.execute(
            select(Row.statement_id, func.count(), func.sum(Row.debit), func.sum(Row.credit))
            .where(Row.statement_id.in_([one.id for one in found]))
            .group_by(Row.statement_id)
        )
    }
    places = units.by_ids({one.unit_id for one in found})
    return [
        Listed(one, unit_label(places[one.unit_id], language), *sums.get(one.id, (0, 0, 0))) for one in found
    ], total


def same_file(unit_id: int, sha256: str) -> Statement | None:
    """Return the stored statement of a unit that was read from this very file."""
    query = select(Statement).where(
        Statement.unit_id == unit_id, Statement.sha256 == sha256, Statement.state != "sent"
    )
    return db.session.scalars(query).first()


def overlapping(unit_id: int, account: str, first: date, last: date) -> Statement | None:
    """Return a stored statement of the same account that has a day of this period."""
    query = select(Statement).where(
        Statement.unit_id == unit_id,
        Statement.account == account,
        Statement.state != "sent",
        Statement.first_day <= last,
        Statement.last_day >= first,
    )
    return db.session.scalars(query.order_by(Statement.first_day).limit(1)).first()


def choices(actor: Actor, permission: str, language: str) -> list[tuple[Unit, str]]:
    """Return the units for which a person holds a permission, with their names: today's and centres first."""
    found = units.by_ids(actor.units_for(permission)).values()
    ordered = sorted(
        found, key=lambda unit: (unit.valid_to is not None, unit.kind not in _SPENDING, unit.sort_key)
    )
    return [(unit, unit_label(unit, language)) for unit in ordered]


def shares(scope: Scope, statement: Statement) -> Sequence[tuple[str, str]]:
    """Return the unit's shares of the funds of the period's year, as (public id, label of the fund)."""
    query = (
        select(Envelope.public_id, Fund.code)
        .join(Fund, Fund.id == Envelope.fund_id)
        .where(
            Envelope.kind == "share",
            Envelope.unit_id == statement.unit_id,
            Fund.budget_year == statement.last_day.year,
            within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level),
        )
        .order_by(Fund.code)
    )
    return [(public_id, code) for public_id, code in db.session.execute(query)]


def public_ids(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of those of these statements that the reader sees, by row id."""
    query = select(Statement.id, Statement.public_id).where(
        Statement.id.in_(sorted(ids)),
        Statement.state != "sent",
        within(scope, home=Statement.home, unit_id=Statement.unit_id, level=Statement.level),
    )
    return dict(db.session.execute(query).all())
