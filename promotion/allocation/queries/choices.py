"""Units to choose from: who may own a fund, and who may still be given a share of one."""

from collections.abc import Iterable

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.database.handle import db
from promotion.kernel.choices import Level
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund
from promotion.units import queries as units
from promotion.units.drafts import UnitQuestion
from promotion.units.models import Unit
from promotion.units.rules import UnitKind

OWNERS = {UnitKind.agency: Level.national, UnitKind.department: Level.local}
"""Which units own funds, and of which level."""

_ALL = 2000


def stood_in(unit: Unit, year: int) -> bool:
    """Tell whether a unit existed on any day of a year."""
    started = unit.valid_from is None or unit.valid_from.year <= year
    return started and (unit.valid_to is None or unit.valid_to.year >= year)


def owners(actor: Actor) -> list[Unit]:
    """Return the units for which this person may open a fund: the agency, departments of provinces."""
    found = units.by_ids(actor.units_for(PLAN_PROPOSE)).values()
    return _in_order(unit for unit in found if unit.kind in OWNERS)


def newcomers(fund: Fund) -> list[Unit]:
    """Return the units that may be given a share of this fund and have none: of its province, or of all.

    The fund has been loaded in scope before.
    """
    everywhere = fund.home is None
    found = (
        units.directory(UnitQuestion(), size=_ALL).units if everywhere else units.of_province(fund.home or "")
    )
    shares = select(Envelope.unit_id).where(Envelope.fund_id == fund.id, Envelope.kind == str(Kind.share))
    inside = set(db.session.scalars(shares))
    return _in_order(
        unit
        for unit in found
        if unit.id not in inside and unit.kind != UnitKind.ministry and stood_in(unit, fund.budget_year)
    )


def _in_order(found: Iterable[Unit]) -> list[Unit]:
    return sorted(found, key=lambda unit: (unit.sort_key, unit.code))
