"""Acts that may show an answer: the asked unit's own, of the year and level asked about. Found by what stands on paper:
document number, day, amount, project code.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Actor
from promotion.access.permissions import QUESTIONS_ANSWER
from promotion.database.handle import db
from promotion.kernel.calendar import date_text, read_date
from promotion.kernel.errors import DomainError
from promotion.kernel.money import DisplayUnit
from promotion.kernel.numbers import read_dong
from promotion.kernel.text import search_key
from promotion.ledger.deeds import PLAN_ACTS, ActKind
from promotion.ledger.models import Act, Envelope, Fund
from promotion.ledger.models import Entry as LedgerEntry
from promotion.ledger.queries import sees_act
from promotion.projects.models import Project
from promotion.questions.models import Question
from promotion.units import queries as units

SHOWN = 20
"""So many acts are offered at once, newest first; the search finds the others."""


@dataclass(frozen=True)
class Evidence:
    """An act that may show an answer, with the codes of the projects that it touches."""

    act: Act
    projects: tuple[str, ...]


@dataclass(frozen=True)
class Hits:
    """The first acts that were found, and how many there are in all."""

    rows: Sequence[Evidence]
    total: int


_older = aliased(Act)
_kind = func.coalesce(_older.kind, Act.kind)
_DOER = case((_kind.in_(sorted(str(kind) for kind in PLAN_ACTS)), Fund.owner_unit_id), else_=Act.unit_id)
"""The unit whose people do an act: the fund's owner for the plan (also for what takes it back), else who spends."""


def _with_doer(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    query = select(*columns).select_from(Act).join(Fund, Fund.id == Act.fund_id)
    return query.outerjoin(_older, _older.id == Act.reverses_id)


def doer_of(act: Act) -> int:
    """Return the unit (row id) whose people do an act; all that it moves lies in their sight."""
    return int(db.session.scalars(_with_doer(_DOER).where(Act.id == act.id)).one())


def _possible(actor: Actor, question: Question, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    """Return the query of the acts with which the asked unit may show its answer: its own, seen by the person, of the
    year and level asked about, with what went over into that year.
    """
    own = units.family([question.unit_id]) | actor.units_for(QUESTIONS_ANSWER)
    before = and_(_kind == str(ActKind.carry_over), Fund.budget_year == question.budget_year - 1)
    query = _with_doer(*columns).where(
        sees_act(actor.scope),
        Act.number.is_not(None),
        _DOER.in_(sorted(own)),
        or_(Fund.budget_year == question.budget_year, before),
    )
    return query if question.level is None else query.where(Fund.level == question.level)


def one(actor: Actor, question: Question, public_id: str) -> Act | None:
    """Return an act that may show an answer; None for any other."""
    return db.session.scalars(_possible(actor, question, Act).where(Act.public_id == public_id)).one_or_none()


def find(actor: Actor, question: Question, text: str, keep: str = "") -> Hits:
    """Return the acts that hold every word of a text, newest first, those on the contract or act asked about before
    all; without a text all. The act with the public id `keep` stands first whatever the text says.
    """
    close = case((_asked_about(question), 0), else_=1)
    columns = (Act.id, Act.public_id, Act.number, Act.document_number, Act.document_date, Act.business_date)
    query = _possible(actor, question, *columns, Act.happened_on, Act.amount)
    rows = db.session.execute(query.order_by(close, Act.id.desc())).all()
    codes = _projects([row.id for row in rows]) if text else {}
    found = [row for row in rows if _says(row, codes.get(row.id, ()), text)]
    kept = [row for row in rows if row.public_id == keep]
    ids = [row.id for row in (*kept, *(row for row in found[:SHOWN] if row not in kept))]
    codes = codes or _projects(ids)
    acts = {act.id: act for act in db.session.scalars(select(Act).where(Act.id.in_(ids)))}
    return Hits([Evidence(acts[act_id], codes.get(act_id, ())) for act_id in ids], len(found))


def _asked_about(question: Question) -> ColumnElement[bool]:
    if question.envelope_id is not None:
        here = or_(
            LedgerEntry.source_id == question.envelope_id, LedgerEntry.target_id == question.envelope_id
        )
        return Act.id.in_(select(LedgerEntry.act_id).where(here))
    if question.act_id is not None:
        return or_(*(field == question.act_id for field in (Act.id, Act.reverses_id, Act.corrects_id)))
    return false()


def _projects(act_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the codes of the projects that these acts touch, by act (row id)."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for side in (LedgerEntry.source_id, LedgerEntry.target_id):
        query = (
            select(LedgerEntry.act_id, Project.code)
            .join(Envelope, Envelope.id == side)
            .join(Project, Project.id == Envelope.project_id)
            .where(LedgerEntry.act_id.in_(sorted(act_ids)))
            .distinct()
        )
        for act_id, code in db.session.execute(query):
            found[act_id] = tuple(sorted({*found[act_id], code}))
    return found


def _says(row: Any, codes: Sequence[str], text: str) -> bool:  # noqa: ANN401 - a row of columns
    """Tell whether an act holds a text: as its amount, or each word in its document, project codes, days or number."""
    if _amount(text) == row.amount:
        return True
    days = {row.business_date, row.document_date, row.happened_on} - {None}
    said = [row.document_number, *codes, *(date_text(day, "vi") for day in days)]
    key = search_key(" ".join(said))
    return all(
        word in key or word == str(row.number) or _amount(word) == row.amount or _day(word) in days
        for word in search_key(text).split()
    )


def _amount(text: str) -> int | None:
    try:
        return read_dong(text, "vi", DisplayUnit.dong)
    except DomainError:
        return None


def _day(text: str) -> date | None:
    try:
        return read_date(text, "vi")
    except DomainError:
        return None
