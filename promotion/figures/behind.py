"""What stands behind a figure, as people read it: date, act, document, and the project, unit or fund it concerns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.allocation.queries.names import EnvelopeName, names, names_for
from promotion.database.handle import db
from promotion.figures.model import Question
from promotion.figures.origins import Source
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Envelope, Fund

_TOGETHER = 5000
"""How many rows get their words at once: the engines take no more than some thirty thousand values."""


@dataclass(frozen=True)
class Booked:
    """The act of a row: its document and its place in the order of acts; `back` is the number of the act it takes
    back.
    """

    public_id: str
    number: int | None
    kind: ActKind
    day: date
    document: Document
    back: int | None = None
    happened_on: date | None = None


@dataclass(frozen=True)
class Behind:
    """One row behind a figure. `subject` and `detail` name the project, the unit or the fund; amounts in đồng.

    Rows of a number of projects have no act; `listed` is the project's listed amount.
    """

    subject: str
    detail: str
    unit: str
    fund: str
    content: str
    amount: int
    running: int
    places: int = 1
    act: Booked | None = None
    project_public_id: str | None = None
    listed: int = 0


def behind(scope: Scope, question: Question, rows: Sequence[Source], language: str) -> Iterator[Behind]:
    """Yield rows with their words, in their order; projects are named as far as the reader sees them."""
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        if some[0].act_id is None:
            yield from _projects(scope, question, some, language)
        else:
            yield from _acts(scope, question, some, language)


def _projects(scope: Scope, question: Question, rows: Sequence[Source], language: str) -> Iterator[Behind]:
    ids = {row.project_id for row in rows if row.project_id is not None}
    found = names(scope, language, question.year, project_ids=ids)
    for row in rows:
        project = found.project(row.project_id)
        yield Behind(
            project.name if project else "–",
            project.code if project else "",
            *("", "", ""),
            row.amount,
            row.running,
            project_public_id=project.public_id if project else None,
            listed=row.listed,
        )


def _acts(scope: Scope, question: Question, rows: Sequence[Source], language: str) -> Iterator[Behind]:
    acts = _booked({row.act_id for row in rows if row.act_id is not None})
    ids = {row.envelope_id for row in rows if row.envelope_id is not None}
    query = select(Envelope, Fund.code).join(Fund, Fund.id == Envelope.fund_id).where(Envelope.id.in_(ids))
    places = {place.id: (place, code) for place, code in db.session.execute(query)}
    found = names_for(scope, (place for place, _code in places.values()), language, question.year)
    for row in rows:
        place, fund = places[row.envelope_id or 0]
        name = found.envelope(place, fund)
        project = found.project(place.project_id)
        yield Behind(
            *_subject(name),
            found.unit(place.unit_id),
            fund,
            name.note,
            row.amount,
            row.running,
            row.places,
            acts[row.act_id or 0],
            project.public_id if project else None,
        )


def _subject(name: EnvelopeName) -> tuple[str, str]:
    return (name.detail, name.name) if name.detail else (name.name, "")


def _booked(ids: set[int]) -> dict[int, Booked]:
    """Return acts by row id. Acts of rows touch envelopes the reader sees, so the reader sees them."""
    older = aliased(Act)
    query = select(Act, older.number).outerjoin(older, older.id == Act.reverses_id).where(Act.id.in_(ids))
    return {
        act.id: Booked(
            act.public_id,
            act.number,
            ActKind(act.kind),
            act.business_date,
            Document(act.document_number, act.document_date, act.document_issuer),
            back,
            act.happened_on,
        )
        for act, back in db.session.execute(query)
    }
