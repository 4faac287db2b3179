"""What the succession of units does to their rows, and what takes it back. Plain Python, on values by column.

Names and steps know their units by code here, because a unit that a draft makes has no row yet.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Language
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import search_key, sort_key
from promotion.territory.changes import LATER
from promotion.territory.ground import Values, cut, joined, lies_in, of_key
from promotion.units.drafts import Succession
from promotion.units.rules import UnitKind, seat_fault

_PREFIX = {UnitKind.provincial_centre: "centre", UnitKind.department: "department"}


@dataclass
class Roster:
    """Units by code, their dated names, and who took over from whom: (old code, new code) → the day."""

    units: dict[str, Values] = field(default_factory=dict)
    names: list[Values] = field(default_factory=list)
    steps: dict[tuple[str, str], date] = field(default_factory=dict)

    def copy(self) -> "Roster":
        """Return the same rows, free to be changed."""
        units = {code: dict(values) for code, values in self.units.items()}
        return Roster(units, [dict(values) for values in self.names], dict(self.steps))


def payload(draft: Succession) -> dict[str, Any]:
    """Return a draft as JSON keeps it."""
    return asdict(draft) | {"day": draft.day.isoformat(), "old_codes": list(draft.old_codes)}


def draft_of(kept: Mapping[str, Any]) -> Succession:
    """Return the draft that a payload keeps."""
    values = {one.name: kept[one.name] for one in fields(Succession)}
    read = {"day": date.fromisoformat(values["day"]), "old_codes": tuple(values["old_codes"])}
    return Succession(
        **values | read | {"new_kind": UnitKind(values["new_kind"]) if values["new_kind"] else None}
    )


def new_code(roster: Roster, draft: Succession) -> str:
    """Return the code of a unit that a succession founds: its kind and seat, numbered if that is taken."""
    kind = draft.new_kind or UnitKind(roster.units[draft.old_codes[0]]["kind"])
    stem = f"{_PREFIX.get(kind, str(kind).replace('_', '-'))}-{draft.province_key or f'{draft.day:%Y}'}"
    taken = (stem, *(f"{stem}-{number}" for number in range(2, len(roster.units) + 3)))
    return next(code for code in taken if code not in roster.units)


def amended(roster: Roster, draft: Succession) -> Roster:
    """Return the rows as they are after a succession; raises `Invalid` with its faults by field of the draft.

    A recorded draft names the code of the unit that it founded; else the code is made here.
    """
    faults = _faults(roster, draft)
    if faults:
        raise Invalid(faults=tuple(faults))
    found = roster.copy()
    code = draft.successor or draft.new_code or new_code(roster, draft)
    if not draft.successor:
        _found(found, code, draft)
    redo(found, draft)
    for old in draft.old_codes:
        found.steps[old, code] = draft.day
    return found


def redo(roster: Roster, draft: Succession) -> None:
    """End the units that go over and rename the one that takes over, as far as the rows know them: those of a file do
    not know units that people recorded.
    """
    code, last = draft.successor, draft.day - timedelta(1)
    if code in roster.units and draft.name_vi:
        names = {"name_vi": draft.name_vi, "name_en": draft.name_en, "verified": True}
        cut(roster.names, code, draft.day, names, "code")
        _find_by_names(roster, code)
    for old in draft.old_codes:
        if old in roster.units:
            roster.units[old]["valid_to"] = last
            of_key(roster.names, old, "code")[-1]["valid_to"] = last


def restored(roster: Roster, draft: Succession) -> Roster:
    """Return the rows as they were before a succession on which nothing rests."""
    found = roster.copy()
    code = draft.successor or draft.new_code
    for old in draft.old_codes:
        found.units[old]["valid_to"] = None
        of_key(found.names, old, "code")[-1]["valid_to"] = None
        del found.steps[old, code]
    if not draft.successor:
        del found.units[code]
        found.names = [row for row in found.names if row["code"] != code]
    elif draft.name_vi:
        joined(found.names, code, draft.day, "code")
        _find_by_names(found, code)
    return found


def _found(roster: Roster, code: str, draft: Succession) -> None:
    period: Values = {"valid_from": draft.day, "valid_to": None}
    kind = draft.new_kind or UnitKind(roster.units[draft.old_codes[0]]["kind"])
    roster.units[code] = {
        "code": code,
        "kind": str(kind),
        "province_key": draft.province_key or None,
        **period,
    }
    name = {"code": code, "name_vi": draft.name_vi, "name_en": draft.name_en, "verified": True}
    roster.names.append(name | period)
    _find_by_names(roster, code)


def _find_by_names(roster: Roster, code: str) -> None:
    rows = of_key(roster.names, code, "code")
    words = [row[name] for row in rows for name in ("name_vi", "name_en")]
    roster.units[code]["search_key"] = search_key(" ".join([*words, code]))
    roster.units[code]["sort_key"] = sort_key(rows[-1]["name_vi"])


def _faults(roster: Roster, draft: Succession) -> list[Fault]:
    old = draft.old_codes
    if not old or len(set(old)) < len(old):
        return [Fault("old_codes", N_("Choose the units that go over, each of them once."))]
    if any(code not in roster.units for code in (*old, *filter(None, [draft.successor]))):
        return [Fault("old_codes", N_("There is no such unit."))]
    faults = [fault for code in old for fault in _not_open(roster, code, draft.day, "old_codes")]
    if draft.successor:
        return faults + _faults_of_successor(roster, draft)
    if not draft.name_vi:
        faults.append(Fault("name_vi", N_("Please enter the name.")))
    kind = draft.new_kind or UnitKind(roster.units[old[0]]["kind"])
    wrong_seat = seat_fault(kind, draft.province_key or None)
    if wrong_seat is not None:
        faults.append(Fault("province_key", wrong_seat))
    return faults + _without_english(draft)


def _faults_of_successor(roster: Roster, draft: Succession) -> list[Fault]:
    code = draft.successor
    if code in draft.old_codes:
        return [Fault("successor", N_("A unit cannot go over to itself."))]
    if draft.province_key and draft.province_key != roster.units[code]["province_key"]:
        return [
            Fault("province_key", N_("A unit keeps its seat; for another seat let a new unit take over."))
        ]
    faults = _without_english(draft)
    if not lies_in(roster.units[code], draft.day):
        name = of_key(roster.names, code, "code")[-1]["name_vi"]
        faults.append(Fault("successor", N_("“%(name)s” does not stand on that day."), {"name": name}))
    elif draft.name_vi:
        faults += _not_open(roster, code, draft.day, "successor")
    return faults


def _without_english(draft: Succession) -> list[Fault]:
    missing = bool(draft.name_vi) and not draft.name_en
    return [Fault("name_en", N_("Please enter the name."))] if missing else []


def _not_open(roster: Roster, code: str, day: date, field: str) -> list[Fault]:
    """Return why a unit cannot end or change its name on a day."""
    unit, names = roster.units[code], of_key(roster.names, code, "code")
    said = {"name": names[-1]["name_vi"], "day": date_text(day, Language.vi)}
    if not lies_in(unit, day) or not lies_in(unit, day - timedelta(1)):
        return [Fault(field, N_("“%(name)s” does not stand on %(day)s and the day before."), said)]
    later = names[-1]["valid_from"]
    if unit["valid_to"] is not None:
        later = unit["valid_to"] + timedelta(1)
    if later is not None and later >= day:
        return [Fault(field, LATER, said | {"day": date_text(later, Language.vi)})]
    return []
