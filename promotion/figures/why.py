"""Why this number: a figure with its meaning, its two sums if it is a rate, and the rows that add up to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from promotion.access.actor import Scope
from promotion.figures.behind import Behind, behind
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Measure, Question, Unit
from promotion.figures.origins import (
    SORTS,
    Grouping,
    Sources,
    projects_behind,
    selection,
    sources,
)
from promotion.figures.reasons import LeftOut, formula, in_force, left_out
from promotion.figures.rows import Place, place
from promotion.kernel.errors import NotFound
from promotion.kernel.money import rate

NO_ROWS = Sources((), 0, 0, 1)


@dataclass(frozen=True)
class View:
    """How the rows are shown: one for each place or for each act, their order, the page (None: all of them)."""

    grouping: Grouping = "place"
    sort: str = "date"
    page: int | None = None


@dataclass(frozen=True)
class Operand:
    """A sum that a rate divides."""

    measure: Measure
    value: int


@dataclass(frozen=True)
class Why:
    """A figure and what stands behind it: `value` in đồng, a number of projects, or a share of 1 (None: no base).

    A rate has two operands and no rows of its own: each operand has its own way back.
    """

    question: Question
    measure: Measure
    row: Place
    value: int | Fraction | None
    operands: tuple[Operand, ...]
    sources: Sources
    rows: Sequence[Behind]
    formula: str
    in_force: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...]

    @property
    def exact(self) -> bool:
        """Whether the rows add up to the figure; always so, unless something was booked between two reads."""
        return self.sources.sum == self.value


def why_of(
    scope: Scope, question: Question, measure_key: str, row_key: str, language: str, view: View
) -> Why:
    """Return a figure with its origins. A measure or a row that does not exist is `NotFound`."""
    measure = BY_KEY.get(measure_key)
    if measure is None:
        raise NotFound
    row = place(scope, question, row_key, language)
    found = Why(
        question,
        measure,
        row,
        None,
        (),
        NO_ROWS,
        (),
        formula(question, measure),
        tuple(in_force(question, row, language)),
        tuple(left_out(scope, question, measure, row, language)),
    )
    if measure.unit is Unit.ratio:
        return _rate(scope, found)
    return _sum(scope, found, language, view)


def _rate(scope: Scope, found: Why) -> Why:
    keys = (found.measure.numerator or "", found.measure.denominator or "")
    operands = tuple(
        Operand(BY_KEY[key], selection(scope, found.question, key, found.row).value) for key in keys
    )
    return replace(found, operands=operands, value=rate(operands[0].value, operands[1].value))


def _sum(scope: Scope, found: Why, language: str, view: View) -> Why:
    question, row = found.question, found.row
    sort = view.sort if view.sort.removeprefix("-") in SORTS else SORTS[0]
    if found.measure.unit is Unit.number:
        rows = projects_behind(scope, question, row, sort=sort, page=view.page)
        value = rows.sum
    else:
        chosen = selection(scope, question, found.measure.key, row)
        rows = sources(scope, question, chosen, grouping=view.grouping, sort=sort, page=view.page)
        value = chosen.value
    return replace(found, value=value, sources=rows, rows=tuple(behind(scope, question, rows.rows, language)))
