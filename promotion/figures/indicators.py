"""What was planned and achieved under each content: the indicators of projects, added up."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.catalogue.models import Indicator
from promotion.database.handle import db
from promotion.figures.facts import asked
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.ledger.models import LISTED, Envelope
from promotion.projects.models import IndicatorValue
from promotion.projects.rules import Stage
from promotion.territory.queries import atlas


@dataclass(frozen=True)
class IndicatorSum:
    """One indicator of a content over projects: planned and achieved, None where no project says anything."""

    indicator: Indicator
    plan: int | None
    actual: int | None


def indicator_sums(scope: Scope, question: Question) -> dict[str, list[IndicatorSum]]:
    """Return the indicators that have a value, by content, of projects with a line of it in the question's year.

    Of several values of a project the newest as of the question's day holds; a project of several years counts
    in each of them with its whole value.
    """
    sums = _sums(scope, question)
    found: dict[str, list[IndicatorSum]] = defaultdict(list)
    for indicator in catalogue.indicators():
        key = (indicator.content_code, indicator.code)
        plan, actual = sums.get((*key, Stage.plan)), sums.get((*key, Stage.actual))
        if plan is not None or actual is not None:
            found[indicator.content_code].append(IndicatorSum(indicator, plan, actual))
    return dict(found)


def _sums(scope: Scope, question: Question) -> Mapping[tuple[str, str, str], int]:
    """Add up the values that hold, by content, indicator and stage."""
    fold = Fold(atlas(), question)
    lines = select(Envelope.project_id, Envelope.content_code, Envelope.home).distinct()
    lines = lines.where(Envelope.kind == "line", LISTED > 0)
    line = asked(lines, scope, question).subquery()
    row = IndicatorValue
    newest = func.row_number().over(
        partition_by=(row.project_id, row.content_code, row.indicator_code, row.stage),
        order_by=(row.as_of.desc(), row.id.desc()),
    )
    values = (
        select(line.c.home, row.content_code, row.indicator_code, row.stage, row.value, newest.label("place"))
        .join(row, (row.project_id == line.c.project_id) & (row.content_code == line.c.content_code))
        .where(row.as_of <= question.as_of)
        .subquery()
    )
    keys = (values.c.home, values.c.content_code, values.c.indicator_code, values.c.stage)
    query = select(*keys, func.sum(values.c.value)).where(values.c.place == 1).group_by(*keys)
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for home, content, indicator, stage, value in db.session.execute(query):
        if fold.inside(home):
            sums[content, indicator, stage] += int(value)
    return sums
