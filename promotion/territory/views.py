"""Pages of provinces: the list of both editions, and the history of one."""

from flask import request
from flask_babel import gettext as _

from promotion.access import guard
from promotion.kernel.calendar import date_text, today
from promotion.kernel.choices import Region
from promotion.territory import queries
from promotion.territory.forms import ProvinceFilter
from promotion.territory.rules import Atlas, Province
from promotion.web.languages import chosen
from promotion.web.pages import page


@guard.requires("reference:read")
def provinces() -> tuple[str, int]:
    """List the provinces of a day or of an edition, by conference region."""
    places = queries.atlas()
    form = ProvinceFilter(request.args, meta={"csrf": False})
    editions = [(edition, _edition(places, edition)) for edition in reversed(places.editions())]
    form.edition.offer(editions, blank=_("In force on the day"))
    form.region.offer([(str(region), _(region.label)) for region in Region], blank=_("All"))
    valid = form.validate()
    question = form.question(today()) if valid else None
    return page(
        "territory/provinces.html",
        form=form,
        question=question,
        lines=queries.listing(question) if question else (),
        regions=list(Region),
    )


@guard.requires("reference:read")
def province(key: str) -> tuple[str, int]:
    """Show one province: names, types and regions by date, and who came before and after."""
    places = queries.atlas()
    found = places.province(key)
    return page(
        "territory/province.html",
        places=places,
        province=found,
        style=places.style(key),
        others=[places.province(other) for other in places.other_meanings(key)],
        period=_period(found),
    )


def _edition(places: Atlas, edition: str) -> str:
    members = [province for province in places.provinces if province.edition == edition]
    return _("%(count)s provinces, %(period)s", count=str(len(members)), period=_period(members[0]))


def _period(province: Province) -> str:
    language = chosen()
    if province.valid_from is not None:
        return _("from %(day)s", day=date_text(province.valid_from, language))
    if province.valid_to is not None:
        return _("to %(day)s", day=date_text(province.valid_to, language))
    return _("at all times")
