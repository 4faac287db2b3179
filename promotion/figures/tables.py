"""Tables: facts laid along a dimension's rows. Rows that belong to nobody stand last, so that rows add up
to the total.
"""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.figures.facts import Count, Fact, counts, facts
from promotion.figures.folding import BY_PLACE, CENTRAL, UNASSIGNED, UNDIVIDED, UNLISTED, Fold
from promotion.figures.measures import BASES, COUNTERS, MEASURES
from promotion.figures.model import Dimension, Question, Row, Table
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.text import mark as N_
from promotion.projects import queries as projects
from promotion.territory.queries import atlas
from promotion.units import queries as units

REST_LABELS = {
    CENTRAL: N_("Units outside provinces"),
    UNLISTED: N_("Plan not yet on lines"),
    UNASSIGNED: N_("Released, not yet passed on"),
    UNDIVIDED: N_("Not divisible on these boundaries"),
}
RESTS = {
    Dimension.region: (CENTRAL, UNLISTED, UNASSIGNED),
    Dimension.province: (CENTRAL, UNLISTED, UNASSIGNED),
    Dimension.unit: (UNLISTED, UNASSIGNED),
    Dimension.content: (UNLISTED, UNASSIGNED),
    Dimension.project: (UNLISTED, UNASSIGNED),
    Dimension.level: (),
}
Values = dict[str, int]


def tabulate(scope: Scope, question: Question, language: str = "vi") -> Table:
    """Return the table that answers a question, in đồng, labelled in the reader's language."""
    fold = Fold(atlas(), question)
    inside = [fact for fact in facts(scope, question) if fold.inside(fact.home)]
    cells: dict[str, Values] = {}
    for fact in inside:
        for measure in COUNTERS:
            amount = fold.value(fact, measure)
            if amount:
                row = cells.setdefault(fold.row(fact, measure), _zeros())
                row[measure] += amount
    counted = counts(scope, question)
    _count_projects(counted, fold, cells)
    # A project lies in one province, so counts add up over homes; over contents, units or levels they do not.
    whole = counted if question.by in BY_PLACE else counts(scope, question, whole=True)
    total = _total(fold, inside, whole)
    return Table(question, MEASURES, tuple(_rows(scope, fold, cells, language)), total)


def _zeros() -> Values:
    return {measure.key: 0 for measure in BASES}


def _count_projects(counted: Iterable[Count], fold: Fold, cells: dict[str, Values]) -> None:
    for count in counted:
        if fold.inside(count.home):
            key = fold.place(count.home) if fold.question.by in BY_PLACE else str(count.member)
            cells.setdefault(key, _zeros())["projects"] += count.projects


def _total(fold: Fold, inside: Iterable[Fact], whole: Iterable[Count]) -> Row:
    values = _zeros()
    for fact in inside:
        for measure in COUNTERS:
            values[measure] += fold.value(fact, measure)
    values["projects"] = sum(count.projects for count in whole if fold.inside(count.home))
    return Row("total", _("Total"), values, "total")


def _rows(scope: Scope, fold: Fold, cells: dict[str, Values], language: str) -> Iterable[Row]:
    spine = {
        Dimension.region: _regions,
        Dimension.province: _provinces,
        Dimension.unit: _units,
        Dimension.content: _contents,
        Dimension.level: _levels,
        Dimension.project: _projects,
    }[fold.question.by]
    for key, label, parent, region in spine(scope, fold, cells, language):
        yield Row(key, label, cells.get(key, _zeros()), "row", parent, region)
    for key in (*RESTS[fold.question.by], *((UNDIVIDED,) if UNDIVIDED in cells else ())):
        yield Row(key, _(REST_LABELS[key]), cells.get(key, _zeros()), "rest")


Spine = Iterable[tuple[str, str, str | None, str | None]]


def _regions(scope: Scope, fold: Fold, cells: dict[str, Values], _language: str) -> Spine:
    for region in Region:
        if (
            region in cells
            or region == fold.question.region
            or (scope.everything and not fold.question.region and not fold.question.province)
        ):
            yield region, _(region.label), None, None


def _provinces(scope: Scope, fold: Fold, cells: dict[str, Values], language: str) -> Spine:
    """Every province of the boundaries, those without a figure too: who registered nothing stays in sight."""
    asked = fold.question
    day = asked.boundaries.day or (today() if asked.boundaries.kind == "today" else end_of(asked))
    keys = {key for key in fold.atlas.keys_on(day) if scope.everything or key in scope.homes}
    keys |= {key for key in cells if not key.startswith("rest:")}
    place = {region: number for number, region in enumerate(Region)}
    order = sorted(
        keys, key=lambda key: (place[fold.atlas.region_of(key)], fold.atlas.province(key).sort_key, key)
    )
    for key in order:
        region = fold.atlas.region_of(key)
        if asked.region in {None, region} and asked.province in {None, key}:
            yield key, fold.atlas.name(key, language, day), None, region


def end_of(question: Question) -> date:
    """Return the day whose names stand beside the figures: the question's own, in past years the last of the year."""
    return min(question.as_of, date(question.year, 12, 31))


def _units(_scope: Scope, fold: Fold, cells: dict[str, Values], language: str) -> Spine:
    """Rows of units come by id and leave under their codes."""
    found = units.by_ids(int(key) for key in cells if not key.startswith("rest:"))
    for unit in sorted(
        found.values(), key=lambda unit: (unit.province_key is None, unit.sort_key, unit.code)
    ):
        cells[unit.code] = cells.pop(str(unit.id))
        name = units.name(unit, language, end_of(fold.question))
        region = fold.atlas.region_of(unit.province_key) if unit.province_key else None
        yield unit.code, name, unit.province_key, region


def _contents(_scope: Scope, fold: Fold, cells: dict[str, Values], language: str) -> Spine:
    """Leaves of the catalogue on that day, and whatever else has a figure."""
    leaves = {content.code for content in catalogue.leaves(end_of(fold.question))}
    for content in catalogue.contents():
        if content.code in leaves or content.code in cells:
            yield content.code, content.name(language), content.parent_code, None


def _levels(_scope: Scope, fold: Fold, _cells: dict[str, Values], _language: str) -> Spine:
    for level in Level:
        if fold.question.level in {None, level}:
            yield level, _(level.label), None, None


def _projects(scope: Scope, fold: Fold, cells: dict[str, Values], _language: str) -> Spine:
    """Rows of projects come by id and leave under their codes."""
    ids = [int(key) for key in cells if not key.startswith("rest:")]
    found = projects.by_ids(scope, ids).values()
    for project in sorted(found, key=lambda project: (project.sort_key, project.code)):
        cells[project.code] = cells.pop(str(project.id))
        region = fold.region(project.home) if project.home else None
        yield project.code, project.name, project.home, region
