"""The sums of a place alone, without rows; and the question of the same day a year before."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from promotion.access.actor import Scope
from promotion.figures.facts import counts, facts
from promotion.figures.folding import Fold
from promotion.figures.model import Dimension, Question
from promotion.ledger.sums import FIGURES
from promotion.territory.queries import atlas


def totals(
    scope: Scope, question: Question, measures: Collection[str] = (*FIGURES, "projects")
) -> dict[str, int]:
    """Return the total row that `tabulate` gives for a question, as far as these measures go."""
    question = replace(question, by=Dimension.level)
    fold = Fold(atlas(), question)
    inside = [fact for fact in facts(scope, question) if fold.inside(fact.home)]
    values = {
        measure: sum(fold.value(fact, measure) for fact in inside)
        for measure in measures
        if measure in FIGURES
    }
    if "projects" not in measures:
        return values
    values["projects"] = sum(
        count.projects for count in counts(scope, question, whole=True) if fold.inside(count.home)
    )
    return values


def of_counters(sums: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return every measure of money over sums (đồng) by kind of envelope and counter, as the total row counts them."""
    return {
        measure: sum(
            sign * sums.get((kind, counter), 0)
            for kind, counters in made.items()
            for counter, sign in counters.items()
        )
        for measure, made in FIGURES.items()
    }


def a_year_before(question: Question) -> Question:
    """Return the same question for the budget of the year before, at the same day of the year before."""
    day = question.as_of
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return replace(question, year=question.year - 1, as_of=date(day.year - 1, day.month, last))
