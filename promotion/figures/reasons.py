"""In words: how a figure is computed, what was asked, and what is left out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.figures.folding import BY_PLACE, CENTRAL, UNASSIGNED, UNDIVIDED, UNLISTED
from promotion.figures.measures import CANCELLED, CARRIED_IN, CARRIED_OUT, PROJECTS, WAITING
from promotion.figures.model import Boundaries, Dimension, Measure, Question, Unit
from promotion.figures.rows import TOTAL, Place, moved_to
from promotion.figures.tables import end_of
from promotion.kernel.calendar import date_text, today
from promotion.kernel.text import mark as N_
from promotion.ledger import books
from promotion.ledger.sums import FIGURES, RELEASED_BY_LINE
from promotion.territory.queries import atlas
from promotion.units import queries as units

DIMENSIONS = {
    Dimension.region: N_("Region"),
    Dimension.province: N_("Province"),
    Dimension.unit: N_("Unit"),
    Dimension.content: N_("Content"),
    Dimension.level: N_("Level"),
    Dimension.project: N_("Project"),
}


_ABOVE_TOO = frozenset({CANCELLED.key, CARRIED_OUT.key, CARRIED_IN.key})


@dataclass(frozen=True)
class LeftOut:
    """Something that a figure does not count, and why; `row` is the row of the same table in which it stands."""

    text: str
    row: str | None = None


def formula(question: Question, measure: Measure) -> str:
    """Return how a measure is computed: the counters that are added up, or the sums that are divided."""
    if measure.formula:
        return _(measure.formula)
    if measure is PROJECTS:
        return _("number of projects with “waiting for money” + “assigned” above zero")
    if measure.key == "released" and question.of_lines:
        given, kept = (_added(RELEASED_BY_LINE[kind]) for kind in ("line", "share"))
        return _("%(given)s of lines + (%(kept)s) of units and funds", given=given, kept=kept)
    signs = {counter: sign for made in FIGURES[measure.key].values() for counter, sign in made.items()}
    return _("sum of what stands under %(counters)s", counters=_added(signs))


def _added(signs: Mapping[str, int]) -> str:
    """Return counters as they are added up and taken off."""
    words = [
        (" + " if sign > 0 else " − ") + f"“{_(books.COUNTERS[name]).lower()}”"
        for name, sign in signs.items()
    ]
    return "".join(words).removeprefix(" + ")


def in_force(question: Question, row: Place, language: str) -> Iterator[tuple[str, str]]:
    """Yield every filter of a figure: its name, and what it is set to."""
    day = end_of(question)
    yield _("Row"), row.label if row.key == TOTAL else f"{_(DIMENSIONS[question.by])}: {row.label}"
    yield _("Budget year"), str(question.year)
    yield _("Level"), _(question.level.label) if question.level else _("National and local")
    yield _("Region"), _(question.region.label) if question.region else _("Whole country")
    if question.province:
        yield _("Province"), atlas().name(question.province, language, question.boundaries.day)
    if question.content:
        yield _("Content"), catalogue.content(question.content).name(language)
    if question.unit:
        yield _("Unit"), units.name(units.unit(question.unit), language, day)
    yield _("Position at the end of"), date_text(question.as_of, language)
    yield _("Boundaries"), _boundaries(question.boundaries, language)


def _boundaries(boundaries: Boundaries, language: str) -> str:
    if boundaries.day:
        return _("Provinces as they were on %(day)s", day=date_text(boundaries.day, language))
    if boundaries.kind == "today":
        return _("Today's provinces: merged ones are counted with their successor")
    return _("As recorded: each entry stays with the province that registered the project")


def left_out(
    scope: Scope, question: Question, measure: Measure, row: Place, language: str
) -> Iterator[LeftOut]:
    """Yield what a figure does not count, and why."""
    yield from _beside(question, measure, row, language)
    yield LeftOut(_("Proposals that nobody has booked yet: they move no money."))
    yield LeftOut(_("Counterpart and other money: it stands with the projects and lies in no fund."))
    if question.as_of < today():
        yield LeftOut(_("Acts that count from a day after %(day)s.", day=date_text(question.as_of, language)))
    if measure is WAITING:
        yield LeftOut(
            _("Lines that were assigned in full: what they waited for and what they were given cancel out.")
        )
    elif measure.unit is Unit.dong:
        yield LeftOut(
            _(
                "Acts that move money only within this figure: they add nothing to it and take nothing from it."
            )
        )
    yield from _filtered(scope, question)


def _beside(question: Question, measure: Measure, row: Place, language: str) -> Iterator[LeftOut]:
    """Yield what stands in another row of the same table."""
    onward = moved_to(question, row)
    if onward is not None:
        name = atlas().name(onward, language)
        yield LeftOut(
            _("On these boundaries this province is counted with %(name)s, so its row is empty.", name=name),
            onward,
        )
    ordinary = row.members is not None and not row.rest and question.by is not Dimension.level
    if ordinary and measure.key == "approved":
        yield LeftOut(_("Plan on the fund that no line of a project names yet."), UNLISTED)
    if ordinary and measure.key == "released":
        yield LeftOut(_("Money released and not yet passed on."), UNASSIGNED)
    if ordinary and measure.key in _ABOVE_TOO:
        yield LeftOut(
            _("Money that never reached the rows of this table: it lapsed or went over above them."),
            UNASSIGNED,
        )
    if ordinary and question.by in BY_PLACE:
        yield LeftOut(_("Money of units that belong to no province."), CENTRAL)
        if question.boundaries.kind != "recorded":
            yield LeftOut(_("What cannot be divided between the provinces of these boundaries."), UNDIVIDED)


def _filtered(scope: Scope, question: Question) -> Iterator[LeftOut]:
    """Yield what the filters and the reader's own grants keep out."""
    if question.level:
        yield LeftOut(_("Money of the other level, because a level is asked for."))
    if question.region or question.province:
        yield LeftOut(
            _("Money outside the region or province asked for, and money that belongs to no province.")
        )
    if question.content:
        yield LeftOut(_("Other contents, and what stands above lines of projects: it has no content yet."))
    if question.unit:
        yield LeftOut(_("Other units, and what the funds have not passed on."))
    if scope.national_only:
        yield LeftOut(_("Local money: your grants show national money."))
    if not scope.everything:
        yield LeftOut(_("Whatever lies outside your grants: other provinces and units are not shown to you."))
