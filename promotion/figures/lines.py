"""The projects behind a table: what their lines sum up to on the same day and boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from promotion.access.actor import Scope
from promotion.figures.facts import contents_of, facts
from promotion.figures.folding import Fold
from promotion.figures.model import Dimension, Question
from promotion.ledger.sums import FIGURES
from promotion.territory.queries import atlas


@dataclass(frozen=True)
class ProjectLines:
    """One project in a year: the province it counts in (None outside provinces or not divisible), contents,
    đồng.
    """

    project_id: int
    province: str | None
    contents: tuple[str, ...]
    values: Mapping[str, int]


def project_lines(scope: Scope, question: Question) -> list[ProjectLines]:
    """Return the projects that a question covers, by row id; measures as in the tables.

    Those listed with an amount are counted; beside them stand those that only spend what came from the year before.
    What was merely asked for is no project of the year yet.
    """
    fold = Fold(atlas(), replace(question, by=Dimension.project))
    sums: dict[int, dict[str, int]] = {}
    homes: dict[int, str | None] = {}
    for fact in facts(scope, replace(question, by=Dimension.project)):
        if fact.kind == "line" and fact.member is not None and fold.inside(fact.home):
            values = sums.setdefault(int(fact.member), dict.fromkeys(FIGURES, 0))
            homes[int(fact.member)] = fact.home
            for measure in FIGURES:
                values[measure] += fold.value(fact, measure)
    contents = contents_of(scope, question, sums)
    return [
        ProjectLines(
            project_id,
            fold.province(home) if (home := homes[project_id]) else None,
            contents[project_id],
            row,
        )
        for project_id, row in sorted(sums.items())
        if any(value for measure, value in row.items() if measure != "requested")
    ]
