"""Lines that wait for money: listed with more than was assigned; as the overview of figures counts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from promotion.desk.queries.ground import Found, Ground, Names
from promotion.figures import waiting as figures
from promotion.kernel.calendar import today
from promotion.ledger.models import Fund
from promotion.projects import queries as projects
from promotion.projects.models import Project

PER_PAGE = 50


@dataclass(frozen=True)
class Waits:
    """All lines that wait, for most first, and what they wait for in all (đồng)."""

    rows: Sequence[Found]
    names: Names
    total: int
    listed: int


@dataclass(frozen=True)
class WaitsRow:
    """A line as a page shows it: listed, still to be assigned (đồng), and for how many days it has waited."""

    row: Found
    project: Project | None
    unit: str
    fund: Fund
    days: int


def waits(ground: Ground) -> Waits:
    """Return the lines that wait for money today; the same number of statements for any number of them."""
    rows = figures.rows(ground.scope, ground.question.figures, ground.beside_figures())
    total, listed = (sum(getattr(row, name) for row in rows) for name in ("to_assign", "listed"))
    return Waits(rows, ground.names(rows), total, listed)


def shown(ground: Ground, found: Waits, rows: Sequence[Found]) -> list[WaitsRow]:
    """Return lines as a page or workbook shows them."""
    known = projects.by_ids(ground.scope, {row.project_id for row in rows})
    return [
        WaitsRow(
            row=row,
            project=known.get(row.project_id),
            unit=found.names.unit(row.unit_id),
            fund=found.names.funds[row.fund_id],
            days=(today() - row.since).days,
        )
        for row in rows
    ]
