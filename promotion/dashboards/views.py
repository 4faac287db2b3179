"""The first page: the board of a place, by role and by the filters in the address."""

from collections.abc import Collection
from dataclasses import replace

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import queries as accounts
from promotion.dashboards import charts
from promotion.dashboards.board import Wanted, board
from promotion.dashboards.desk import desk
from promotion.dashboards.places import BELOW, Place, begun, place_of
from promotion.dashboards.tiles import STEPS
from promotion.figures import filters, questions
from promotion.figures.measures import EVERY_BASE, LATER_RATE, RATES
from promotion.figures.model import Dimension, Question
from promotion.figures.sources import years
from promotion.kernel.errors import Fault
from promotion.kernel.money import DisplayUnit
from promotion.kernel.text import mark as N_
from promotion.notices import queries as notices
from promotion.notices.wording import words
from promotion.oversight.rules import LATE
from promotion.web.languages import chosen, say
from promotion.web.pages import page
from promotion.web.specimen import SpecimenForm
from promotion.web.specimen import content as specimen

SHOWN = {"10": 10, "100": 100}
COLOURS = {measure.key: measure for measure in RATES}
USUAL_COLOUR = "disbursed_of_released"
_NAMES = ("name", *(measure.key for measure in (*EVERY_BASE, *RATES, LATER_RATE)))
SORTS = {f"{sign}{column}" for column in _NAMES for sign in ("", "-")}
NEWS = 3
"""So many unread notices stand on the first page."""


@guard.requires("account:own")
def home() -> Response | tuple[str, int]:
    """Show the board; people who see no figures are sent to their own work."""
    actor = guard.actor()
    if not actor.may("figures:read"):
        return redirect(url_for("accounts.people" if actor.may("accounts:manage") else "territory.provinces"))
    g.usual_unit = DisplayUnit.million
    known = years(actor.scope)
    read = questions.read(request.args, chosen(), by=Dimension.region, years=known)
    asked = filters.fitted(read, request.args, chosen())
    question = begun(actor, asked.question)
    place = place_of(actor, question, chosen())
    question = _of_place(question, place)
    wanted, faults = _wanted()
    shown = board(actor, question, place, wanted, chosen(), known)
    return page(
        "dashboards/home.html",
        board=shown,
        desk=desk(actor),
        late_after=LATE,
        question=question,
        bar=filters.bar(actor.scope, question, chosen(), known, named=asked.question),
        wanted=wanted,
        faults=[say(fault.message, dict(fault.params)) for fault in (*asked.faults, *faults)],
        below=BELOW[shown.place.rank],
        news=notices.notices(actor, chosen(), size=NEWS, only_unread=True),
        words=words,
        rates=shown.table.rates,
        bounds=STEPS,
        chain_chart=charts.chain_chart(shown),
        years_chart=charts.years_chart(shown),
        looked_after=accounts.looked_after(actor.user_id),
    )


def _of_place(question: Question, place: Place) -> Question:
    """Return the question with the rows of its place, unless the address names others."""
    if request.args.get("by", "") in set(Dimension):
        return question
    return replace(question, by=BELOW[place.rank][0])


def _wanted() -> tuple[Wanted, list[Fault]]:
    """Read what the address asks beside the figures; what cannot be read is said."""
    faults: list[Fault] = []

    def read(name: str, known: Collection[str], usual: str, message: str) -> str:
        text = request.args.get(name, "") or usual
        if text in known:
            return text
        faults.append(Fault(name, message, {"text": text[:40]}))
        return usual

    colour = read("colour", COLOURS, USUAL_COLOUR, N_("The map cannot be coloured by “%(text)s”."))
    sort = read("sort", SORTS, f"-{colour}", N_("Provinces cannot be sorted by “%(text)s”."))
    shown = read("shown", SHOWN, "10", N_("“%(text)s” is no number of lines: 10 or 100."))
    return Wanted(COLOURS[colour], sort, SHOWN[shown]), faults


@guard.requires("account:own")
def style() -> tuple[str, int]:
    """Show every part of the pages with life-like content."""
    return page("web/style.html", form=SpecimenForm(), **specimen())


@guard.requires("account:own")
def help_page() -> tuple[str, int]:
    """Show how the main work is done."""
    return page("dashboards/help.html")
