"""Repayment plans against what was repaid, as pure functions. All amounts are whole đồng."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from promotion.kernel.errors import Fault
from promotion.kernel.text import mark as N_

MOST_INSTALMENTS = 60


@dataclass(frozen=True)
class Due:
    """An instalment: what is to be given back by a day."""

    due_on: date
    amount: int


@dataclass(frozen=True)
class Repayment:
    """An instalment with what was repaid of it; `late` is by how many days the rest is overdue, 0 when it is not."""

    due: Due
    repaid: int
    late: int

    @property
    def open(self) -> int:
        """What is still to come."""
        return self.due.amount - self.repaid


def against(plan: Sequence[Due], recovered: int, day: date) -> list[Repayment]:
    """Return a plan in the order of its days; what was repaid fills the earliest instalments first."""
    rows = []
    for due in sorted(plan, key=lambda due: due.due_on):
        repaid = min(due.amount, recovered)
        recovered -= repaid
        late = max(0, (day - due.due_on).days) if repaid < due.amount else 0
        rows.append(Repayment(due, repaid, late))
    return rows


@dataclass(frozen=True)
class Arrears:
    """What is overdue in all, for how many days the oldest part is, and when the next instalment is due."""

    amount: int
    days: int
    next_due: date | None


def arrears(rows: Sequence[Repayment]) -> Arrears:
    """Sum up what is overdue; nothing is overdue on the day itself."""
    late = [row for row in rows if row.late]
    coming = [row.due.due_on for row in rows if row.open and not row.late]
    return Arrears(
        sum(row.open for row in late), max((row.late for row in late), default=0), min(coming, default=None)
    )


def plan_faults(plan: Sequence[tuple[date | None, int | None]]) -> list[Fault]:
    """Return the faults of a plan as typed: rows half filled in, a day twice; row numbers begin at 1."""
    faults = []
    seen: set[date] = set()
    for number, (day, amount) in enumerate(plan, 1):
        if day is None and amount:
            faults.append(Fault(f"due_{number}", N_("Please enter the day by which it is due.")))
        if day is not None and not amount:
            faults.append(Fault(f"amount_{number}", N_("Please enter the amount that is due.")))
        if day in seen:
            faults.append(Fault(f"due_{number}", N_("This day already stands in the plan.")))
        if day is not None:
            seen.add(day)
    return faults
