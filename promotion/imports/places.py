"""Which place a file means: the country, a region, a province of one edition, a unit. Plain Python.

Provinces of the two editions are never mixed: a name or key of the other edition is asked back with what it became.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from promotion.imports.words import COUNTRIES, REGIONS, folded
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.publications.rules import COUNTRY, PlaceScope
from promotion.territory.rules import Atlas


@dataclass(frozen=True)
class KnownUnit:
    """A unit as files may name it: its code, all its names, folded, and its province's edition, if it has one."""

    code: str
    names: frozenset[str]
    edition: str | None


@dataclass(frozen=True)
class Gazetteer:
    """Every place that a file may name."""

    atlas: Atlas
    units: Mapping[str, KnownUnit]
    language: str = "vi"
    _names: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay out the names of units once."""
        names: dict[str, frozenset[str]] = {}
        for unit in self.units.values():
            for name in unit.names:
                names[name] = names.get(name, frozenset()) | {unit.code}
        object.__setattr__(self, "_names", names)

    def find(self, scope: PlaceScope, text: str, edition: str) -> str:
        """Return the place's key. Raises `Invalid` when there is none, or when it is of another kind or edition."""
        if scope is PlaceScope.country:
            return self._country(text)
        if scope is PlaceScope.region:
            return self._region(text)
        if not text:
            raise Invalid(N_("This cell may not be empty."), cure=N_("Name the place the figure is about."))
        return self._province(text, edition) if scope is PlaceScope.province else self._unit(text, edition)

    def _country(self, text: str) -> str:
        if folded(text) not in COUNTRIES:
            raise Invalid(
                N_("“%(text)s” is not the whole country, which the scope says."),
                {"text": text},
                cure=N_(
                    "Leave the place empty for the whole country, or write scope region, province or unit."
                ),
            )
        return COUNTRY

    def _region(self, text: str) -> str:
        found = REGIONS.get(folded(text))
        if found is None:
            raise Invalid(
                N_("“%(text)s” is not a region, which the scope says."),
                {"text": text},
                cure=N_("Write north, central or south, or change the scope."),
            )
        return found

    def _province(self, text: str, edition: str) -> str:
        found = self.atlas.find(text, edition)
        if found is not None:
            return found
        other = next((key for one in self.atlas.editions() if (key := self.atlas.find(text, one))), None)
        if other is not None:
            raise self._other_edition(other, edition)
        if folded(text) in REGIONS or (text and folded(text) in COUNTRIES):
            raise Invalid(
                N_("“%(text)s” is not a province, which the scope says."),
                {"text": text},
                cure=N_("Write scope region or country."),
            )
        raise Invalid(
            N_("There is no province “%(text)s” in edition %(edition)s."),
            {"text": text, "edition": edition},
            cure=N_("Write its key, such as 2024-91, or its name in that edition."),
        )

    def _other_edition(self, key: str, edition: str) -> Invalid:
        province = self.atlas.province(key)
        steps = (*self.atlas.steps_from(key), *self.atlas.steps_to(key))
        related = [other for step in steps for other in (step.old_key, step.new_key) if other != key]
        return Invalid(
            N_("%(name)s (%(key)s) is a province of edition %(right)s, not of edition %(edition)s."),
            {
                "name": province.name(self.language),
                "key": key,
                "right": province.edition,
                "edition": edition,
                "others": ", ".join(f"{self.atlas.name(other, self.language)} ({other})" for other in related)
                or "–",
            },
            cure=N_("Write edition %(right)s, or the province of edition %(edition)s: %(others)s."),
        )

    def _unit(self, text: str, edition: str) -> str:
        codes = {text} if text in self.units else self._names.get(folded(text), frozenset())
        fitting = sorted(code for code in codes if self.units[code].edition in {None, edition})
        if len(fitting) == 1:
            return fitting[0]
        if not codes:
            raise Invalid(
                N_("There is no unit “%(text)s”."),
                {"text": text},
                cure=N_("Write its code, such as centre-2024-91; the page of units lists them."),
            )
        raise Invalid(
            N_("The unit “%(text)s” is not one unit of edition %(edition)s."),
            {"text": text, "edition": edition, "others": ", ".join(sorted(codes))},
            cure=N_("Write its code: %(others)s."),
        )
