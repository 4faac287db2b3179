"""Exceptions to the rules of funds, as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.disbursement import queries as contracts
from promotion.disbursement.models import Commitment
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Envelope, Fund
from promotion.ledger.policies.models import ActException
from promotion.ledger.policies.wording import Shown, shown
from promotion.oversight.drafts import ExceptionQuestion
from promotion.oversight.queries.money import asked
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.units import queries as units
from promotion.units.wording import unit_label

PER_PAGE = 50


@dataclass(frozen=True)
class ExceptionRow:
    """One exception with where it belongs: fund, unit, project, and its contract (None where it is a line's)."""

    shown: Shown
    fund: str
    unit: str
    project: Project | None
    contract: Commitment | None


@dataclass(frozen=True)
class ExceptionPage:
    """One page of exceptions, newest first; how many there are in all, and how far beyond the rules (đồng)."""

    rows: tuple[ExceptionRow, ...]
    total: int
    over: int


def exceptions(
    scope: Scope, language: str, question: ExceptionQuestion, *, page: int = 1, size: int = PER_PAGE
) -> ExceptionPage:
    """Return the exceptions that the reader sees, newest act first; the same number of statements for any number."""
    total, over = counted(scope, question)
    base = _asked(scope, question)
    found = db.session.scalars(
        base.order_by(ActException.id.desc()).limit(size).offset((page - 1) * size)
    ).all()
    return ExceptionPage(tuple(_rows(scope, language, found)), total, over)


def counted(scope: Scope, question: ExceptionQuestion) -> tuple[int, int]:
    """Return how many exceptions there are in all, and how far beyond the rules (đồng)."""
    sums = _asked(scope, question).with_only_columns(
        func.count(), func.coalesce(func.sum(ActException.over), 0)
    )
    total, over = db.session.execute(sums).one()
    return int(total), int(over)


def _asked(scope: Scope, question: ExceptionQuestion) -> Select[ActException]:
    return (
        select(ActException)
        .join(Act, Act.id == ActException.act_id)
        .join(Envelope, Envelope.id == ActException.envelope_id)
        .where(*_conditions(scope, question))
    )


def _conditions(scope: Scope, question: ExceptionQuestion) -> list[ColumnElement[bool]]:
    found = asked(scope, question)
    if question.policy is not None:
        found.append(ActException.policy == str(question.policy))
    if question.first is not None:
        found.append(Act.business_date >= question.first)
    if question.last is not None:
        found.append(Act.business_date <= question.last)
    return found


def _rows(scope: Scope, language: str, found: Sequence[ActException]) -> list[ExceptionRow]:
    places = {one.id: one for one in ledger.envelopes({row.envelope_id for row in found})}
    known = projects.by_ids(scope, {place.project_id or 0 for place in places.values()})
    agreed = contracts.records(places)
    carriers = units.by_ids({place.unit_id for place in places.values()})
    codes = dict(
        db.session.execute(
            select(Fund.id, Fund.code).where(Fund.id.in_({place.fund_id for place in places.values()}))
        ).all()
    )
    rows = []
    for row, words in zip(found, shown(found), strict=True):
        place = places[row.envelope_id]
        rows.append(
            ExceptionRow(
                words,
                codes[place.fund_id],
                unit_label(carriers[place.unit_id], language),
                known.get(place.project_id or 0),
                agreed.get(place.id),
            )
        )
    return rows
