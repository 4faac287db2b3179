"""What contracts say, for the pages of projects: told by the room that records them, which stands above this one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Agreed:
    """The words of a contract or assignment: its document, with whom, and for which of the project's beneficiaries.

    `overdue` is support that should have been given back by now (đồng), for `days`; both 0 when nothing is.
    """

    number: str
    day: date
    party: str
    beneficiary_id: int | None = None
    overdue: int = 0
    days: int = 0


Teller = Callable[[Collection[int]], Mapping[int, Agreed]]
_tellers: list[Teller] = []


def enter(teller: Teller) -> None:
    """Enter who knows the contracts of envelopes (ids); called once, when its room is opened."""
    if teller not in _tellers:
        _tellers.append(teller)


def told(envelope_ids: Collection[int]) -> Mapping[int, Agreed]:
    """Return what the contracts behind these envelopes say, by envelope; those that nobody recorded are missing."""
    return (
        {key: agreed for teller in _tellers for key, agreed in teller(envelope_ids).items()}
        if envelope_ids
        else {}
    )
