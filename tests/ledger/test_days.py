"""When an act may be dated: the budget year of Viet Nam, its plan months and its last treasury day; never tomorrow."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from promotion.database.handle import db
from promotion.kernel.calendar import budget_year
from promotion.kernel.errors import Refused
from promotion.ledger.models import Act
from tests.support.treasury import DAY, chain, code_of, filled

# act, business date → code of the refusal, None when it passes. The fund is that of 2024.
DATES = (
    ("approve", date(2023, 8, 31), "day.year"),
    ("approve", date(2023, 9, 1), None),
    ("list", date(2023, 9, 1), None),
    ("release", date(2023, 12, 31), "day.year"),
    ("release", date(2024, 1, 1), None),
    ("share", date(2023, 12, 31), "day.year"),
    ("assign", date(2023, 12, 31), "day.year"),
    ("commit", date(2023, 12, 31), "day.year"),
    ("pay", date(2023, 12, 31), "day.year"),
    ("pay", date(2024, 1, 1), None),
    ("pay", date(2024, 2, 29), None),
    ("pay", date(2025, 1, 31), None),
    ("pay", date(2025, 2, 1), "day.year"),
    ("advance", date(2025, 2, 1), "day.year"),
    ("accept", date(2025, 2, 1), "day.year"),
    ("approve", date(2025, 2, 1), "day.year"),
    ("pay", date(2100, 1, 1), "day.future"),
)
PLACE = {"approve": "top", "list": "line", "release": "top", "share": "share", "assign": "line"}


def test_an_act_is_dated_within_its_budget_year(treasury, paid_up):
    treasury.act("approve", paid_up.fund, (paid_up.top, 100))
    for kind, day, code in DATES:
        place = getattr(paid_up, PLACE.get(kind, "commitment"))
        found = code_of(lambda k=kind, p=place, d=day: treasury.act(k, paid_up.fund, (p, 1), day=d))
        assert found == code, (kind, day)


def test_the_year_is_said_and_how_to_cure_it(treasury, paid_up):
    with pytest.raises(Refused, match="does not belong to budget year 2024") as refusal:
        treasury.act("pay", paid_up.fund, (paid_up.commitment, 1), day=date(2025, 2, 1))
    assert "31 January" in refusal.value.cure


@pytest.mark.parametrize(
    "instant,day,passes",
    [
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), date(2024, 12, 31), True),
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), date(2025, 1, 1), False),
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), date(2025, 1, 1), True),
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), date(2025, 1, 2), False),
        (datetime(2024, 2, 28, 17, 0, 0, tzinfo=UTC), date(2024, 2, 29), True),
    ],
)
def test_the_day_begins_at_seventeen_hours_utc(treasury, instant, day, passes):
    old, new = chain(treasury, year=2024), chain(treasury, year=2025)
    with time_machine.travel(instant, tick=False):
        fund = new if budget_year(day) == 2025 else old
        refused = code_of(lambda: treasury.act("approve", fund.fund, (fund.top, 1), day=day))
        assert refused == (None if passes else "day.future")
        # The old year still takes payments then, the new one does not take those of the old.
        assert (
            code_of(lambda: treasury.act("release", new.fund, (new.top, 1), day=date(2024, 2, 28)))
            == "day.year"
        )


def test_an_act_keeps_its_day_and_the_instant_of_its_booking(treasury, national):
    with time_machine.travel(datetime(2024, 12, 31, 18, 30, tzinfo=UTC), tick=False):
        act = treasury.act("approve", national.fund, (national.top, 5), day=date(2025, 1, 1))
    db.session.rollback()
    kept = db.session.scalars(select(Act).where(Act.id == act.id)).one()
    assert kept.business_date == date(2025, 1, 1)
    assert kept.booked_at == datetime(2024, 12, 31, 18, 30, tzinfo=UTC)


def test_a_reversal_comes_once_whole_and_not_before_its_act(treasury, paid_up):
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 10))
    assert code_of(lambda: treasury.reverse(act, day=date(2024, 5, 19))) == "day.reversal"
    assert code_of(lambda: treasury.reverse(act, day=date(2100, 5, 19))) == "day.future"
    reversal = treasury.reverse(act, day=date(2025, 6, 30))  # a reversal may come after the last treasury day
    assert code_of(lambda: treasury.reverse(act)) == "act.reversed"
    assert code_of(lambda: treasury.reverse(reversal)) == "act.reversal"


def test_an_act_at_the_end_of_a_leap_year_falls_into_its_month(treasury):
    built = chain(treasury, year=2024)
    filled(treasury, built)
    treasury.act("pay", built.fund, (built.commitment, 3), day=date(2024, 2, 29))
    treasury.act("pay", built.fund, (built.commitment, 3), day=DAY)
