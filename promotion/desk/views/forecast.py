"""The forecast to the end of the budget year, by group and of the whole."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk import charts
from promotion.desk.queries import forecast as reads
from promotion.desk.rules.forecast import Basis, Method
from promotion.desk.sheet import forecast as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import forecast_said
from promotion.sheets import sent_dated
from promotion.web.pages import page


@guard.requires(MONEY_READ)
def forecast() -> tuple[str, int]:
    """Show what will be paid out by the end of the year, by each method."""
    return _page(asked(basis=Basis))


@guard.requires(MONEY_READ)
def forecast_file() -> Response | tuple[str, int]:
    """Give the forecast as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked(basis=Basis)
    if not wanted.readable:
        return _page(wanted)
    found = _found(wanted)
    return sent_dated(sheet.forecast(found, wanted.said, guard.actor().name), "du-bao")


def _page(wanted: Asked) -> tuple[str, int]:
    found = _found(wanted)
    return page(
        "desk/forecast.html",
        asked=wanted,
        found=found,
        methods=list(Method),
        chart=charts.forecast_chart(found),
        method=forecast_said(found),
    )


def _found(wanted: Asked) -> reads.Forecasts:
    return reads.forecasts(wanted.ground, Basis(wanted.form.said("basis") or Basis.released))
