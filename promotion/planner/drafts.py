"""A scenario as a person means it: how much, by which rules, what is set by hand. Inputs only, never results."""

from dataclasses import dataclass
from decimal import Decimal

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_
from promotion.planner.rules import Rule, Use

PRO_RATA = (Use(Rule.pro_rata),)

Numbers = tuple[tuple[str, int], ...]
"""Public id of a line → đồng, or its priority."""


class Direction(Choice):
    """Whether money comes down or goes back."""

    release = "release", N_("Release money")
    withdraw = "withdraw", N_("Withdraw released money")


class Depth(Choice):
    """How far the act reaches."""

    lines = "lines", N_("Down to the projects: units need not assign it")
    units = "units", N_("To the units only: they assign it themselves")


@dataclass(frozen=True)
class ScenarioDraft:
    """A scenario: an amount in đồng, or a percentage of the plan that is then released in all.

    `with_idle` adds released money that no line has yet. `by_hand` sets amounts exactly, `priorities` ranks lines.
    """

    name: str
    amount: int | None = None
    percent: Decimal | None = None
    uses: tuple[Use, ...] = PRO_RATA
    direction: Direction = Direction.release
    with_idle: bool = False
    depth: Depth = Depth.lines
    by_hand: Numbers = ()
    priorities: Numbers = ()
