"""The list of questions, and the same as a workbook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, QUESTIONS_ANSWER, QUESTIONS_ASK
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.questions import queries, sheet
from promotion.questions.drafts import ListQuestion
from promotion.questions.forms import QuestionFilter
from promotion.questions.lists import rows_of
from promotion.questions.rules import State
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.territory.queries import atlas, homes_within
from promotion.units.models import Unit
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number

_YEAR = re.compile(r"20[0-9]{2}")
SORTS = ("due", "-due", "asked", "-asked")


@dataclass(frozen=True)
class _Asked:
    form: QuestionFilter
    question: ListQuestion | None
    sort: str


@guard.requires(MONEY_READ)
def index() -> tuple[str, int]:
    """List the questions in sight: what waits first, by due date."""
    asked, actor, number = _asked(), guard.actor(), page_number()
    found = queries.listed(actor, asked.question, page=number) if asked.question else None
    return page(
        "questions/index.html",
        form=asked.form,
        found=found,
        rows=rows_of(found.rows, chosen()) if found else [],
        states=list(State),
        sort=asked.sort,
        number=number,
        size=queries.PER_PAGE,
        limit=LIMIT,
        query=request.query_string.decode("ascii", "ignore"),
        may_ask=actor.may(QUESTIONS_ASK),
        may_answer=actor.may(QUESTIONS_ANSWER),
    )


@guard.requires(MONEY_READ)
def workbook() -> Response | tuple[str, int]:
    """Give the questions as a workbook; a filter that cannot be read is shown on the page."""
    asked, actor = _asked(), guard.actor()
    if asked.question is None:
        return index()
    found = queries.listed(actor, asked.question, size=LIMIT)
    told = queries.histories([one.question.id for one in found.rows])
    made = sheet.questions(rows_of(found.rows, chosen()), found, told, asked.form.in_force(), actor.name)
    return sent_dated(made, "cau-hoi")


def _asked() -> _Asked:
    form, actor = QuestionFilter(), guard.actor()
    form.state.offer(((str(state), _(state.label)) for state in State), blank="")
    form.mine.offer((("by", _("Asked by us")), ("to", _("Put to us"))), blank="")
    form.level.offer(((str(level), _(level.label)) for level in Level), blank="")
    form.region.offer(((str(region), _(region.label)) for region in Region), blank="")
    asked_year = form.year.data or ""
    # What the reader asks for is offered too, where there is such: no question lies there then.
    years = {str(year) for year in queries.years(actor)} | (
        {asked_year} if _YEAR.fullmatch(asked_year) else set()
    )
    form.year.offer(((year, year) for year in sorted(years, reverse=True)), blank="")
    day = min(today(), date(int(asked_year), 12, 31)) if asked_year in years else today()
    known = queries.asked_units(actor, form.unit.data or "")
    form.unit.offer(((unit.code, unit_label(unit, chosen())) for unit in known), blank="")
    form.province.offer(_provinces(known, day, form.province.data or ""), blank="")
    form.fund.offer(((fund.code, fund.code) for fund in queries.funds(actor)), blank="")
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else "due"
    if not form.understood():
        return _Asked(form, None, sort)
    return _Asked(
        form,
        form.question({unit.code: unit.id for unit in known}, partial(homes_within, day), sort),
        sort,
    )


def _provinces(known: Sequence[Unit], day: date, asked: str) -> list[tuple[str, str]]:
    """Return the provinces of a day in which these units sit, and the one asked for, by name."""
    places = atlas()
    keys = {places.home_on(unit.province_key, day) for unit in known if unit.province_key}
    keys |= {asked} & set(places.keys_on(day))
    return [(one.key, places.name(one.key, chosen(), day)) for one in places.provinces if one.key in keys]
