"""Which figures may be reported from outside, what of the ledger they are held against, and what is an excess."""

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Fault
from promotion.kernel.text import mark as N_
from promotion.ledger.sums import FIGURES

LONGEST_TEXT = 2000


class Reported(Choice):
    """The figure that somebody outside reported."""

    assigned = "assigned", N_("Assigned")
    committed = "committed", N_("Committed")
    disbursed = "disbursed", N_("Disbursed")
    accepted = "accepted", N_("Accepted")


COUNTERS: dict[Reported, tuple[str, ...]] = {one: tuple(FIGURES[str(one)]["line"]) for one in Reported}
"""The counters of lines that make each figure."""


def excess_fault(reported: int, held: int) -> Fault | None:
    """Return why a reported amount (đồng) is no excess over what the ledger holds; None when it is one."""
    if reported > held:
        return None
    return Fault(
        "amount",
        N_(
            "The ledger holds %(held)s đồng on that day: what was reported is not more. Nothing has to be recorded."
        ),
        {"held": held},
    )
