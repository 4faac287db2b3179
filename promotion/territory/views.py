"""Pages of provinces: the list of both editions, and the history of one."""

from flask_babel import gettext as _

from promotion.access import guard
from promotion.kernel.calendar import date_text, today
from promotion.kernel.choices import Region
from promotion.territory import queries
from promotion.territory.forms import ProvinceFilter
from promotion.territory.rules import Atlas
from promotion.web.languages import chosen
from promotion.web.pages import page


@guard.requires("reference:read")
def provinces() -> tuple[str, int]:
    """List the provinces of a day or of an edition, by conference region."""
    places = queries.atlas()
    form = ProvinceFilter()
    form.edition.offer(((edition, _edition(places, edition)) for edition in places.editions()), blank="")
    form.region.offer(((str(region), _(region.label)) for region in Region), blank="")
    question = form.question(today()) if form.understood() else None
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
    before, after = places.steps_to(key), places.steps_from(key)
    related = [*(step.old_key for step in before), key, *(step.new_key for step in after)]
    return page(
        "territory/province.html",
        places=places,
        province=found,
        style=places.style(key),
        region=places.region_of(key),
        others=[places.province(other) for other in places.other_meanings(key)],
        line=[places.province(other) for other in related],
        before=before,
        after=after,
    )


def _edition(places: Atlas, edition: str) -> str:
    """Say which provinces an edition holds: how many, and until or since when."""
    members = [province for province in places.provinces if province.edition == edition]
    first, language = members[0], chosen()
    if first.valid_from is not None:
        day = date_text(first.valid_from, language)
        return _("%(count)s provinces from %(day)s", count=str(len(members)), day=day)
    day = date_text(first.valid_to, language) if first.valid_to else "…"
    return _("%(count)s provinces to %(day)s", count=str(len(members)), day=day)
