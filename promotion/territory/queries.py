"""The atlas as the database holds it, kept in memory until reference data changes.

Reference data: every signed-in person may read it, so no query here takes a scope.
"""

from collections import defaultdict

from sqlalchemy import select

from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.kernel.choices import Region
from promotion.territory.models import ProvinceRegionRow, ProvinceRow, ProvinceTypeRow, SuccessionRow
from promotion.territory.rules import (
    Atlas,
    Membership,
    Province,
    ProvinceType,
    Relation,
    Step,
    Style,
    oldest_first,
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
