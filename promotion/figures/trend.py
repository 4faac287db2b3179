"""The sums of a place alone, without rows; and the question of the same day a year before."""

from dataclasses import replace
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from promotion.access.actor import Scope
from promotion.figures.facts import counts, facts
from promotion.figures.folding import Fold
from promotion.figures.measures import COUNTERS
from promotion.figures.model import Dimension, Question
from promotion.territory.queries import atlas



@dataclass(frozen=True)
class YearSums:
    """Measures of one budget year, in đồng."""

    year: int
    values: Mapping[str, int]


def totals(scope: Scope, question: Question) -> dict[str, int]:
    """Return the total row that `tabulate` gives for a question, projects included."""
    question = replace(question, by=Dimension.level)
    fold = Fold(atlas(), question)
    values = _sums(scope, question)
    values["projects"] = sum(
        count.projects for count in counts(scope, question, whole=True) if fold.inside(count.home)
    )
    return values



def trend(
    scope: Scope, question: Question, years: Iterable[int], measures: Collection[str]
) -> list[YearSums]:
    """Return these measures of each year at the question's day, everything else as asked."""
    wanted = (replace(question, year=year, by=Dimension.level) for year in years)
    return [YearSums(one.year, _sums(scope, one, measures)) for one in wanted]


def a_year_before(question: Question) -> Question:
    """Return the same question for the budget of the year before, at the same day of the year before."""
    day = question.as_of
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return replace(question, year=question.year - 1, as_of=date(day.year - 1, day.month, last))


def _sums(scope: Scope, question: Question, measures: Collection[str] = tuple(COUNTERS)) -> dict[str, int]:
    fold = Fold(atlas(), question)
    inside = [fact for fact in facts(scope, question) if fold.inside(fact.home)]
    return {measure: sum(fold.value(fact, measure) for fact in inside) for measure in measures}
