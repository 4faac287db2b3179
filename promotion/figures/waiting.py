"""Who waits for money (chờ vốn): lines listed with more than they were assigned, and since when. Derived,
never a state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.figures.facts import LINES, Condition, asked
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.ledger.models import LISTED, Envelope, Leg
from promotion.projects import queries as projects
from promotion.territory.queries import atlas


@dataclass(frozen=True)
class Waiting:
    """A line that waits: its project, what it is listed with and still misses (đồng), and since which day."""

    project_public_id: str
    code: str
    name: str
    home: str | None
    listed: int
    waiting: int
    since: date


def rows(scope: Scope, question: Question, only: Sequence[Condition] = ()) -> list[Row[Any]]:
    """Return the lines that wait today, for most first; `only` are more conditions on them. The as-of day does not
    apply.
    """
    fold = Fold(atlas(), question)
    # A wait begins with the move that lifts the balance from nothing.
    began = (
        select(Leg.envelope_id, func.max(Leg.business_date).label("since"))
        .where(Leg.counter == "to_assign", Leg.balance == Leg.change, Leg.change > 0)
        .group_by(Leg.envelope_id)
        .subquery()
    )
    query = (
        select(
            *(Envelope.public_id, Envelope.fund_id, Envelope.unit_id, Envelope.project_id, Envelope.home),
            Envelope.to_assign,
            LISTED.label("listed"),
            began.c.since,
        )
        .join(began, began.c.envelope_id == Envelope.id)
        .where(LINES, Envelope.to_assign > 0, *only)
        .order_by(Envelope.to_assign.desc(), Envelope.id)
    )
    return [row for row in db.session.execute(asked(query, scope, question)) if fold.inside(row.home)]


def waiting(scope: Scope, question: Question, limit: int = 10) -> tuple[Sequence[Waiting], int]:
    """Return the lines that wait for most today, and how many wait in all."""
    every = rows(scope, question)
    first = every[:limit]
    labels = projects.by_ids(scope, {row.project_id for row in first})
    found = [
        Waiting(
            labels[row.project_id].public_id,
            labels[row.project_id].code,
            labels[row.project_id].name,
            row.home,
            row.listed,
            row.to_assign,
            row.since,
        )
        for row in first
        if row.project_id in labels
    ]
    return found, len(every)
