"""Stored scenarios: inputs only. What they come to is worked out anew each time."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.versions import Versioned
from promotion.kernel.money import MAX_DONG


class Scenario(Versioned, PublicId, Base):
    """A way to distribute a tranche of a fund, or to take one back.

    `rules` holds their order, `by_hand` and `priorities` what was set for lines (by public id). `known_on` is the
    number of the last act that touched the fund when somebody last looked at what the scenario comes to.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        CheckConstraint("direction IN ('release', 'withdraw')", name="direction"),
        CheckConstraint("depth IN ('lines', 'units')", name="depth"),
        CheckConstraint("(amount IS NULL) <> (percent IS NULL)", name="one_of_both"),
        CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="amount"),
        Index(None, "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    name: Mapped[str]
    direction: Mapped[str]
    amount: Mapped[int | None]
    percent: Mapped[str | None]
    rules: Mapped[dict[str, Any]]
    by_hand: Mapped[dict[str, Any]]
    priorities: Mapped[dict[str, Any]]
    with_idle: Mapped[bool]
    depth: Mapped[str]
    known_on: Mapped[int]
    created_by: Mapped[int]
    created_at: Mapped[datetime]
