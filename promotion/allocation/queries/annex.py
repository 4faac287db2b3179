"""The annex of a decision as a preview: every row with its project and line, every fault at its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from promotion.access.actor import Scope
from promotion.allocation.pasted.grid import cells_of
from promotion.allocation.pasted.layouts import ANNEX
from promotion.allocation.pasted.rows import CellFault, ListRow, ListTable, Reading, read
from promotion.allocation.queries.funds import Head
from promotion.allocation.queries.matching import Match, lines_of, match
from promotion.kernel.messages import mark as N_
from promotion.ledger.models import Envelope, Fund
from promotion.projects.models import Project
from promotion.projects.rules import CLOSED, PLANNING


@dataclass(frozen=True)
class AnnexRow:
    """One row that can be listed (đồng): its project and content, what its line has already, None without a line.

    `requested` is what the unit asked for there.
    """

    number: int
    project: Project
    content: str
    amount: int
    before: int | None
    requested: int
    notes: tuple[CellFault, ...]


@dataclass(frozen=True)
class Annex:
    """What a pasted annex means. It may be proposed when `faults` is empty; `over` is what the plan lacks (đồng)."""

    table: ListTable
    rows: tuple[AnnexRow, ...]
    faults: tuple[CellFault, ...]
    over: int = 0

    @property
    def total(self) -> int:
        """The sum of all rows (đồng)."""
        return sum(row.amounts.get("amount", 0) for row in self.table.rows)

    @property
    def new_lines(self) -> int:
        """How many rows get a line that the fund does not have yet."""
        return sum(1 for row in self.rows if row.before is None)


def annex(scope: Scope, fund: Fund, head: Head, text: str, how: Reading) -> Annex:
    """Return what a pasted annex means in a fund that was loaded in scope. Raises `Invalid` without a heading.

    A bounded number of statements, however many rows there are.
    """
    table = read(cells_of(text), ANNEX, ("amount",), how)
    faults = [*table.faults]
    matches = match(scope, fund, table.rows, faults)
    faults += twice(matches)
    lines = lines_of(fund, [one.project.id for one in matches])
    faults += _amounts(table.rows, head)
    faults += [fault for one in matches if (fault := _closed(one, lines)) is not None]
    wrong = {fault.row for fault in faults}
    rows = tuple(_row(one, lines) for one in matches if one.row.number not in wrong)
    total = sum(row.amounts.get("amount", 0) for row in table.rows)
    ordered = tuple(sorted(faults, key=lambda fault: fault.row))
    return Annex(table, rows, ordered, max(0, total - head.position.unlisted))


def _row(one: Match, lines: Mapping[tuple[int, str], Envelope]) -> AnnexRow:
    line = lines.get((one.project.id, one.content))
    return AnnexRow(
        one.row.number,
        one.project,
        one.content,
        one.row.amounts["amount"],
        None if line is None else line.listed,
        0 if line is None else line.requested,
        one.notes,
    )


def twice(matches: Sequence[Match]) -> list[CellFault]:
    """Return a fault at each row whose project and content stood in an earlier row."""
    first: dict[tuple[int, str], int] = {}
    found = []
    for one in matches:
        earlier = first.setdefault((one.project.id, one.content), one.row.number)
        if earlier != one.row.number:
            column = "code" if one.row.texts.get("code") else "name"
            found.append(
                CellFault(
                    one.row.number,
                    column,
                    N_("This project with this content stands in row %(row)s already."),
                    {"row": str(earlier)},
                    N_("Leave one of the two out, or add their amounts in one row."),
                )
            )
    return found


def _amounts(rows: Sequence[ListRow], head: Head) -> list[CellFault]:
    """Return a fault at each amount that is missing, or larger than the whole plan (a slip of the unit)."""
    found = []
    for row in rows:
        amount = row.amounts.get("amount")
        if not row.typed.get("amount") or amount == 0:
            found.append(CellFault(row.number, "amount", N_("The amount is missing.")))
        elif amount is not None and amount > head.position.approved > 0:
            found.append(
                CellFault(
                    row.number,
                    "amount",
                    N_("%(amount)s đồng are more than the whole plan of %(plan)s đồng."),
                    {"amount": amount, "plan": head.position.approved},
                    N_("Check the unit of the column."),
                )
            )
    return found


def _closed(one: Match, lines: Mapping[tuple[int, str], Envelope]) -> CellFault | None:
    """Return why a project takes no more money, or no new line; None when it does."""
    state = one.project.state
    if state not in CLOSED and (state in PLANNING or (one.project.id, one.content) in lines):
        return None
    return CellFault(
        one.row.number,
        "code" if one.row.texts.get("code") else "name",
        N_("This project is refused, stopped or settled and takes no more money."),
    )
