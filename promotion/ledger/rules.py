"""What an act may do, as pure functions: between which envelopes entries run, and how acts are dated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from promotion.kernel.errors import Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import mark as N_
from promotion.ledger.books import MOVES, ActKind, Kind, Move

FIRST_PLAN_MONTH = 9  # a plan may be decided from September of the year before
LAST_PAYMENT = (1, 31)  # payments to 31 January belong to the year before


@dataclass(frozen=True)
class Posting:
    """One entry to write: envelope ids (None is outside), counters, whole đồng."""

    book: str
    source_id: int | None
    source_counter: str | None
    target_id: int | None
    target_counter: str | None
    amount: int


def postings(kind: ActKind, path: Mapping[Kind, int], amount: int) -> tuple[Posting, ...]:
    """Return the entries of one amount of an act; `path` holds the envelope of each kind from the fund
    down.
    """
    return tuple(_posting(move, path, amount) for move in MOVES[kind])


def _posting(move: Move, path: Mapping[Kind, int], amount: int) -> Posting:
    source, target = move.source, move.target
    return Posting(
        book=str(move.book),
        source_id=path[source[0]] if source else None,
        source_counter=source[1] if source else None,
        target_id=path[target[0]] if target else None,
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


def check_amounts(amounts: Sequence[tuple[int, int]]) -> None:
    """Raise `Refused` for an act without amounts, `Invalid` for one that is not whole đồng from 1 to the most.

    The sum may not be more than the most either: it is kept and shown as one amount.
    """
    if not amounts:
        raise Refused(N_("The act names no amount."), code="act.empty", cure=N_("Enter at least one amount."))
    whole_dong(sum(whole_dong(amount) for _envelope, amount in amounts))


def check_day(kind: ActKind, business_date: date, budget_year: int, today: date) -> None:
    """Raise `Refused` when an act of this fund may not carry this business date."""
    if business_date > today:
        raise Refused(
            N_("The date of the act lies in the future."),
            code="day.future",
            cure=N_("Enter the day on which it happened."),
        )
    first = date(budget_year - 1, FIRST_PLAN_MONTH, 1) if kind in {ActKind.approve, ActKind.list} else None
    first = first or date(budget_year, 1, 1)
    last = date(budget_year + 1, *LAST_PAYMENT)
    if not first <= business_date <= last and kind is not ActKind.reverse:
        raise Refused(
            N_("This date does not belong to budget year %(year)s."),
            code="day.year",
            params={"year": str(budget_year)},
            cure=N_("Payments to 31 January belong to the year before; choose the fund of the right year."),
        )
