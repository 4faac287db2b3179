"""Notices to units, and who has read them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import try_again_on
from promotion.notices.rules import NoticeKind


class Notice(PublicId, Base):
    """Something that a unit is told. The facts are kept as they were; the words are made when it is read."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in NoticeKind)})", name="kind"),
        Index(None, "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


# Marked in two windows at once: the second runs again and finds it marked.
for _name in ("pk_notice_reading", "notice_reading.notice_id, notice_reading.user_id"):
    try_again_on(_name)


class NoticeReading(Base):
    """A person has read a notice; for the others of the unit it stays new."""

    __tablename__ = "notice_reading"
    __table_args__ = (Index(None, "user_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    read_at: Mapped[datetime]
