"""What an act of the administrator does to the rows of provinces, and what takes it back. Plain Python.

Provinces that come into being after the editions that the program ships get an edition of their own: the year of
their first day ("2027-91"); when that year's edition began on another day, year and month ("202710-91"), then the
whole day. So an edition is always one first day, and editions sort by it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Language, Region
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import search_key, slug, sort_key
from promotion.territory.drafts import Change, ChangeKind, Legal, Merge, Move, Rename, Retype
from promotion.territory.ground import Ground, Values, cut, joined, lies_in, of_key, row_on
from promotion.territory.rules import ProvinceType, Relation
from promotion.territory.spellings import folded

FEWEST = 2
DRAFTS: Mapping[ChangeKind, type[Change]] = {
    ChangeKind.merge: Merge, ChangeKind.rename: Rename, ChangeKind.move: Move, ChangeKind.retype: Retype,
}  # fmt: skip
_READERS: Mapping[str, Callable[[Any], object]] = {
    "day": date.fromisoformat,
    "type": ProvinceType,
    "region": Region,
    "old_keys": tuple,
}
LATER = N_(
    "“%(name)s” has a change recorded from %(day)s on. Enter acts in the order of their days, or take that one "
    "back first."
)


def payload(change: Change) -> dict[str, Any]:
    """Return a draft as JSON keeps it."""
    kept = asdict(change) | {"day": change.day.isoformat()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def draft_of(kind: str, kept: Mapping[str, Any]) -> Change:
    """Return the draft that a payload keeps."""
    draft = DRAFTS[ChangeKind(kind)]
    values: dict[str, Any] = {one.name: _READERS.get(one.name, str)(kept[one.name]) for one in fields(draft)}
    return draft(**values)


def edition_for(ground: Ground, day: date) -> str:
    """Return the edition of provinces that come into being on a day."""
    for edition in (f"{day:%Y}", f"{day:%Y%m}"):
        firsts = {row["valid_from"] for row in ground.provinces.values() if row["edition"] == edition}
        if firsts <= {day}:
            return edition
    return f"{day:%Y%m%d}"


def merged_key(ground: Ground, merge: Merge) -> str:
    """Return the key of the province that a merge makes: the code asked for, else that of the part whose name it
    keeps, else that of the first part.
    """
    named = [key for key in merge.old_keys if _keeps_name(ground, key, merge)]
    code = merge.code or ground.provinces[(named or list(merge.old_keys))[0]]["code"]
    return f"{edition_for(ground, merge.day)}-{code}"


def _keeps_name(ground: Ground, key: str, merge: Merge) -> bool:
    return folded(row_on(ground.types, key, merge.day)["name_vi"]) == folded(merge.name_vi)


def amended(ground: Ground, change: Change, legal: Legal) -> Ground:
    """Return the rows as they are after an act; raises `Invalid` with its faults by field of the draft."""
    found = ground.copy()
    if isinstance(change, Merge):
        _merge(found, change, legal)
        return found
    _check_one(found, change)
    if isinstance(change, Move):
        cut(found.regions, change.key, change.day, {"region": str(change.region)})
    else:
        sources = {"source_vi": legal.source_vi, "source_en": legal.source_en}
        cut(found.types, change.key, change.day, _style(change) | sources)
    return found


def restored(ground: Ground, change: Change) -> Ground:
    """Return the rows as they were before an act on which nothing rests."""
    found = ground.copy()
    if isinstance(change, Merge):
        new = merged_key_of(found, change)
        del found.provinces[new]
        found.steps = [row for row in found.steps if row["new_key"] != new]
        for rows in (found.types, found.regions):
            rows[:] = [row for row in rows if row["province_key"] != new]
        for key in change.old_keys:
            found.provinces[key]["valid_to"] = None
            for rows in (found.types, found.regions):
                of_key(rows, key)[-1]["valid_to"] = None
        return found
    joined(found.regions if isinstance(change, Move) else found.types, change.key, change.day)
    return found


def merged_key_of(ground: Ground, merge: Merge) -> str:
    """Return the key of the province that a recorded merge made."""
    own = (merge.old_keys[0], merge.day)
    steps = (row for row in ground.steps if (row["old_key"], row["effective_date"]) == own)
    key: str = next(steps)["new_key"]
    return key


def touched(change: Change) -> frozenset[str]:
    """Return the provinces that stood before and that an act touches."""
    return frozenset(change.old_keys) if isinstance(change, Merge) else frozenset({change.key})


def _style(change: Rename | Retype) -> Values:
    if isinstance(change, Rename):
        return {name: getattr(change, name) for name in ("name_vi", "name_en", "full_name_vi")}
    return {"type": str(change.type), "full_name_vi": change.full_name_vi}


# ---------------------------------------------------------------- what may not be


def _check_one(ground: Ground, change: Rename | Move | Retype) -> None:
    faults = (
        [] if change.key in ground.provinces else [Fault("key", N_("there is no province with this key"))]
    )
    rows = ground.regions if isinstance(change, Move) else ground.types
    faults = faults or _not_open(ground, change.key, change.day, (rows,))
    if not faults:
        row = row_on(rows, change.key, change.day)
        if isinstance(change, Rename):
            faults = _nameless(change)
            if not faults and all(row[name] == value for name, value in _style(change).items()):
                faults = [Fault("name_vi", N_("The province is called so already."))]
            elif not faults and folded(row["name_vi"]) != folded(change.name_vi):
                faults = _taken(ground, change.name_vi, change.day, {change.key})
        elif isinstance(change, Move) and row["region"] == change.region:
            faults = [Fault("region", N_("The province belongs to this region already."))]
        elif isinstance(change, Retype) and row["type"] == change.type:
            faults = [Fault("type", N_("The province is of this type already."))]
        elif isinstance(change, Retype) and not change.full_name_vi:
            faults = [Fault("full_name_vi", N_("Please enter the name."))]
    if faults:
        raise Invalid(faults=tuple(faults))


def _not_open(
    ground: Ground, key: str, day: date, tables: tuple[list[Values], ...], field: str = "key"
) -> list[Fault]:
    """Return why a province cannot change on a day: it does not stand then, or a later change is recorded."""
    row = ground.provinces[key]
    name = {"name": row["name_vi"], "day": date_text(day, Language.vi)}
    if not lies_in(row, day) or not lies_in(row, day - timedelta(1)):
        return [Fault(field, N_("“%(name)s” does not stand on %(day)s and the day before."), name)]
    starts = [period["valid_from"] for rows in tables for period in of_key(rows, key) if period["valid_from"]]
    later = max((start for start in starts if start >= day), default=None)
    if later is not None:
        return [Fault(field, LATER, name | {"day": date_text(later, Language.vi)})]
    return []


def _merge_faults(ground: Ground, merge: Merge) -> list[Fault]:
    if len(set(merge.old_keys)) < max(FEWEST, len(merge.old_keys)):
        return [Fault("old_keys", N_("Choose at least two provinces, each of them once."))]
    if any(key not in ground.provinces for key in merge.old_keys):
        return [Fault("old_keys", N_("there is no province with this key"))]
    faults = _nameless(merge)
    for key in merge.old_keys:
        row = ground.provinces[key]
        if row["valid_to"] is not None and lies_in(row, merge.day):
            later = {"name": row["name_vi"], "day": date_text(row["valid_to"] + timedelta(1), Language.vi)}
            faults.append(Fault("old_keys", LATER, later))
        else:
            faults += _not_open(ground, key, merge.day, (ground.types, ground.regions), "old_keys")
    if merge.code and not (merge.code.isascii() and merge.code.isdigit() and len(merge.code) == FEWEST):
        faults.append(Fault("code", N_("A province's code has two digits, for example 91.")))
    faults = faults or _taken(ground, merge.name_vi, merge.day, set(merge.old_keys))
    if not faults and (key := merged_key(ground, merge)) in ground.provinces:
        faults = [Fault("code", N_("Another province has the code %(code)s in the edition of that day."),
                        {"code": key.partition("-")[2]})]  # fmt: skip
    return faults


def _nameless(change: Merge | Rename) -> list[Fault]:
    names = ("name_vi", "name_en", "full_name_vi")
    return [Fault(name, N_("Please enter the name.")) for name in names if not getattr(change, name)]


def _taken(ground: Ground, name: str, day: date, own: set[str]) -> list[Fault]:
    others = [key for key, row in ground.provinces.items() if key not in own and lies_in(row, day)]
    if any(folded(row_on(ground.types, key, day)["name_vi"]) == folded(name) for key in others):
        return [Fault("name_vi", N_("Another province has this name on that day."))]
    return []


# ---------------------------------------------------------------- what is done


def _merge(ground: Ground, merge: Merge, legal: Legal) -> None:
    faults = _merge_faults(ground, merge)
    if faults:
        raise Invalid(faults=tuple(faults))
    key = merged_key(ground, merge)
    sources = {"source_vi": legal.source_vi, "source_en": legal.source_en}
    kept = [old for old in merge.old_keys if _keeps_name(ground, old, merge)]
    like = ground.provinces[(kept or list(merge.old_keys))[0]]
    last = merge.day - timedelta(1)
    for old in merge.old_keys:
        relation = Relation.name_kept if old in kept else Relation.name_dropped
        step = {"old_key": old, "new_key": key, "effective_date": merge.day, "relation": str(relation)}
        ground.steps.append(step | sources)
        ground.provinces[old]["valid_to"] = last
        for rows in (ground.types, ground.regions):
            of_key(rows, old)[-1]["valid_to"] = last
    names = {name: getattr(merge, name) for name in ("name_vi", "name_en", "full_name_vi")}
    period = {"valid_from": merge.day, "valid_to": None}
    ground.provinces[key] = _new_row(key, names, like) | period
    ground.types.append({"province_key": key, "type": str(merge.type)} | names | period | sources)
    ground.regions.append({"province_key": key, "region": str(merge.region)} | period)


def _new_row(key: str, names: Values, like: Values) -> Values:
    edition, _, code = key.partition("-")
    natural = {name: like[name] for name in like if name.startswith("natural_region_")}
    return {
        **names,
        **natural,
        "key": key,
        "edition": edition,
        "code": code,
        "slug": slug(names["name_vi"]),
        "aliases": "",
        "search_key": search_key(" ".join([*names.values(), code])),
        "sort_key": sort_key(names["name_vi"]),
    }
