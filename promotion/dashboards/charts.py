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
            "values": [_value(one.row, key) for one in board.years],
            "texts": [_text(one.row, key) for one in board.years],
        }
        for key in OF_YEARS
    ]
    title = _("Approved, released and disbursed, by budget year")
    return _chart("lines", title, [one.row.label for one in board.years], series)


def _series(name: str, measures: Sequence[Measure], row: Row) -> Chart:
    keys = [measure.key for measure in measures]
    return {
        "name": name, "values": [_value(row, key) for key in keys], "texts": [_text(row, key) for key in keys],
    }  # fmt: skip


def _value(row: Row, key: str) -> int | None:
    """Return a value; None leaves a gap where it is not known."""
    return row.values[key] if row.knows(key) else None


def _text(row: Row, key: str) -> str:
    return money(row.values[key]) if row.knows(key) else "…"


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
