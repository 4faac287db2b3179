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
from promotion.figures.measures import EVERY_BASE, shown
from promotion.figures.model import Dimension, Question, Row, Table
from promotion.figures.parts import Cells, Split, Values, notes, with_parts
from promotion.kernel.choices import Level, Region
from promotion.kernel.text import mark as N_
from promotion.ledger.sums import FIGURES
from promotion.projects import queries as projects
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas
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
_WITHOUT_PARTS = frozenset({CENTRAL, UNLISTED, UNASSIGNED})


def tabulate(scope: Scope, question: Question, language: str = "vi", places: Atlas | None = None) -> Table:
    """Return the table that answers a question, in đồng, labelled in the reader's language; `places` stands for the
    atlas as it would be, in previews.
    """
    fold = Fold(places or atlas(), question)
    found = facts(scope, question)
    inside = [fact for fact in found if fold.inside(fact.home)]
    cells: Cells = {}
    split: Split = {}
    for fact in inside:
        for measure in FIGURES:
            amount = fold.value(fact, measure)
            if amount:
                home = fold.home(fact, measure)
                for row in _cells_of(fold, fold.row(fact, measure), home, cells, split):
                    row[measure] += amount
    counted = counts(scope, question)
    _count_projects(counted, fold, cells, split)
    # A project lies in one province, so counts add up over homes; over contents, units or levels they do not.
    whole = counted if question.by in BY_PLACE else counts(scope, question, whole=True)
    total = _total(fold, inside, whole)
    rows = tuple(with_parts(fold, row, split, language) for row in _rows(scope, fold, cells, language))
    left_out = {fact.home for fact in found if fold.outside_all(fact.home) and any(fact.sums.values())}
    said = (*notes(fold, rows, left_out, language), *_carried(total))
    return Table(question, shown((*rows, total)), rows, total, said)


def _carried(total: Row) -> Iterable[str]:
    """Yield what a reader must know where money was carried in."""
    if total.values["carried_in"]:
        yield _(
            "Money carried in from the year before is spent here and was never released here: only “disbursed of "
            "assigned and carried in” has it in its base."
        )


def _zeros() -> Values:
    return {measure.key: 0 for measure in EVERY_BASE}


def _cells_of(fold: Fold, key: str, home: str | None, cells: Cells, split: Split) -> Iterable[Values]:
    """Return the values to which something is added: those of its row, and by place those of the row's part."""
    yield cells.setdefault(key, _zeros())
    if home is not None and fold.question.by in BY_PLACE and key not in _WITHOUT_PARTS:
        yield split.setdefault(key, {}).setdefault(home, _zeros())


def _count_projects(counted: Iterable[Count], fold: Fold, cells: Cells, split: Split) -> None:
    for count in counted:
        if fold.inside(count.home):
            key = fold.place(count.home) if fold.question.by in BY_PLACE else str(count.member)
            for row in _cells_of(fold, key, count.home, cells, split):
                row["projects"] += count.projects


def _total(fold: Fold, inside: Iterable[Fact], whole: Iterable[Count]) -> Row:
    values = _zeros()
    for fact in inside:
        for measure in FIGURES:
            values[measure] += fold.value(fact, measure)
    values["projects"] = sum(count.projects for count in whole if fold.inside(count.home))
    return Row("total", _("Total"), values, "total")


def _rows(scope: Scope, fold: Fold, cells: Cells, language: str) -> Iterable[Row]:
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
    asked, day = fold.question, fold.day
    keys = {key for key in fold.atlas.keys_on(day) if scope.everything or key in scope.homes}
    keys |= {key for key in cells if not key.startswith("rest:")}
    place = {region: number for number, region in enumerate(Region)}
    order = sorted(
        keys, key=lambda key: (place[fold.atlas.region_of(key, day)], fold.atlas.province(key).sort_key, key)
    )
    for key in order:
        region = fold.atlas.region_of(key, day)
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
        region = fold.atlas.region_of(unit.province_key, fold.day) if unit.province_key else None
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
