"""What the charts of the desk are drawn from: the figures of its tables, and the words beside them."""

from collections.abc import Mapping
from fractions import Fraction

from flask_babel import gettext as _

from promotion.desk.queries.days import Days
from promotion.desk.queries.forecast import ForecastRow, Forecasts
from promotion.desk.rules.days import SPANS
from promotion.kernel.money import DisplayUnit, amount_text, number_text
from promotion.web.languages import chosen

Chart = Mapping[str, object]


def days_text(days: Fraction | int | None) -> str:
    """Write a number of days: a half with one decimal; "–" where there is none."""
    if days is None:
        return "–"
    return number_text(days, chosen(), 0 if Fraction(days).denominator == 1 else 1)


def days_chart(found: Days) -> Chart | None:
    """Return the bars of the days from stage to stage: the median, and hollow beside it the longest; None without."""
    spans = [found.whole.spans[stage] for stage in SPANS]
    if not any(span.passed for span in spans):
        return None
    series = [
        {
            "name": name,
            # Half days are drawn as such; what is read stands in the texts.
            "values": [None if value is None else round(value * 2) for value in values],
            "texts": [days_text(value) for value in values],
        }
        for name, values in (
            (_("Median"), [span.median for span in spans]),
            (_("Longest"), [span.longest for span in spans]),
        )
    ]
    return {
        "kind": "bars",
        "language": chosen(),
        "words": _("Days from stage to stage over all lines: median and longest."),
        "unit": _("days"),
        "factor": 2,
        "categories": [_(label) for label in SPANS.values()],
        "series": series,
    }


MOST_RANGES = 12
"""So many groups are drawn; the table holds them all."""


def forecast_chart(found: Forecasts) -> Chart | None:
    """Return the ranges from low to high of the groups with the largest forecasts; None without."""
    largest = sorted(found.rows, key=lambda row: (-row.forecast.high, row.group.key))[:MOST_RANGES]
    if not any(row.forecast.high for row in largest):
        return None
    return {
        "kind": "ranges",
        "language": chosen(),
        "words": _("Disbursed by the end of the year: low, middle and high forecast of the largest groups."),
        "unit": _("billion đồng"),
        "factor": DisplayUnit.billion.factor,
        "categories": [row.group.label for row in largest],
        "series": [
            _bound(name, bound, largest)
            for name, bound in ((_("Low"), "low"), (_("High"), "high"), (_("Middle"), "middle"))
        ],
    }


def _bound(name: str, bound: str, rows: list[ForecastRow]) -> Chart:
    values = [getattr(row.forecast, bound) for row in rows]
    return {
        "name": name,
        "values": values,
        "texts": [amount_text(value, chosen(), DisplayUnit.billion) for value in values],
    }
