"""A scope as SQL: the one way in which a query is limited to what a person may see."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from promotion.access.actor import Scope
from promotion.kernel.choices import Level

Column = ColumnElement[str] | ColumnElement[int] | InstrumentedAttribute[str] | InstrumentedAttribute[int]
Optional = InstrumentedAttribute[str | None] | InstrumentedAttribute[int | None]


def within(
    scope: Scope, *, home: Column | Optional, unit_id: Column | Optional, level: Column | Optional
) -> ColumnElement[bool]:
    """Return the condition that a row's province, unit and level must meet."""
    place: ColumnElement[bool] = true()
    if not scope.everything:
        choices: list[ColumnElement[bool]] = []
        if scope.homes:
            choices.append(home.in_(sorted(scope.homes)))
        if scope.units:
            choices.append(unit_id.in_(sorted(scope.units)))
        place = or_(*choices) if choices else false()
    if scope.national_only:
        return and_(place, level == str(Level.national))
    return place
