"""The map of provinces as tiles: one for each province of an edition in its place, and both archipelagos.

The grid is reference data (`data/tile_map.csv`). A tile is coloured in steps by a rate, and says the rate in figures.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from promotion.database.csv_lines import read_lines
from promotion.figures.measures import value_of
from promotion.figures.model import Measure, Row

FILE = Path(__file__).parent.parent / "data" / "tile_map.csv"
STEPS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10))
"""Where one colour ends and the next begins, as shares of 1."""
WIDTH, HEIGHT, GAP = 74, 48, 4
_LONGEST = 11  # letters on one line of a tile


@dataclass(frozen=True)
class Spot:
    """A tile's place in the grid: the province's key, and for an archipelago its own name."""

    key: str
    row: int
    column: int
    archipelago: str | None


@dataclass(frozen=True)
class Tile:
    """A tile as it is drawn: its corner, its name on one or two lines, its row of figures, its step from 0.

    `row` is None where a province is not part of the board, `step` None where there is no rate; a tile is linked
    when the reader may open the province.
    """

    spot: Spot
    x: int
    y: int
    name: str
    lines: tuple[str, ...]
    short: str
    row: Row | None
    rate: Fraction | None
    step: int | None
    linked: bool


@dataclass(frozen=True)
class TileMap:
    """The map of one edition: its tiles, how large it is, how many provinces stand on each step, and the rows of
    provinces that have no tile on it.
    """

    tiles: Sequence[Tile]
    width: int
    height: int
    on_steps: Sequence[int]
    without: int
    elsewhere: Sequence[Row]


def tile_map(
    names: Mapping[str, str], linked: Container[str], rows: Sequence[Row], measure: Measure
) -> TileMap | None:
    """Return the map of provinces, coloured by a rate, None where their edition has none.

    `names` are those of the provinces of one edition by key; `linked` are the keys that the reader may open.
    """
    edition = next(iter(names), "").split("-")[0]
    if edition not in _spots():
        return None
    by_key = {row.key: row for row in rows if row.kind == "row"}
    spots = [spot for spot in _spots()[edition] if spot.key in names]
    tiles = [
        _tile(spot, names[spot.key], by_key.get(spot.key), measure, linked=spot.key in linked)
        for spot in spots
    ]
    provinces = [tile for tile in tiles if tile.spot.archipelago is None]
    shown = {spot.key for spot in spots}
    return TileMap(
        tiles,
        (max(spot.column for spot in spots) + 1) * (WIDTH + GAP) - GAP if spots else 0,
        (max(spot.row for spot in spots) + 1) * (HEIGHT + GAP) - GAP if spots else 0,
        [sum(tile.step == step for tile in provinces) for step in range(len(STEPS) + 1)],
        sum(tile.row is not None and tile.step is None for tile in provinces),
        [row for key, row in by_key.items() if key not in shown],
    )


def step_of(share: Fraction | None) -> int | None:
    """Return the step of a rate: 0 below a quarter up to the last; None without a rate."""
    return None if share is None else sum(share >= bound for bound in STEPS)


def _tile(spot: Spot, name: str, row: Row | None, measure: Measure, *, linked: bool) -> Tile:
    share = None if row is None else value_of(measure, row.values)
    label = spot.archipelago or name
    return Tile(
        spot,
        spot.column * (WIDTH + GAP),
        spot.row * (HEIGHT + GAP),
        name,
        _lines(label),
        "".join(word[0] for word in label.replace("-", " ").split()),
        row,
        share,
        step_of(share),
        linked,
    )


def _lines(name: str) -> tuple[str, ...]:
    """Break a name into two lines of about the same length where one is too long."""
    words = name.split()
    if len(name) <= _LONGEST or len(words) == 1:
        return (name,)
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(breaks, key=lambda pair: max(len(pair[0]), len(pair[1])))


@cache
def _spots() -> Mapping[str, Sequence[Spot]]:
    found: dict[str, list[Spot]] = {}
    for line in read_lines(FILE, ("edition", "code", "row", "column", "kind", "label")):
        edition = line.text("edition")
        label = line.text("label") if line.text("kind") == "archipelago" else None
        spot = Spot(f"{edition}-{line.text('code')}", line.whole("row"), line.whole("column"), label)
        found.setdefault(edition, []).append(spot)
    return found
