"""Pages on whatever a database holds: addresses of its largest objects and of its smallest, for whoever may open them.

`pages` names objects of the stage; here the practice data is asked what it has.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask, url_for
from sqlalchemy import Select, func, select, true

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.accounts.models import Grant, User
from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy
from promotion.ledger.models import Act, Entry, Envelope, Fund, Proposal
from promotion.ledger.queries import sees_act
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.queries import sees
from promotion.publications.models import PublishedFigure
from promotion.questions.models import Entry as QuestionEntry
from promotion.questions.models import Question
from promotion.treasury.models import Row, Statement
from promotion.units.models import Unit
from tests.access.doors import DOORS

FEW = 15  # of each kind and from either end; of a reader who may open none of them the page is left out


def _size(part: type, condition: Any) -> Any:
    return select(func.count()).select_from(part).where(condition).scalar_subquery()


def _envelopes(*kinds: str) -> Select[Any]:
    below = Envelope.__table__.alias("below")
    size = select(func.count()).where(below.c.parent_id == Envelope.id).scalar_subquery() + Envelope.legs
    return select(size, Envelope.id, Envelope.public_id).where(Envelope.kind.in_(kinds))


def _of_project(part: Any, name: str) -> Select[Any]:
    return select(Project.id.label("size"), part.id, Project.public_id, part.public_id.label(name)).join(
        part, part.project_id == Project.id
    )


# Kind of object as in the table of doors → its size, its row, and the values of the address.
KINDS: dict[str, Any] = {
    "project": select(_size(Envelope, Envelope.project_id == Project.id), Project.id, Project.public_id),
    "project party": _of_project(Beneficiary, "party"),
    "project money": _of_project(OtherMoney, "money"),
    "fund": select(_size(Envelope, Envelope.fund_id == Fund.id), Fund.id, Fund.public_id),
    "act": select(_size(Entry, Entry.act_id == Act.id), Act.id, Act.public_id),
    "proposal": select(Proposal.amount, Proposal.id, Proposal.public_id),
    "person": select(_size(Grant, Grant.user_id == User.id), User.id, User.public_id),
    "discrepancy": select(Discrepancy.reported, Discrepancy.id, Discrepancy.public_id).join(
        Envelope, Envelope.id == Discrepancy.envelope_id
    ),
    "statement": select(
        _size(Row, Row.statement_id == Statement.id), Statement.id, Statement.public_id
    ).where(Statement.state == "open"),
    "question": select(
        _size(QuestionEntry, QuestionEntry.question_id == Question.id), Question.id, Question.public_id
    ),
    "unit book": select(_size(Envelope, Envelope.unit_id == Unit.id), Unit.id, Unit.public_id).where(
        select(Envelope.id).where(Envelope.unit_id == Unit.id).exists()
    ),
    "publication": select(PublishedFigure.id.label("size"), PublishedFigure.id, PublishedFigure.public_id),
    "envelope": _envelopes("fund", "share", "line"),
    **{kind: _envelopes(kind) for kind in ("share", "line", "commitment")},
}


def addresses(app: Flask, endpoint: str, scope: Scope) -> tuple[list[str], list[str]]:
    """Return the addresses of a page for a reader's largest objects, and for the smallest; both empty without one."""
    door = DOORS[endpoint]
    if door.kind not in KINDS:
        return [], []
    query = KINDS[door.kind].where(_reached(door.kind, scope))
    size, row = query.selected_columns[:2]
    with app.test_request_context():
        return (
            list(_read(endpoint, query.order_by(size.desc(), row).limit(FEW), dict(door.values))),
            list(_read(endpoint, query.order_by(size, row).limit(FEW), dict(door.values))),
        )


def _reached(kind: str, scope: Scope) -> Any:
    if kind in {"fund", "person", "publication", "unit book"}:
        return true()
    if kind.startswith("project"):
        return sees(scope)
    if kind == "act":
        return sees_act(scope)
    place = {"proposal": Proposal, "statement": Statement, "question": Question}.get(kind, Envelope)
    return within(scope, home=place.home, unit_id=place.unit_id, level=place.level)


def _read(endpoint: str, query: Select[Any], values: dict[str, Any]) -> Iterator[str]:
    for row in db.session.execute(query).mappings():
        named = dict(list(row.items())[2:])
        yield url_for(endpoint, **named, **values)
