"""The offices that a paper names, as they are called on its day: who issues it, who is above it, who decides."""

from datetime import date

from promotion.kernel.choices import Language
from promotion.kernel.errors import Refused
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.territory.periods import covers
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind

_VI = str(Language.vi)
_COMMITTEE = "Ủy ban nhân dân"


def name(unit: Unit, day: date) -> str:
    """Return what a unit is called on a day."""
    return units.name(unit, _VI, day)


def place(unit: Unit, day: date) -> str | None:
    """Return the place name beside the day: the province of the unit's seat; of central units none is recorded."""
    if unit.province_key is None:
        return None
    return atlas().name(unit.province_key, _VI, day)


def superior(unit: Unit, day: date) -> str | None:
    """Return the body above a unit: of a centre its department, of a department the People's Committee, of a regional
    centre the agency; None where none is recorded.
    """
    kind = UnitKind(unit.kind)
    if kind is UnitKind.department:
        return f"{_COMMITTEE} {province(unit.province_key, day)}"
    if kind is UnitKind.provincial_centre:
        above, wanted = units.of_province(unit.province_key or ""), UnitKind.department
    elif kind is UnitKind.regional_centre:
        above, wanted = units.central_units(), UnitKind.agency
    else:
        return None
    return next((name(one, day) for one in above if one.kind == wanted and covers(one, day)), None)


def deciding(project: Project, day: date) -> str | None:
    """Return the office that decides on a project; None where none is recorded."""
    try:
        office = projects.deciding_unit(project.level, project.home)
    except Refused:
        return None
    return name(projects.standing_unit(office.id, day), day)


def province(key: str | None, day: date) -> str | None:
    """Return a province with its type as it stands within a sentence: "tỉnh An Giang"; None without one."""
    if key is None:
        return None
    places = atlas()
    full = places.style(places.home_on(key, day) or key, day).full_name_vi
    return full[:1].lower() + full[1:]
