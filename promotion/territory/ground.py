"""The ground as plain rows: what the tables of provinces hold or shall hold, and the atlas drawn from it. Plain Python.

A module of its own because loading files, acts of the administrator and previews all work on the same rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from promotion.kernel.choices import Region
from promotion.territory.periods import oldest_first
from promotion.territory.rules import Atlas, Membership, Province, ProvinceType, Relation, Step, Style

Values = dict[str, Any]


@dataclass
class Ground:
    """Rows as values by column: provinces by key, their dated types and regions, the steps between editions."""

    provinces: dict[str, Values] = field(default_factory=dict)
    types: list[Values] = field(default_factory=list)
    regions: list[Values] = field(default_factory=list)
    steps: list[Values] = field(default_factory=list)

    def copy(self) -> "Ground":
        """Return the same rows, free to be changed."""
        return Ground(
            {key: dict(values) for key, values in self.provinces.items()},
            *([dict(values) for values in rows] for rows in (self.types, self.regions, self.steps)),
        )

    def atlas(self, today: date | None) -> Atlas:
        """Draw the atlas; `today` as there."""
        styles: dict[str, list[Style]] = defaultdict(list)
        for row in self.types:
            styles[row["province_key"]].append(_style(row))
        memberships: dict[str, list[Membership]] = defaultdict(list)
        for row in self.regions:
            member = Membership(Region(row["region"]), row["valid_from"], row["valid_to"])
            memberships[row["province_key"]].append(member)
        provinces = tuple(
            _province(row, styles[key], memberships[key]) for key, row in self.provinces.items()
        )
        return Atlas(provinces, tuple(map(_step, self.steps)), today)


def lies_in(row: Mapping[str, Any], day: date) -> bool:
    """Tell whether a day lies in the period of a row."""
    first, last = row["valid_from"], row["valid_to"]
    return (first is None or first <= day) and (last is None or day <= last)


def of_key(rows: list[Values], key: str, column: str = "province_key") -> list[Values]:
    """Return the dated rows of one province (or unit, by another column), oldest first."""
    own = (row for row in rows if row[column] == key)
    return sorted(own, key=lambda row: row["valid_from"] or date.min)


def row_on(rows: list[Values], key: str, day: date, column: str = "province_key") -> Values:
    """Return the row that holds on a day; there must be one."""
    return next(row for row in of_key(rows, key, column) if lies_in(row, day))


def cut(rows: list[Values], key: str, day: date, new: Values, column: str = "province_key") -> None:
    """End the period that holds on a day the day before, and go on from the day with other values."""
    row = row_on(rows, key, day, column)
    rows.append({**row, **new, "valid_from": day})
    row["valid_to"] = day - timedelta(1)


def joined(rows: list[Values], key: str, day: date, column: str = "province_key") -> None:
    """Take back a cut: the period before it lasts as long as the one that began on the day."""
    last = next(row for row in of_key(rows, key, column) if row["valid_from"] == day)
    rows.remove(last)
    row_on(rows, key, day - timedelta(1), column)["valid_to"] = last["valid_to"]


def _style(row: Mapping[str, Any]) -> Style:
    return Style(
        type=ProvinceType(row["type"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        full_name_vi=row["full_name_vi"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        source_vi=row["source_vi"],
        source_en=row["source_en"],
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        old_key=row["old_key"],
        new_key=row["new_key"],
        effective_date=row["effective_date"],
        relation=Relation(row["relation"]),
        source_vi=row["source_vi"],
        source_en=row["source_en"],
    )


def _province(row: Mapping[str, Any], styles: list[Style], memberships: list[Membership]) -> Province:
    return Province(
        key=row["key"],
        edition=row["edition"],
        code=row["code"],
        slug=row["slug"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        full_name_vi=row["full_name_vi"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        sort_key=row["sort_key"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        natural_region_code=row["natural_region_code"],
        natural_region_vi=row["natural_region_vi"],
        natural_region_en=row["natural_region_en"],
        styles=tuple(sorted(styles, key=oldest_first)),
        memberships=tuple(sorted(memberships, key=oldest_first)),
    )
