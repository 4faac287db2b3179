"""How a unit is named on pages where units of all times stand together."""

from flask_babel import gettext as _

from promotion.kernel.calendar import date_text
from promotion.units import queries
from promotion.units.models import Unit


def unit_label(unit: Unit, language: str) -> str:
    """Return a unit's newest name, with its last day when it no longer stands: two editions may share a name."""
    name = queries.name(unit, language)
    if unit.valid_to is None:
        return name
    return _("%(name)s (to %(day)s)", name=name, day=date_text(unit.valid_to, language))
