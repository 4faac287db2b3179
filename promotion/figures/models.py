"""What people state about figures: from which year on the ledger holds all of a province's money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base


class LedgerComplete(Base):
    """One statement; the newest of a province and level holds, earlier ones are its history. No year: not
    complete.
    """

    __tablename__ = "ledger_complete"
    __table_args__ = (
        CheckConstraint("level IN ('national', 'local')", name="level"),
        CheckConstraint("from_year BETWEEN 2000 AND 2100", name="from_year"),
        Index(None, "home", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(ForeignKey("province.key"))
    level: Mapped[str]
    from_year: Mapped[int | None]
    reason: Mapped[str]
    entered_by: Mapped[int]
    entered_at: Mapped[datetime]
