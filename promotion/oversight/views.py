"""Pages: exceptions to the rules of funds, uncleared advances by age, and both as workbooks."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.ledger.policies.words import Policy
from promotion.oversight import sheet
from promotion.oversight.drafts import AdvanceQuestion, ExceptionQuestion
from promotion.oversight.forms import AdvanceFilter, ExceptionFilter, MoneyFilter
from promotion.oversight.queries import advances as ages
from promotion.oversight.queries import choices
from promotion.oversight.queries import exceptions as unusual
from promotion.oversight.rules import Age
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number

MOST_SHOWN = 300
"""Advances on the page; the workbook holds more."""


@dataclass(frozen=True)
class _Exceptions:
    form: ExceptionFilter
    question: ExceptionQuestion | None


@dataclass(frozen=True)
class _Advances:
    form: AdvanceFilter
    question: AdvanceQuestion | None


@guard.requires(MONEY_READ)
def exceptions() -> tuple[str, int]:
    """List the exceptions asked for, newest first."""
    asked, number = _exceptions(), page_number()
    found = (
        unusual.exceptions(guard.scope(), chosen(), asked.question, page=number) if asked.question else None
    )
    return page(
        "oversight/exceptions.html",
        form=asked.form,
        found=found,
        number=number,
        size=unusual.PER_PAGE,
        limit=LIMIT,
        query=_query(),
    )


@guard.requires(MONEY_READ)
def exceptions_file() -> Response | tuple[str, int]:
    """Give the exceptions as a workbook; a filter that cannot be read is shown on the page."""
    asked = _exceptions()
    if asked.question is None:
        return exceptions()
    found = unusual.exceptions(guard.scope(), chosen(), asked.question, size=LIMIT)
    return sent_dated(sheet.exceptions(found, asked.form.in_force(), guard.actor().name), "ngoai-le")


@guard.requires(MONEY_READ)
def advances() -> tuple[str, int]:
    """List uncleared advances, oldest first, with their sums by age."""
    asked = _advances()
    found = ages.ageing(guard.scope(), chosen(), asked.question, today()) if asked.question else None
    return page(
        "oversight/advances.html",
        form=asked.form,
        found=found,
        day=today(),
        ages=list(Age),
        most=MOST_SHOWN,
        limit=LIMIT,
        query=_query(),
    )


@guard.requires(MONEY_READ)
def advances_file() -> Response | tuple[str, int]:
    """Give the uncleared advances as a workbook; a filter that cannot be read is shown on the page."""
    asked = _advances()
    if asked.question is None:
        return advances()
    found = ages.ageing(guard.scope(), chosen(), asked.question, today())
    return sent_dated(sheet.advances(found, asked.form.in_force(), guard.actor().name, today()), "tam-ung")


def _exceptions() -> _Exceptions:
    form = ExceptionFilter()
    form.policy.offer(((str(policy), _(policy.label)) for policy in Policy), blank="")
    places = _offer_money(form)
    return _Exceptions(form, form.question(places.unit_ids, places.homes) if form.understood() else None)


def _advances() -> _Advances:
    form = AdvanceFilter()
    form.age.offer(((str(age), _(age.label)) for age in Age), blank="")
    places = _offer_money(form)
    return _Advances(form, form.question(places.unit_ids, places.homes) if form.understood() else None)


def _offer_money(form: MoneyFilter) -> choices.Places:
    """Offer what tells money apart; provinces and contents of the last day of the year asked for, or today's."""
    scope, language = guard.scope(), chosen()
    funds, years = choices.funds(scope, form.year.data or "")
    form.fund.offer(funds, blank="")
    form.year.offer(years, blank="")
    form.level.offer(((str(level), _(level.label)) for level in Level), blank="")
    form.region.offer(((str(region), _(region.label)) for region in Region), blank="")
    year = form.year.data if (form.year.data, form.year.data) in years else None
    day = min(today(), date(int(year), 12, 31)) if year else today()
    places = choices.places(scope, language, day, form.province.data or "", form.unit.data or "")
    form.province.offer(places.provinces, blank="")
    form.unit.offer(places.units, blank="")
    named = ((one.code, f"{one.code} {one.name(language)}") for one in catalogue.contents(day))
    form.content.offer(named, blank="")
    return places


def _query() -> str:
    return request.query_string.decode("ascii", "ignore")
