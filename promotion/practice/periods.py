"""Periods of practice funds: in years long past every quarter has closed, and so have the year's payments."""

from datetime import date

from sqlalchemy import insert

from promotion.closing.rules import period_ends, usual_closing
from promotion.database.handle import db
from promotion.ledger.models import Period
from promotion.practice.acts import Writer

YEARS_OPEN = 3
"""So many budget years, this one included, are still open: people try things out in them."""


def write(writer: Writer, day: date) -> int:
    """Close the periods of the funds of older years as suggested; return how many rows that makes."""
    rows = [
        {"fund_id": writer.funds[code], "through": end, "closes_on": usual_closing(fund.year, end)}
        for code, fund in writer.ground.funds.items()
        if code in writer.funds and fund.year <= day.year - YEARS_OPEN
        for end in period_ends(fund.year)
    ]
    if rows:
        db.session.execute(insert(Period), rows)
    return len(rows)
