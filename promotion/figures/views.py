"""Pages: one table of figures with all its filters, and the list of what each figure means."""

from flask import g, request
from flask_babel import gettext as _

from promotion.access import guard
from promotion.figures import filters, questions
from promotion.figures.measures import BASES, MEASURES, RATES
from promotion.figures.model import Dimension
from promotion.figures.tables import tabulate
from promotion.kernel.money import DisplayUnit
from promotion.ledger.queries import years
from promotion.web.languages import chosen, say
from promotion.web.pages import page


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
        table=tabulate(scope, asked.question, chosen()),
        question=asked.question,
        faults=[say(fault.message, dict(fault.params)) for fault in asked.faults],
        bar=filters.bar(scope, asked.question, chosen(), known),
        dimensions=[(str(by), _(label)) for by, label in DIMENSION_LABELS.items()],
        bases=BASES,
        rates=RATES,
    )


@guard.requires("figures:read")
def glossary() -> tuple[str, int]:
    """Show every measure with its meaning, its formula and its base."""
    return page("figures/glossary.html", measures=MEASURES)


DIMENSION_LABELS = {
    Dimension.region: "Region",
    Dimension.province: "Province",
    Dimension.unit: "Unit",
    Dimension.content: "Content",
    Dimension.level: "Level",
    Dimension.project: "Project",
}
