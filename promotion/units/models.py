"""Tables of units: the unit, its dated names, and who took over from whom."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from promotion.database.base import Base, PublicId

_ORDERED = "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to"
_KINDS = "kind IN ('ministry', 'agency', 'regional_centre', 'department', 'provincial_centre', 'other')"
_SEAT = (
    "kind = 'other' OR (kind IN ('department', 'provincial_centre') AND province_key IS NOT NULL)"
    " OR (kind IN ('ministry', 'agency', 'regional_centre') AND province_key IS NULL)"
)


class Unit(PublicId, Base):
    """One unit, from its founding to its end; a merger makes a new unit and a succession."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(_KINDS, name="kind"),
        CheckConstraint(_SEAT, name="seat"),
        CheckConstraint(_ORDERED, name="period"),
        Index(None, "province_key"),
        Index(None, "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    province_key: Mapped[str | None] = mapped_column(ForeignKey("province.key"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    names: Mapped[list["UnitName"]] = relationship(
        lazy="selectin", order_by="UnitName.valid_from.is_not(None), UnitName.valid_from", viewonly=True
    )


class UnitName(Base):
    """What a unit is called during a period; `verified` says whether the wording was seen in a source."""

    __tablename__ = "unit_name"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint(_ORDERED, name="period"),
        Index(
            "uq_unit_name_open_start",
            "unit_id",
            unique=True,
            sqlite_where=text("valid_from IS NULL"),
            postgresql_where=text("valid_from IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name_vi: Mapped[str]
    name_en: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    verified: Mapped[bool]


class UnitSuccession(Base):
    """A unit's rights and records went over to another on a day."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        UniqueConstraint("old_id", "new_id"),
        CheckConstraint("old_id <> new_id", name="two_units"),
        Index(None, "new_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    effective_date: Mapped[date]
