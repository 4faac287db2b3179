"""Pace: how many days have gone by since a plan was approved and since money was last released, fund by fund."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.kernel.choices import Level
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Envelope, Fund
from promotion.territory.queries import atlas
from promotion.units.models import Unit

LAST_TREASURY_DAY = (1, 31)
"""A budget year's money may be paid until this day (month, day) of the year after; days are counted no further."""


@dataclass(frozen=True)
class FundPace:
    """A fund with the day its plan was first approved and the day money was last released, None before that."""

    fund: Fund
    approved: date | None
    released: date | None


@dataclass(frozen=True)
class Pace:
    """The funds of one level, and the day to which days are counted."""

    level: Level
    funds: Sequence[FundPace]
    until: date

    def days(self, since: date) -> int:
        """Return the days gone by since a day."""
        return (self.until - since).days

    @property
    def approved(self) -> list[date]:
        """The days on which plans were first approved, oldest first."""
        return sorted(one.approved for one in self.funds if one.approved is not None)

    @property
    def released(self) -> list[date]:
        """The days on which money was last released, oldest first."""
        return sorted(one.released for one in self.funds if one.released is not None)


def paces(scope: Scope, question: Question) -> list[Pace]:
    """Return the pace of national and local money, from acts that were not taken back, up to the as-of day.

    The national fund serves every place; a local fund counts where its province lies in what is asked;
    for a unit only the funds count that give it a share.
    """
    fold = Fold(atlas(), question)
    level = None if question.level is None else str(question.level)
    funds = [
        fund
        for fund in ledger.funds(scope, question.year, level)
        if fund.level == Level.national or fold.inside(fund.home)
    ]
    if question.unit is not None:
        served = _serving(question.unit, question.year)
        funds = [fund for fund in funds if fund.id in served]
    days = _days((fund.id for fund in funds), question.as_of)
    until = min(question.as_of, date(question.year + 1, *LAST_TREASURY_DAY))
    found = [
        FundPace(
            fund,
            days.get((fund.id, ActKind.approve), (None, None))[0],
            days.get((fund.id, ActKind.release), (None, None))[1],
        )
        for fund in funds
    ]
    of_level = {level: [one for one in found if one.fund.level == level] for level in Level}
    return [Pace(level, members, until) for level, members in of_level.items() if members]


def _serving(unit: str, year: int) -> frozenset[int]:
    """Return the funds of a year that have a share for a unit."""
    query = select(Envelope.fund_id).join(Unit, Unit.id == Envelope.unit_id)
    query = query.where(Unit.code == unit, Envelope.kind == "share", Envelope.budget_year == year)
    return frozenset(db.session.scalars(query))


def _days(fund_ids: Iterable[int], as_of: date) -> dict[tuple[int, str], tuple[date, date]]:
    """Return the first and the last day of approvals and releases of these funds, by fund and kind."""
    taken_back = select(Act.reverses_id).where(Act.reverses_id.is_not(None), Act.business_date <= as_of)
    query = (
        select(Act.fund_id, Act.kind, func.min(Act.business_date), func.max(Act.business_date))
        .where(Act.fund_id.in_(sorted(fund_ids)), Act.kind.in_([ActKind.approve, ActKind.release]))
        .where(Act.business_date <= as_of, Act.id.not_in(taken_back))
        .group_by(Act.fund_id, Act.kind)
    )
    return {(fund_id, kind): (first, last) for fund_id, kind, first, last in db.session.execute(query)}
