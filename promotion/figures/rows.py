"""One row of a table by its key: what it is called, and which facts it holds."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.figures.folding import BY_PLACE, UNDIVIDED, Fold
from promotion.figures.model import Dimension, Question
from promotion.figures.tables import REST_LABELS, RESTS, end_of
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import NotFound
from promotion.projects.models import Project
from promotion.projects.queries import sees
from promotion.territory.queries import atlas
from promotion.units import queries as units

TOTAL = "total"


@dataclass(frozen=True)
class Place:
    """A row: key and name, and by which keys the folding knows what lies in it (None: everything)."""

    key: str
    label: str
    members: frozenset[str] | None = None

    @property
    def rest(self) -> bool:
        """Whether it holds what belongs to no row of the dimension."""
        return self.key in REST_LABELS


def place(scope: Scope, question: Question, key: str, language: str) -> Place:
    """Return the row of a question's table with this key; a key that no such table has is `NotFound`."""
    if key == TOTAL:
        return Place(key, _("Total"))
    if key in REST_LABELS:
        if key not in RESTS[question.by] and (key != UNDIVIDED or question.by not in BY_PLACE):
            raise NotFound
        return Place(key, _(REST_LABELS[key]), frozenset({key}))
    return _NAMED[question.by](scope, question, key, language)


def _region(_scope: Scope, _question: Question, key: str, _language: str) -> Place:
    return _chosen(Region, key)


def _level(_scope: Scope, _question: Question, key: str, _language: str) -> Place:
    return _chosen(Level, key)


def _chosen(choices: type[Region] | type[Level], key: str) -> Place:
    if key not in set(choices):
        raise NotFound
    return Place(key, _(choices(key).label), frozenset({key}))


def _province(_scope: Scope, question: Question, key: str, language: str) -> Place:
    places = atlas()
    province = places.province(key)
    chosen = question.boundaries
    day = chosen.day or (today() if chosen.kind == "today" else end_of(question))
    return Place(province.key, places.name(province.key, language, day), frozenset({province.key}))


def _unit(_scope: Scope, question: Question, key: str, language: str) -> Place:
    """Tables know units by row id before they name them."""
    unit = units.unit(key)
    return Place(unit.code, units.name(unit, language, end_of(question)), frozenset({str(unit.id)}))


def _content(_scope: Scope, question: Question, key: str, language: str) -> Place:
    """A group of contents is the sum of its parts, as forms show it."""
    content = catalogue.content(key)
    alone = content.code in {leaf.code for leaf in catalogue.leaves(end_of(question))}
    members = frozenset({content.code}) if alone else catalogue.below(content.code)
    return Place(content.code, content.name(language), members)


def _project(scope: Scope, _question: Question, key: str, _language: str) -> Place:
    """Tables know projects by row id before they name them."""
    project = db.session.scalars(select(Project).where(Project.code == key, sees(scope))).one_or_none()
    if project is None:
        raise NotFound
    return Place(project.code, project.name, frozenset({str(project.id)}))


_NAMED = {
    Dimension.region: _region,
    Dimension.province: _province,
    Dimension.unit: _unit,
    Dimension.content: _content,
    Dimension.level: _level,
    Dimension.project: _project,
}


def moved_to(question: Question, row: Place) -> str | None:
    """Return the province with which a row's province is counted on the boundaries, None where it stands alone."""
    if question.by is not Dimension.province or row.members is None or row.rest:
        return None
    found = Fold(atlas(), question).province(row.key)
    return found if found != row.key else None
