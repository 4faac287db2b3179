"""Late projects: past their planned end and not accepted; as the overview of figures counts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from promotion.desk.queries.ground import Found, Ground
from promotion.figures import late as figures
from promotion.figures.late import Late
from promotion.units import queries as units
from promotion.units.wording import unit_label

PER_PAGE = 50


@dataclass(frozen=True)
class LateRow:
    """A late project as a page shows it."""

    late: Late
    unit: str


@dataclass(frozen=True)
class Lates:
    """All late projects, longest first; what their lines of the year are listed with and have accepted (đồng)."""

    rows: Sequence[Found]
    listed: int
    accepted: int


def lates(ground: Ground) -> Lates:
    """Return the projects that are late today; the same number of statements for any number of them."""
    rows = figures.rows(ground.scope, ground.question.figures, ground.beside_figures())
    listed, accepted = (sum(int(getattr(row, name)) for row in rows) for name in ("listed", "accepted"))
    return Lates(rows, listed, accepted)


def shown(ground: Ground, rows: Sequence[Found]) -> list[LateRow]:
    """Return rows as a page or workbook shows them."""
    found = figures.shown(ground.scope, rows)
    carriers = units.by_ids({one.project.unit_id for one in found})
    return [LateRow(one, unit_label(carriers[one.project.unit_id], ground.language)) for one in found]
