"""What is inside a fund: the shares of its units and the lines of its projects, as rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.allocation.queries.funds import HELD, NOTHING, FundRow
from promotion.allocation.queries.names import ProjectName, names_for
from promotion.allocation.rules import entitled
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Leg
from promotion.ledger.sums import value

PER_PAGE = 100


@dataclass(frozen=True)
class ShareRow:
    """What one unit has in a fund (đồng): `short` is what it is entitled to and has not received."""

    envelope_id: int
    public_id: str
    unit: str
    listed: int
    received: int
    entitled: int
    assigned: int
    committed: int
    disbursed: int
    held: int

    @property
    def short(self) -> int:
        """Entitled and not received, in đồng."""
        return max(0, self.entitled - self.received)

    @property
    def waiting(self) -> int:
        """Listed and not received, in đồng."""
        return max(0, self.listed - self.received)


@dataclass(frozen=True)
class LineRow:
    """One line: a project's content in a fund (đồng). `since` is the day from which it has been waiting.

    `held` is assigned and not spent, `requested` what the unit asked for.
    """

    envelope_id: int
    public_id: str
    label: str
    project: ProjectName | None
    unit: str
    content: str
    listed: int
    assigned: int
    waiting: int
    since: date | None
    committed: int
    disbursed: int
    held: int = 0
    requested: int = 0


def share_rows(scope: Scope, language: str, fund: FundRow) -> list[ShareRow]:
    """Return the shares of a fund in the order of the units' names; two statements and the names.

    `entitled` is pro rata to the listed amounts of what is released in all; the unlisted plan keeps its part.
    """
    shares = ledger.shares(scope, fund.id)
    lines = _by_parent(scope, fund.id)
    called = names_for(scope, shares, language, fund.year)
    shares = sorted(shares, key=lambda share: (called.order(share.unit_id), share.id))
    listed = [value("approved", "line", lines[share.id]) for share in shares]
    due = (
        entitled(fund.position.released, listed, fund.position.unlisted) if fund.whole else [0] * len(listed)
    )
    return [
        ShareRow(
            envelope_id=share.id,
            public_id=share.public_id,
            unit=called.unit(share.unit_id),
            listed=amount,
            received=share.released,
            entitled=part,
            assigned=lines[share.id]["assigned"],
            committed=lines[share.id]["committed"],
            disbursed=value("disbursed", "line", lines[share.id]),
            held=share.money,
        )
        for share, amount, part in zip(shares, listed, due, strict=True)
    ]


def _by_parent(scope: Scope, fund_id: int) -> dict[int | None, dict[str, int]]:
    columns = [func.sum(getattr(Envelope, name)).label(name) for name in HELD]
    query = (
        select(Envelope.parent_id, *columns)
        .where(Envelope.fund_id == fund_id, Envelope.kind == str(Kind.line))
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
        .group_by(Envelope.parent_id)
    )
    found: dict[int | None, dict[str, int]] = defaultdict(lambda: dict(NOTHING))
    for row in db.session.execute(query):
        found[row.parent_id] = {name: int(getattr(row, name)) for name in HELD}
    return found


@dataclass(frozen=True)
class LinePage:
    """One page of a fund's lines, and how many there are."""

    rows: tuple[LineRow, ...]
    total: int
    page: int


def line_rows(
    scope: Scope, language: str, fund: FundRow, *, waiting: bool = False, page: int | None = None
) -> LinePage:
    """Return the lines of a fund in the order they were made, all or those that wait; `page` None is all."""
    query = (
        select(Envelope)
        .where(Envelope.fund_id == fund.id, Envelope.kind == str(Kind.line))
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    )
    if waiting:
        query = query.where(Envelope.to_assign > 0)
    ordered = query.order_by(Envelope.id)
    if page is None:
        found: Sequence[Envelope] = db.session.scalars(ordered).all()
        return LinePage(tuple(_lines(scope, found, language, fund)), len(found), 1)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = db.session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return LinePage(tuple(_lines(scope, found, language, fund)), total, page)


def _lines(scope: Scope, found: Sequence[Envelope], language: str, fund: FundRow) -> Iterable[LineRow]:
    called = names_for(scope, found, language, fund.year)
    since = _waiting_since([line.id for line in found if line.to_assign > 0])
    for line in found:
        yield LineRow(
            envelope_id=line.id,
            public_id=line.public_id,
            label=called.envelope(line, fund.code).name,
            project=called.project(line.project_id),
            unit=called.unit(line.unit_id),
            content=called.content(line.content_code),
            listed=line.listed,
            assigned=line.assigned,
            waiting=line.to_assign,
            since=since.get(line.id),
            committed=line.committed,
            disbursed=line.disbursed,
            held=line.money,
            requested=line.requested,
        )


def _waiting_since(line_ids: Collection[int]) -> dict[int, date]:
    """Return the day on which each line began to wait: the last time its counter rose from nothing."""
    query = (
        select(Leg.envelope_id, func.max(Leg.business_date))
        .where(Leg.envelope_id.in_(line_ids), Leg.counter == "to_assign", Leg.change > 0)
        .where(Leg.balance == Leg.change)
        .group_by(Leg.envelope_id)
    )
    return dict(db.session.execute(query).all())
