"""What a comparison consists of: cases, their groups and sums. Plain Python over rows and acts that were read."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from promotion.treasury.cash import Cash
from promotion.treasury.models import Explained, Row, Statement
from promotion.treasury.rules import LEFT, Group, Part, Reason, Way, payee_key, tax_codes, voucher_key


@dataclass(frozen=True)
class Case:
    """What stands together, or alone: rows and acts, how they came together, and why something is left. `difference` is
    what the rows hold more than the acts (đồng). `near` are acts or rows that a lone one may belong to.
    """

    group: Group
    rows: tuple[Row, ...]
    acts: tuple[Cash, ...]
    way: Way | None = None
    difference: int = 0
    given: Explained | None = None
    near_rows: tuple[Row, ...] = ()
    near_acts: tuple[Cash, ...] = ()

    @property
    def key(self) -> str:
        """By what forms name it: its first row, else its first act."""
        return f"r{self.rows[0].id}" if self.rows else f"a{self.acts[0].id}"

    @property
    def day(self) -> date:
        """The first day in it."""
        return min([row.day for row in self.rows] + [act.day for act in self.acts])

    @property
    def explained(self) -> Explained | None:
        """Its explanation, None where there is none or where something else was open when it was given."""
        return self.given if self.given is not None and self.given.open_amount == self.difference else None

    @property
    def reason_label(self) -> str:
        """The words of its explanation (a message-id), empty without one."""
        return Reason(self.explained.reason).label if self.explained is not None else ""

    @property
    def wanting(self) -> bool:
        """Whether an explanation is missing."""
        return self.group in LEFT and self.explained is None

    @property
    def parts(self) -> Mapping[Part, bool | None]:
        """Which parts of its rows and acts agree, whatever brought them together; None where one side does not know."""
        vouchers = {voucher_key(row.voucher) for row in self.rows} | {
            voucher_key(act.voucher) for act in self.acts
        }
        return {
            Part.voucher: None if "" in vouchers else len(vouchers) == 1,
            Part.amount: not self.difference,
            Part.day: not self.days_apart,
            Part.payee: _same_payee(self.rows, self.acts),
        }

    @property
    def days_apart(self) -> int:
        """How many days lie between its first and its last."""
        days = [row.day for row in self.rows] + [act.day for act in self.acts]
        return (max(days) - min(days)).days

    @property
    def theirs(self) -> int:
        """Đồng in the statement."""
        return sum(row.amount for row in self.rows)

    @property
    def ours(self) -> int:
        """Đồng in our ledger."""
        return sum(act.amount for act in self.acts)


def taxes_of(row: Row) -> frozenset[str]:
    """Return what may be tax codes in the texts of a row."""
    return tax_codes(f"{row.payee} · {row.content}")


def _same_payee(rows: Sequence[Row], acts: Sequence[Cash]) -> bool | None:
    """Tell whether each row is paid to one that the acts pay, by name or tax code; None where a name is missing."""
    names = {payee_key(one.party) for act in acts for one in act.contracts}
    taxes = frozenset().union(*(act.taxes for act in acts))
    if not names or not all(row.payee or taxes_of(row) & taxes for row in rows):
        return None
    return all(payee_key(row.payee) in names or bool(taxes_of(row) & taxes) for row in rows)


@dataclass(frozen=True)
class Sums:
    """A group: how many cases, rows and acts it has, and their đồng, what came back taken off."""

    cases: int
    rows: int
    acts: int
    theirs: int
    ours: int
    wanting: int

    @property
    def difference(self) -> int:
        """What the statement holds more than the ledger."""
        return self.theirs - self.ours


@dataclass(frozen=True)
class Comparison:
    """A statement with every case. `carried` are keys ("r5", "a7") of what was left in an earlier statement."""

    statement: Statement
    cases: Sequence[Case]
    rows: Mapping[int, Row]
    acts: Mapping[int, Cash]
    carried: frozenset[str] = field(default=frozenset())

    def of(self, group: Group) -> list[Case]:
        """Return the cases of a group, by day."""
        return [case for case in self.cases if case.group is group]

    @cached_property
    def by_key(self) -> Mapping[str, Case]:
        """Each case by the keys of all that is in it."""
        found = {f"r{row.id}": case for case in self.cases for row in case.rows}
        return found | {f"a{act.id}": case for case in self.cases for act in case.acts}

    @cached_property
    def wanting(self) -> int:
        """How many cases still want an explanation."""
        return sum(case.wanting for case in self.cases)

    @cached_property
    def sums(self) -> Mapping[Group, Sums]:
        """The sums of each group; they add up to those of both sides."""
        return {group: _sums(self.of(group)) for group in Group}

    @cached_property
    def total(self) -> Sums:
        """The sums of everything, counted by itself."""
        rows, acts = self.rows.values(), self.acts.values()
        sums = (sum(row.amount for row in rows), sum(act.amount for act in acts))
        return Sums(len(self.cases), len(rows), len(acts), *sums, self.wanting)

    @cached_property
    def mark(self) -> str:
        """A mark that changes with every group and every explanation: what a person saw when signing."""
        seen = [
            (str(case.group), [row.id for row in case.rows], [act.id for act in case.acts], case.difference,
             (case.given.reason, case.given.note) if case.explained and case.given else None)
            for case in self.cases
        ]  # fmt: skip
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]

    @property
    def own_rows(self) -> list[Row]:
        """The rows of this statement itself."""
        return [row for row in self.rows.values() if row.statement_id == self.statement.id]


def _sums(cases: Sequence[Case]) -> Sums:
    return Sums(
        len(cases),
        sum(len(case.rows) for case in cases),
        sum(len(case.acts) for case in cases),
        sum(case.theirs for case in cases),
        sum(case.ours for case in cases),
        sum(case.wanting for case in cases),
    )
