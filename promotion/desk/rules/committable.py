"""What can still be committed, as pure functions of days and whole đồng."""

from collections.abc import Iterable
from datetime import date

from promotion.kernel.choices import Choice, ProjectState
from promotion.kernel.text import mark as N_
from promotion.projects.rules import SPENDING


class Room(Choice):
    """Whether the room of a line can be used."""

    usable = "usable", N_("Can be committed")
    passed = "passed", N_("The last day has passed")
    barred = "barred", N_("The project's state allows no contract")
    closed = "closed", N_("The fund is closed")


def room_of(state: ProjectState, last: date, today: date, *, closed: bool) -> Room:
    """Return whether the room of a line can be used on a day; `last` is the last day on which its fund may commit."""
    if closed:
        return Room.closed
    if last < today:
        return Room.passed
    return Room.usable if state in SPENDING else Room.barred


def covered(to_commit: int, money: int, owed: int) -> int:
    """Return how much of what can be committed has its money on the line already, beyond what contracts still owe."""
    return min(to_commit, max(0, money - owed))


def next_closing(periods: Iterable[tuple[date, date]], today: date) -> tuple[date, date] | None:
    """Return the period (last day, closing day) that closes next, None where none does any more."""
    return min(
        ((through, closes) for through, closes in periods if closes >= today),
        key=lambda pair: (pair[1], pair[0]),
        default=None,
    )
