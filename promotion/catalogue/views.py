"""Pages of the catalogue: contents with indicators, norms, advance rates, programmes and conferences."""

from collections import defaultdict
from functools import partial

from flask import request, url_for
from flask_babel import gettext as _

from promotion.access import guard
from promotion.catalogue import queries
from promotion.catalogue.forms import DayFilter, NormFilter
from promotion.catalogue.models import Content, Indicator
from promotion.catalogue.rules import CapUnit, NormScope, share_text
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.territory.forms import province_choices
from promotion.territory.queries import atlas
from promotion.web.languages import chosen
from promotion.web.pages import page


@guard.requires("reference:read")
def contents() -> tuple[str, int]:
    """Show the tree of contents with what is counted under each."""
    form = DayFilter()
    understood = form.understood()
    under: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in queries.indicators():
        under[indicator.content_code].append(indicator)
    return page(
        "catalogue/contents.html",
        form=form,
        understood=understood,
        contents=queries.contents(form.chosen_day) if understood else (),
        indicators=under,
        tabs=_tabs(),
    )


@guard.requires("reference:read")
def norms() -> tuple[str, int]:
    """List ceilings with their instrument, and whether they were seen in a source."""
    places, language = atlas(), chosen()
    form = NormFilter()
    every = queries.contents()
    form.content.offer(((content.code, _content_label(content)) for content in every), blank="")
    form.province.offer(province_choices(places, today(), language), blank="")
    understood = form.understood()
    asked = (form.content.data or None, form.chosen_day, form.province.data or None)
    return page(
        "catalogue/norms.html",
        form=form,
        understood=understood,
        norms=queries.norms(*asked) if understood else (),
        contents={content.code: content for content in every},
        places=places,
        today=today(),
        scopes=NormScope,
        cap_units=CapUnit,
        share=partial(share_text, language=language),
        tabs=_tabs(),
    )


@guard.requires("reference:read")
def advance_rates() -> tuple[str, int]:
    """List how much may be advanced first; a content without a rule says so."""
    form = DayFilter()
    understood = form.understood()
    rates = queries.advance_rates(form.chosen_day) if understood else ()
    ruled = {rate.content_code for rate in rates}
    leaves = queries.leaves(form.chosen_day) if understood else ()
    return page(
        "catalogue/advance_rates.html",
        form=form,
        understood=understood,
        rates=rates,
        contents={content.code: content for content in queries.contents()},
        without=[content for content in leaves if content.code not in ruled],
        share=partial(share_text, language=chosen()),
        tabs=_tabs(),
    )


@guard.requires("reference:read")
def programmes() -> tuple[str, int]:
    """List the programmes of several years."""
    return page(
        "catalogue/programmes.html",
        programmes=queries.programmes(),
        levels=Level,
        share=partial(share_text, language=chosen()),
        tabs=_tabs(),
    )


@guard.requires("reference:read")
def conferences() -> tuple[str, int]:
    """List the regional conferences that are known to have been held."""
    return page(
        "catalogue/conferences.html",
        conferences=queries.conferences(),
        places=atlas(),
        regions=Region,
        tabs=_tabs(),
    )


def _tabs() -> list[dict[str, object]]:
    labels = {
        "contents": _("Contents and indicators"),
        "norms": _("Spending norms"),
        "advance_rates": _("First advances"),
        "programmes": _("Programmes"),
        "conferences": _("Conferences held"),
    }
    return [
        {"label": label, "href": url_for(f".{view}"), "current": request.endpoint == f"catalogue.{view}"}
        for view, label in labels.items()
    ]


def _content_label(content: Content) -> str:
    return f"{content.code} – {content.name(chosen())}"
