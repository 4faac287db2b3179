"""Requests of a budget year as rows: what each project asks for, beside what is listed and assigned."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.allocation.queries.names import ProjectName, names_for
from promotion.database.handle import db
from promotion.kernel.choices import Level
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund

PER_PAGE = 100


@dataclass(frozen=True)
class RequestRow:
    """One line with a request (đồng)."""

    line: str
    project: ProjectName | None
    unit: str
    content: str
    fund: str
    fund_public_id: str
    requested: int
    listed: int
    assigned: int


@dataclass(frozen=True)
class Requests:
    """One page of requests, how many there are, and the sums of all of them (đồng)."""

    rows: tuple[RequestRow, ...]
    total: int
    page: int
    requested: int
    listed: int
    assigned: int


def requests(scope: Scope, language: str, year: int, level: Level | None, page: int) -> Requests:
    """Return the requests of a year that the reader sees, by fund and unit, in the order their lines were made."""
    mine: list[ColumnElement[bool]] = [
        Envelope.kind == str(Kind.line),
        Envelope.budget_year == year,
        Envelope.requested > 0,
        within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level),
    ]
    if level is not None:
        mine.append(Envelope.level == str(level))
    count, asked, right, money = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Envelope.requested), 0),
            func.coalesce(func.sum(Envelope.to_assign + Envelope.assigned), 0),
            func.coalesce(func.sum(Envelope.assigned), 0),
        ).where(*mine)
    ).one()
    query = select(Envelope).where(*mine).order_by(Envelope.fund_id, Envelope.unit_id, Envelope.id)
    found = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    rows = tuple(_rows(scope, language, year, found))
    return Requests(rows, int(count), page, int(asked), int(right), int(money))


def _rows(scope: Scope, language: str, year: int, found: Sequence[Envelope]) -> list[RequestRow]:
    called = names_for(scope, found, language, year)
    query = select(Fund).where(Fund.id.in_({line.fund_id for line in found}))
    funds = {fund.id: fund for fund in db.session.scalars(query)}
    return [
        RequestRow(
            line=line.public_id,
            project=called.project(line.project_id),
            unit=called.unit(line.unit_id),
            content=called.content(line.content_code),
            fund=funds[line.fund_id].code,
            fund_public_id=funds[line.fund_id].public_id,
            requested=line.requested,
            listed=line.listed,
            assigned=line.assigned,
        )
        for line in found
    ]
