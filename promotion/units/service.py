"""Loads units from the CSV file, lets centres and departments follow their provinces, records further units.

Runs inside the caller's unit of work. Raises `Invalid` for what is broken.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.audit.drafts import Subject
from promotion.audit.service import record as audit
from promotion.database.csv_lines import Line, read_lines
from promotion.database.handle import db
from promotion.database.reference import Counts, hold_mark, renew_mark
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import clean, search_key, sort_key
from promotion.territory.models import Reorganisation
from promotion.territory.queries import acts, atlas
from promotion.territory.rules import Atlas
from promotion.units.acts import replayed, write
from promotion.units.changes import Roster
from promotion.units.drafts import UnitDraft
from promotion.units.models import Unit, UnitName, UnitSuccession
from promotion.units.rules import PROVINCIAL, UnitKind, seat_fault

_COLUMNS = ("code", "kind", "name_vi", "name_en", "province", "valid_from", "valid_to", "verified")

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")

Values = dict[str, object]


def load(folder: Path) -> dict[str, Counts]:
    """Bring units and their names in line with the file; return what was done, by table.

    Provinces must be loaded before. Units that the file does not name (recorded by people, or founded by an act)
    stay untouched, and so do successions that stand already: offices may merge on another day than their provinces.
    What administrators changed since is done again on top of the file.
    """
    hold_mark()
    places = atlas()
    lines = _by_code(read_lines(folder / "units.csv", _COLUMNS))
    rows = {code: _unit(code, own, places) for code, own in lines.items()}
    names = [_name(code, line) for code, own in lines.items() for line in own]
    every = acts()
    counts = write(replayed(Roster(rows, names), every))
    counts["unit_succession"] = _follow_provinces(places, every)
    if any(count.changed for count in counts.values()):
        db.session.expire_all()
        renew_mark()
    return counts


def record(actor: Actor, draft: UnitDraft) -> Unit:
    """Record a unit that the file does not name, such as another central unit, under its first name."""
    code, name_vi, name_en = clean(draft.code), clean(draft.name_vi), clean(draft.name_en)
    faults = _faults(draft, code, name_vi, name_en)
    if faults:
        raise Invalid(faults=faults)
    unit = Unit(
        code=code,
        kind=str(draft.kind),
        province_key=draft.province_key,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        search_key=search_key(f"{name_vi} {name_en} {code}"),
        sort_key=sort_key(name_vi),
    )
    db.session.add(unit)
    db.session.flush()
    name = UnitName(
        unit_id=unit.id,
        name_vi=name_vi,
        name_en=name_en,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        verified=draft.verified,
    )
    db.session.add(name)
    audit(actor, "units.record", Subject("unit", unit.id, f"{name_vi} ({code})", unit.id, unit.province_key),
          after={"code": code, "name_vi": name_vi, "name_en": name_en})  # fmt: skip
    renew_mark()
    db.session.refresh(unit)
    return unit


def _faults(draft: UnitDraft, code: str, name_vi: str, name_en: str) -> tuple[Fault, ...]:
    found = []
    if not _CODE.fullmatch(code):
        found.append(Fault("code", N_("Use 2 to 40 small letters without accents, digits and hyphens.")))
    elif db.session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        found.append(Fault("code", N_("Another unit has this code.")))
    for field, name in (("name_vi", name_vi), ("name_en", name_en)):
        if not name:
            found.append(Fault(field, N_("Please enter the name.")))
    seat = draft.province_key
    wrong_seat = seat_fault(draft.kind, seat)
    if wrong_seat is not None:
        found.append(Fault("province_key", wrong_seat))
    elif seat is not None and atlas().find(seat) != seat:
        found.append(Fault("province_key", N_("there is no province with this key")))
    if draft.valid_from is not None and draft.valid_to is not None and draft.valid_to < draft.valid_from:
        found.append(Fault("valid_to", N_("The last day lies before the first.")))
    return tuple(found)


def _by_code(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Gather each unit's lines, oldest name first; names of one unit may not overlap."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.text("code")].append(line)
    for own in groups.values():
        own.sort(key=lambda line: line.optional_day("valid_from") or date.min)
        for before, after in pairwise(own):
            end, start = before.optional_day("valid_to"), after.optional_day("valid_from")
            if end is None or start is None or start <= end:
                raise after.fault("valid_from", N_("the names of one unit may not overlap"))
    return groups


def _unit(code: str, lines: Sequence[Line], places: Atlas) -> Values:
    first, last = lines[0], lines[-1]
    kind = last.one_of("kind", UnitKind)
    province = last.optional("province")
    if province is not None and places.find(province) != province:
        raise last.fault("province", N_("there is no province with this key"))
    fault = seat_fault(kind, province)
    if fault is not None:
        raise last.fault("province", fault)
    names = [line.text(column) for line in lines for column in ("name_vi", "name_en")]
    return {
        "code": code,
        "kind": str(kind),
        "province_key": province,
        "valid_from": first.optional_day("valid_from"),
        "valid_to": last.optional_day("valid_to"),
        "search_key": search_key(" ".join([*names, code])),
        "sort_key": sort_key(last.text("name_vi")),
    }


def _name(code: str, line: Line) -> Values:
    return {
        "code": code,
        "name_vi": line.text("name_vi"),
        "name_en": line.text("name_en"),
        "valid_from": line.optional_day("valid_from"),
        "valid_to": line.optional_day("valid_to"),
        "verified": line.yes("verified"),
    }


def _follow_provinces(places: Atlas, every: Sequence[Reorganisation]) -> Counts:
    """Enter a succession wherever a centre's or department's province went over to another; leave what
    stands.

    Provinces merged by an act, and units founded by one, follow by acts only: their offices may merge on another day.
    """
    made = frozenset(
        key for act in every for key in (act.payload.get("new_key"), act.payload.get("new_code"))
    )
    seats: dict[tuple[str, str], list[int]] = defaultdict(list)
    for unit in db.session.scalars(select(Unit).where(Unit.kind.in_(sorted(PROVINCIAL))).order_by(Unit.id)):
        if unit.code not in made:
            seats[unit.kind, unit.province_key or ""].append(unit.id)
    pairs = db.session.execute(select(UnitSuccession.old_id, UnitSuccession.new_id))
    standing = {(old, new) for old, new in pairs}
    wanted = {
        (old, new): step.effective_date
        for step in places.steps
        if step.new_key not in made
        for kind in sorted(PROVINCIAL)
        for old in seats[kind, step.old_key]
        for new in seats[kind, step.new_key]
    }
    missing = {pair: day for pair, day in wanted.items() if pair not in standing}
    for (old, new), day in missing.items():
        db.session.add(UnitSuccession(old_id=old, new_id=new, effective_date=day))
    db.session.flush()
    return Counts(added=len(missing), unchanged=len(wanted) - len(missing))
