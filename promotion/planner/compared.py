"""Several scenarios side by side: what each gives, and where they differ from the first. Plain Python, whole đồng."""

from collections.abc import Sequence
from dataclasses import dataclass

from promotion.planner.shown import Row, Tables


@dataclass(frozen=True)
class Cell:
    """What one scenario gives a row (below zero: takes), and how that differs from the first scenario (đồng)."""

    now: int
    after: int
    starting: int
    difference: int


@dataclass(frozen=True)
class Compared:
    """One row in all scenarios: a province, a unit, a line, or the total."""

    row: Row
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Some scenario gives it another amount than the first."""
        return any(cell.difference for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """Scenarios row by row, three ways, with the total."""

    provinces: tuple[Compared, ...]
    units: tuple[Compared, ...]
    lines: tuple[Compared, ...]
    total: Compared

    @property
    def differing(self) -> int:
        """How many lines get different amounts."""
        return sum(line.differs for line in self.lines)


def compared(found: Sequence[Tables]) -> Comparison:
    """Return scenarios side by side; all were worked out on the same fund, so they have the same rows."""
    return Comparison(
        _rows([one.provinces for one in found]),
        _rows([one.units for one in found]),
        _rows([one.lines for one in found]),
        _beside([one.total for one in found]),
    )


def _rows(tables: Sequence[Sequence[Row]]) -> tuple[Compared, ...]:
    others = [{row.key: row for row in table} for table in tables]
    return tuple(_beside([rows[row.key] for rows in others]) for row in tables[0])


def _beside(rows: Sequence[Row]) -> Compared:
    first = rows[0]
    return Compared(first, tuple(Cell(row.now, row.after, row.starting, row.now - first.now) for row in rows))
