"""People, their dated grants, their sign-ins, and the codes with which they choose a password."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId


class User(PublicId, Base):
    """A person with an account. The password is kept as an argon2id hash of its NFC form; empty until the person
    has chosen one.
    """

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
    A stand-in's grant always has a last day and names the person whose work it is.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("unit_id IS NULL OR region IS NULL", name="place"),
        CheckConstraint("role NOT IN ('clerk', 'head') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("role <> 'organiser' OR region IS NOT NULL", name="region"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint(
            "stands_in_for IS NULL OR (valid_to IS NOT NULL AND stands_in_for <> user_id)", name="stand_in"
        ),
        Index(None, "user_id"),
        Index(None, "unit_id"),
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
    stands_in_for: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


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


class AccessCode(Base):
    """A code that was handed to a person to choose a password with, once. Only its hash is kept.

    `mail` tells what became of the letter that carried it too; None where none was sent.
    """

    __tablename__ = "access_code"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        CheckConstraint("kind IN ('invitation', 'reset')", name="kind"),
        CheckConstraint("mail IN ('waiting', 'sent', 'failed')", name="mail"),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str]
    code_hash: Mapped[str]
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    mail: Mapped[str | None]


class TryLimit(Base):
    """How far the tries of an account, an address or a browser are ahead: `due_at` moves on with each of them."""

    __tablename__ = "try_limit"
    __table_args__ = (Index(None, "due_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]


class HandOver(Base):
    """The work of one person went over to another."""

    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("leaver_id <> successor_id", name="two_people"),
        Index(None, "successor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    leaver_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str]
    made_by: Mapped[int]
    made_at: Mapped[datetime]
