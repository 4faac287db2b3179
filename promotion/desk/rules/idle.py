"""Where money lies that was released and not yet paid out, as pure functions of whole đồng."""

from collections.abc import Iterable
from dataclasses import dataclass

from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_


class Where(Choice):
    """The place in the chain at which money lies."""

    fund = "fund", N_("Released, not shared out")
    share = "share", N_("Shared out, not assigned")
    line = "line", N_("Assigned, under no contract")
    contract = "contract", N_("Under contract, nothing paid")
    going = "going", N_("Under contract, partly paid")


@dataclass(frozen=True)
class Owing:
    """A contract: its envelope, what it still owes and what was paid of it (đồng)."""

    envelope_id: int
    owed: int
    paid: int


@dataclass(frozen=True)
class Lying:
    """Money of a line: where it lies, the contract that it waits for (None where none does), đồng."""

    where: Where
    contract: int | None
    amount: int


def spread(money: int, contracts: Iterable[Owing]) -> list[Lying]:
    """Return where the money of a line lies: for its contracts in their order, each up to what it still owes, the rest
    for none. The parts add up to the money.
    """
    found = []
    for one in contracts:
        part = min(money, one.owed)
        if part:
            found.append(Lying(Where.going if one.paid else Where.contract, one.envelope_id, part))
            money -= part
    return [Lying(Where.line, None, money), *found] if money else found
