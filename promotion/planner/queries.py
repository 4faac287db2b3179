"""Reads of scenarios. They belong to the fund's owner: whoever sees the whole fund sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.errors import Invalid, NotFound
from promotion.ledger.models import Act, Fund
from promotion.planner.drafts import Depth, Direction, ScenarioDraft
from promotion.planner.ground import Ground, acts_since
from promotion.planner.models import Scenario
from promotion.planner.rules import Rule, Unmet, Use
from promotion.planner.working import Outcome, work_out

MOST = 100


def scenarios(scope: Scope, fund_id: int) -> Sequence[Scenario]:
    """Return the scenarios of a fund, the last one made first; at most `MOST`."""
    query = _seen(scope).where(Scenario.fund_id == fund_id).order_by(Scenario.id.desc())
    return db.session.scalars(query.limit(MOST)).all()


def chosen_ones(scope: Scope, fund_id: int, public_ids: Sequence[str]) -> list[Scenario]:
    """Return scenarios of a fund in the order asked for; `NotFound` for one that is not there."""
    query = _seen(scope).where(Scenario.fund_id == fund_id, Scenario.public_id.in_(public_ids))
    found = {one.public_id: one for one in db.session.scalars(query)}
    if len(found) != len(set(public_ids)):
        raise NotFound
    return [found[public_id] for public_id in dict.fromkeys(public_ids)]


def scenario(scope: Scope, public_id: str) -> Scenario:
    """Return one scenario as it stands; `NotFound` outside the scope."""
    query = _seen(scope).where(Scenario.public_id == public_id).execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def public_ids(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of those of these scenarios that the reader sees."""
    query = _seen(scope).where(Scenario.id.in_(sorted(ids)))
    return {one.id: one.public_id for one in db.session.scalars(query)}


def _seen(scope: Scope) -> Select[Scenario]:
    whole = within(scope, home=Fund.home, unit_id=Fund.owner_unit_id, level=Fund.level)
    return select(Scenario).join(Fund, Fund.id == Scenario.fund_id).where(whole)


def draft_of(row: Scenario) -> ScenarioDraft:
    """Return what a scenario says."""
    uses = tuple(
        Use(Rule(rule), Decimal(percent) if percent else None) for rule, percent in row.rules["order"]
    )
    return ScenarioDraft(
        name=row.name,
        amount=row.amount,
        percent=None if row.percent is None else Decimal(row.percent),
        uses=uses,
        direction=Direction(row.direction),
        with_idle=row.with_idle,
        depth=Depth(row.depth),
        by_hand=tuple(sorted(row.by_hand.items())),
        priorities=tuple(sorted(row.priorities.items())),
    )


@dataclass(frozen=True)
class Seen:
    """A scenario as it comes out now: its outcome, or why there is none; `since` are acts that came meanwhile."""

    row: Scenario
    draft: ScenarioDraft
    outcome: Outcome | None
    refusal: Unmet | Invalid | None
    since: tuple[Act, ...]


def seen(row: Scenario, ground: Ground) -> Seen:
    """Work a scenario out on its fund as it stands."""
    draft = draft_of(row)
    since = tuple(acts_since(ground.fund, row.known_on)) if row.known_on < ground.known_on else ()
    try:
        return Seen(row, draft, work_out(ground, draft), None, since)
    except (Unmet, Invalid) as refusal:
        return Seen(row, draft, None, refusal, since)
