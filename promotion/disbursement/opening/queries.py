"""A take-over list as a preview: every row with its project, every fault at its cell, what plan and release lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from promotion.access.actor import Scope
from promotion.allocation.pasted.grid import cells_of
from promotion.allocation.pasted.rows import CellFault, ListTable, Reading, read
from promotion.allocation.queries.annex import twice
from promotion.allocation.queries.funds import Head
from promotion.allocation.queries.matching import Match, lines_of, match
from promotion.disbursement.opening.drafts import OpeningLine
from promotion.disbursement.opening.rules import AMOUNTS, LAYOUT, row_faults
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Term
from promotion.kernel.messages import mark as N_
from promotion.ledger.models import Envelope, Fund
from promotion.projects.models import Project
from promotion.projects.rules import FUNDED


@dataclass(frozen=True)
class OpeningRow:
    """One row that can be opened: its number in the sheet, its project, and its draft."""

    number: int
    project: Project
    line: OpeningLine
    notes: tuple[CellFault, ...]


@dataclass(frozen=True)
class Opening:
    """What a take-over list means; `sums` by column (đồng). It may be proposed when `faults` is empty."""

    table: ListTable
    rows: tuple[OpeningRow, ...]
    faults: tuple[CellFault, ...]
    sums: Mapping[str, int]

    def plan_missing(self, head: Head) -> int:
        """Return what the plan lacks for the listed amounts (đồng)."""
        return max(0, self.sums["listed"] - head.position.unlisted)

    def release_missing(self, head: Head) -> int:
        """Return what the releases lack for the assigned amounts (đồng)."""
        return max(0, self.sums["assigned"] - head.position.unshared)


def opening(scope: Scope, fund: Fund, text: str, how: Reading, cut_over: date) -> Opening:
    """Return what a take-over list means in a fund that was loaded in scope. Raises `Invalid` without a heading."""
    table = read(cells_of(text), LAYOUT, ("listed",), how)
    faults = [*table.faults]
    unread = {fault.row for fault in faults}
    matches = match(scope, fund, table.rows, faults)
    faults += twice(matches)
    lines = lines_of(fund, [one.project.id for one in matches])
    faults += [fault for one in matches if (fault := _unfit(one, lines)) is not None]
    faults += [fault for row in table.rows if row.number not in unread for fault in row_faults(row, cut_over)]
    wrong = {fault.row for fault in faults}
    return Opening(
        table,
        tuple(_row(one) for one in matches if one.row.number not in wrong),
        tuple(sorted(faults, key=lambda fault: fault.row)),
        {column.key: _sum(table, column.key) for column in AMOUNTS},
    )


def _sum(table: ListTable, key: str) -> int:
    return sum(row.amounts.get(key, 0) for row in table.rows)


def _row(one: Match) -> OpeningRow:
    amounts = {column.key: one.row.amounts.get(column.key, 0) for column in AMOUNTS}
    line = OpeningLine(
        one.project.public_id,
        one.content,
        **amounts,
        number=one.row.texts.get("number", ""),
        day=one.row.days.get("day"),
        party=one.row.texts.get("party", ""),
    )
    return OpeningRow(one.row.number, one.project, line, one.notes)


def _unfit(one: Match, lines: Mapping[tuple[int, str], Envelope]) -> CellFault | None:
    """Return why a project cannot be taken over: not running, or its line has entries already."""
    column = "code" if one.row.texts.get("code") else "name"
    if one.project.state not in FUNDED:
        return CellFault(
            one.row.number,
            column,
            N_(
                "Only projects that are approved, under way or accepted are taken over; this one stands at “%(state)s”."
            ),
            {"state": Term(ProjectState(one.project.state).label)},
        )
    line = lines.get((one.project.id, one.content))
    if line is not None and line.legs:
        return CellFault(
            one.row.number,
            column,
            N_("The ledger has entries of this line already (listed: %(listed)s đồng)."),
            {"listed": line.listed},
            N_("Leave it out; book what is missing on it as ordinary acts."),
        )
    return None
