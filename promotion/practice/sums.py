"""The sums that the practice data adds up to, by year and region, in million đồng.

Years that are published keep the published figures (2024 above all); the others are invented beside them. A later
year than the last one here repeats it.
"""

from dataclasses import dataclass

from promotion.kernel.choices import Region

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
