"""What the filters offer: years, funds, provinces and units in which the reader sees money."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.choices import Region
from promotion.ledger import queries as ledger
from promotion.ledger.models import Envelope
from promotion.territory.queries import atlas, homes_within
from promotion.units.models import Unit
from promotion.units.wording import unit_label

Option = tuple[str, str]
_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True)
class Places:
    """Provinces of a day and units, as (value, label); row ids of the units by their codes."""

    day: date
    provinces: Sequence[Option]
    units: Sequence[Option]
    unit_ids: Mapping[str, int]

    def homes(self, region: Region | None, province: str | None) -> frozenset[str] | None:
        """Return the provinces, of any edition, in a region and in a province on the day; None where all are."""
        return None if region is province is None else homes_within(self.day, region, province)


def funds(scope: Scope, year: str) -> tuple[list[Option], list[Option]]:
    """Return the labels of the funds that the reader sees, and their budget years, newest first, with the year asked
    for where it may be one.
    """
    found = ledger.funds(scope)
    years = {str(fund.budget_year) for fund in found} | ({year} if _YEAR.fullmatch(year) else set())
    return [(fund.code, fund.code) for fund in found], [(one, one) for one in sorted(years, reverse=True)]


def places(scope: Scope, language: str, day: date, province: str, unit: str) -> Places:
    """Return the provinces of a day and the units with lines of money that the reader sees, by name; those asked for
    too, where there are such: they hold nothing that is seen then.
    """
    known = _units(scope, unit)
    named = [(one.code, unit_label(one, language)) for one in known]
    return Places(day, _provinces(scope, language, day, province), named, {one.code: one.id for one in known})


def _units(scope: Scope, code: str) -> list[Unit]:
    inside = within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)
    holding = select(Envelope.unit_id).where(Envelope.kind == "line", inside)
    found = db.session.scalars(select(Unit).where(or_(Unit.id.in_(holding), Unit.code == code)))
    return sorted(found, key=lambda one: (one.sort_key, one.code))


def _provinces(scope: Scope, language: str, day: date, asked: str) -> list[Option]:
    standing = atlas()
    keys = set(standing.keys_on(day))
    return [
        (one.key, standing.name(one.key, language, day))
        for one in standing.provinces
        if one.key in keys
        and (scope.everything or one.key == asked or standing.family(one.key) & scope.homes)
    ]
