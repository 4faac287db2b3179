"""What norms allow on a line: the rate of the whole cost or the cap, as far as the project says enough."""

from datetime import date

import pytest
from sqlalchemy import select

from promotion.database.handle import db
from promotion.kernel.choices import ProjectState
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.policies.models import ActException
from promotion.ledger.policies.rules import NormBound
from promotion.projects import norms, records
from promotion.projects.drafts import OtherMoneyDraft
from promotion.projects.norms import CAP, RATE, Ground
from promotion.projects.rules import OtherKind, ProjectKind
from tests.support.desk import BEGIN, MILLION

SINGLE = Ground(ProjectKind.single, beneficiaries=1, others=700, lines=1)
GROUP = Ground(ProjectKind.group, beneficiaries=3, others=0, lines=1)


@pytest.mark.parametrize(
    "rate,cap,per,ground,bound",
    [
        (3000, None, None, SINGLE, NormBound(300, RATE)),  # 300 of 1000 in all
        (5000, None, None, SINGLE, NormBound(700, RATE)),
        (3000, 250, "model", SINGLE, NormBound(250, CAP)),
        (3000, 350, "model", SINGLE, NormBound(300, RATE)),
        (None, 100, "enterprise", GROUP, NormBound(300, CAP)),
        (None, 100, "model", GROUP, None),  # how many models the group has is not said
        (3000, None, None, GROUP, None),  # nobody else pays, as far as is known
        (3000, None, None, Ground(ProjectKind.point, 1, 700, 2), None),  # shared with another line
        (10000, None, None, SINGLE, None),
        (None, 100, "establishment", Ground(ProjectKind.single, 0, 0, 1), NormBound(100, CAP)),
    ],
)
def test_the_lower_bound_counts_as_far_as_it_can_be_reckoned(rate, cap, per, ground, bound):
    assert norms.lowest(rate, cap, per, ground) == bound


@pytest.mark.data("desk")
def test_support_above_the_norm_is_noted_with_its_bound(desk):
    """ND3B: at most half of the cost and 300 million for an establishment; a whole line 450 million."""
    project, fund = desk.project(ProjectState.approved), desk.fund()
    line = desk.line(project, fund)
    assert norms.bounds([line], date(2024, 5, 20)) == {line.id: NormBound(450 * MILLION, CAP)}
    paid = OtherMoneyDraft(OtherKind.counterpart, "Công ty", 320 * MILLION, BEGIN, "")
    desk.run(lambda: records.add_other_money(desk.actor("clerk"), project.public_id, paid))
    assert norms.bounds([line], date(2024, 5, 20)) == {line.id: NormBound(320 * MILLION, RATE)}
    top = ledger.fund_envelope(fund.id).id
    desk.plan(ActKind.approve, fund, top, 500 * MILLION)
    desk.plan(ActKind.list, fund, line.id, 320 * MILLION)
    assert db.session.scalars(select(ActException)).all() == []
    desk.plan(ActKind.list, fund, line.id, 30 * MILLION)
    (kept,) = db.session.scalars(select(ActException)).all()
    assert (kept.policy, kept.effect, kept.bound, kept.after, kept.over, kept.detail) == (
        "norm", "note", 320 * MILLION, 350 * MILLION, 30 * MILLION, RATE,
    )  # fmt: skip
