"""The atlas as the database holds it, kept in memory until reference data changes.

Reference data: every signed-in person may read it, so no query here takes a scope.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.kernel.choices import Region
from promotion.kernel.text import search_key
from promotion.territory.drafts import ProvinceQuestion
from promotion.territory.models import ProvinceRegionRow, ProvinceRow, ProvinceTypeRow, SuccessionRow
from promotion.territory.periods import covers, oldest_first
from promotion.territory.rules import (
    Atlas,
    Membership,
    Province,
    ProvinceType,
    Relation,
    Step,
    Style,
)

# One entry: the atlas under the mark of the reference data that it was read at.
_kept: dict[str, Atlas] = {}


def atlas() -> Atlas:
    """Return all provinces with their succession; the same object until a load changes reference data."""
    mark = current_mark()
    if mark is None:
        return Atlas((), ())
    found = _kept.get(mark)
    if found is None:
        found = _read()
        _kept.clear()
        _kept[mark] = found
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


def _read() -> Atlas:
    styles: dict[str, list[Style]] = defaultdict(list)
    for row in db.session.scalars(select(ProvinceTypeRow)):
        styles[row.province_key].append(
            Style(
                type=ProvinceType(row.type),
                name_vi=row.name_vi,
                name_en=row.name_en,
                full_name_vi=row.full_name_vi,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                source_vi=row.source_vi,
                source_en=row.source_en,
            )
        )
    memberships: dict[str, list[Membership]] = defaultdict(list)
    for member in db.session.scalars(select(ProvinceRegionRow)):
        memberships[member.province_key].append(
            Membership(Region(member.region), valid_from=member.valid_from, valid_to=member.valid_to)
        )
    provinces = tuple(
        _province(row, styles[row.key], memberships[row.key])
        for row in db.session.scalars(select(ProvinceRow))
    )
    steps = tuple(
        Step(
            old_key=row.old_key,
            new_key=row.new_key,
            effective_date=row.effective_date,
            relation=Relation(row.relation),
            source_vi=row.source_vi,
            source_en=row.source_en,
        )
        for row in db.session.scalars(select(SuccessionRow).order_by(SuccessionRow.id))
    )
    return Atlas(provinces, steps)


def _province(row: ProvinceRow, styles: list[Style], memberships: list[Membership]) -> Province:
    return Province(
        key=row.key,
        edition=row.edition,
        code=row.code,
        slug=row.slug,
        name_vi=row.name_vi,
        name_en=row.name_en,
        full_name_vi=row.full_name_vi,
        aliases=tuple(alias for alias in row.aliases.split("|") if alias),
        sort_key=row.sort_key,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        natural_region_code=row.natural_region_code,
        natural_region_vi=row.natural_region_vi,
        natural_region_en=row.natural_region_en,
        styles=tuple(sorted(styles, key=oldest_first)),
        memberships=tuple(sorted(memberships, key=oldest_first)),
    )
