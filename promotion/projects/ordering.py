"""Which projects stand on a page of the list: their ids in the wanted order, at the same price on far pages.

An index gives the order by code and by name. Units, provinces and states are few: the projects of each are counted,
whole ones before the page are passed over, and only those on the page are put in order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, select

from promotion.database.handle import db
from promotion.kernel.choices import ProjectState
from promotion.projects.models import Project
from promotion.territory.queries import atlas
from promotion.units.models import Unit

AMOUNTS = ("listed", "assigned", "disbursed", "waiting")
SORTS = ("code", "name", "unit", "province", "state", *AMOUNTS)
Conditions = Sequence[ColumnElement[bool]]
Place = Callable[[Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Window:
    """The part of the list that is wanted: how many projects stand before it, and how many in it."""

    before: int
    size: int


def ids(conditions: Conditions, money: Subquery, sort: str, window: Window) -> list[int]:
    """Return the row ids inside the window. `money` holds the amounts by project; "-" turns an order round."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key in _GROUPS:
        return _of_groups(conditions, key, window, down=down)
    query = select(Project.id).where(*conditions)
    order: Any = Project.sort_key if key == "name" else Project.code
    if key in AMOUNTS:
        query = query.outerjoin(money, money.c.project_id == Project.id)
        order = func.coalesce(money.c[key], 0)
    query = query.order_by(*((order.desc(), Project.id.desc()) if down else (order, Project.id)))
    return list(db.session.scalars(query.offset(window.before).limit(window.size)))


def _of_groups(conditions: Conditions, key: str, window: Window, *, down: bool) -> list[int]:
    column, places = _GROUPS[key]
    counting = select(column, func.count()).where(*conditions).group_by(column)
    counts: dict[Any, int] = dict(db.session.execute(counting).all())
    place = places(counts)
    inside: list[Any] = []
    passed = end = 0
    for value in sorted(counts, key=place, reverse=down):
        begin, end = end, end + counts[value]
        if end <= window.before:
            passed = end
        elif begin < window.before + window.size:
            inside.append(value)
    if not inside:
        return []
    query = select(Project.id).where(*conditions, _one_of(column, inside))
    order = case(*((_one_of(column, [value]), number) for number, value in enumerate(inside)))
    query = query.order_by(order, Project.id.desc() if down else Project.id)
    return list(db.session.scalars(query.offset(window.before - passed).limit(window.size)))


def _one_of(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - columns of several types
    """Return the condition that a column has one of the values; None is the value of what has none."""
    known = [value for value in values if value is not None]
    found: ColumnElement[bool] = column.in_(known)
    return found if len(known) == len(values) else found | column.is_(None)


def _units(counts: Mapping[Any, int]) -> Place:
    known = dict(db.session.execute(select(Unit.id, Unit.sort_key).where(Unit.id.in_(counts))).all())
    return lambda value: (known[value], value)


def _provinces(_counts: Mapping[Any, int]) -> Place:
    """In Vietnamese order; projects of no province after all others."""
    known = atlas()
    return lambda value: (True,) if value is None else (False, known.province(value).sort_key, value)


def _states(_counts: Mapping[Any, int]) -> Place:
    """In the order of a project's life."""
    known = [str(state) for state in ProjectState]
    return lambda value: (known.index(value),)


_GROUPS: dict[str, tuple[Any, Callable[[Mapping[Any, int]], Place]]] = {
    "unit": (Project.unit_id, _units),
    "province": (Project.home, _provinces),
    "state": (Project.state, _states),
}
