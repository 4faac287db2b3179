"""Arithmetic of the plan: what a cumulative percentage asks for, what units are due, what an act changes.

Plain Python, whole đồng throughout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.money import apportion, rate, share_of
from promotion.kernel.text import mark as N_
from promotion.ledger.books import ActKind

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
    if not standing.plan:
        raise _wrong(N_("There is no approved plan on this day, so a percentage has no base."), {})
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


def _wrong(message: str, params: Mapping[str, int | str]) -> Invalid:
    return Invalid(faults=(Fault("percent", message, params),))


def percent_kept(percent: Decimal) -> str:
    """Return a percentage as the ledger keeps it: a plain decimal without idle zeros."""
    return f"{percent.normalize():f}"


def entitled(released: int, listed: Sequence[int], unlisted: int) -> list[int]:
    """Return each unit's part of what is released, pro rata to what is listed for it, by largest remainder.

    The plan not listed yet keeps its own portion, so nobody is entitled to more than is listed.
    """
    weights = [*listed, unlisted]
    return apportion(released, weights)[:-1] if sum(weights) else [0] * len(listed)


def suggested(free: int, due: Sequence[int], received: Sequence[int]) -> list[int]:
    """Return what each unit should get now: what it is due and has not received, within the free money."""
    short = [max(0, one - other) for one, other in zip(due, received, strict=True)]
    return short if sum(short) <= free else apportion(free, short)


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

    @property
    def unlisted(self) -> int:
        """Plan not yet listed on lines."""
        return self.approved - self.listed

    @property
    def unreleased(self) -> int:
        """Plan not yet released."""
        return self.approved - self.released

    @property
    def unshared(self) -> int:
        """Released money not yet shared out to units."""
        return self.released - self.shared

    @property
    def waiting(self) -> int:
        """Listed on lines and not yet assigned."""
        return self.listed - self.assigned


_MOVED = {
    ActKind.approve: "approved",
    ActKind.list: "listed",
    ActKind.release: "released",
    ActKind.share: "shared",
}


def after(position: Position, kind: ActKind, amount: int) -> Position:
    """Return the position once an act of the plan is booked; a negative amount takes one back."""
    step = _MOVED[kind]
    return replace(position, **{step: getattr(position, step) + amount})


@dataclass(frozen=True)
class Effect:
    """One figure of a fund before and after an act: đồng, or a rate with its base in the label."""

    label: str
    before: int | Fraction | None
    after: int | Fraction | None
    rate: bool = False


_AMOUNTS: dict[ActKind, tuple[tuple[str, str], ...]] = {
    ActKind.approve: (
        (N_("Approved plan"), "approved"),
        (N_("Plan not yet listed"), "unlisted"),
        (N_("Plan not yet released"), "unreleased"),
    ),
    ActKind.list: (
        (N_("Approved plan"), "approved"),
        (N_("Listed on projects"), "listed"),
        (N_("Plan not yet listed"), "unlisted"),
        (N_("Waiting for money"), "waiting"),
    ),
    ActKind.release: (
        (N_("Approved plan"), "approved"),
        (N_("Released"), "released"),
        (N_("Plan not yet released"), "unreleased"),
        (N_("Released, not yet shared out"), "unshared"),
    ),
    ActKind.share: (
        (N_("Released"), "released"),
        (N_("Shared out to units"), "shared"),
        (N_("Released, not yet shared out"), "unshared"),
    ),
}
_RATES: dict[ActKind, tuple[tuple[str, str, str], ...]] = {
    ActKind.approve: ((N_("Released of approved"), "released", "approved"),),
    ActKind.list: ((N_("Listed of approved"), "listed", "approved"),),
    ActKind.release: ((N_("Released of approved"), "released", "approved"),),
    ActKind.share: ((N_("Shared out of released"), "shared", "released"),),
}


def effects(position: Position, kind: ActKind, amount: int) -> tuple[Effect, ...]:
    """Return what an act of the plan changes, before and after; a negative amount takes one back."""
    then = after(position, kind, amount)
    return (
        *(Effect(label, getattr(position, step), getattr(then, step)) for label, step in _AMOUNTS[kind]),
        *(
            Effect(
                label,
                rate(getattr(position, part), getattr(position, base)),
                rate(getattr(then, part), getattr(then, base)),
                rate=True,
            )
            for label, part, base in _RATES[kind]
        ),
    )


def fund_code(level: str, year: int, home: str | None) -> str:
    """Return the label of a fund: KCQG-2024 for the nation, KCDP-2024-91-2024 for a province."""
    return f"KCQG-{year}" if level == "national" or home is None else f"KCDP-{home}-{year}"
