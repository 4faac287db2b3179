"""Kinds of units, and which of a unit's dated names holds on a day. Plain Python."""

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_


class UnitKind(Choice):
    """What a unit is."""

    ministry = "ministry", N_("Ministry")
    agency = "agency", N_("Agency of the ministry")
    regional_centre = "regional_centre", N_("Regional promotion centre")
    department = "department", N_("Department of Industry and Trade")
    provincial_centre = "provincial_centre", N_("Provincial promotion centre")
    other = "other", N_("Other unit")


CENTRAL = frozenset({UnitKind.ministry, UnitKind.agency, UnitKind.regional_centre})
"""Kinds that never have a province."""

PROVINCIAL = frozenset({UnitKind.department, UnitKind.provincial_centre})
"""Kinds that always have one, and follow it when provinces merge."""


def seat_fault(kind: UnitKind, province_key: str | None) -> str | None:
    """Return what is wrong (a message-id) with a unit of this kind sitting in this province or in none."""
    if kind in PROVINCIAL and province_key is None:
        return N_("a centre or department of a province needs its province")
    if kind in CENTRAL and province_key is not None:
        return N_("a central unit belongs to no province")
    return None
