"""A national fund with money on its way down: 100 bn listed, 20 bn released, two units with three lines."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from promotion.allocation import service as allocation
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.ledger.models import Envelope, Fund
from promotion.planner.drafts import ScenarioDraft
from promotion.planner.ground import ground
from promotion.planner.rules import Rule, Use
from tests.allocation.conftest import Office, office, window
from tests.support.treasury import balances

__all__ = ["office", "window"]

BILLION = 10**9
PRO_RATA = (Use(Rule.pro_rata),)


@dataclass
class Stage:
    """The fund of one person: lines of 40 and 10 bn in An Giang, of 50 bn in Thừa Thiên Huế; 12 and 3 bn assigned."""

    office: Office
    fund: Fund
    shares: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        treasury, fund = self.office.treasury, self.fund
        self.top = treasury.top(fund)
        self.shares = [treasury.share(fund, unit) for unit in ("centre-2024-89", "centre-2024-46")]
        giang, hue = self.shares
        self.rows = [treasury.line(giang, 1), treasury.line(giang, 2), treasury.line(hue, 3)]
        listed = zip(self.rows, (40 * BILLION, 10 * BILLION, 50 * BILLION), strict=True)
        treasury.act("list", fund, *listed)
        treasury.act("release", fund, (self.top, 20 * BILLION))
        treasury.act("share", fund, (giang, 13 * BILLION), (hue, 4 * BILLION))
        treasury.act("assign", fund, (self.rows[0], 12 * BILLION))
        treasury.act("assign", fund, (self.rows[2], 3 * BILLION))

    @property
    def actor(self):
        """Who plans."""
        return self.office.head

    def ground(self):
        """The fund as it stands now."""
        db.session.expire_all()
        return ground(self.actor.scope, db.session.get_one(Fund, self.fund.id))

    def name(self, place: int) -> str:
        """Return the public id of an envelope."""
        return db.session.get_one(Envelope, place).public_id

    def held(self, place: int) -> dict[str, int]:
        """Return what an envelope holds."""
        db.session.expire_all()
        return balances(place)

    def scenario(self, percent: int | None = 35, **others: Any) -> ScenarioDraft:
        """Return a scenario: 35 percent, pro rata, unless told."""
        asked = None if percent is None else Decimal(percent)
        return ScenarioDraft(others.pop("name", "Đợt 2"), percent=asked, **others)


@pytest.fixture
def stage(office):
    fund = office.planned(100 * BILLION)
    unit_of_work.run(lambda: allocation.set_two_person(office.head, fund.public_id, two_person=False))
    return Stage(office, fund)
