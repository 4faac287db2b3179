"""The acts: what a person does, and of which steps each consists. Plain Python.

One table says for every kind of act whose it is, which steps it may hold and in which order they are written (what
gives back comes before what takes), and which of them make its amount. The database holds the same table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_
from promotion.ledger.books import Step


class ActKind(Choice):
    """What a person does."""

    request = "request", N_("Ask for money")
    approve = "approve", N_("Approve the plan")
    supplement = "supplement", N_("Supplement the plan")
    cut = "cut", N_("Cut the plan")
    list = "list", N_("List projects")
    relist = "relist", N_("Change the list of projects")
    release = "release", N_("Release money")
    withdraw = "withdraw", N_("Withdraw released money")
    share = "share", N_("Share out to units")
    reshare = "reshare", N_("Move shares between units")
    transfer = "transfer", N_("Move money between projects")
    assign = "assign", N_("Assign to projects")
    unassign = "unassign", N_("Take back from projects")
    commit = "commit", N_("Commit")
    amend = "amend", N_("Amend a contract")
    liquidate = "liquidate", N_("Liquidate a contract")
    advance = "advance", N_("Advance")
    accept = "accept", N_("Accept work")
    clear = "clear", N_("Clear an advance")
    pay = "pay", N_("Pay")
    final_pay = "final_pay", N_("Final payment")
    fail = "fail", N_("Failed payment")
    refund = "refund", N_("Refund")
    settle = "settle", N_("Settle")
    demand = "demand", N_("Set what is to be recovered")
    recover = "recover", N_("Recover support")
    late_refund = "late_refund", N_("Refund after close")
    cancel = "cancel", N_("Cancel what is unused")
    carry_over = "carry_over", N_("Carry over")
    close = "close", N_("Close the fund")
    reverse = "reverse", N_("Reverse an act")


Way = tuple[Step, bool]
"""A step and whether it runs back."""


@dataclass(frozen=True)
class Part:
    """One step of an act on one envelope, in whole đồng; `back` runs it as its mirror.

    A step into the next year's fund names the envelope there as `to_id`.
    """

    step: Step
    envelope_id: int
    amount: int
    back: bool = False
    to_id: int | None = None

    @property
    def way(self) -> Way:
        """The step and whether it runs back."""
        return self.step, self.back


@dataclass(frozen=True)
class Deed:
    """What an act consists of: its steps in the order of writing, each (step, runs back).

    `counted`: groups of steps; the act's amount is the sum of the first group that has one. `plan`: an act of the
    fund's owner; the others belong to the unit that spends. `empty`: it may move nothing and names its place.
    """

    ways: tuple[Way, ...]
    counted: tuple[tuple[Way, ...], ...]
    plan: bool = False
    empty: bool = False


def _on(*steps: Step) -> tuple[Way, ...]:
    return tuple((step, False) for step in steps)


def _back(*steps: Step) -> tuple[Way, ...]:
    return tuple((step, True) for step in steps)


def _one(step: Step, *, plan: bool = False) -> Deed:
    return Deed(_on(step), (_on(step),), plan)


def _both(step: Step, *, plan: bool = False) -> Deed:
    """An act that lowers some amounts and raises others."""
    return Deed((*_back(step), *_on(step)), (_on(step), _back(step)), plan)


_S = Step
_REFUNDS = _back(_S.advance, _S.pay, _S.prepay)
_LAPSES = _on(_S.lapse_line, _S.lapse_plan)
_CANCELS = _on(_S.cancel_line, _S.cancel_share, _S.cancel_fund)
_GOING_OVER = _on(_S.carry_share, _S.carry_line, _S.carry_right)
_WITH_IT = _on(_S.carry_room, _S.carry_owed, _S.carry_work, _S.carry_due, _S.carry_advance)

DEEDS: Mapping[ActKind, Deed] = {
    ActKind.request: _both(_S.request),
    ActKind.approve: _one(_S.approve, plan=True),
    ActKind.supplement: _one(_S.approve, plan=True),
    ActKind.cut: Deed(_back(_S.list, _S.approve), (_back(_S.approve),), plan=True),
    ActKind.list: _one(_S.list, plan=True),
    ActKind.relist: _both(_S.list, plan=True),
    ActKind.release: Deed(_on(_S.release, _S.share, _S.assign), (_on(_S.release),), plan=True),
    ActKind.withdraw: Deed(_back(_S.assign, _S.share, _S.release), (_back(_S.release),), plan=True),
    ActKind.share: _one(_S.share, plan=True),
    ActKind.reshare: _both(_S.share, plan=True),
    ActKind.transfer: Deed(
        (*_back(_S.assign, _S.list, _S.share), *_on(_S.share, _S.list, _S.assign)),
        (_on(_S.assign), _on(_S.list), _on(_S.share), _back(_S.assign), _back(_S.list), _back(_S.share)),
        plan=True,
    ),
    ActKind.assign: _one(_S.assign),
    ActKind.unassign: _both(_S.assign),
    ActKind.commit: _one(_S.commit),
    ActKind.amend: _both(_S.commit),
    ActKind.liquidate: Deed(_back(_S.commit), (_back(_S.commit),), empty=True),
    ActKind.advance: _one(_S.advance),
    ActKind.clear: _one(_S.clear),
    ActKind.pay: Deed(_on(_S.pay, _S.prepay), (_on(_S.pay, _S.prepay),)),
    ActKind.final_pay: Deed(_on(_S.clear, _S.pay), (_on(_S.pay),)),
    ActKind.fail: Deed((), ()),
    ActKind.refund: Deed((*_back(_S.clear), *_REFUNDS), (_REFUNDS,)),
    ActKind.accept: _one(_S.accept),
    ActKind.settle: _one(_S.settle),
    ActKind.demand: _both(_S.demand),
    ActKind.recover: _one(_S.recover),
    ActKind.late_refund: _one(_S.give_back),
    ActKind.cancel: Deed(
        (*_LAPSES, *_on(_S.lapse_release), *_CANCELS),
        ((*_LAPSES, *_CANCELS), _on(_S.lapse_release)),
        plan=True,
    ),
    ActKind.carry_over: Deed((*_GOING_OVER, *_WITH_IT), (_GOING_OVER, _WITH_IT), plan=True),
    ActKind.close: Deed((), (), plan=True, empty=True),
    ActKind.reverse: Deed((), ()),
}

# Acts that take another one back as a whole; the database lets them hold the mirror of its entries and nothing else.
MIRRORS = frozenset({ActKind.reverse, ActKind.fail})

# Acts of the fund's owner; the others belong to the unit that spends.
PLAN_ACTS = frozenset(kind for kind, deed in DEEDS.items() if deed.plan)

# Acts with a voucher that is used once per line.
PAYMENTS = frozenset({ActKind.advance, ActKind.pay, ActKind.final_pay})

# What may still be entered once the fund is closed: it restores nothing.
AFTER_CLOSE = frozenset({ActKind.late_refund, ActKind.demand, ActKind.recover})


def way_of(kind: ActKind) -> Way:
    """Return the step that plain amounts of an act stand for: the first that it counts."""
    return DEEDS[kind].counted[0][0]


def amount_of(kind: ActKind, ways: Iterable[tuple[Way, int]]) -> int:
    """Return an act's amount in đồng from its steps, each with its amount; 0 for an act that moves nothing."""
    parts = list(ways)
    for group in DEEDS[kind].counted:
        total = sum(amount for way, amount in parts if way in group)
        if total:
            return total
    return 0
