"""Idle money: what was released and lies somewhere in the chain, since when, and how old that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.desk.queries.ground import Found, Ground, Names
from promotion.desk.rules.idle import Where, spread
from promotion.disbursement import queries as contracts
from promotion.disbursement.models import Commitment
from promotion.figures.facts import ABOVE, LINES
from promotion.figures.idle import held_since
from promotion.kernel.calendar import today
from promotion.ledger.models import Envelope, Fund, Leg
from promotion.oversight.rules import Age, age_of
from promotion.projects import queries as projects
from promotion.projects.models import Project

PER_PAGE = 50
_COLUMNS = (
    *(Envelope.id, Envelope.public_id, Envelope.kind, Envelope.fund_id, Envelope.parent_id),
    *(Envelope.unit_id, Envelope.home, Envelope.content_code, Envelope.project_id, Envelope.money),
)


@dataclass(frozen=True)
class Resting:
    """Money at one place (đồng): the envelope that holds it, the envelope of the contract it waits for, since when."""

    row: Found
    where: Where
    contract: int | None
    amount: int
    since: date

    @property
    def days(self) -> int:
        """How long it has lain there, today."""
        return (today() - self.since).days

    @property
    def age(self) -> Age:
        """The class of its age."""
        return age_of(self.days)


@dataclass(frozen=True)
class IdleRow:
    """The same as a page shows it. `address` is the public id of the envelope that holds it."""

    resting: Resting
    address: str
    fund: Fund
    unit: str
    project: Project | None
    contract: Commitment | None


@dataclass(frozen=True)
class Idle:
    """All money that lies idle, whatever the place and age asked for: its parts, and its sums by place and by age."""

    parts: Sequence[Resting]
    names: Names
    by_where: Mapping[Where, int]
    by_age: Mapping[Age, int]

    @property
    def total(self) -> int:
        """All of it (đồng)."""
        return sum(self.by_where.values())

    def of(self, where: Where | None, age: Age | None) -> list[Resting]:
        """Return the parts at one place and of one age; of all without."""
        return [one for one in self.parts if where in {None, one.where} and age in {None, one.age}]


ORDERS: Mapping[str, Callable[[Resting], tuple[int, int]]] = {
    "amount": lambda one: (one.amount, -one.row.id),
    "days": lambda one: (one.days, -one.row.id),
}


def ordered(parts: Sequence[Resting], sort: str) -> list[Resting]:
    """Return parts by amount or days, downwards with a leading "-"."""
    return sorted(parts, key=ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def idle(ground: Ground) -> Idle:
    """Return the money that lies idle today; the same number of statements for any amount of it.

    Money on lines and in shares is the same as `figures.idle` finds; that of funds comes first here, and that of
    lines is divided by whether contracts wait for it.
    """
    holding = (ABOVE | LINES, Envelope.money > 0)
    rows = ground.rows(select(*_COLUMNS).where(*holding).order_by(Envelope.id))
    since = held_since(ground.limited(select(Envelope.id).where(*holding)))
    owing, signed = ground.owing_by_line, _signed(ground)
    parts = []
    for row in rows:
        if row.kind != "line":
            parts.append(Resting(row, Where(row.kind), None, row.money, since[row.id]))
            continue
        for one in spread(row.money, owing.get(row.id, ())):
            began = since[row.id] if one.contract is None else max(since[row.id], signed[one.contract])
            parts.append(Resting(row, one.where, one.contract, one.amount, began))
    by_where, by_age = dict.fromkeys(Where, 0), dict.fromkeys(Age, 0)
    for part in parts:
        by_where[part.where] += part.amount
        by_age[part.age] += part.amount
    return Idle(parts, ground.names(rows), by_where, by_age)


def _signed(ground: Ground) -> dict[int, date]:
    """Return since when contracts owe something."""
    owing = select(Envelope.id).where(Envelope.kind == "commitment", Envelope.owed > 0)
    query = (
        select(Leg.envelope_id, func.min(Leg.business_date))
        .where(Leg.envelope_id.in_(ground.limited(owing)), Leg.counter == "owed", Leg.change > 0)
        .group_by(Leg.envelope_id)
    )
    return dict(db.session.execute(query).all())


def shown(ground: Ground, found: Idle, parts: Sequence[Resting]) -> list[IdleRow]:
    """Return parts as a page or workbook shows them."""
    known = projects.by_ids(ground.scope, {one.row.project_id or 0 for one in parts})
    agreed = contracts.records([one.contract for one in parts if one.contract is not None])
    return [
        IdleRow(
            resting=one,
            address=one.row.public_id,
            fund=found.names.funds[one.row.fund_id],
            unit=found.names.unit(one.row.unit_id),
            project=known.get(one.row.project_id or 0),
            contract=agreed.get(one.contract or 0),
        )
        for one in parts
    ]
