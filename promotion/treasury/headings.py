"""Where a sheet's table begins and which column is which: headings in one row or in two. Plain Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from promotion.allocation.pasted.headings import FARTHEST, Column, Heading, Kind, find
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import DisplayUnit
from promotion.sheets.grids import Grid, Row, shown

LAYOUT = (
    Column(
        "voucher",
        N_("Voucher number"),
        ("so chung tu", "so ct", "so hieu chung tu", "chung tu so", "chung tu so hieu", "so hieu", "chung tu",
         "so uy nhiem chi", "so unc", "voucher", "voucher no", "document no", "reference"),
    ),
    Column(
        "day",
        N_("Day"),
        ("ngay hach toan", "ngay giao dich", "ngay", "ngay thang", "ngay thanh toan", "date", "posting date",
         "transaction date"),
        Kind.day,
    ),
    Column(
        "paper_day",
        N_("Day of the voucher"),
        ("ngay chung tu", "ngay ct", "chung tu ngay", "chung tu ngay thang", "voucher date", "document date"),
        Kind.day,
    ),
    Column(
        "payee",
        N_("Payee"),
        ("don vi thu huong", "ten don vi thu huong", "don vi huong", "nguoi thu huong", "nguoi huong",
         "don vi nhan tien", "don vi nhan", "nguoi nhan", "ten nguoi nhan", "payee", "beneficiary"),
    ),
    Column(
        "content",
        N_("What the row says"),
        ("noi dung", "noi dung thanh toan", "noi dung chung tu", "dien giai", "content", "description"),
    ),
    Column(
        "debit",
        N_("Debit (paid out)"),
        ("ghi no", "phat sinh no", "so phat sinh no", "so tien ghi no", "so tien no", "ps no", "debit", "paid out"),
        Kind.money,
    ),
    Column(
        "credit",
        N_("Credit (came back)"),
        ("ghi co", "phat sinh co", "so phat sinh co", "so tien ghi co", "so tien co", "ps co", "credit", "came back"),
        Kind.money,
    ),
    Column("amount", N_("Amount"), ("so tien", "thanh tien", "amount"), Kind.money),
)  # fmt: skip
LABELS = {column.key: column.label for column in LAYOUT}
FEWEST = 3
"""A row that names so many columns is a heading."""

# "Nợ" and "Có" without marks are too little: the first would also be the number of a row in English.
_SIDES = {"nợ": "ghi nợ", "bên nợ": "ghi nợ", "có": "ghi có", "bên có": "ghi có"}
_FIGURES = re.compile(r"[0-9][0-9 .,/:-]*")
_Line = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Table:
    """The table of a sheet: its last heading row, and where each column stands."""

    grid: Grid
    heading: Heading

    @property
    def places(self) -> Mapping[str, int]:
        """Where each column stands, counted from 0."""
        return self.heading.places

    def unit(self, key: str) -> DisplayUnit:
        """Return the unit of an amount; a treasury writes đồng unless a heading says otherwise."""
        return self.heading.units.get(key, DisplayUnit.dong)

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns without which nothing can be matched (message-ids)."""
        needed = [LABELS["voucher"]] if "voucher" not in self.places else []
        if not {"day", "paper_day"} & self.places.keys():
            needed.append(LABELS["day"])
        if not {"debit", "amount"} & self.places.keys():
            needed.append(LABELS["debit"])
        return tuple(needed)


def table_of(grid: Grid) -> Table | None:
    """Return the table of a sheet, None where no row names enough columns; `Invalid` for two columns of a name."""
    lines = [_line(row) for row in grid.rows[:FARTHEST]]
    if not lines:
        return None
    # One row goes before two that name no more than it.
    found = [heading for heading in (find(lines, LAYOUT, ()), _both(lines)) if heading is not None]
    best = max(found, key=lambda heading: len(heading.places))
    return Table(grid, best) if len(best.places) >= FEWEST else None


def _line(row: Row) -> _Line:
    cells = [" ".join(shown(row.cells.get(place)).split()) for place in range(max(row.cells) + 1)]
    return row.number, [_SIDES.get(cell.casefold(), cell) for cell in cells]


def _both(lines: Sequence[_Line]) -> Heading | None:
    """Return the heading that two rows make together, None where that is none or not clear."""
    pairs = [
        (lower[0], _joined(upper[1], lower[1]))
        for upper, lower in pairwise(lines)
        if not any(_FIGURES.fullmatch(cell) for cell in lower[1])
    ]
    if not pairs:
        return None
    try:
        return find(pairs, LAYOUT, ())
    except Invalid:
        return None


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return two rows of headings as one; what stands over several columns stands with each of them."""
    cells, over = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        over = above or (over if below else "")
        plain = below.removeprefix("ghi ") if above or over else below
        cells.append(" ".join(part for part in (over, plain) if part))
    return cells
