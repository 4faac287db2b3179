"""What can be done with a contract now, and why the rest cannot, as pure functions. All amounts are whole đồng."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from promotion.disbursement.rules import ContractState
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import AFTER_CLOSE, ActKind


@dataclass(frozen=True)
class Standing:
    """Where a contract stands: what its counters hold, what its line holds, and whether its fund is closed.

    `spent` is what the line paid out in all, less what was refunded after the close or recovered.
    """

    state: ContractState
    owed: int = 0
    discharged: int = 0
    to_accept: int = 0
    due: int = 0
    uncleared: int = 0
    covered: int = 0
    to_recover: int = 0
    recovered: int = 0
    line_money: int = 0
    spent: int = 0
    closed: bool = False

    @property
    def payable(self) -> int:
        """What may still be paid out: what the contract owes, as far as the line holds money."""
        return min(self.owed, self.line_money)

    @property
    def last_payment(self) -> int:
        """What a final payment may come to: accepted work that is left once all advances are cleared."""
        return max(0, min(self.payable, self.due - self.uncleared))

    @property
    def demandable(self) -> int:
        """What may still be asked back: nobody gives back more than was paid out."""
        return max(0, self.discharged - self.to_recover - self.recovered)


@dataclass(frozen=True)
class Doing:
    """Something that may be done with a contract; `why_not` is why it cannot be done now, None when it can."""

    kind: ActKind
    why_not: str | None

    @property
    def possible(self) -> bool:
        """Whether it can be done now."""
        return self.why_not is None


_NOT_IN_FORCE: Mapping[ContractState, str] = {
    ContractState.unbooked: N_("The contract is not booked yet."),
    ContractState.liquidated: N_("The contract is liquidated."),
    ContractState.carried_over: N_("What was left of the contract went over into the next year's fund."),
}
_CLOSED = N_("The fund is closed: its year has ended.")


def _no_payment(now: Standing) -> str | None:
    if not now.owed:
        return N_("Everything agreed is paid out.")
    return None if now.line_money else N_("The line holds no money.")


def _no_last_payment(now: Standing) -> str | None:
    if now.last_payment:
        return None
    return _no_payment(now) or N_("No accepted work is left to pay once the advances are cleared.")


def _no_clearing(now: Standing) -> str | None:
    if not now.uncleared:
        return N_("No advance is left to clear.")
    return None if now.due else N_("No accepted work waits to be covered by an advance.")


def _no_liquidation(now: Standing) -> str | None:
    if now.due:
        return N_("Accepted work is not paid yet.")
    return N_("Advances are not cleared yet.") if now.uncleared else None


def _no_late_refund(now: Standing) -> str | None:
    return None if now.spent else N_("Nothing that was paid out of the line is still out.")


_NOTHING_PAID = N_("Nothing was paid out on this contract.")
_OBSTACLES: Mapping[ActKind, Callable[[Standing], str | None]] = {
    ActKind.advance: _no_payment,
    ActKind.accept: lambda now: None if now.to_accept else N_("All work is accepted."),
    ActKind.clear: _no_clearing,
    ActKind.pay: _no_payment,
    ActKind.final_pay: _no_last_payment,
    ActKind.refund: lambda now: None if now.discharged else _NOTHING_PAID,
    ActKind.settle: lambda now: None if now.covered else N_("Nothing accepted and paid is left to settle."),
    ActKind.amend: lambda _now: None,
    ActKind.liquidate: _no_liquidation,
    ActKind.demand: lambda now: None if now.discharged or now.to_recover else _NOTHING_PAID,
    ActKind.recover: lambda now: None if now.to_recover else N_("Nothing is asked back on this contract."),
    ActKind.late_refund: _no_late_refund,
}
# What may be done with a contract that is no longer in force: its money came back, or its accounts are settled.
_AFTERWARDS = frozenset({ActKind.refund, ActKind.settle, *AFTER_CLOSE})


def doings(now: Standing) -> Iterator[Doing]:
    """Yield all that may be done with a contract, in the order of its life, each possible or with its reason."""
    for kind, obstacle in _OBSTACLES.items():
        if kind is ActKind.late_refund and not now.closed:
            continue
        yield Doing(kind, _barred(kind, now) or obstacle(now))


def _barred(kind: ActKind, now: Standing) -> str | None:
    """Return why a contract in this state takes no such act at all, None when it may."""
    if now.state is ContractState.unbooked:
        return _NOT_IN_FORCE[now.state]
    if now.closed and kind not in AFTER_CLOSE:
        return _CLOSED
    return None if kind in _AFTERWARDS else _NOT_IN_FORCE.get(now.state)
