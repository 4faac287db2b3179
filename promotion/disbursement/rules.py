"""What the policies say about money going out, as pure functions. Ceilings are the ledger's; these ask for
reasons.

All amounts are whole đồng. A policy never forbids: it names what is unusual and wants it explained in
writing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Fault
from promotion.kernel.money import apportion, share_of
from promotion.kernel.text import mark as N_
from promotion.ledger.rules import Posting


class CommitmentKind(Choice):
    """How work is given."""

    contract = "contract", N_("Contract")
    assignment = "assignment", N_("Assignment by decision")


@dataclass(frozen=True)
class ContractPosition:
    """Where a contract stands (đồng): its value, cash out as advance and in all, and accepted work."""

    value: int
    advanced: int
    discharged: int
    accepted: int


def highest_advance(value: int, percent: Decimal) -> int:
    """Return what the rule lets be advanced in all on a contract of this value."""
    return share_of(value, percent)


def advance_faults(
    position: ContractPosition, amount: int, percent: Decimal | None, reason: str | None
) -> list[Fault]:
    """Ask for a reason when advances would exceed the share of the rule. Without a rule there is nothing
    to exceed.
    """
    if percent is None or reason:
        return []
    highest = highest_advance(position.value, percent)
    if position.advanced + amount <= highest:
        return []
    return [
        Fault(
            "reason",
            N_(
                "With this advance, %(after)s đồng are advanced; the rule allows %(highest)s đồng "
                "(%(percent)s%% of the contract). Please reduce the amount, or give the written reason."
            ),
            {"after": position.advanced + amount, "highest": highest, "percent": _percent(percent)},
        )
    ]


def payment_faults(position: ContractPosition, amount: int, reason: str | None) -> list[Fault]:
    """Ask for a reason when cash out would exceed the work accepted."""
    after = position.discharged + amount
    if reason or after <= position.accepted:
        return []
    return [
        Fault(
            "reason",
            N_(
                "With this payment, %(after)s đồng are paid out, but only %(accepted)s đồng of work are "
                "accepted. Please record the acceptance first, or give the reason."
            ),
            {"after": after, "accepted": position.accepted},
        )
    ]


def commitment_faults(*, assigned: int, committed: int, amount: int, reason: str | None) -> list[Fault]:
    """Ask for a reason when contracts of a line would exceed the money assigned to it (contract before
    money).
    """
    after = committed + amount
    if reason or after <= assigned:
        return []
    return [
        Fault(
            "reason",
            N_(
                "With this contract, %(after)s đồng are committed on the line, but only %(assigned)s đồng of "
                "money are assigned to it. Please wait for the money, or give the reason for signing before "
                "it comes."
            ),
            {"after": after, "assigned": assigned},
        )
    ]


def suggestion(waiting: Sequence[int], share: int) -> list[int]:
    """Return what a unit may assign to its lines: all they wait for, or their part of what the share
    holds.
    """
    return list(waiting) if sum(waiting) <= share else apportion(share, waiting)


@dataclass(frozen=True)
class Shortfall:
    """The first counter that would fall below zero: envelope, counter, what is there and what was asked."""

    envelope_id: int
    counter: str
    available: int
    asked: int


def first_shortfall(postings: Sequence[Posting], balances: Mapping[tuple[int, str], int]) -> Shortfall | None:
    """Return where these entries would ask for more than there is, None when they fit.

    What an act asks of one counter in several entries counts together, so that the message names the whole
    sum.
    """
    asked: dict[tuple[int, str], int] = {}
    for posting in postings:
        if posting.source_id is not None and posting.source_counter is not None:
            place = (posting.source_id, posting.source_counter)
            asked[place] = asked.get(place, 0) + posting.amount
    for (envelope_id, counter), amount in asked.items():
        if amount > balances[envelope_id, counter]:
            return Shortfall(envelope_id, counter, balances[envelope_id, counter], amount)
    return None


def _percent(percent: Decimal) -> str:
    """Return a percentage of the rules as text; they are whole numbers, so no decimal mark is in doubt."""
    return f"{percent.normalize():f}"
