"""From whom released money is taken back: first what no unit has, then what units have not assigned, then what lines
have not spent, by a stated rule. Pure functions in whole đồng; the same input gives the same output in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Refused
from promotion.kernel.money import apportion
from promotion.kernel.text import mark as N_


class Rule(Choice):
    """How an amount is spread over several places."""

    pro_rata = "pro_rata", N_("In proportion to what is unspent")
    last_first = "last_first", N_("What was given last is taken first")


@dataclass(frozen=True)
class Gift:
    """What one act (its row id) gave to a place, in đồng."""

    act: int
    place: int
    amount: int


@dataclass(frozen=True)
class Stock:
    """What may be taken back (đồng): the fund's own, and by place what units and lines have not used."""

    fund: int
    units: Mapping[int, int] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)
    gifts: tuple[Gift, ...] = ()

    @property
    def total(self) -> int:
        """All of it, in đồng."""
        return self.fund + sum(self.units.values()) + sum(self.lines.values())


@dataclass(frozen=True)
class Taken:
    """What is taken back from where, in đồng; only places that give something."""

    fund: int
    units: Mapping[int, int]
    lines: Mapping[int, int]

    @property
    def total(self) -> int:
        """All of it, in đồng."""
        return self.fund + sum(self.units.values()) + sum(self.lines.values())


def taken(stock: Stock, amount: int, rule: Rule, by_hand: Mapping[int, int] | None = None) -> Taken:
    """Return from where an amount comes; the parts add up to it exactly.

    Lines with a hand-set amount give exactly that. The rest comes from the fund, then the units, then the other lines.
    Raises `Refused` when there is less, or when more was set by hand than is withdrawn.
    """
    hand = {place: by for place, by in (by_hand or {}).items() if by}
    rest = amount - sum(hand.values())
    if rest < 0:
        raise Refused(
            N_("More is set by hand (%(hand)s đồng) than is withdrawn (%(amount)s đồng)."),
            {"hand": sum(hand.values()), "amount": amount},
            code="withdraw.hand",
        )
    free = {place: held for place, held in stock.lines.items() if place not in (by_hand or {})}
    own = min(rest, stock.fund)
    units = spread(rest - own, stock.units, rule, stock.gifts)
    left = rest - own - sum(units.values())
    lines = spread(left, free, rule, stock.gifts)
    short = left - sum(lines.values())
    if short:
        raise Refused(
            N_("%(amount)s đồng cannot be taken back: %(short)s đồng of it are paid out or kept by hand."),
            {"amount": amount, "short": short},
            code="withdraw.paid",
            cure=N_("Withdraw less, or have payments refunded first."),
        )
    return Taken(own, units, {**lines, **hand})


def spread(amount: int, held: Mapping[int, int], rule: Rule, gifts: Iterable[Gift]) -> dict[int, int]:
    """Return what each place gives of an amount, at most what it holds; less in all when they hold less (đồng)."""
    left = {place: held[place] for place in sorted(held)}
    whole = min(amount, sum(left.values()))
    given = dict.fromkeys(left, 0)
    if rule is Rule.last_first:
        last_down = sorted(gifts, key=lambda gift: (-gift.act, gift.place))
        for _act, group in groupby(last_down, key=lambda gift: gift.act):
            asked = [gift for gift in group if gift.place in left]
            _give(whole - sum(given.values()), _bounded(asked, left, given), given)
    # All of it in proportion; after the gifts, what is there by none of them (carried in).
    _give(whole - sum(given.values()), {place: left[place] - given[place] for place in left}, given)
    return {place: part for place, part in given.items() if part}


def _bounded(gifts: Sequence[Gift], left: Mapping[int, int], given: Mapping[int, int]) -> dict[int, int]:
    """Return what of these gifts is still with their places, in đồng."""
    sums: dict[int, int] = {}
    for gift in gifts:
        sums[gift.place] = sums.get(gift.place, 0) + gift.amount
    return {place: min(amount, left[place] - given[place]) for place, amount in sums.items()}


def _give(amount: int, weights: Mapping[int, int], given: dict[int, int]) -> None:
    """Add each place's part of an amount, in proportion to what it can give, by largest remainder."""
    part = min(amount, sum(weights.values()))
    for place, by in zip(weights, apportion(part, list(weights.values())), strict=True):
        given[place] += by
