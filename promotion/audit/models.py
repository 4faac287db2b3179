"""The trail: append-only, kept so by triggers on both engines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base


class AuditLine(Base):
    """One change of business data."""

    __tablename__ = "audit_line"
    __table_args__ = (Index(None, "object_kind", "object_id"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
    user_name: Mapped[str]
    act: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    request_number: Mapped[str | None]
