"""Tables of provinces: each edition, its dated types and regions, and the succession between editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId

ORDERED = "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to"


def _one_open_start(table: str) -> Index:
    """At most one period of a province has no first day: a unique constraint lets empty values pass."""
    condition = text("valid_from IS NULL")
    return Index(
        f"uq_{table}_open_start",
        "province_key",
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class ProvinceRow(Base):
    """One province of one edition; other tables point at its key."""

    __tablename__ = "province"
    __table_args__ = (
        UniqueConstraint("edition", "code"),
        UniqueConstraint("edition", "slug"),
        CheckConstraint("key = edition || '-' || code", name="key"),
        CheckConstraint(ORDERED, name="period"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    code: Mapped[str]
    slug: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    full_name_vi: Mapped[str]
    aliases: Mapped[str]  # parted by "|"
    search_key: Mapped[str]
    sort_key: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    natural_region_code: Mapped[str]
    natural_region_vi: Mapped[str]
    natural_region_en: Mapped[str]


class ProvinceTypeRow(Base):
    """What a province is by law and is called during a period, by which instrument."""

    __tablename__ = "province_type"
    __table_args__ = (
        CheckConstraint("type IN ('province', 'centrally-run city')", name="type"),
        CheckConstraint(ORDERED, name="period"),
        UniqueConstraint("province_key", "valid_from"),
        _one_open_start("province_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_key: Mapped[str] = mapped_column(ForeignKey("province.key"))
    type: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    full_name_vi: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source_vi: Mapped[str | None]
    source_en: Mapped[str | None]


class ProvinceRegionRow(Base):
    """The conference region of a province during a period."""

    __tablename__ = "province_region"
    __table_args__ = (
        CheckConstraint("region IN ('north', 'central', 'south')", name="region"),
        CheckConstraint(ORDERED, name="period"),
        UniqueConstraint("province_key", "valid_from"),
        _one_open_start("province_region"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_key: Mapped[str] = mapped_column(ForeignKey("province.key"))
    region: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class SuccessionRow(Base):
    """An old province went over to a new one."""

    __tablename__ = "succession"
    __table_args__ = (
        UniqueConstraint("old_key", "new_key"),
        CheckConstraint("old_key <> new_key", name="two_provinces"),
        CheckConstraint(
            "relation IN ('unchanged', 'merged, name kept', 'merged, name dropped')", name="relation"
        ),
        Index(None, "new_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    old_key: Mapped[str] = mapped_column(ForeignKey("province.key"))
    new_key: Mapped[str] = mapped_column(ForeignKey("province.key"))
    effective_date: Mapped[date]
    relation: Mapped[str]
    source_vi: Mapped[str]
    source_en: Mapped[str]


class Reorganisation(PublicId, Base):
    """An act of the administrator that changed provinces or units: append-only, kept so by triggers.

    The rows it made or closed stand in the tables above; loading the files that come with the program plays all acts
    again, so that it never takes one back. `payload` is the act's draft, `undoes_id` names the act taken back.
    """

    __tablename__ = "reorganisation"
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'rename', 'move', 'retype', 'succeed', 'undo')", name="kind"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        CheckConstraint("kind <> 'undo' OR reason IS NOT NULL", name="reason"),
        UniqueConstraint("undoes_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    effective_date: Mapped[date]
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    source_vi: Mapped[str]
    source_en: Mapped[str]
    payload: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("reorganisation.id"))
    done_by: Mapped[int]
    done_at: Mapped[datetime]
