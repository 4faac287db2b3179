"""Pages: ask for the conference workbook, look at what it will say, take it."""

from collections.abc import Sequence

from flask import current_app, g, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.figures import questions
from promotion.figures.measures import RATES, value_of
from promotion.figures.model import Dimension
from promotion.figures.questions import Asked
from promotion.figures.sources import years
from promotion.kernel.choices import Language, Region
from promotion.kernel.money import DisplayUnit
from promotion.publications.rules import Period, Printed, PublishedLevel
from promotion.publications.wording import Wording
from promotion.reports.collecting import Order, collect
from promotion.reports.conference import Conference, ConferenceInput, build
from promotion.sheets import sent
from promotion.web.languages import chosen, say, words
from promotion.web.pages import page


@guard.requires("reports:make")
def conference() -> tuple[str, int]:
    """Show the choice of region and period, and a preview of the region's figures with the checks."""
    g.usual_unit = DisplayUnit.million
    known = years(guard.scope())
    asked = _asked(known)
    order = _order(asked)
    made = _build(order) if not asked.faults else None
    return page(
        "reports/conference.html",
        question=asked.question,
        order=order,
        made=made,
        published=_printed(made[0].published) if made else (),
        faults=[say(fault.message, dict(fault.params)) for fault in asked.faults],
        years=[(str(year), str(year)) for year in known],
        regions=[(str(region), _(region.label)) for region in Region],
        languages=[(str(language), _(language.label)) for language in Language],
        rates=RATES,
        value_of=value_of,
    )


def _printed(figures: Sequence[Printed]) -> list[tuple[str, str, str, str, str]]:
    """Return figure, level, period, digits with unit, and source of each, ready to show."""
    wording = Wording()
    return [
        (
            wording.measure(one.measure),
            _(PublishedLevel(one.level).label),
            _(Period(one.period).label),
            wording.value(one),
            one.source,
        )
        for one in figures
    ]


@guard.requires("reports:make")
def download() -> Response | tuple[str, int]:
    """Give the workbook."""
    asked = _asked(years(guard.scope()))
    if asked.faults:
        return conference()
    result = _build(_order(asked))[1]
    return sent(result.workbook, result.file_name)


def _asked(known: Sequence[int]) -> Asked:
    arguments = request.args.to_dict()
    if "region" not in arguments:
        arguments["region"] = next(
            (right.region for right in guard.actor().rights if right.region), Region.south
        )
    arguments["as_of"] = arguments.get("to", "")
    return questions.read(arguments, chosen(), by=Dimension.province, years=known)


def _order(asked: Asked) -> Order:
    question = asked.question
    language = request.args.get("lang", chosen())
    return Order(
        question.region,
        question.year,
        question.as_of,
        question.boundaries,
        Language(language) if language in set(Language) else Language.vi,
    )


def _build(order: Order) -> tuple[ConferenceInput, Conference]:
    with force_locale(str(order.language)):
        given = collect(
            guard.scope(), order, guard.actor().name, words(order.language), current_app.config["VERSION"]
        )
        return given, build(given)
