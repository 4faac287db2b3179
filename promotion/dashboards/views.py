"""The first page, by role."""

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import queries as accounts
from promotion.dashboards.board import board, dimension_for
from promotion.figures import questions
from promotion.figures.measures import RATES, value_of
from promotion.kernel.money import DisplayUnit
from promotion.ledger.queries import years
from promotion.web.languages import chosen, say
from promotion.web.pages import page
from promotion.web.specimen import SpecimenForm
from promotion.web.specimen import content as specimen


@guard.requires("account:own")
def home() -> Response | tuple[str, int]:
    """Show the board; people who see no figures are sent to their own work."""
    actor = guard.actor()
    if not actor.may("figures:read"):
        return redirect(url_for("accounts.people" if actor.may("accounts:manage") else "territory.provinces"))
    g.usual_unit = DisplayUnit.million
    known = years(actor.scope)
    asked = questions.read(request.args, chosen(), by=dimension_for(actor), years=known)
    return page(
        "dashboards/home.html",
        board=board(actor, asked.question, chosen()),
        question=asked.question,
        faults=[say(fault.message, dict(fault.params)) for fault in asked.faults],
        years=[(str(year), str(year)) for year in known],
        rates=RATES,
        value_of=value_of,
        looked_after=accounts.looked_after(actor.user_id),
    )


@guard.requires("account:own")
def style() -> tuple[str, int]:
    """Show every part of the pages with life-like content."""
    return page("web/style.html", form=SpecimenForm(), **specimen())


@guard.requires("account:own")
def help_page() -> tuple[str, int]:
    """Show how the main work is done."""
    return page("dashboards/help.html")
