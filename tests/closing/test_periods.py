"""Periods that close: no act carries a closed day, late facts are marked, and what has closed stays closed."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import delete, select, update

from promotion.closing import service
from promotion.closing.drafts import PeriodsDraft
from promotion.closing.queries import period_rows
from promotion.closing.rules import period_ends, usual_closing
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Forbidden, Invalid, Refused
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Period
from tests.support.treasury import code_of, filled

MARCH, APRIL = date(2024, 3, 31), date(2024, 4, 20)
YEAR = date(2024, 12, 31)


def keep(treasury, fund, **days):
    """Set closing days, as of the first day of the year; keys are q1 … q4 and end."""
    ends = dict(zip(("q1", "q2", "q3", "q4", "end"), period_ends(2024), strict=True))
    draft = PeriodsDraft({ends[name]: day for name, day in days.items()})
    unit_of_work.run(lambda: service.set_periods(treasury.head, fund.public_id, draft))


def test_suggested_are_twenty_days_after_a_quarter_and_the_last_day_of_payments():
    assert [usual_closing(2024, end) for end in period_ends(2024)] == [
        date(2024, 4, 20), date(2024, 7, 20), date(2024, 10, 20), date(2025, 1, 20), date(2025, 1, 31),
    ]  # fmt: skip


def test_a_closed_day_is_refused_a_late_fact_goes_into_the_open_period_and_keeps_its_real_day(treasury, old):
    with time_machine.travel(datetime(2024, 2, 1, 5, tzinfo=UTC), tick=False):
        keep(treasury, old.fund, q1=APRIL)
        treasury.act("approve", old.fund, (old.top, 100), day=date(2024, 1, 10))
    with time_machine.travel(datetime(2024, 4, 20, 16, 59, tzinfo=UTC), tick=False):  # the closing day itself
        treasury.act("approve", old.fund, (old.top, 1), day=MARCH)
    with time_machine.travel(datetime(2024, 4, 20, 17, 0, tzinfo=UTC), tick=False):  # 21 April in Viet Nam
        assert code_of(lambda: treasury.act("approve", old.fund, (old.top, 1), day=MARCH)) == "day.closed"
        late = treasury.act("approve", old.fund, (old.top, 2), day=date(2024, 4, 21), happened_on=MARCH)
        assert (late.business_date, late.happened_on) == (date(2024, 4, 21), MARCH)
        first = db.session.query(Act).filter(Act.amount == 100).one()
        assert code_of(lambda: treasury.reverse(first, day=MARCH)) == "day.closed"
        back = treasury.reverse(first, day=date(2024, 4, 21))
        assert back.business_date == date(2024, 4, 21)


def test_the_year_closes_at_midnight_in_viet_nam(treasury, old):
    """On 31 December at 17:00 UTC it is the first of January in Viet Nam."""
    with time_machine.travel(datetime(2024, 5, 1, tzinfo=UTC), tick=False):
        keep(treasury, old.fund, q4=YEAR)
        filled_on = date(2024, 4, 2)
        treasury.act("approve", old.fund, (old.top, 100), day=filled_on)
    with time_machine.travel(datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), tick=False):
        treasury.act("release", old.fund, (old.top, 10), day=YEAR)
    with time_machine.travel(datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), tick=False):
        assert code_of(lambda: treasury.act("release", old.fund, (old.top, 10), day=YEAR)) == "day.closed"
        treasury.act("release", old.fund, (old.top, 10), day=date(2025, 1, 1))
    assert ledger.closed_through(old.fund.id, date(2025, 1, 1)) == YEAR


def test_the_database_refuses_what_python_would_let_through(treasury, old, monkeypatch):
    with time_machine.travel(datetime(2024, 2, 1, tzinfo=UTC), tick=False):
        keep(treasury, old.fund, q1=APRIL)
    monkeypatch.setattr("promotion.ledger.posting._look_at_periods", lambda _draft: None)
    assert code_of(lambda: treasury.act("approve", old.fund, (old.top, 1), day=MARCH)) == "day.closed"


def test_what_has_closed_stays_as_it_is_for_the_page_and_for_the_database(treasury, old):
    """The database knows no other day than today, so what is still open closes in a year to come."""
    with time_machine.travel(datetime(2024, 2, 1, tzinfo=UTC), tick=False):
        keep(treasury, old.fund, q1=APRIL)
    keep(treasury, old.fund, q2=date(2090, 1, 1), q3=date(2090, 1, 1))
    keep(treasury, old.fund, q2=date(2091, 1, 1), q3=None)
    keep(treasury, old.fund, q1=date(2090, 1, 1))
    assert [row.closes_on for row in period_rows(old.fund)] == [APRIL, date(2091, 1, 1), None, None, None]
    closed = select(Period.id).where(Period.through == MARCH)
    for statement in (delete(Period).where(Period.id.in_(closed)), update(Period).values(closes_on=MARCH)):
        with pytest.raises(Refused, match="closed"):
            unit_of_work.run(lambda one=statement: db.session.execute(one))


def test_only_the_owners_head_sets_them_and_never_in_the_past_or_before_the_end(treasury, old):
    draft = PeriodsDraft({MARCH: date(2090, 1, 1)})
    with pytest.raises(Forbidden):
        unit_of_work.run(lambda: service.set_periods(treasury.clerk, old.fund.public_id, draft))
    for day in (date(2024, 5, 1), date(2024, 3, 30)):
        with pytest.raises(Invalid):
            keep(treasury, old.fund, q1=day)
    assert ledger.periods(old.fund.id) == []


def test_a_paid_up_fund_still_pays_until_its_last_day(treasury, old):
    filled(treasury, old)
    with time_machine.travel(datetime(2024, 6, 1, tzinfo=UTC), tick=False):
        keep(treasury, old.fund, q4=date(2025, 1, 20), end=date(2025, 1, 31))
    with time_machine.travel(datetime(2025, 1, 31, 10, tzinfo=UTC), tick=False):
        treasury.act("advance", old.fund, (old.commitment, 10), day=date(2025, 1, 31))
    with time_machine.travel(datetime(2025, 1, 31, 17, tzinfo=UTC), tick=False):
        again = lambda: treasury.act("advance", old.fund, (old.commitment, 10), day=date(2025, 1, 31))  # noqa: E731 - short
        assert code_of(again) == "day.closed"
