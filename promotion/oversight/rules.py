"""How old uncleared advances are, as pure functions. All amounts are whole đồng."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_

LATE = 90
"""After so many days the first page speaks of an advance that is not cleared."""


class Age(Choice):
    """Classes of days since an advance was paid."""

    month = "0-30", N_("0–30 days")
    quarter = "31-90", N_("31–90 days")
    half = "91-180", N_("91–180 days")
    year = "181-365", N_("181–365 days")
    older = "366", N_("More than 365 days")


_LAST = {Age.month: 30, Age.quarter: 90, Age.half: 180, Age.year: 365}


def age_of(days: int) -> Age:
    """Return the class of an advance that was paid so many days ago."""
    return next((age for age, last in _LAST.items() if days <= last), Age.older)


@dataclass(frozen=True)
class Movement:
    """One change of what is uncleared on a contract: by which act, which act that one takes back, its day (đồng)."""

    act_id: int
    reverses_id: int | None
    day: date
    change: int


@dataclass
class Open:
    """What is left of one advance: the act that paid it, its day, what it was and what is left (đồng)."""

    act_id: int
    day: date
    paid: int
    left: int
    taken: dict[int, int] = field(default_factory=dict)
    """What acts took of it, so that their reversal gives it back."""


def still_open(movements: Iterable[Movement]) -> list[Open]:
    """Return what is left of each advance of one contract: clearing and refunds take the oldest first.

    An act that takes an advance back takes that one; one that takes a clearing back gives to the advances what the
    clearing took. What is left adds up to the contract's balance.
    """
    found: list[Open] = []
    for one in movements:
        if one.change > 0 and one.reverses_id is None:
            found.append(Open(one.act_id, one.day, one.change, one.change))
        elif one.change > 0:
            _give_back(found, one)
        else:
            own = [advance for advance in found if advance.act_id == one.reverses_id]
            _take([*own, *found], one.act_id, -one.change)
    return [advance for advance in found if advance.left]


def _take(advances: Iterable[Open], act_id: int, amount: int) -> None:
    for advance in advances:
        part = min(amount, advance.left)
        if part:
            advance.left -= part
            advance.taken[act_id] = advance.taken.get(act_id, 0) + part
            amount -= part


def _give_back(found: list[Open], one: Movement) -> None:
    """Give back what the act that is reversed took; anything beyond stands as an advance of its own."""
    rest = one.change
    for advance in found:
        part = min(rest, advance.taken.get(one.reverses_id or 0, 0))
        if part:
            advance.left += part
            advance.taken[one.reverses_id or 0] -= part
            rest -= part
    if rest:
        found.append(Open(one.act_id, one.day, rest, rest))
