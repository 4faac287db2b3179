"""How values are written on pages: amounts in the unit of display, rates, days and moments, names of
choices.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction

from flask import Flask, g, has_request_context, request
from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.kernel.calendar import date_text, moment_text
from promotion.kernel.money import DisplayUnit, in_words, number_text, percent_text
from promotion.kernel.text import mark as N_
from promotion.web.languages import chosen
from promotion.web.pages import address_with

MINUS = "\u2212"
"""As wide as a plus, and no line breaks behind it; what people type back or paste is read with either sign."""

UNIT_NAMES = {
    DisplayUnit.dong: N_("đồng"),
    DisplayUnit.thousand: N_("thousand đồng"),
    DisplayUnit.million: N_("million đồng"),
    DisplayUnit.billion: N_("billion đồng"),
}


def filters_said(in_force: Iterable[Mapping[str, str]], *before: str) -> str:
    """Return the line of a workbook that says what was asked: words of one's own, then the filters in force."""
    said = [*before, *(f"{one['label']}: {one['text']}" for one in in_force)]
    return _("Filters: %(filters)s", filters="; ".join(said) or _("no filter"))


def rows_said(written: int, of: int) -> str:
    """Return the line under a list in a workbook: how many of how many rows are written."""
    language = chosen()
    if written == of:
        return ngettext("%(num)s row: the whole list.", "%(num)s rows: the whole list.", of)
    return _(
        "The first %(written)s of %(all)s rows: a workbook holds no more. Narrow the filters to get the others.",
        written=number_text(written, language),
        all=number_text(of, language),
    )


def total_said(written: int, of: int) -> str:
    """Return what the last row of a list in a workbook is called, which adds up what is written."""
    return _("Total") if written == of else _("Total of the rows written here")


def footer_words(made: datetime) -> tuple[str, str]:
    """Return what stands at the foot of each printed page of a workbook: when it was made, and the page's number."""
    return (
        _("Made %(moment)s", moment=moment_text(made, chosen())),
        _("Page %(page)s/%(pages)s", page="%(page)s", pages="%(pages)s"),
    )


def display_unit() -> DisplayUnit:
    """Return the unit asked for in the address, đồng unless told."""
    if not has_request_context():
        return DisplayUnit.dong
    wanted = request.args.get("unit") or g.get("usual_unit") or DisplayUnit.dong
    return DisplayUnit(wanted) if wanted in set(DisplayUnit) else DisplayUnit.dong


def money(dong: int | None, unit: str | None = None) -> str:
    """Return an amount in the unit of display, below zero with a minus sign; "…" for what is not known."""
    if dong is None:
        return "…"
    chosen_unit = DisplayUnit(unit) if unit else display_unit()
    # Every amount of a column has the same places, so that figures stand under each other.
    text = number_text(Fraction(dong, chosen_unit.factor), chosen(), chosen_unit.places)
    return text.replace("-", MINUS)


def unit_name() -> str:
    """Return the name of the unit of display in the reader's language."""
    return _(UNIT_NAMES[display_unit()])


def install(app: Flask) -> None:
    """Give templates their filters and functions."""
    app.add_template_filter(money)
    app.add_template_filter(lambda value: money(value, DisplayUnit.dong), "dong")
    app.add_template_filter(_percent, "percent")
    app.add_template_filter(_day, "date")
    app.add_template_filter(_moment, "moment")
    app.add_template_filter(lambda value: number_text(value, chosen()), "number")
    app.add_template_filter(lambda value: in_words(value, chosen()), "in_words")
    app.add_template_filter(_label, "label")
    app.add_template_global(address_with)
    app.add_template_global(unit_name)
    app.add_template_global(display_unit)


def _percent(rate: Fraction | None) -> str:
    return percent_text(rate, chosen()).replace("-", MINUS)


def _day(value: date | None) -> str:
    return "" if value is None else date_text(value, chosen())


def _moment(value: datetime | None) -> str:
    return "" if value is None else moment_text(value, chosen())


def _label(choice: object) -> str:
    """Return the name of a closed choice in the reader's language."""
    return _(getattr(choice, "label", str(choice)))
