"""Reads the trail: of one object, and searched. A line shows to whoever sees the place it was written for."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from promotion.access.actor import Actor
from promotion.access.permissions import ACCOUNTS_ALL
from promotion.access.scope import within
from promotion.audit.drafts import TrailQuestion
from promotion.audit.kinds import Kind, Sight, known
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.calendar import VIETNAM
from promotion.kernel.text import search_key

PER_PAGE = 50


def history(
    kind: str, object_id: int, *more: tuple[str, int], viewer: Actor | None = None
) -> Sequence[AuditLine]:
    """Return the changes of one object (and of `more` that belong to its story), newest first.

    Without a viewer the caller has loaded the whole object in scope, which is the scope of its history. With one, for
    objects that are seen in part, lines of places out of the viewer's sight are left out.
    """
    named = (
        and_(AuditLine.object_kind == key, AuditLine.object_id == row)
        for key, row in ((kind, object_id), *more)
    )
    query = select(AuditLine).where(or_(*named))
    if viewer is not None:
        query = query.where(visible(viewer))
    return db.session.scalars(query.order_by(AuditLine.id.desc())).all()


def search(
    viewer: Actor, wanted: TrailQuestion, *, page: int = 1, size: int = PER_PAGE
) -> tuple[Sequence[AuditLine], bool]:
    """Return one page of lines, newest first, and whether more follow: one statement (one line more than shown is
    read), and never a count.
    """
    # Numbers first: only the lines of the page are read whole, which is most of the work.
    numbers = select(AuditLine.id).where(visible(viewer), *_conditions(wanted)).order_by(AuditLine.id.desc())
    numbers = numbers.offset((page - 1) * size).limit(size + 1)
    query = select(AuditLine).where(AuditLine.id.in_(numbers)).order_by(AuditLine.id.desc())
    found = db.session.scalars(query).all()
    return found[:size], len(found) > size


def kinds_for(viewer: Actor) -> list[Kind]:
    """Return the kinds whose lines this person may find at all."""
    return [kind for kind in known() if reads_all(viewer) or viewer.may(kind.permission)]


def reads_all(viewer: Actor) -> bool:
    """Tell whether nothing is hidden from this person: the whole country, money of every level."""
    return viewer.scope.everything and not viewer.scope.national_only


def visible(viewer: Actor) -> ColumnElement[bool]:
    """Return the condition that this person may see a line."""
    if reads_all(viewer):
        return true()
    kinds: dict[Sight, list[str]] = {sight: [] for sight in Sight}
    for kind in kinds_for(viewer):
        kinds[kind.sight].append(kind.key)
    in_scope = within(viewer.scope, home=AuditLine.home, unit_id=AuditLine.unit_id, level=AuditLine.level)
    conditions = [
        AuditLine.object_kind.in_(kinds[Sight.everybody]),
        and_(AuditLine.object_kind.in_(kinds[Sight.scope]), in_scope),
        *(_of_people(viewer, kind) for kind in known() if kind.sight is Sight.managers),
    ]
    return or_(*conditions)


def _of_people(viewer: Actor, kind: Kind) -> ColumnElement[bool]:
    """Return the condition for accounts: all for administrators, those of the own units for heads, the own."""
    managed = sorted(viewer.units_for(kind.permission))
    sees = AuditLine.object_id == viewer.user_id
    if viewer.may(ACCOUNTS_ALL):
        sees = true()
    elif managed:
        sees = or_(sees, AuditLine.unit_id.in_(managed))
    return and_(AuditLine.object_kind == kind.key, sees)


def _conditions(wanted: TrailQuestion) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        AuditLine.object_key.contains(word, autoescape=True) for word in search_key(wanted.text).split()
    ]
    if wanted.people is not None:
        found.append(AuditLine.user_id.in_(sorted(wanted.people)) if wanted.people else false())
    for column, value in (
        (AuditLine.unit_id, wanted.unit_id),
        (AuditLine.object_kind, wanted.kind),
        (AuditLine.act, wanted.act),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.first is not None:
        found.append(AuditLine.at >= datetime.combine(wanted.first, time(), VIETNAM).astimezone(UTC))
    if wanted.last is not None:
        after = datetime.combine(wanted.last + timedelta(days=1), time(), VIETNAM)
        found.append(AuditLine.at < after.astimezone(UTC))
    if wanted.least is not None:
        found.append(AuditLine.amount >= wanted.least)
    if wanted.most is not None:
        found.append(AuditLine.amount <= wanted.most)
    return found
