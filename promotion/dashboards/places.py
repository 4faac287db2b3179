"""Whose board it is: the country, a region, a province or a unit; who begins where, and the way back up."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _

from promotion.access.actor import Actor
from promotion.figures.filters import last_day
from promotion.figures.model import Dimension, Question
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.territory.queries import atlas
from promotion.units import queries as units


class Rank(StrEnum):
    """What a board is about."""

    country = "country"
    region = "region"
    province = "province"
    unit = "unit"


# What the rows of a board may stand for; first the one step further down.
BELOW = {
    Rank.country: (Dimension.region, Dimension.province, Dimension.unit, Dimension.content, Dimension.level),
    Rank.region: (Dimension.province, Dimension.unit, Dimension.content, Dimension.level),
    Rank.province: (Dimension.unit, Dimension.project, Dimension.content, Dimension.level),
    Rank.unit: (Dimension.project, Dimension.content, Dimension.level),
}


@dataclass(frozen=True)
class Crumb:
    """A board further up: its name, and the values of the address that lead there; None takes one out."""

    label: str
    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Place:
    """What a board is about, its name, and the boards above it from the top down."""

    rank: Rank
    label: str
    above: tuple[Crumb, ...] = ()


def begun(actor: Actor, question: Question) -> Question:
    """Return the question of the board that a person begins with: an organiser without a place gets the region."""
    if question.region or question.province or question.unit or actor.scope.everything:
        return question
    own = _region_of(actor)
    return question if own is None else replace(question, region=own)


def _region_of(actor: Actor) -> Region | None:
    """Return the one region that all of a person's grants are about, None when there is none."""
    regions = {right.region for right in actor.rights}
    only = regions.pop() if len(regions) == 1 else None
    return None if only is None else Region(only)


def place_of(actor: Actor, question: Question, language: str) -> Place:
    """Return what the board of a question is about."""
    places, day = atlas(), last_day(question)
    above: list[Crumb] = []
    place = _first(actor, question, language)
    if question.region is not None and place.rank is Rank.country:
        above.append(Crumb(place.label, _without("region", "province", "implementer")))
        place = Place(Rank.region, _(question.region.label))
    if question.province is not None:
        region = places.region_of(question.province)
        if place.rank is Rank.country:
            above.append(Crumb(place.label, _without("province", "implementer")))
            above.append(
                Crumb(_(region.label), (("region", str(region)), *_without("province", "implementer")))
            )
        else:
            above.append(Crumb(place.label, _without("province", "implementer")))
        place = Place(Rank.province, places.name(question.province, language, day))
    if question.unit is not None:
        above.append(Crumb(place.label, _without("implementer")))
        place = Place(Rank.unit, units.name(units.unit(question.unit), language, day))
    return replace(place, above=tuple(above))


def _without(*names: str) -> tuple[tuple[str, None], ...]:
    return tuple((name, None) for name in names)


def _first(actor: Actor, question: Question, language: str) -> Place:
    """Return the place that a person's grants stand for."""
    if actor.scope.everything:
        return Place(Rank.country, _("Whole country"))
    region = _region_of(actor)
    if region is not None:
        return Place(Rank.region, _((question.region or region).label))
    own = units.by_ids(unit_id for right in actor.rights for unit_id in right.units).values()
    standing = [unit for unit in own if unit.valid_to is None or unit.valid_to >= today()]
    seats = {unit.province_key for unit in standing if unit.province_key is not None}
    if not seats and standing:
        return Place(Rank.unit, units.name(standing[0], language))
    names = [atlas().name(key, language) for key in sorted(seats)]
    return Place(Rank.province, ", ".join(names) or _("Own figures"))
