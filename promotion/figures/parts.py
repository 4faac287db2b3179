"""Parts of a row: in which provinces its entries were recorded, and what these boundaries cannot divide.

A province of 1 July 2025 shows its old provinces wherever entries name them; Lâm Đồng, which spans two old regions,
is so shown split. What was recorded under the new province itself is not divisible, and said to be so. Should projects
one day name their commune as a key, `home_on` may find the old province through it, and this room needs no change.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _

from promotion.figures.folding import UNDIVIDED, Fold
from promotion.figures.model import Dimension, Row
from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Region
from promotion.territory.periods import covers

Values = dict[str, int]
Cells = dict[str, Values]
"""Values by row."""
Split = dict[str, dict[str, Values]]
"""Values by row and by the province in which they were recorded."""

MOST_NAMED = 5


def with_parts(fold: Fold, row: Row, split: Mapping[str, Mapping[str, Values]], language: str) -> Row:
    """Return a row with its parts: of a province made of others, and of what cannot be divided."""
    homes = split.get(row.key, {})
    if row.key == UNDIVIDED:
        label = f"{row.label}: {_shortened(_names(fold, homes, language))}"
        return replace(row, label=label, parts=tuple(_parts(fold, row, homes, language)))
    if fold.question.by is not Dimension.province or all(_untouched(fold, row.key, home) for home in homes):
        return row
    return replace(row, parts=tuple(_parts(fold, row, homes, language)))


def _untouched(fold: Fold, key: str, home: str) -> bool:
    """Tell whether a province is the same ground as the one in which something was recorded."""
    last = fold.atlas.province(home).valid_to
    return home == key or (last is not None and fold.atlas.home_on(key, last) == home)


def _parts(fold: Fold, row: Row, homes: Mapping[str, Values], language: str) -> Iterable[Row]:
    for key in sorted(homes, key=lambda key: (key == row.key, fold.atlas.province(key).sort_key, key)):
        label, spanned = _name(fold, key, language), _regions(fold, row, key)
        if key == row.key:
            label = _("%(name)s, recorded since then: not divisible", name=label)
        if len(spanned) > 1:
            label = f"{label} ({', '.join(_(region.label) for region in spanned)})"
        yield Row(key, label, homes[key], "part", row.key, str(spanned[0]) if len(spanned) == 1 else None)


def _regions(fold: Fold, row: Row, key: str) -> list[Region]:
    """Return the regions of a part: of its own time, or for what cannot be divided those that it may belong to."""
    if row.key == UNDIVIDED:
        found = fold.atlas.regions_of_undivided(key, fold.day)
    else:
        found = frozenset({fold.atlas.region_of(key, fold.atlas.province(key).valid_to)})
    return [region for region in Region if region in found]


def _name(fold: Fold, key: str, language: str) -> str:
    """Return a province's name, with its first or last day when it does not stand on the boundaries."""
    province = fold.atlas.province(key)
    name = fold.atlas.name(key, language, province.valid_to)
    if province.valid_from is not None and fold.day < province.valid_from:
        return _("%(name)s (from %(day)s)", name=name, day=date_text(province.valid_from, language))
    if province.valid_to is None or covers(province, fold.day):
        return name
    return _("%(name)s (to %(day)s)", name=name, day=date_text(province.valid_to, language))


def _names(fold: Fold, homes: Collection[str], language: str) -> list[str]:
    ordered = sorted(homes, key=lambda key: (fold.atlas.province(key).sort_key, key))
    return [fold.atlas.name(key, language, fold.atlas.province(key).valid_to) for key in ordered]


def _shortened(names: list[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = str(len(names) - MOST_NAMED + 1)
    return _("%(names)s and %(count)s more", names=", ".join(names[: MOST_NAMED - 1]), count=more)


def notes(
    fold: Fold, rows: Iterable[Row], left_out: Collection[str | None], language: str
) -> tuple[str, ...]:
    """Return what a reader must know about what cannot be divided: in a row of its own, or in no row at all."""
    said = []
    every = {part.key for row in rows if row.key == UNDIVIDED for part in row.parts}
    if every:
        said.append(
            _(
                "Not divisible on the boundaries of %(day)s: what was recorded under %(names)s. It stands in a row of "
                "its own and is never shared out by guess.",
                day=date_text(fold.day, language),
                names=", ".join(_names(fold, every, language)),
            )
        )
    gone = {home for home in left_out if home is not None}
    if gone:
        said.append(
            _(
                "Left out, because it cannot be divided on the boundaries of %(day)s: what was recorded under "
                "%(names)s. It stands in the table of the whole country.",
                day=date_text(fold.day, language),
                names=", ".join(_names(fold, gone, language)),
            )
        )
    return tuple(said)
