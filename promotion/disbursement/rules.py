"""What spending asks for, as pure functions. Ceilings and policies are the ledger's. All amounts are whole đồng."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Fault
from promotion.kernel.money import apportion, share_of
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind


class CommitmentKind(Choice):
    """How work is given."""

    contract = "contract", N_("Contract")
    assignment = "assignment", N_("Assignment by decision")


class ContractState(Choice):
    """Where a contract stands: derived from its acts, never kept."""

    unbooked = "unbooked", N_("Not booked")
    in_force = "in_force", N_("In force")
    liquidated = "liquidated", N_("Liquidated")
    carried_over = "carried_over", N_("Carried over")


def contract_state(standing: Collection[tuple[str, bool]], *, value: int) -> ContractState:
    """Return the state of a contract from its acts that stand (kind, whether of its own fund) and its value (đồng)."""
    kinds = {kind for kind, own in standing if own}
    if ActKind.liquidate in kinds:
        return ContractState.liquidated
    if ActKind.carry_over in kinds:
        return ContractState.carried_over
    return ContractState.in_force if value or standing else ContractState.unbooked


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


def condition_faults(condition: str | None, statement: str | None) -> list[Fault]:
    """Ask for the statement that the condition of the rule for an advance holds: the tick, and how one knows.

    `statement` is None where it was not ticked.
    """
    if not condition:
        return []
    if statement is None:
        return [
            Fault(
                "condition_holds",
                N_("The rule lets an advance be paid on a condition. Please confirm that it holds."),
            )
        ]
    if not statement.strip():
        return [
            Fault(
                "condition",
                N_("Please say how it is known that the condition holds: the minutes, their day."),
            )
        ]
    return []


def suggestion(waiting: Sequence[int], share: int) -> list[int]:
    """Return what a unit may assign to its lines: all they wait for, or their part of what the share
    holds.
    """
    return list(waiting) if sum(waiting) <= share else apportion(share, waiting)
