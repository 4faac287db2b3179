"""Ledgers that are said to hold everything, or not: what figures of past years rest on."""

from sqlalchemy import insert

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures.models import LedgerComplete
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Level
from promotion.territory.queries import atlas


def state_everywhere(from_year: int | None) -> None:
    """State the same year for every province of today and both levels; None takes it back."""
    unit_of_work.run(
        lambda: db.session.execute(
            insert(LedgerComplete),
            [
                {
                    "home": key,
                    "level": str(level),
                    "from_year": from_year,
                    "reason": "test",
                    "entered_by": 0,
                    "entered_at": now(),
                }
                for key in atlas().keys_on(today())
                for level in Level
            ],
        )
    )
