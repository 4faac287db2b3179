"""The atlas as the database holds it, kept in memory until reference data changes.

Reference data: every signed-in person may read it, so no query here takes a scope.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from promotion.database.base import Base
from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.kernel.errors import NotFound
from promotion.kernel.text import search_key
from promotion.territory.drafts import ChangeKind, ProvinceQuestion
from promotion.territory.ground import Ground, Values
from promotion.territory.models import (
    ProvinceRegionRow,
    ProvinceRow,
    ProvinceTypeRow,
    Reorganisation,
    SuccessionRow,
)
from promotion.territory.periods import covers
from promotion.territory.rules import Atlas, Province, Relation, Style

# One entry: the atlas under the day and the mark of the reference data that it was read at.
_kept: dict[tuple[str, date], Atlas] = {}


def atlas() -> Atlas:
    """Return all provinces with their succession, as known today; the same object until a load or an act changes
    reference data, or the day ends.
    """
    mark, day = current_mark(), today()
    if mark is None:
        return Atlas((), ())
    found = _kept.get((mark, day))
    if found is None:
        found = ground().atlas(day)
        _kept.clear()
        _kept[mark, day] = found
    return found


@dataclass(frozen=True)
class ProvinceLine:
    """A province as it stood on a day, with those before and after it."""

    province: Province
    style: Style
    region: Region
    before: tuple[Province, ...]
    after: Province | None
    untouched: bool


def listing(question: ProvinceQuestion) -> tuple[ProvinceLine, ...]:
    """Return the provinces that answer a question: by region, then in Vietnamese order."""
    places = atlas()
    words = search_key(question.search).split()
    order = list(Region)
    asked = (province for province in places.provinces if _asked(province, question, words))
    lines = (_line(places, province, question.day) for province in asked)
    return tuple(
        sorted(
            (line for line in lines if question.region in {None, line.region}),
            key=lambda line: (order.index(line.region), line.province.sort_key, line.province.key),
        )
    )


def _asked(province: Province, question: ProvinceQuestion, words: list[str]) -> bool:
    searched = _searched(province) if words else ""
    if any(word not in searched for word in words):
        return False
    if question.edition is not None:
        return province.edition == question.edition
    return covers(province, question.day)


def _searched(province: Province) -> str:
    styles = " ".join(f"{style.full_name_vi} {style.name_en}" for style in province.styles)
    return search_key(" ".join((province.name_vi, province.name_en, styles, province.key, *province.aliases)))


def _line(places: Atlas, province: Province, day: date) -> ProvinceLine:
    after = places.successor(province.key)
    steps = (*places.steps_to(province.key), *places.steps_from(province.key))
    return ProvinceLine(
        province=province,
        style=places.style(province.key, day),
        region=places.region_of(province.key, day),
        before=tuple(places.province(step.old_key) for step in places.steps_to(province.key)),
        after=None if after is None else places.province(after),
        untouched=bool(steps) and all(step.relation is Relation.unchanged for step in steps),
    )


def ground() -> Ground:
    """Return the rows of the tables of provinces as they stand."""
    return Ground(
        {row.key: _values(row) for row in db.session.scalars(select(ProvinceRow))},
        [_values(row) for row in db.session.scalars(select(ProvinceTypeRow))],
        [_values(row) for row in db.session.scalars(select(ProvinceRegionRow))],
        [_values(row) for row in db.session.scalars(select(SuccessionRow).order_by(SuccessionRow.id))],
    )


def _values(row: Base) -> Values:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"}


def acts() -> Sequence[Reorganisation]:
    """Return every act of the administrator on provinces and units, in the order in which they were done."""
    return db.session.scalars(select(Reorganisation).order_by(Reorganisation.id)).all()


def act(public_id: str) -> Reorganisation:
    """Return one act; `NotFound` otherwise."""
    found = db.session.scalars(select(Reorganisation).where(Reorganisation.public_id == public_id))
    one = found.one_or_none()
    if one is None:
        raise NotFound
    return one


def in_force(done: Iterable[Reorganisation]) -> list[Reorganisation]:
    """Return the acts that were not taken back, without those that took one back."""
    every = list(done)
    undone = {one.undoes_id for one in every}
    return [one for one in every if one.kind != ChangeKind.undo and one.id not in undone]


def homes_within(day: date, region: Region | None, province: str | None) -> frozenset[str]:
    """Return the provinces, of any edition, whose ground lay in a region and in a province on a day. Where it cannot be
    divided, it belongs to no province, and to a region only if all of it lay there.
    """
    places = atlas()
    return frozenset(
        one.key
        for one in places.provinces
        if province in {None, places.home_on(one.key, day)}
        and (region is None or places.regions_of_undivided(one.key, day) == {region})
    )
