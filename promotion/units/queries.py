"""Reads units: by code or id, by province, with predecessors and successors.

Reference data: every signed-in person may read it, so no query here takes a scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.kernel.calendar import today
from promotion.kernel.choices import Language
from promotion.kernel.errors import NotFound
from promotion.kernel.text import search_key
from promotion.territory.periods import standing
from promotion.units.changes import Roster
from promotion.units.drafts import UnitQuestion
from promotion.units.models import Unit, UnitName, UnitSuccession

PAGE_SIZE = 50

Predecessors = Mapping[int, frozenset[tuple[int, date]]]
"""Direct predecessors by unit, each with the day of the change."""

# One entry: under the mark of the reference data that they were read at.
_kept: dict[str, Predecessors] = {}


@dataclass(frozen=True)
class Directory:
    """One page of a list of units, and how many there are in all."""

    units: tuple[Unit, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True)
class Relative:
    """A unit that came before or after another, and the day of the change."""

    unit: Unit
    effective_date: date


def unit(code: str) -> Unit:
    """Return the unit with this code."""
    return _one(Unit.code == code)


def by_id(unit_id: int) -> Unit:
    """Return the unit with this row id."""
    return _one(Unit.id == unit_id)


def by_public_id(public_id: str) -> Unit:
    """Return the unit with this id from an address."""
    return _one(Unit.public_id == public_id)


def by_ids(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Return several units at once, by row id; ids that do not exist are left out."""
    query = select(Unit).where(Unit.id.in_(sorted(set(unit_ids))))
    return {found.id: found for found in db.session.scalars(query)}


def _one(condition: ColumnElement[bool]) -> Unit:
    found = db.session.scalars(select(Unit).where(condition)).one_or_none()
    if found is None:
        raise NotFound
    return found


def ended(codes: Iterable[str], day: date) -> dict[str, date]:
    """Return the last day of those of these units that no longer stood on a day, by code."""
    query = select(Unit.code, Unit.valid_to).where(Unit.code.in_(sorted(set(codes))), Unit.valid_to < day)
    return {code: last for code, last in db.session.execute(query) if last is not None}


def name_of(unit: Unit, day: date | None = None) -> UnitName:
    """Return the name that held on a day; without a day the newest."""
    return standing(tuple(unit.names), day)


def name(unit: Unit, language: str, day: date | None = None) -> str:
    """Return what the unit was called on a day; without a day what it is called last."""
    found = name_of(unit, day)
    return found.name_vi if Language(language) is Language.vi else found.name_en


def family(
    unit_ids: Iterable[int], day: date | None = None, before: Predecessors | None = None
) -> frozenset[int]:
    """Return the units and all their predecessors, however far back: what successors' staff may reach on a day (today
    unless told). Asked on every request, so the succession is kept in memory until reference data changes.

    `before` stands for the succession as it would be, in previews.
    """
    before, day = all_predecessors() if before is None else before, day or today()
    found = set(unit_ids)
    waiting = list(found)
    while waiting:
        older = {old for old, since in before.get(waiting.pop(), ()) if since <= day} - found
        found |= older
        waiting += older
    return frozenset(found)


def all_predecessors() -> Predecessors:
    """Return who took over from whom, and since when, of all units."""
    mark = current_mark()
    if mark is None:
        return {}
    kept = _kept.get(mark)
    if kept is None:
        columns = (UnitSuccession.new_id, UnitSuccession.old_id, UnitSuccession.effective_date)
        groups: dict[int, set[tuple[int, date]]] = defaultdict(set)
        for row in db.session.execute(select(*columns)):
            groups[row.new_id].add((row.old_id, row.effective_date))
        kept = {new: frozenset(pairs) for new, pairs in groups.items()}
        _kept.clear()
        _kept[mark] = kept
    return kept


def roster() -> Roster:
    """Return all units with their names and successions as plain rows, known by code."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    own = ("code", "kind", "province_key", "valid_from", "valid_to", "search_key", "sort_key")
    dated = ("name_vi", "name_en", "valid_from", "valid_to", "verified")
    names = db.session.scalars(select(UnitName).order_by(UnitName.id))
    return Roster(
        {unit.code: {name: getattr(unit, name) for name in own} for unit in units.values()},
        [{"code": units[row.unit_id].code} | {name: getattr(row, name) for name in dated} for row in names],
        {
            (units[row.old_id].code, units[row.new_id].code): row.effective_date
            for row in db.session.scalars(select(UnitSuccession))
        },
    )


def predecessors(unit_id: int) -> tuple[Relative, ...]:
    """Return the units that went over directly to this one, in Vietnamese order."""
    return _relatives(UnitSuccession.old_id, UnitSuccession.new_id == unit_id)


def successors(unit_id: int) -> tuple[Relative, ...]:
    """Return the units that this one went over to directly, in Vietnamese order."""
    return _relatives(UnitSuccession.new_id, UnitSuccession.old_id == unit_id)


def _relatives(other: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> tuple[Relative, ...]:
    query = (
        select(Unit, UnitSuccession.effective_date)
        .join(UnitSuccession, Unit.id == other)
        .where(condition)
        .order_by(Unit.sort_key, Unit.code)
    )
    return tuple(Relative(found, day) for found, day in db.session.execute(query))


def directory(question: UnitQuestion, page: int = 1, size: int = PAGE_SIZE) -> Directory:
    """Return one page of the units asked for, in Vietnamese order; past the last page, the last."""
    conditions = _conditions(question)
    total = db.session.scalar(select(func.count()).select_from(Unit).where(*conditions)) or 0
    number = max(1, min(page, -(-total // size)))
    query = select(Unit).where(*conditions).order_by(Unit.sort_key, Unit.code)
    units = db.session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Directory(units=tuple(units), total=total, page=number, size=size)


def _conditions(question: UnitQuestion) -> list[ColumnElement[bool]]:
    words = search_key(question.search).split()
    conditions = [Unit.search_key.contains(word, autoescape=True) for word in words]
    if question.kind is not None:
        conditions.append(Unit.kind == str(question.kind))
    if question.provinces is not None:
        conditions.append(Unit.province_key.in_(question.provinces))
    if question.day is not None:
        conditions.append(standing_on(question.day))
    return conditions


def standing_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a unit stood on a day."""
    started = or_(Unit.valid_from.is_(None), Unit.valid_from <= day)
    return started & or_(Unit.valid_to.is_(None), Unit.valid_to >= day)


def central_units() -> Sequence[Unit]:
    """Return the units that belong to no province: ministries, the agency, regional centres and the like."""
    query = select(Unit).where(Unit.province_key.is_(None)).order_by(Unit.sort_key, Unit.code)
    return db.session.scalars(query).all()


def of_province(key: str) -> Sequence[Unit]:
    """Return the units whose seat is this province of this edition."""
    query = select(Unit).where(Unit.province_key == key).order_by(Unit.sort_key, Unit.code)
    return db.session.scalars(query).all()


def standing_of_provinces(day: date) -> dict[str, list[Unit]]:
    """Return the units with a seat in a province that stood on a day, by the province's key."""
    query = (
        select(Unit)
        .where(Unit.province_key.is_not(None), standing_on(day))
        .order_by(Unit.sort_key, Unit.code)
    )
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in db.session.scalars(query):
        found[unit.province_key or ""].append(unit)
    return found
