"""What the charts of a board are drawn from: the figures of its tables, and the words beside them.

Amounts stay whole đồng; `factor` says how many đồng the unit of display has.
"""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from promotion.dashboards.board import OF_YEARS, Board
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Measure, Row
from promotion.web.languages import chosen
from promotion.web.values import display_unit, money, unit_name

LEAST_YEARS = 2
Chart = Mapping[str, object]


def chain_chart(board: Board) -> Chart | None:
    """Return the bars of the chain, beside those of the same period of the year before; None without figures."""
    if not any(board.table.total.values.values()):
        return None
    measures = [step.measure for step in board.steps]
    question, earlier = board.table.question, board.earlier
    series = [_series(str(question.year), measures, board.table.total)]
    if any(earlier.row.values.values()):
        series.append(_series(str(earlier.question.year), measures, earlier.row))
    return _chart("bars", board.sentence, [_(measure.label) for measure in measures], series)


def years_chart(board: Board) -> Chart | None:
    """Return the lines of the years; None where there are not two."""
    if len(board.years) < LEAST_YEARS:
        return None
    series = [
        {
            "name": _(BY_KEY[key].label),
            "values": [one.row.values[key] for one in board.years],
            "texts": [money(one.row.values[key]) for one in board.years],
        }
        for key in OF_YEARS
    ]
    title = _("Approved, released and disbursed, by budget year")
    return _chart("lines", title, [one.row.label for one in board.years], series)


def _series(name: str, measures: Sequence[Measure], row: Row) -> Chart:
    values = [row.values[measure.key] for measure in measures]
    return {"name": name, "values": values, "texts": [money(value) for value in values]}


def _chart(kind: str, words: str, categories: Sequence[str], series: Sequence[Chart]) -> Chart:
    return {
        "kind": kind,
        "language": chosen(),
        "words": words,
        "unit": unit_name(),
        "factor": display_unit().factor,
        "categories": categories,
        "series": series,
    }
