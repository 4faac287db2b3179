"""The trail: append-only, kept so by triggers on both engines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base


class AuditLine(Base):
    """One change of business data.

    `unit_id`, `home`, `level` are the place of the object when it was changed, `amount` (đồng) the money that was at
    stake, `object_name` its code or name, `object_key` the same as it is searched. `stands_in_for` names the person in
    whose place it was done, None when in the own name or not known.
    """

    __tablename__ = "audit_line"
    __table_args__ = (
        Index(None, "object_kind", "object_id"),
        Index(None, "user_id"),
        Index(None, "unit_id"),
        Index(None, "home"),
        Index(None, "act"),
        Index(None, "at"),
        Index(None, "amount"),
    )

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
    unit_id: Mapped[int | None]
    home: Mapped[str | None]
    level: Mapped[str | None]
    amount: Mapped[int | None]
    object_name: Mapped[str] = mapped_column(server_default="")
    object_key: Mapped[str] = mapped_column(server_default="")
    stands_in_for: Mapped[str | None]
