"""The list of projects."""

from collections.abc import Sequence

from flask import g, request
from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import PROJECTS_READ, PROJECTS_WRITE
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, ProjectState, Region
from promotion.kernel.money import DisplayUnit
from promotion.ledger import queries as ledger
from promotion.projects import listing, ordering
from promotion.projects.forms import ProjectFilter
from promotion.projects.rules import LawBasis, WorkWay
from promotion.territory.forms import province_choices
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number

NEWEST_FIRST = "-code"  # codes hold the budget year


@guard.requires(PROJECTS_READ)
def index() -> tuple[str, int]:
    """List projects, filtered, sorted and paged by the address."""
    g.usual_unit = DisplayUnit.million
    scope, language = guard.scope(), chosen()
    carriers = units.by_ids(listing.units_with_projects(scope))
    form = ProjectFilter()
    _offer(form, sorted(carriers.values(), key=lambda unit: (unit.sort_key, unit.code)))
    sort = request.args.get("sort", NEWEST_FIRST)
    sort = sort if sort.removeprefix("-") in ordering.SORTS else NEWEST_FIRST
    number = page_number()
    understood = form.understood()
    rows: list[listing.ListRow] = []
    more = False
    if understood:
        wanted = form.question({unit.code: unit.id for unit in carriers.values()})
        rows, more = listing.rows(scope, wanted, sort=sort, page=number)
    return page(
        "projects/index.html",
        form=form,
        rows=rows,
        more=more,
        number=number,
        size=listing.PAGE_SIZE,
        sort=sort,
        understood=understood,
        places=atlas(),
        unit_names={unit_id: units.name(unit, language) for unit_id, unit in carriers.items()},
        level_of=Level,
        state_of=ProjectState,
        may_write=guard.actor().may(PROJECTS_WRITE),
    )


def _offer(form: ProjectFilter, carriers: Sequence[Unit]) -> None:
    scope, language, places = guard.scope(), chosen(), atlas()
    homes = set(listing.homes_with_projects(scope))
    reached = [pair for pair in province_choices(places, today(), language) if places.family(pair[0]) & homes]
    form.year.offer(((str(year), str(year)) for year in ledger.years(scope)), blank="")
    form.level.offer(((str(level), _(level.label)) for level in Level), blank="")
    form.region.offer(((str(region), _(region.label)) for region in Region), blank="")
    form.province.offer(reached, blank="")
    form.carrier.offer(((unit.code, unit_label(unit, language)) for unit in carriers), blank="")
    form.content.offer(
        ((row.code, f"{row.code} {row.name(language)}") for row in catalogue.contents()), blank=""
    )
    form.state.offer(((str(state), _(state.label)) for state in ProjectState), blank="")
    form.law.offer(((str(law), _(law.label)) for law in LawBasis), blank="")
    form.way.offer(((str(way), _(way.label)) for way in WorkWay), blank="")
    form.waiting.offer((("yes", _("Yes")), ("no", _("No"))), blank="")
