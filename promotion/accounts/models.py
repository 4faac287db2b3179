"""People, their dated grants, and their sign-ins."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId


class User(PublicId, Base):
    """A person with an account. The password is kept as an argon2id hash of its NFC form."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("email"), CheckConstraint("language IN ('vi', 'en')", name="language"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    search_key: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    version: Mapped[int]


class Grant(Base):
    """A role for a time: bound to a unit, to a region, or (neither) to the country.

    It holds from its first to its last day, unless somebody ended it before: then not from `ended_at` on.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("unit_id IS NULL OR region IS NULL", name="place"),
        CheckConstraint("role NOT IN ('clerk', 'head') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("role <> 'organiser' OR region IS NOT NULL", name="region"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    region: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by: Mapped[int]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignIn(Base):
    """One session: only the hash of its token is kept. `last_seen_at` is exact to a minute."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    token_hash: Mapped[str]
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None]
    device: Mapped[str | None]
