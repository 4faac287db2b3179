"""Late projects: the planned last day has passed, and the work is not accepted. Derived, never a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.figures.facts import LINES, Condition, asked
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger.models import LISTED, Envelope
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.territory.queries import atlas

# Accepted, settled, stopped and refused projects end; one that is drafted or registered has no line yet.
GOING_ON = (ProjectState.registered, ProjectState.approved, ProjectState.running)


@dataclass(frozen=True)
class Late:
    """A project past its planned end: days since then; listed and accepted in the year asked for (đồng)."""

    project: Project
    days: int
    listed: int
    accepted: int


def rows(scope: Scope, question: Question, only: Sequence[Condition] = ()) -> list[Row[Any]]:
    """Return the projects with a line in the year that are late today, longest first; `only` are more conditions
    on their lines.

    The as-of day does not apply. A project without a planned end is never late.
    """
    fold = Fold(atlas(), question)
    query = (
        select(
            Envelope.project_id,
            Envelope.home,
            func.sum(LISTED).label("listed"),
            func.sum(Envelope.accepted).label("accepted"),
        )
        .join(Project, Project.id == Envelope.project_id)
        .where(LINES, Project.planned_end < today(), *only)
        .where(Project.state.in_([str(state) for state in GOING_ON]))
        .group_by(Envelope.project_id, Envelope.home, Project.planned_end)
        .order_by(Project.planned_end, Envelope.project_id)
    )
    return [row for row in db.session.execute(asked(query, scope, question)) if fold.inside(row.home)]


def shown(scope: Scope, found: Sequence[Row[Any]]) -> list[Late]:
    """Return rows with their projects."""
    known = projects.by_ids(scope, {row.project_id for row in found})
    return [
        Late(project, (today() - project.planned_end).days, int(row.listed), int(row.accepted))
        for row in found
        if (project := known.get(row.project_id)) is not None and project.planned_end is not None
    ]


def late(scope: Scope, question: Question, limit: int = 10) -> tuple[Sequence[Late], int]:
    """Return the projects that have been late for longest today, and how many are late in all."""
    every = rows(scope, question)
    return shown(scope, every[:limit]), len(every)
