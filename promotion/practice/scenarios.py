"""Practice scenarios: three ways to distribute the next tranche of the newest national fund that still has one."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, insert, select

from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.choices import Level
from promotion.ledger import queries as ledger
from promotion.ledger.models import Envelope, Fund
from promotion.planner.ground import last_act
from promotion.planner.models import Scenario
from promotion.planner.rules import Rule
from promotion.planner.trail import subject
from promotion.practice import trail
from promotion.practice.acts import Writer
from promotion.practice.chance import public_ids

_STEP = 20
"""The tranche ends at a whole fifth of the plan (percent)."""
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "Phương án 1: chia đều theo tỷ lệ": (Rule.pro_rata,),
    "Phương án 2: ưu tiên hợp đồng đã ký": (Rule.committed_first, Rule.pro_rata),
    "Phương án 3: bảo đảm đề án đang thực hiện": (Rule.started, Rule.pro_rata),
}


def write(writer: Writer, day: date) -> int:
    """Write the scenarios as the agency's officer saved them; return how many, 0 where no fund has a tranche left."""
    fund = _fund(day)
    if fund is None:
        return 0
    clerk, ids = writer.ground.desks["agency"].clerk, public_ids("scenarios")
    at = now()
    top = ledger.fund_envelope(fund.id)
    released = top.released + sum(share.released for share in ledger.shares(EVERYTHING, fund.id))
    plan = released + top.to_release
    percent = min(100, (released * 100 // plan // _STEP + 1) * _STEP)
    rows = [
        {
            "public_id": next(ids),
            "fund_id": fund.id,
            "name": name,
            "direction": "release",
            "percent": str(percent),
            "rules": {"order": [[str(rule), None] for rule in rules]},
            "by_hand": {},
            "priorities": {},
            "with_idle": False,
            "depth": "lines",
            "known_on": last_act(fund),
            "created_by": clerk.user_id,
            "created_at": at,
        }
        for name, rules in _RULES.items()
    ]
    db.session.execute(insert(Scenario), rows)
    made = db.session.scalars(select(Scenario).order_by(Scenario.id))
    told = ("name", "direction", "percent", "rules", "with_idle", "depth")
    trail.keep(
        trail.line(clerk, at, "planner.create", subject(one, fund), {key: getattr(one, key) for key in told})
        for one in made
    )
    return len(rows)


def _fund(day: date) -> Fund | None:
    """Return the newest national fund of the years so far that has released something, and waits for more."""
    waits = (
        select(Envelope.fund_id)
        .where(Envelope.budget_year <= day.year, Envelope.level == str(Level.national))
        .group_by(Envelope.fund_id)
        .having(func.sum(Envelope.to_release) > 0, func.sum(Envelope.released) > 0)
        .having(func.sum(Envelope.to_assign) > 0)
    )
    query = select(Fund).where(Fund.id.in_(waits)).order_by(Fund.budget_year.desc())
    return db.session.scalars(query.limit(1)).one_or_none()
