"""Money that lies idle: given to a unit or to a line, and neither passed on nor paid out. Derived, never a state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.figures.facts import Query, asked
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.kernel.calendar import today
from promotion.ledger.models import Envelope, Leg
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.territory.queries import atlas
from promotion.units import queries as units


@dataclass(frozen=True)
class Idle:
    """Money that a unit holds (đồng): in its share, or on the line of a project; since the day it last began to."""

    unit: str
    project: Project | None
    held: int
    since: date

    @property
    def days(self) -> int:
        """How long it has lain there, today."""
        return (today() - self.since).days


@dataclass(frozen=True)
class IdleMoney:
    """The largest sums that lie idle, how many there are, and what all of them come to in shares and on lines."""

    largest: Sequence[Idle]
    count: int
    in_shares: int
    on_lines: int


def idle(scope: Scope, question: Question, language: str, limit: int = 10) -> IdleMoney:
    """Return the money that lies idle today, largest first. The as-of day does not apply."""
    fold = Fold(atlas(), question)
    query = (
        select(
            Envelope.id, Envelope.kind, Envelope.home, Envelope.unit_id, Envelope.project_id, Envelope.money
        )
        .where(Envelope.kind.in_(["share", "line"]), Envelope.money > 0)
        .order_by(Envelope.money.desc(), Envelope.id)
    )
    rows = [row for row in db.session.execute(asked(query, scope, question)) if fold.inside(row.home)]
    first = rows[:limit]
    since = held_since({row.id for row in first})
    holders = units.by_ids(row.unit_id for row in first)
    about = projects.by_ids(scope, {row.project_id for row in first if row.project_id is not None})
    return IdleMoney(
        [
            Idle(
                units.name(holders[row.unit_id], language),
                about.get(row.project_id),
                row.money,
                since[row.id],
            )
            for row in first
        ],
        len(rows),
        sum(row.money for row in rows if row.kind == "share"),
        sum(row.money for row in rows if row.kind == "line"),
    )


def held_since(ids: Collection[int] | Query) -> dict[int, date]:
    """Return since when these envelopes hold money: the latest move that lifted the balance from nothing. `ids` are row
    ids, or where there may be more than a statement takes, a SELECT of them.
    """
    query = (
        select(Leg.envelope_id, func.max(Leg.business_date))
        .where(Leg.envelope_id.in_(ids if isinstance(ids, Select) else sorted(ids)), Leg.counter == "money")
        .where(Leg.balance == Leg.change, Leg.change > 0)
        .group_by(Leg.envelope_id)
    )
    return dict(db.session.execute(query).all())
