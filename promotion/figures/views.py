"""Pages: one table of figures with all its filters, what stands behind one figure, and what each figure means."""

from collections.abc import Sequence

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.figures import filters, questions, service
from promotion.figures.completeness import Statement, completeness, count, in_words, since, statements
from promotion.figures.forms import BOTH, CompletenessForm
from promotion.figures.links import shared_part
from promotion.figures.measures import EVERY_MEASURE
from promotion.figures.model import Dimension
from promotion.figures.origins import PER_PAGE, Grouping
from promotion.figures.questions import Asked
from promotion.figures.rows import TOTAL
from promotion.figures.sheet import file_name, workbook
from promotion.figures.sources import answer, shown_instead, years
from promotion.figures.why import View, why_of
from promotion.kernel.calendar import budget_year, today
from promotion.kernel.choices import Level, Region
from promotion.kernel.money import DisplayUnit
from promotion.publications.wording import Wording
from promotion.sheets import sent
from promotion.territory.queries import atlas
from promotion.web.languages import chosen, say
from promotion.web.pages import page, page_number, send


@guard.requires("figures:read")
def table() -> tuple[str, int]:
    """Show figures by region, province, unit, content, level or project."""
    g.usual_unit = DisplayUnit.million
    scope = guard.scope()
    known = years(scope)
    read = questions.read(request.args, chosen(), by=Dimension.province, years=known)
    asked = filters.fitted(read, request.args, chosen())
    return page(
        "figures/table.html",
        table=answer(scope, asked.question, chosen()),
        question=asked.question,
        faults=[say(fault.message, dict(fault.params)) for fault in asked.faults],
        bar=filters.bar(scope, asked.question, chosen(), known),
        dimensions=[(str(by), _(label)) for by, label in DIMENSION_LABELS.items()],
    )


@guard.requires("figures:read")
def why() -> tuple[str, int]:
    """Show what stands behind one figure, down to the acts and their documents."""
    asked = _asked()
    view = _view(page_number())
    found = why_of(guard.scope(), asked.question, *_named(), chosen(), view)
    return page(
        "figures/why.html",
        why=found,
        instead=shown_instead(guard.scope(), asked.question, *_named()),
        wording=Wording(),
        table_url=url_for("figures.table", **shared_part(asked.question)),
        workbook_url=f"{url_for('figures.why_workbook')}?{request.query_string.decode('ascii', 'ignore')}",
        faults=[say(fault.message, dict(fault.params)) for fault in asked.faults],
        per_page=PER_PAGE,
        view=view,
    )


@guard.requires("figures:read")
def why_workbook() -> Response | tuple[str, int]:
    """Give all rows behind one figure as a workbook."""
    asked = _asked()
    if asked.faults:
        return why()
    found = why_of(guard.scope(), asked.question, *_named(), chosen(), _view(None))
    if not found.rows:
        return why()
    made = workbook(found, chosen(), guard.actor().name)
    return sent(made, file_name(found))


def _asked() -> Asked:
    return questions.read(request.args, chosen(), by=Dimension.province, years=years(guard.scope()))


def _named() -> tuple[str, str]:
    """Return the measure and the row that an address names."""
    return request.args.get("measure", ""), request.args.get("row", TOTAL)


def _view(number: int | None) -> View:
    grouping: Grouping = "act" if request.args.get("group") == "act" else "place"
    return View(grouping, request.args.get("sort", "date"), number)


@guard.requires("figures:read")
def glossary() -> tuple[str, int]:
    """Show every measure with its meaning, its formula and its base."""
    return page("figures/glossary.html", measures=EVERY_MEASURE)


@guard.requires("figures:read")
def complete() -> tuple[str, int]:
    """Show from which year on the ledger of each province is complete, and who stated it."""
    found, day = completeness(), today()
    keys = sorted(found.atlas.keys_on(day), key=lambda key: found.atlas.province(key).sort_key)
    return page(
        "figures/complete.html",
        rows=[
            (
                found.atlas.name(key, chosen(), day),
                found.atlas.region_of(key),
                *(found.from_year(key, level) for level in Level),
            )
            for key in keys
        ],
        regions=[(str(region), _(region.label)) for region in Region],
        statements=statements(chosen()),
    )


@guard.requires("completeness:state")
def state_complete() -> Response | tuple[str, int]:
    """State it for a province, a region or all."""
    places, day = atlas(), today()
    keys = sorted(places.keys_on(day), key=lambda key: places.province(key).sort_key)
    groups = {"all": keys, **{str(region): places.members(region, day) for region in Region}}
    form = CompletenessForm()
    form.where.offer(
        [("all", _("All provinces")), *((str(region), _(region.label)) for region in Region),
         *((key, places.name(key, chosen(), day)) for key in keys)]
    )  # fmt: skip
    form.level.offer([(BOTH, _("National and local")), *((str(level), _(level.label)) for level in Level)])
    years = range(budget_year(day) + 1, FIRST_COMPLETE - 1, -1)
    form.from_year.offer([(str(year), str(year)) for year in years], blank=_("Not complete"))

    def act() -> str:
        service.state(guard.actor(), form.draft(groups), form.seen)
        return url_for("figures.complete")

    done = send(form, act, _("Kept."))
    if done is not None:
        return done
    newer = since(form.seen, form.draft(groups)) if form.changed else []
    if form.changed or request.method == "GET":
        form.version.data = str(count())
    return page("figures/state_complete.html", form=form, changes=_changes(in_words(newer, chosen())))


def _changes(newer: Sequence[Statement]) -> list[dict[str, object]]:
    """Return statements for the list of what was changed meanwhile."""
    return [
        {
            "when": one.at,
            "who": one.by,
            "what": f"{one.province}, {_(one.level)}: {one.from_year or _('Not complete')}",
            "note": one.reason,
        }
        for one in newer
    ]


FIRST_COMPLETE = 2015
DIMENSION_LABELS = {
    Dimension.region: "Region",
    Dimension.province: "Province",
    Dimension.unit: "Unit",
    Dimension.content: "Content",
    Dimension.level: "Level",
    Dimension.project: "Project",
}
