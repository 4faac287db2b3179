"""Pages of published figures: the list with contradictions side by side, one figure with where it came from, and
what does not reproduce.
"""

from typing import Any

from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import FIGURES_IMPORT, FIGURES_READ
from promotion.audit.wording import story
from promotion.publications import queries
from promotion.publications.findings import findings, reader
from promotion.publications.forms import ChecksFilter, PublicationFilter
from promotion.publications.phrases import Phrases
from promotion.publications.rules import Agreement, Period, PlaceScope, PublishedLevel
from promotion.publications.wording import Wording
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number


@guard.requires("reference:read")
def index() -> tuple[str, int]:
    """List published figures by year, place, measure and source."""
    wording = Wording()
    form = _offered(PublicationFilter(), wording)
    return page(
        "publications/index.html",
        form=form,
        found=queries.listing(form.question(), page_number()) if form.understood() else None,
        may_import=guard.actor().may(FIGURES_IMPORT),
        may_check=guard.actor().may(FIGURES_READ),
        **_words(wording),
    )


@guard.requires("reference:read")
def figure(public_id: str) -> tuple[str, int]:
    """Show one published figure: as printed, what it comes to, its source, its import, and what others printed."""
    found = queries.figure(public_id)
    return page(
        "publications/figure.html",
        figure=found,
        beside=queries.beside(found),
        history=story(guard.actor(), "publication_import", found.import_id),
        **_words(Wording()),
    )


@guard.requires("figures:read")
def checks() -> tuple[str, int]:
    """Show the printed shares and sums that do not reproduce, with what would reproduce them."""
    form = ChecksFilter()
    form.year.offer(((str(year), str(year)) for year in queries.years()), blank="")
    found = findings(form.chosen_year) if form.understood() else None
    flags = found.flags if found else ()
    number = max(1, min(page_number(), -(-len(flags) // queries.PAGE_SIZE)))
    return page(
        "publications/checks.html",
        form=form,
        found=found,
        flags=flags[(number - 1) * queries.PAGE_SIZE : number * queries.PAGE_SIZE],
        number=number,
        size=queries.PAGE_SIZE,
        phrases=Phrases(reader(chosen())),
        wording=Wording(),
    )


def _offered(form: PublicationFilter, wording: Wording) -> PublicationFilter:
    form.year.offer(((str(year), str(year)) for year in queries.years()), blank="")
    form.place.offer(
        (("/".join(place), wording.place(*place)) for place in queries.places()),
        blank="",
    )
    form.measure.offer(((code, wording.measure(code)) for code in queries.measures()), blank="")
    form.show.offer([("differing", _("Only where sources contradict each other"))], blank="")
    return form


def _words(wording: Wording) -> dict[str, Any]:
    return {
        "wording": wording,
        "period_of": Period,
        "level_of": PublishedLevel,
        "scope_of": PlaceScope,
        "agreements": Agreement,
    }
