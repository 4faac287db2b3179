"""Pages: the trail with its search, and what was found as a workbook."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import HISTORY_READ
from promotion.audit.drafts import TrailQuestion
from promotion.audit.queries import PER_PAGE, kinds_for, search
from promotion.audit.wording import say
from promotion.sheets import sent
from promotion.trails import queries, sheet
from promotion.trails.forms import TrailFilter
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number


@dataclass(frozen=True)
class Asked:
    """The filter as the address gives it; no question where a part of it cannot be read."""

    form: TrailFilter
    question: TrailQuestion | None


@guard.requires(HISTORY_READ)
def index() -> tuple[str, int]:
    """Show the lines asked for, newest first."""
    actor, asked, number = guard.actor(), _asked(), page_number()
    found, more = search(actor, asked.question, page=number) if asked.question else ((), False)
    return page(
        "trails/index.html",
        form=asked.form,
        lines=say(found, actor, linked=True),
        more=more,
        number=number,
        size=PER_PAGE,
        understood=asked.question is not None,
        limit=sheet.LIMIT,
        query=request.query_string.decode("ascii", "ignore"),
    )


@guard.requires(HISTORY_READ)
def workbook() -> Response | tuple[str, int]:
    """Give what was found as a workbook; a filter that cannot be read is shown on the page."""
    actor, asked = guard.actor(), _asked()
    if asked.question is None:
        return index()
    found, more = search(actor, asked.question, size=sheet.LIMIT)
    made = sheet.workbook(say(found, actor), asked.form.in_force(), actor.name, more=more)
    return sent(made, sheet.file_name(made))


def _asked() -> Asked:
    actor, form = guard.actor(), TrailFilter()
    kinds, places = kinds_for(actor), queries.offered_units(actor)
    form.kind.offer(((kind.key, _(kind.label)) for kind in kinds), blank="")
    form.act.offer(queries.acts_of(kinds), blank="")
    form.place.offer(((unit.code, unit_label(unit, chosen())) for unit in places), blank="")
    if not form.understood():
        return Asked(form, None)
    return Asked(form, form.question({unit.code: unit.id for unit in places}, queries.people_called))
