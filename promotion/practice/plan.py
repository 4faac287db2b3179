"""What the practice data adds up to: plans, releases and results of each year and region, shared out to provinces.

Amounts in the tables are million đồng; what leaves this module is đồng. Years that are published keep the published
figures (2024 above all); the others are invented beside them. A later year than the last one here repeats it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from promotion.kernel.choices import Level, Region
from promotion.kernel.money import apportion
from promotion.territory.rules import Atlas

MILLION = 10**6
FIRST_YEAR = 2021
MERGER = date(2025, 7, 1)
NORTH, CENTRAL, SOUTH = Region.north, Region.central, Region.south


@dataclass(frozen=True)
class Sum:
    """The money of one level, year and region: what is listed, accepted and assigned, on how many projects.

    `region` is that of the boundaries since 1 July 2025, None for units outside provinces. `provinces` limits the
    provinces with a project; `assigned` None lets every line with work have its money. `new` is the part (millions)
    that provinces of the new edition plan after the merger.
    """

    region: Region | None
    listed: int
    accepted: int
    assigned: int | None = None
    projects: int = 0
    provinces: int | None = None
    new: int = 0


@dataclass(frozen=True)
class National:
    """The national plan of a year: approved, released by tranche (month, day, amount), listed and done by region."""

    approved: int
    decision: str
    decided: tuple[int, int]
    releases: tuple[tuple[int, int, int], ...]
    sums: tuple[Sum, ...]


NATIONAL: dict[int, National] = {
    2021: National(150_000, "3359/QĐ-BCT", (12, 28), ((6, 24, 55_461), (10, 18, 38_000)), (
        Sum(NORTH, 31_000, 20_400, 20_000, 30, 17), Sum(CENTRAL, 26_000, 16_800, 16_500, 24, 14),
        Sum(SOUTH, 27_500, 17_900, 17_600, 24, 13), Sum(None, 46_000, 33_800, 34_200, 20))),
    2022: National(140_000, "2894/QĐ-BCT", (12, 27), ((4, 14, 77_000), (8, 22, 56_000)), (
        Sum(NORTH, 32_500, 31_300, 31_600, 32, 18), Sum(CENTRAL, 25_000, 23_900, 24_300, 25, 15),
        Sum(SOUTH, 27_500, 26_400, 26_700, 26, 14), Sum(None, 52_000, 49_500, 49_900, 21))),
    2023: National(142_000, "2788/QĐ-BCT", (12, 26), ((3, 30, 71_000), (7, 27, 64_000)), (
        Sum(NORTH, 33_000, 31_600, 32_000, 33, 19), Sum(CENTRAL, 25_500, 24_500, 24_600, 26, 15),
        Sum(SOUTH, 28_600, 27_300, 27_700, 27, 15), Sum(None, 52_900, 49_400, 50_100, 22))),
    2024: National(130_000, "3396/QĐ-BCT", (12, 28), ((5, 16, 20_000), (6, 27, 25_000)), (
        Sum(NORTH, 17_800, 15_100, 14_900, 40, 21), Sum(SOUTH, 26_300, 12_545, 12_400, 40, 17),
        Sum(None, 48_900, 17_600, 16_900, 26))),
    2025: National(145_000, "3426/QĐ-BCT", (12, 27), ((8, 26, 50_750), (11, 5, 65_250)), (
        Sum(NORTH, 62_700, 47_900, 50_300, 46, 24, new=10_500), Sum(CENTRAL, 11_375, 9_200, 9_000, 14, 10, new=1_900),
        Sum(SOUTH, 36_000, 26_400, 28_100, 30, 16, new=6_000), Sum(None, 30_000, 24_100, 25_800, 22))),
    2026: National(138_000, "3871/QĐ-BCT", (12, 25), ((3, 26, 48_300), (7, 16, 34_500), (12, 8, 27_600)), (
        Sum(NORTH, 41_000, 27_600, 26_100, 38, 15), Sum(CENTRAL, 24_000, 15_700, 14_900, 24, 11),
        Sum(SOUTH, 33_000, 21_400, 20_400, 30, 8), Sum(None, 34_000, 20_900, 20_500, 21))),
}  # fmt: skip

LOCAL: dict[int, tuple[Sum, ...]] = {
    2021: (Sum(NORTH, 74_000, 64_380), Sum(CENTRAL, 44_500, 38_270), Sum(SOUTH, 56_500, 47_460)),
    2022: (Sum(NORTH, 79_500, 74_730), Sum(CENTRAL, 47_800, 44_450), Sum(SOUTH, 63_000, 57_330)),
    2023: (Sum(NORTH, 84_200, 79_990), Sum(CENTRAL, 50_700, 47_150), Sum(SOUTH, 67_700, 62_280)),
    2024: (Sum(NORTH, 87_700, 79_200), Sum(CENTRAL, 52_026, 43_735), Sum(SOUTH, 62_274, 41_265)),
    2025: (
        Sum(NORTH, 85_500, 77_800, new=11_400),
        Sum(CENTRAL, 49_465, 43_510, new=6_365),
        Sum(SOUTH, 60_500, 51_400, new=8_100),
    ),
    2026: (Sum(NORTH, 92_000, 84_600), Sum(CENTRAL, 55_000, 49_500), Sum(SOUTH, 66_000, 58_700)),
}

# Local plans that were published, or that a published sum leaves over (million đồng).
KNOWN_LOCAL: dict[tuple[int, str], int] = {
    (2021, "2024-24"): 3_500,
    (2023, "2024-24"): 3_500,
    (2021, "2024-01"): 26_500,
    (2022, "2024-01"): 29_000,
    (2023, "2024-01"): 31_000,
    (2024, "2024-01"): 32_600,
    (2025, "2024-01"): 28_400,
    (2026, "2025-01"): 33_500,
    (2023, "2024-60"): 2_900,
    (2024, "2024-60"): 2_726,
}

# How much more than an average province plans (percent); the rest lies between 70 and 140 by chance.
_WEIGHT = {"Hà Nội": 300, "Hồ Chí Minh": 320, "Đồng Nai": 210, "Bình Dương": 180, "Bà Rịa - Vũng Tàu": 150,
           "Thanh Hóa": 200, "Nghệ An": 160, "Đà Nẵng": 150, "Quảng Ninh": 150, "Bắc Ninh": 140,
           "Hải Phòng": 170, "Phú Thọ": 150, "Lâm Đồng": 130, "An Giang": 120, "Tây Ninh": 130}  # fmt: skip
_PER_PROJECT = 760  # million đồng of local plan for one project, about
_FEWEST, _MOST = 3, 24
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
    making = _Making(places, year, Random(f"plan-{year}"))
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
    spenders = [
        units[place % len(units)] if place < len(units) else units[place % 3]
        for place in range(money.projects)
    ]
    weights = [making.chance.randint(60, 160) * (2 if place < 3 else 1) for place in range(money.projects)]
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
        chosen = sorted(making.chance.sample(keys, min(money.provinces or len(keys), len(keys), projects)))
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
    number = min(max(round(approved / _PER_PROJECT), _FEWEST), _MOST)
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
        decision=f"{chance.randint(120, 3400)}/QĐ-UBND",
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
