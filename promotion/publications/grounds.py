"""The ground behind places: which publications speak of the same set of provinces. Plain Python.

The country is one ground in every edition, and a province that no reform touched is one ground in all its
editions. A region is another ground in each edition.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from promotion.kernel.choices import Region
from promotion.publications.rules import COUNTRY, EDITIONS, PlaceScope
from promotion.territory.rules import Atlas, Relation

Ground = tuple[str, str]
"""Place and edition; the edition is empty where it makes no difference."""


class Grounds:
    """Answers about ground, from the atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._provinces = {province.key: province for province in atlas.provinces}
        self._roots = {key: self._root(key) for key in self._provinces}
        self._members = lru_cache(maxsize=None)(self._read_members)

    @property
    def editions(self) -> tuple[str, ...]:
        """The sets of provinces, oldest first."""
        return tuple(sorted({*EDITIONS, *self._atlas.editions()}))

    def of(self, scope: str, place: str, edition: str) -> Ground:
        """Return the ground of a place."""
        if scope == PlaceScope.region:
            return place, edition
        return self._roots.get(place, place), ""

    def others(self, place: str, edition: str) -> Sequence[Ground]:
        """Return the same place in other editions: the region of that name, the province that kept the name."""
        if place in set(Region):
            return [(place, other) for other in self.editions if other != edition]
        if place not in self._provinces:
            return []
        kept = (step for step in self._atlas.steps_from(place) if step.relation is Relation.name_kept)
        parts = (step for step in self._atlas.steps_to(place) if step.relation is Relation.name_kept)
        return [*((step.new_key, "") for step in kept), *((step.old_key, "") for step in parts)]

    def members(self, place: str, edition: str, year: int) -> Iterator[tuple[Ground, ...]]:
        """Return what adds up to a place: per edition the regions of the country, or a region's provinces in a year.

        An empty edition stands for all.
        """
        for one in (edition,) if edition else self.editions:
            if place == COUNTRY:
                yield tuple((str(region), one) for region in Region)
            elif place in set(Region):
                yield tuple((self._roots[key], "") for key in self._members(Region(place), one, year))

    def holders(self, place: str, edition: str, year: int) -> Iterator[Ground]:
        """Return the grounds that a place is a part of: its region, the country."""
        if place in self._provinces:
            yield from ((str(region), one) for one in self.editions for region in Region
                        if (place, "") in next(self.members(region, one, year)))  # fmt: skip
        if place in self._provinces or (place in set(Region) and edition):
            yield COUNTRY, ""

    def provinces(self, place: str, edition: str, year: int) -> tuple[Ground, ...]:
        """Return the provinces of a region, or of the whole country in an edition."""
        regions = Region if place == COUNTRY else [Region(place)] if place in set(Region) else []
        keys = (key for region in regions for key in self._members(region, edition, year))
        return tuple((self._roots[key], "") for key in keys)

    def _root(self, key: str) -> str:
        """Return the oldest province on exactly this ground."""
        back = self._atlas.steps_to(key)
        if len(back) == 1 and self._atlas.successor(back[0].old_key) == key:
            return self._root(back[0].old_key)
        return key

    def _read_members(self, region: Region, edition: str, year: int) -> tuple[str, ...]:
        """Return a region's provinces of an edition at the end of a year, or on the nearest day of the edition."""
        own = [province for province in self._atlas.provinces if province.edition == edition]
        first = min((province.valid_from or date.min for province in own), default=date.min)
        last = max((province.valid_to or date.max for province in own), default=date.max)
        day = min(max(date(year, 12, 31), first), last)
        return tuple(
            key for key in self._atlas.members(region, day) if self._provinces[key].edition == edition
        )
