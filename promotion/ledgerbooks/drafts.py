"""What a ledger book is asked for."""

from dataclasses import dataclass
from datetime import date

from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind


class Order(Choice):
    """In which order acts stand: as they became known, or as they count."""

    number = "number", N_("As they became known (by number)")
    day = "day", N_("By the day from which they count")


@dataclass(frozen=True)
class Position:
    """The place of an act in a book: the day from which it counts (by day only), then its number."""

    number: int
    day: date | None = None


@dataclass(frozen=True)
class BookQuestion:
    """Which acts of a book: those that count from `first` to `last`, of a kind, only those taken back and what took
    them back; in an order, after a place in it.
    """

    first: date | None = None
    last: date | None = None
    kind: ActKind | None = None
    corrected: bool = False
    order: Order = Order.number
    after: Position | None = None

    @property
    def partial(self) -> bool:
        """Whether acts of the period are left out, so that rows do not lead from the opening to the closing row."""
        return self.kind is not None or self.corrected
