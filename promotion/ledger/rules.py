"""What an act may do, as pure functions: the entries its steps make, the amounts it may hold, how it is dated."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.books import MOVES, Kind, Move, Step
from promotion.ledger.deeds import DEEDS, MIRRORS, ActKind, Part

FIRST_PLAN_MONTH = 9  # a plan may be decided from September of the year before
LAST_PAYMENT = (1, 31)  # payments to 31 January belong to the year before
LAST_SETTLEMENT = (12, 31)  # what ends a budget year may come until the end of the next

_EARLY = frozenset(
    {ActKind.request, ActKind.approve, ActKind.supplement, ActKind.cut, ActKind.list, ActKind.relist}
)
_LATE = frozenset(
    {
        ActKind.settle,
        ActKind.cancel,
        ActKind.close,
        ActKind.liquidate,
        ActKind.late_refund,
        ActKind.carry_over,
    }
)
_ANY_DAY = frozenset({ActKind.demand, ActKind.recover, *MIRRORS})

Balance = Callable[[int, str], int]
"""What an envelope (id) holds on a counter while an act is worked out, in đồng."""


@dataclass(frozen=True)
class Posting:
    """One entry to write: envelope ids (None is outside), counters, whole đồng."""

    book: str
    source_id: int | None
    source_counter: str | None
    target_id: int | None
    target_counter: str | None
    amount: int


class Moved(Protocol):
    """An entry, written or about to be."""

    @property
    def source_id(self) -> int | None:
        """The envelope that it comes from."""

    @property
    def source_counter(self) -> str | None:
        """The counter that it comes from."""

    @property
    def target_id(self) -> int | None:
        """The envelope that it goes to."""

    @property
    def target_counter(self) -> str | None:
        """The counter that it goes to."""

    @property
    def amount(self) -> int:
        """Whole đồng."""


Sums = Counter[tuple[int, str]]
"""đồng by contract (id) and what they are: advanced, paid, recovered."""

_CASH_OUT = {"advanced", "paid", "discharged"}


def tally(rows: Iterable[Moved]) -> Sums:
    """Return what the entries of whole acts, in the order of writing, come to on each contract; mirrors taken off.

    The line counts the cash of all its contracts: what discharges one stands right behind its cash, in a mirror right
    before it.
    """
    found: Sums = Counter()
    cash: list[Moved] = []
    for row in rows:
        ends = {row.source_counter, row.target_counter}
        if ends & _CASH_OUT:
            cash.append(row)
        elif ends == {"to_recover", "recovered"}:
            forward = row.source_counter == "to_recover"
            contract = row.source_id if forward else row.target_id
            found[contract or 0, "recovered"] += row.amount if forward else -row.amount
    for pair in zip(cash[::2], cash[1::2], strict=True):
        discharge, out = (
            pair if "discharged" in {pair[0].source_counter, pair[0].target_counter} else pair[::-1]
        )
        forward = out.source_counter == "money"
        counter = out.target_counter if forward else out.source_counter
        found[discharge.source_id or 0, counter or ""] += out.amount if forward else -out.amount
    return found


Path = Mapping[Kind, int]
"""The envelope of each kind, from the fund down (ids)."""


def postings(part: Part, path: Path, opposite: Path) -> tuple[Posting, ...]:
    """Return the entries of one step; `opposite` is the path in the next year's fund, empty for other steps."""
    rows = tuple(_posting(move, path, opposite, part.amount) for move in MOVES[part.step])
    return tuple(mirrored(row) for row in reversed(rows)) if part.back else rows


def _posting(move: Move, path: Path, opposite: Path, amount: int) -> Posting:
    source, target = move.source, move.target
    return Posting(
        book=str(move.book),
        source_id=path[source[0]] if source else None,
        source_counter=source[1] if source else None,
        target_id=(opposite if move.across else path)[target[0]] if target else None,
        target_counter=target[1] if target else None,
        amount=amount,
    )


def mirrored(posting: Posting) -> Posting:
    """Return the entry that takes another one back."""
    return Posting(
        posting.book,
        posting.target_id,
        posting.target_counter,
        posting.source_id,
        posting.source_counter,
        posting.amount,
    )


def in_order(kind: ActKind, parts: Iterable[Part]) -> list[Part]:
    """Return the steps of an act in the order in which they are written.

    Raises `ValueError` for a step that such an act does not hold: only a wrong program asks for it.
    """
    ways = DEEDS[kind].ways
    return sorted(parts, key=lambda part: ways.index(part.way))


def written_out(kind: ActKind, part: Part, balance: Balance) -> list[Part]:
    """Return what one step of a payment, a refund or a liquidation comes to with what the contract holds now.

    A payment is covered by accepted work as far as there is any. A final payment clears all advances first. What is
    refunded of an advance was uncleared, or its clearing is taken back.
    """
    held = {name: balance(part.envelope_id, name) for name in ("due", "uncleared", "covered")}
    if kind is ActKind.pay:
        covered = min(part.amount, held["due"])
        return _some((part, covered), (replace(part, step=Step.prepay), part.amount - covered))
    if kind is ActKind.final_pay:
        return _some((replace(part, step=Step.clear), held["uncleared"]), (part, part.amount))
    if kind is ActKind.refund and part.step is Step.advance:
        cleared = part.amount - min(part.amount, held["uncleared"])
        return _some((replace(part, step=Step.clear), cleared), (part, part.amount))
    if kind is ActKind.refund:
        covered = min(part.amount, held["covered"])
        return _some((part, covered), (replace(part, step=Step.prepay), part.amount - covered))
    return [part]


def _some(*parts: tuple[Part, int]) -> list[Part]:
    return [replace(part, amount=amount) for part, amount in parts if amount > 0]


def the_rest(contract_id: int, balance: Balance) -> list[Part]:
    """Return what a liquidation takes off a contract: all that is still owed.

    Raises `Refused` while accepted work is unpaid or an advance uncleared.
    """
    due, uncleared = balance(contract_id, "due"), balance(contract_id, "uncleared")
    if due or uncleared:
        raise Refused(
            N_(
                "The contract cannot be liquidated yet: %(due)s đồng of accepted work are unpaid and %(uncleared)s "
                "đồng of advances are not cleared."
            ),
            {"due": due, "uncleared": uncleared},
            code="liquidate.open",
            cure=N_("Pay what is accepted, and clear the advances or have them refunded, first."),
        )
    owed = balance(contract_id, "owed")
    return [Part(Step.commit, contract_id, owed, back=True)] if owed else []


def days_of(kind: ActKind, budget_year: int) -> tuple[date, date]:
    """Return the first and the last business date that an act of a fund may carry."""
    first = date(budget_year, 1, 1)
    if kind in _EARLY:
        first = date(budget_year - 1, FIRST_PLAN_MONTH, 1)
    if kind is ActKind.carry_over:
        first = date(budget_year + 1, 1, 1)
    if kind in _ANY_DAY:
        return date(budget_year - 1, FIRST_PLAN_MONTH, 1), date.max
    return first, date(budget_year + 1, *(LAST_SETTLEMENT if kind in _LATE else LAST_PAYMENT))


def check_day(kind: ActKind, business_date: date, budget_year: int, today: date) -> None:
    """Raise `Refused` when an act of this fund may not carry this business date."""
    if business_date > today:
        raise Refused(
            N_("The date of the act lies in the future."),
            code="day.future",
            cure=N_("Enter the day on which it happened."),
        )
    first, last = days_of(kind, budget_year)
    if not first <= business_date <= last and kind not in MIRRORS:
        raise Refused(
            N_("This date does not belong to budget year %(year)s."),
            code="day.year",
            params={"year": str(budget_year)},
            cure=N_("Payments to 31 January belong to the year before; choose the fund of the right year."),
        )
