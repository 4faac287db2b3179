"""The atlas: which provinces stood on a day, in which region, and what became of them. Plain Python.

Editions of the same ground are never mixed: a province is known by edition and code ("2024-91" Kiên
Giang, "2025-91" An Giang), because seven codes changed their meaning on 1 July 2025 and merged provinces kept
the name of one part. Old to new is always exact; new to old only where a province was not touched, otherwise
the answer is None: not divisible, never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from promotion.kernel.choices import Choice, Language, Region
from promotion.kernel.errors import NotFound
from promotion.kernel.messages import mark as N_
from promotion.territory.periods import Period, covers, standing
from promotion.territory.spellings import folded


class ProvinceType(Choice):
    """What a province-level unit is by law."""

    province = "province", N_("Ordinary province")
    city = "centrally-run city", N_("Centrally-run city")


class Relation(Choice):
    """What an old province is to the new one on its ground."""

    unchanged = "unchanged", N_("Unchanged")
    name_kept = "merged, name kept", N_("Merged, the new province keeps its name")
    name_dropped = "merged, name dropped", N_("Merged into a province of another name")


@dataclass(frozen=True)
class Style:
    """Type and names of a province during a period, and the instrument that gave them."""

    type: ProvinceType
    name_vi: str
    name_en: str
    full_name_vi: str
    valid_from: date | None = None
    valid_to: date | None = None
    source_vi: str | None = None
    source_en: str | None = None

    def name(self, language: str) -> str:
        """Return the short name."""
        return self.name_vi if Language(language) is Language.vi else self.name_en


@dataclass(frozen=True)
class Membership:
    """The conference region of a province during a period."""

    region: Region
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Province:
    """One province of one edition. `styles` and `memberships` run from the oldest to the newest."""

    key: str
    edition: str
    code: str
    slug: str
    name_vi: str
    name_en: str
    full_name_vi: str
    aliases: tuple[str, ...]
    sort_key: str
    valid_from: date | None
    valid_to: date | None
    natural_region_code: str
    natural_region_vi: str
    natural_region_en: str
    styles: tuple[Style, ...]
    memberships: tuple[Membership, ...]

    def name(self, language: str) -> str:
        """Return the short name that the edition lists the province under."""
        return self.name_vi if Language(language) is Language.vi else self.name_en


@dataclass(frozen=True)
class Step:
    """An old province went over to a new one on a day, by a legal instrument."""

    old_key: str
    new_key: str
    effective_date: date
    relation: Relation
    source_vi: str
    source_en: str


@dataclass(frozen=True)
class Atlas:
    """All provinces of all editions with their succession. Keys that do not exist raise `NotFound`.

    `today` is the day up to which changes are known where a question names no day: what is enacted for a later
    day changes nothing before. Without it, everything is known.
    """

    provinces: tuple[Province, ...]
    steps: tuple[Step, ...]
    today: date | None = None
    _by_key: Mapping[str, Province] = field(init=False, repr=False, compare=False)
    _onward: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False, compare=False)
    _back: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, Mapping[str, str | None]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort, and lay out the indexes once."""
        ordered = tuple(sorted(self.provinces, key=lambda province: (province.sort_key, province.key)))
        object.__setattr__(self, "provinces", ordered)
        object.__setattr__(self, "_by_key", {province.key: province for province in ordered})
        object.__setattr__(self, "_onward", _grouped((step.old_key, step) for step in self.steps))
        object.__setattr__(self, "_back", _grouped((step.new_key, step) for step in self.steps))
        object.__setattr__(self, "_names", _name_index(ordered))

    def province(self, key: str) -> Province:
        """Return the province with this key."""
        found = self._by_key.get(key)
        if found is None:
            raise NotFound
        return found

    def name(self, key: str, language: str, day: date | None = None) -> str:
        """Return the short name: that of a day; without a day today's, of a province of the past the one that its
        edition lists it under.
        """
        province = self.province(key)
        if day is None and self.today is not None and covers(province, self.today):
            day = self.today
        if day is not None:
            return standing(province.styles, day).name(language)
        return province.name(language)

    def style(self, key: str, day: date | None = None) -> Style:
        """Return type and names on a day; without a day today's, or the newest."""
        return standing(self.province(key).styles, day or self.today)

    def editions(self) -> tuple[str, ...]:
        """Return the editions, oldest first."""
        return tuple(sorted({province.edition for province in self.provinces}))

    def keys_on(self, day: date) -> tuple[str, ...]:
        """Return the provinces that stood on a day, in Vietnamese order."""
        return tuple(province.key for province in self.provinces if covers(province, day))

    def steps_from(self, key: str) -> tuple[Step, ...]:
        """Return the steps to the direct successors."""
        return self._onward.get(key, ())

    def steps_to(self, key: str) -> tuple[Step, ...]:
        """Return the steps from the direct predecessors, in Vietnamese order."""
        steps = self._back.get(key, ())
        return tuple(sorted(steps, key=lambda step: self.province(step.old_key).sort_key))

    def successor(self, key: str) -> str | None:
        """Return the one province that took over all of this one; None when it still stands or was split."""
        onward = self.steps_from(self.province(key).key)
        return onward[0].new_key if len(onward) == 1 else None

    def family(self, key: str) -> frozenset[str]:
        """Return the province and all its predecessors, however far back; a step of a later day than today
        does not count yet.
        """
        return self.forebears(key, self.today)

    def forebears(self, key: str, day: date | None = None) -> frozenset[str]:
        """Return the province and its predecessors by steps up to a day; without a day, of all times."""
        found = {self.province(key).key}
        waiting = [key]
        while waiting:
            steps = self.steps_to(waiting.pop())
            older = {step.old_key for step in steps if day is None or step.effective_date <= day} - found
            found |= older
            waiting += older
        return frozenset(found)

    def home_on(self, home_key: str, day: date) -> str | None:
        """Return the province that holds this one's ground on a day.

        Forward along succession it always exists. Back it exists only for a province that was not touched:
        one predecessor that went over to it alone. Otherwise None: not divisible.
        """
        province: Province | None = self.province(home_key)
        while province is not None and province.valid_to is not None and province.valid_to < day:
            after = self.successor(province.key)
            province = None if after is None else self.province(after)
        while province is not None and province.valid_from is not None and day < province.valid_from:
            before = self._untouched(province.key)
            province = None if before is None else self.province(before)
        return None if province is None else province.key

    def _untouched(self, key: str) -> str | None:
        back = self.steps_to(key)
        if len(back) == 1 and self.successor(back[0].old_key) == key:
            return back[0].old_key
        return None

    def other_meanings(self, key: str) -> tuple[str, ...]:
        """Return what this one's code means in other editions, where it means another province."""
        own = self.province(key)
        same = self.forebears(key) | {self.successor(key)}
        return tuple(
            other.key
            for other in self.provinces
            if other.code == own.code
            and other.edition != own.edition
            and not (other.key in same and (other.slug == own.slug or self._untouched_pair(other.key, key)))
        )

    def _untouched_pair(self, one: str, other: str) -> bool:
        return self._untouched(one) == other or self._untouched(other) == one

    def region_of(self, key: str, day: date | None = None) -> Region:
        """Return the conference region on a day; without a day today's, or the newest. Days outside the
        province's time get the nearest region that it had.
        """
        return standing(self.province(key).memberships, day or self.today).region

    def members(self, region: Region, day: date) -> tuple[str, ...]:
        """Return the provinces of a conference region on a day, in Vietnamese order."""
        return tuple(key for key in self.keys_on(day) if self.region_of(key, day) is region)

    def members_ever(self, region: Region) -> frozenset[str]:
        """Return every province of any edition that was ever in the region up to today: what a region grant
        covers.
        """
        return frozenset(
            province.key
            for province in self.provinces
            if any(
                membership.region is region and self._begun(membership) for membership in province.memberships
            )
        )

    def _begun(self, period: Period) -> bool:
        return self.today is None or period.valid_from is None or period.valid_from <= self.today

    def regions_of_undivided(self, key: str, day: date) -> frozenset[Region]:
        """Return the regions that this province's ground belonged to on a day: several when it cannot be
        divided back and its predecessors lay in different regions (Lâm Đồng of 2025: Central and South).
        """
        home = self.home_on(key, day)
        if home is not None:
            return frozenset({self.region_of(home, day)})
        older = (other for other in self.forebears(key) if covers(self.province(other), day))
        return frozenset(self.region_of(other, day) for other in older)

    def find(self, text: str, edition: str | None = None) -> str | None:
        """Return the province that a text names, None when there is none or more than one.

        Takes the key, the code (only with an edition: codes changed their meaning), a name or an alias in
        either language, with or without accents and "Tỉnh", "Thành phố", "TP.". Without an edition the newest
        that knows the name wins, of those that have begun.
        """
        body = text.strip()
        if body in self._by_key:
            return body if edition in {None, self._by_key[body].edition} else None
        if re.fullmatch(r"[0-9]{1,2}", body):
            key = f"{edition}-{body.zfill(2)}"
            return key if key in self._by_key else None
        for candidate in reversed(self.editions()) if edition is None else (edition,):
            key_or_none = self._names.get(candidate, {}).get(folded(body))
            if key_or_none is not None and (edition is not None or self._begun(self._by_key[key_or_none])):
                return key_or_none
        return None


def _grouped(steps: Iterable[tuple[str, Step]]) -> Mapping[str, tuple[Step, ...]]:
    groups: dict[str, tuple[Step, ...]] = {}
    for key, step in steps:
        groups[key] = (*groups.get(key, ()), step)
    return groups


def _name_index(provinces: Iterable[Province]) -> Mapping[str, Mapping[str, str | None]]:
    index: dict[str, dict[str, str | None]] = {}
    for province in provinces:
        names = index.setdefault(province.edition, {})
        spellings = {
            province.name_vi,
            province.name_en,
            province.full_name_vi,
            province.slug,
            *province.aliases,
        }
        for style in province.styles:
            spellings |= {style.name_vi, style.name_en, style.full_name_vi}
        for spelling in {folded(spelling) for spelling in spellings}:
            names[spelling] = None if names.get(spelling, province.key) != province.key else province.key
    return index
