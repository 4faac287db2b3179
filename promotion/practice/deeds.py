"""Acts of the ledger as they are planned, before any row is written: what happens, when, to which purse."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import Document
from promotion.practice.projects import Line


class Purse(NamedTuple):
    """An envelope to be: its kind and what names it."""

    kind: Kind
    fund: str
    unit: str = ""
    line: int = 0

    @property
    def above(self) -> "Purse | None":
        """The envelope that holds it, None above a fund."""
        if self.kind is Kind.fund:
            return None
        if self.kind is Kind.share:
            return Purse(Kind.fund, self.fund)
        if self.kind is Kind.line:
            return Purse(Kind.share, self.fund, self.unit)
        return Purse(Kind.line, self.fund, self.unit, self.line)


@dataclass(eq=False)
class Deed:
    """An act: `unit` is the one whose people do it, `line` the one line it is about, `undoes` what it takes back."""

    kind: ActKind
    fund: str
    unit: str
    day: date
    amounts: list[tuple[Purse, int]]
    line: Line | None = None
    reason: str | None = None
    undoes: "Deed | None" = None
    number: str = ""  # of the decision, where several acts rest on one
    percent: str | None = None  # cumulative of the plan, where a release was given so
    document: Document = field(default=Document("", date.min, ""))

    @property
    def total(self) -> int:
        """The sum of the amounts (đồng)."""
        return sum(amount for _purse, amount in self.amounts)


ORDER = {
    kind: place
    for place, kind in enumerate((ActKind.reverse, *(kind for kind in ActKind if kind != "reverse")))
}


def in_order(deeds: list[Deed]) -> list[Deed]:
    """Return deeds as they follow each other: by day, within a day down the chain from the plan to the payment."""
    return sorted(deeds, key=lambda deed: (deed.day, ORDER[deed.kind]))


def about(line: Line, kind: Kind) -> Purse:
    """Return the purse of a line, or of the contract under it."""
    return Purse(kind, line.fund, line.unit, line.number)
