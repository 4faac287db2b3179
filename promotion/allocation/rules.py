"""Arithmetic of the plan: what a cumulative percentage asks for, what units are due, what an act changes.

Plain Python, whole đồng throughout.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.money import apportion, rate, share_of
from promotion.kernel.text import mark as N_
from promotion.ledger.books import Step
from promotion.ledger.deeds import Part

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Standing:
    """The plan of a fund and what is released of it, on one day (đồng)."""

    plan: int
    released: int


def tranche(standing: Standing, percent: Decimal) -> int:
    """Return the amount that brings the releases to `percent` of the plan (cumulative, half up to a đồng).

    With 0 released of 130 bn, 35 gives 45.5 bn; with 45 bn released, 35 gives 0.5 bn. Raises `Invalid` at
    the field `percent` without a plan, above 100, and when as much or more is released already.
    """
    _look_for_plan(standing)
    if percent > WHOLE:
        raise _wrong(N_("More than 100 percent of the plan cannot be released."), {})
    target = share_of(standing.plan, percent)
    if target <= standing.released:
        raise _wrong(
            N_(
                "This percentage of the plan is %(target)s đồng in all, but %(released)s đồng are released "
                "already. A percentage counts everything released so far: enter a higher one, or the amount "
                "of this tranche."
            ),
            {"target": target, "released": standing.released},
        )
    return target - standing.released


def drawn_back(standing: Standing, percent: Decimal) -> int:
    """Return the amount to be withdrawn so that `percent` of the plan stays released (cumulative, half up to a đồng).

    With 45 bn released of 130 bn, 30 takes back 6 bn. Raises `Invalid` at the field `percent` without a plan and when
    no more than that is released.
    """
    _look_for_plan(standing)
    target = share_of(standing.plan, percent)
    if target >= standing.released:
        raise _wrong(
            N_(
                "This percentage of the plan is %(target)s đồng in all, and %(released)s đồng are released. "
                "Enter a lower one: what is to stay released in all."
            ),
            {"target": target, "released": standing.released},
        )
    return standing.released - target


def _look_for_plan(standing: Standing) -> None:
    """A plan cut on a day before its approval lies below nothing there: no base either."""
    if standing.plan <= 0:
        raise _wrong(N_("There is no approved plan on this day, so a percentage has no base."), {})


def _wrong(message: str, params: Mapping[str, int | str]) -> Invalid:
    return Invalid(faults=(Fault("percent", message, params),))


def percent_kept(percent: Decimal) -> str:
    """Return a percentage as the ledger keeps it: a plain decimal without idle zeros."""
    return f"{percent.normalize():f}"


def entitled(released: int, listed: Sequence[int], unlisted: int) -> list[int]:
    """Return each unit's part of what is released, pro rata to what is listed for it, by largest remainder.

    The plan not listed yet keeps its own portion, so nobody is entitled to more than is listed. A unit that passed on
    rights which came from the year before may be listed below zero: nothing is due to it.
    """
    weights = [max(0, one) for one in (*listed, unlisted)]
    return apportion(released, weights)[:-1] if sum(weights) else [0] * len(listed)


def suggested(free: int, due: Sequence[int], received: Sequence[int]) -> list[int]:
    """Return what each unit should get now: what it is due and has not received, within the free money."""
    short = [max(0, one - other) for one, other in zip(due, received, strict=True)]
    return short if sum(short) <= free else apportion(free, short)


@dataclass(frozen=True)
class Gone:
    """What the year's end took away (đồng), lapsed or carried over: unlisted plan, unreleased plan, unshared money,
    waiting parts of lines. What came from the year before counts against it.
    """

    plan: int = 0
    release: int = 0
    money: int = 0
    lines: int = 0


NOTHING_GONE = Gone()


@dataclass(frozen=True)
class Position:
    """Where a fund stands (đồng): each figure is the whole that flowed into its step."""

    approved: int = 0
    listed: int = 0
    released: int = 0
    shared: int = 0
    assigned: int = 0
    committed: int = 0
    disbursed: int = 0
    accepted: int = 0
    requested: int = 0
    gone: Gone = NOTHING_GONE

    @property
    def unlisted(self) -> int:
        """Plan not yet listed on lines."""
        return self.approved - self.listed - self.gone.plan

    @property
    def unreleased(self) -> int:
        """Plan not yet released."""
        return self.approved - self.released - self.gone.release

    @property
    def unshared(self) -> int:
        """Released money not yet shared out to units."""
        return self.released - self.shared - self.gone.money

    @property
    def waiting(self) -> int:
        """Listed on lines and not yet assigned."""
        return self.listed - self.assigned - self.gone.lines


FIGURES: Mapping[Step, str] = {
    Step.approve: "approved",
    Step.list: "listed",
    Step.release: "released",
    Step.share: "shared",
    Step.assign: "assigned",
}
"""The figure of the fund that each step of the plan adds to; run back, it takes off."""


def moved(parts: Iterable[Part]) -> dict[str, int]:
    """Return what the steps of an act add to each figure of the fund on balance, in đồng."""
    found: dict[str, int] = {}
    for part in parts:
        figure = FIGURES.get(part.step)
        if figure is not None:
            found[figure] = found.get(figure, 0) + (-part.amount if part.back else part.amount)
    return found


def after(position: Position, changes: Mapping[str, int]) -> Position:
    """Return the position once figures have moved by these amounts."""
    return replace(position, **{name: getattr(position, name) + by for name, by in changes.items()})


@dataclass(frozen=True)
class Effect:
    """One figure of a fund before and after an act: đồng, or a rate with its base in the label."""

    label: str
    before: int | Fraction | None
    after: int | Fraction | None
    rate: bool = False


# Figure → its words, and which moved figures it is shown with.
_AMOUNTS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("approved", N_("Approved plan"), frozenset({"approved", "listed", "released"})),
    ("listed", N_("Listed on projects"), frozenset({"listed"})),
    ("unlisted", N_("Plan not yet listed"), frozenset({"approved", "listed"})),
    ("released", N_("Released"), frozenset({"released", "shared"})),
    ("unreleased", N_("Plan not yet released"), frozenset({"approved", "released"})),
    ("shared", N_("Shared out to units"), frozenset({"shared"})),
    ("unshared", N_("Released, not yet shared out"), frozenset({"released", "shared"})),
    ("assigned", N_("Assigned"), frozenset({"assigned"})),
    ("waiting", N_("Waiting for money"), frozenset({"listed", "assigned"})),
)
_RATES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("released", "approved", N_("Released of approved"), frozenset({"approved", "released"})),
    ("listed", "approved", N_("Listed of approved"), frozenset({"listed"})),
    ("shared", "released", N_("Shared out of released"), frozenset({"shared"})),
)


def effects(position: Position, changes: Mapping[str, int]) -> tuple[Effect, ...]:
    """Return the figures of a fund that an act of the plan concerns, before and after."""
    then = after(position, changes)
    return (
        *(
            Effect(label, getattr(position, name), getattr(then, name))
            for name, label, shown in _AMOUNTS
            if shown & changes.keys()
        ),
        *(
            Effect(
                label,
                rate(getattr(position, part), getattr(position, base)),
                rate(getattr(then, part), getattr(then, base)),
                rate=True,
            )
            for part, base, label, shown in _RATES
            if shown & changes.keys()
        ),
    )


def fund_code(level: str, year: int, home: str | None) -> str:
    """Return the label of a fund: KCQG-2024 for the nation, KCDP-2024-91-2024 for a province."""
    return f"KCQG-{year}" if level == "national" or home is None else f"KCDP-{home}-{year}"
