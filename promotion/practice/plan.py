"""The plan of each year: the sums of regions shared out to provinces, funds and places for projects.

The sums are million đồng; what leaves this module is đồng.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from promotion.kernel.choices import Level, Region
from promotion.kernel.money import apportion
from promotion.practice.chance import seeded
from promotion.practice.days import working
from promotion.practice.sums import KNOWN_LOCAL, LOCAL, NATIONAL, Sum
from promotion.territory.rules import Atlas

MILLION = 10**6
FIRST_YEAR = 2021
MERGER = date(2025, 7, 1)


# How much more than an average province plans (percent); the rest lies between 70 and 140 by chance.
_WEIGHT = {"Hà Nội": 300, "Hồ Chí Minh": 320, "Đồng Nai": 210, "Bình Dương": 180, "Bà Rịa - Vũng Tàu": 150,
           "Thanh Hóa": 200, "Nghệ An": 160, "Đà Nẵng": 150, "Quảng Ninh": 150, "Bắc Ninh": 140,
           "Hải Phòng": 170, "Phú Thọ": 150, "Lâm Đồng": 130, "An Giang": 120, "Tây Ninh": 130}  # fmt: skip
_PER_PROJECT = 860  # million đồng of local plan for one project, about
_PER_FEATURED = 320  # the same in the provinces that serve as examples
FEATURED = frozenset(
    {"2024-91", "2024-74", "2024-80", "2025-91"}
)  # Kiên Giang, Bình Dương, Long An; An Giang
_FEWEST, _MOST = 3, 24
_MAIN_UNITS = 3  # the agency and its two centres
_LAST_TRANCHE = 0.4  # how often a province holds a tenth back for December, since the merger
_STEP = 5  # listed amounts are round to this many million, save one per fund


@dataclass(frozen=True)
class Slot:
    """A place for a project in a fund: who spends, where, how much is listed (đồng)."""

    home: str | None
    unit: str
    amount: int


@dataclass(frozen=True)
class Pool:
    """Slots that share one result: accepted and assigned over all of them (đồng; None: no limit)."""

    region: Region | None
    accepted: int
    assigned: int | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class FundPlan:
    """A fund: its label and owner, the plan's decision, tranches of release, and what is listed on it (đồng)."""

    code: str
    level: Level
    year: int
    home: str | None
    owner: str
    approved: int
    decision: str
    decided: date
    releases: tuple[tuple[date, int], ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class YearPlan:
    """All funds of a year, and the pools in which their results are counted."""

    year: int
    funds: tuple[FundPlan, ...]
    pools: tuple[Pool, ...]


@dataclass
class _Making:
    """What is gathered while a year is laid out."""

    places: Atlas
    year: int
    chance: Random
    funds: list[FundPlan] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)


def years(today: date) -> range:
    """Return the budget years of the practice data: at least to 2025, else to the running year."""
    return range(FIRST_YEAR, max(today.year, MERGER.year) + 1)


def lay_out(places: Atlas, year: int, central_units: Sequence[str]) -> YearPlan:
    """Return the funds and slots of a year; `central_units` are the codes of units outside provinces, agency first."""
    making = _Making(places, year, seeded(f"plan-{year}"))
    _national(making, central_units)
    for money in LOCAL[min(year, max(LOCAL))]:
        _local(making, money)
    return YearPlan(year, tuple(making.funds), tuple(making.pools))


def _national(making: _Making, central_units: Sequence[str]) -> None:
    known = NATIONAL[min(making.year, max(NATIONAL))]
    slots: list[Slot] = []
    for money in known.sums:
        own = _central(making, money, central_units) if money.region is None else _spread(making, money)
        slots += own
        making.pools.append(_pool(money, own))
    making.funds.append(
        FundPlan(
            code=f"KCQG-{making.year}",
            level=Level.national,
            year=making.year,
            home=None,
            owner="agency",
            approved=known.approved * MILLION,
            decision=known.decision,
            decided=date(making.year - 1, *known.decided),
            releases=tuple(
                (date(making.year, month, day), sum_ * MILLION) for month, day, sum_ in known.releases
            ),
            slots=tuple(slots),
        )
    )


def _central(making: _Making, money: Sum, units: Sequence[str]) -> list[Slot]:
    """Give every unit outside provinces a task, the first ones (agency, regional centres) the tasks left over."""
    main = units[:_MAIN_UNITS]
    spenders = [*units, *(main[turn % len(main)] for turn in range(money.projects - len(units)))]
    weights = [making.chance.randint(60, 160) * (2 if unit in main else 1) for unit in spenders]
    return [
        Slot(None, unit, amount)
        for unit, amount in zip(spenders, _round_parts(money.listed, weights), strict=True)
    ]


def _spread(making: _Making, money: Sum) -> list[Slot]:
    """Spread national projects over provinces: those of the old edition, and what came new after the merger."""
    old, new = _editions(making, money.region)
    slots: list[Slot] = []
    parts = (
        ((old, money.listed - money.new), (new, money.new)) if money.new else ((old or new, money.listed),)
    )
    for keys, listed in parts:
        projects = money.projects * listed // money.listed
        number = min(money.provinces or len(keys), len(keys), projects)
        always = [key for key in keys if key in FEATURED]
        others = [key for key in keys if key not in FEATURED]
        chosen = sorted([*always, *making.chance.sample(others, number - len(always))])
        homes = sorted([*chosen, *making.chance.choices(chosen, k=projects - len(chosen))])
        amounts = _round_parts(listed, [making.chance.randint(60, 170) for _home in homes])
        slots += [Slot(home, f"centre-{home}", amount) for home, amount in zip(homes, amounts, strict=True)]
    return slots


def _editions(making: _Making, region: Region | None) -> tuple[list[str], list[str]]:
    """Return the provinces of a region of today: of the old edition while it plans, and of the new one."""
    standing = [key for key in making.places.keys_on(MERGER) if making.places.region_of(key) is region]
    older = [step.old_key for key in standing for step in making.places.steps_to(key)]
    before, after = making.year <= MERGER.year, making.year >= MERGER.year
    return sorted(older) if before else [], sorted(standing) if after else []


def _local(making: _Making, money: Sum) -> None:
    old, new = _editions(making, money.region)
    slots: list[Slot] = []
    parts = (
        ((old, money.listed - money.new), (new, money.new)) if money.new else ((old or new, money.listed),)
    )
    for keys, listed in parts:
        late = keys is new and bool(money.new)
        for key, approved in _by_province(making, keys, listed):
            own = _local_slots(making, key, approved)
            slots += own
            making.funds.append(_local_fund(making, key, approved * MILLION, own, late=late))
    making.pools.append(_pool(money, slots))


def _by_province(making: _Making, keys: Sequence[str], listed: int) -> list[tuple[str, int]]:
    known = {key: KNOWN_LOCAL[making.year, key] for key in keys if (making.year, key) in KNOWN_LOCAL}
    others = [key for key in keys if key not in known]
    weights = [
        _WEIGHT.get(making.places.province(key).name_vi, making.chance.randint(70, 140)) for key in others
    ]
    shares = apportion(listed - sum(known.values()), weights)
    return sorted([*known.items(), *zip(others, shares, strict=True)])


def _local_slots(making: _Making, key: str, approved: int) -> list[Slot]:
    each = _PER_FEATURED if key in FEATURED else _PER_PROJECT
    number = min(max(round(approved / each), _FEWEST), _MOST)
    weights = [making.chance.choice((30, 45, 60, 80, 100, 130, 180, 260)) for _place in range(number)]
    return [Slot(key, f"centre-{key}", amount) for amount in _round_parts(approved, weights)]


def _local_fund(making: _Making, key: str, approved: int, slots: Sequence[Slot], *, late: bool) -> FundPlan:
    year, chance = making.year, making.chance
    decided = date(year, 8, chance.randint(4, 28)) if late else chance.choice(_plan_days(year))
    weights = [chance.choice((60, 70, 100)), chance.choice((0, 40, 40))]
    if late:
        days = [date(year, 9, chance.randint(3, 15)), date(year, 10, chance.randint(6, 20))]
    else:
        days = [date(year, 3, chance.randint(1, 20)), date(year, 6, chance.randint(3, 25))]
    if year > MERGER.year and chance.random() < _LAST_TRANCHE:
        weights.append(10)
        days.append(date(year, 12, chance.randint(1, 10)))
    return FundPlan(
        code=f"KCDP-{key}-{year}",
        level=Level.local,
        year=year,
        home=key,
        owner=f"department-{key}",
        approved=approved,
        decision=f"{working(decided).timetuple().tm_yday * 9 - chance.randint(0, 8)}/QĐ-UBND",
        decided=decided,
        releases=tuple(
            (day, part * MILLION)
            for day, part in zip(days, apportion(approved // MILLION, weights), strict=True)
            if part
        ),
        slots=tuple(slots),
    )


def _plan_days(year: int) -> list[date]:
    return [date(year - 1, 12, day) for day in range(12, 31)] + [date(year, 1, day) for day in range(4, 31)]


def _pool(money: Sum, slots: Sequence[Slot]) -> Pool:
    assigned = None if money.assigned is None else money.assigned * MILLION
    return Pool(money.region, money.accepted * MILLION, assigned, tuple(slots))


def _round_parts(total: int, weights: Sequence[int]) -> list[int]:
    """Split millions into đồng amounts round to some millions; what is left over goes to the first."""
    parts = [part * _STEP for part in apportion(total // _STEP, weights)]
    parts[0] += total % _STEP
    return [part * MILLION for part in parts]
