"""Pages of units: the directory, and one unit with its names, predecessors and successors."""

from flask_babel import gettext as _

from promotion.access import guard
from promotion.audit.wording import story
from promotion.kernel.calendar import today
from promotion.territory.forms import province_choices
from promotion.territory.queries import atlas
from promotion.units import queries
from promotion.units.forms import UnitFilter
from promotion.units.rules import UnitKind
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number


@guard.requires("reference:read")
def directory() -> tuple[str, int]:
    """List units by kind, seat, day and name."""
    places = atlas()
    form = UnitFilter()
    form.kind.offer(((str(kind), _(kind.label)) for kind in UnitKind), blank="")
    form.province.offer(province_choices(places, today(), chosen()), blank="")
    understood = form.understood()
    return page(
        "units/directory.html",
        form=form,
        found=queries.directory(form.question(), page_number()) if understood else None,
        places=places,
        kind_of=UnitKind,
        name_of=queries.name_of,
        day=form.day.data,
    )


@guard.requires("reference:read")
def unit(code: str) -> tuple[str, int]:
    """Show one unit."""
    found = queries.unit(code)
    return page(
        "units/unit.html",
        unit=found,
        name=queries.name(found, chosen()),
        kind=UnitKind(found.kind),
        name_of=queries.name_of,
        seat=atlas().province(found.province_key) if found.province_key else None,
        before=queries.predecessors(found.id),
        after=queries.successors(found.id),
        history=story(guard.actor(), "unit", found.id)
        or None,  # most units came with files, without a line of their own
    )
