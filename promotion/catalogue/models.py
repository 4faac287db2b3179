"""Tables of the catalogue. `verified` says whether the value was seen in a source or is a default to be
checked.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.catalogue.rules import percent
from promotion.database.base import Base
from promotion.kernel.choices import Language

_ORDERED = "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to"
_HIGHEST_DONG = 9 * 10**15


class Content(Base):
    """A content of industrial promotion: a node of the versioned tree."""

    __tablename__ = "content"
    __table_args__ = (
        CheckConstraint("parent_code <> code", name="parent"),
        CheckConstraint(_ORDERED, name="period"),
        Index(None, "parent_code"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("content.code"))
    position: Mapped[int]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis_vi: Mapped[str]
    basis_en: Mapped[str]
    verified: Mapped[bool]

    def name(self, language: str) -> str:
        """Return the wording in a language."""
        return self.name_vi if Language(language) is Language.vi else self.name_en


class Indicator(Base):
    """Something that is counted under a content, planned and achieved."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("content_code", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    content_code: Mapped[str] = mapped_column(ForeignKey("content.code"))
    code: Mapped[str]
    position: Mapped[int]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    unit_vi: Mapped[str]
    unit_en: Mapped[str]
    verified: Mapped[bool]


class Norm(Base):
    """A ceiling: support is at most the rate of the eligible cost and at most the cap per unit, whichever is
    less.
    """

    __tablename__ = "norm"
    __table_args__ = (
        CheckConstraint("scope IN ('national', 'province')", name="scope"),
        CheckConstraint("(scope = 'province') = (province_key IS NOT NULL)", name="province"),
        CheckConstraint("rate_hundredths BETWEEN 1 AND 10000", name="rate"),
        CheckConstraint(f"cap_dong BETWEEN 1 AND {_HIGHEST_DONG}", name="cap"),
        CheckConstraint("rate_hundredths IS NOT NULL OR cap_dong IS NOT NULL", name="limit"),
        CheckConstraint("(cap_dong IS NULL) = (cap_per IS NULL)", name="cap_per"),
        CheckConstraint(_ORDERED, name="period"),
        Index(None, "content_code"),
        Index(None, "province_key"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    content_code: Mapped[str] = mapped_column(ForeignKey("content.code"))
    position: Mapped[int]
    what_vi: Mapped[str]
    what_en: Mapped[str]
    scope: Mapped[str]
    province_key: Mapped[str | None] = mapped_column(ForeignKey("province.key"))
    rate_hundredths: Mapped[int | None]
    cap_dong: Mapped[int | None]
    cap_per: Mapped[str | None]
    instrument_vi: Mapped[str]
    instrument_en: Mapped[str]
    article: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    verified: Mapped[bool]
    note_vi: Mapped[str | None]
    note_en: Mapped[str | None]

    @property
    def rate_percent(self) -> Decimal | None:
        """The rate in percent of the eligible cost, None when the norm has none."""
        return percent(self.rate_hundredths)


class AdvanceRate(Base):
    """How much of the support may be advanced first, in percent, and under which condition."""

    __tablename__ = "advance_rate"
    __table_args__ = (
        UniqueConstraint("content_code", "valid_from"),
        CheckConstraint("max_hundredths BETWEEN 1 AND 10000", name="max"),
        CheckConstraint(_ORDERED, name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content_code: Mapped[str] = mapped_column(ForeignKey("content.code"))
    what_vi: Mapped[str]
    what_en: Mapped[str]
    max_hundredths: Mapped[int]
    condition_vi: Mapped[str | None]
    condition_en: Mapped[str | None]
    instrument_vi: Mapped[str]
    instrument_en: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    verified: Mapped[bool]

    @property
    def max_percent(self) -> Decimal:
        """The highest first advance in percent of the support."""
        return percent(self.max_hundredths) or Decimal(0)


class Programme(Base):
    """A programme of several years; money that was not seen in a source is empty, never zero."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("level IN ('national', 'local')", name="level"),
        CheckConstraint("year_from <= year_to", name="years"),
        CheckConstraint(f"total_dong BETWEEN 1 AND {_HIGHEST_DONG}", name="total"),
        CheckConstraint("share_national_hundredths BETWEEN 1 AND 10000", name="share"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    year_from: Mapped[int]
    year_to: Mapped[int]
    approved_by_vi: Mapped[str]
    approved_by_en: Mapped[str]
    approved_on: Mapped[date]
    total_dong: Mapped[int | None]
    share_national_hundredths: Mapped[int | None]
    targets_vi: Mapped[str | None]
    targets_en: Mapped[str | None]
    note_vi: Mapped[str | None]
    note_en: Mapped[str | None]

    @property
    def share_national_percent(self) -> Decimal | None:
        """National money in percent of the total, None when not seen."""
        return percent(self.share_national_hundredths)


class KnownConference(Base):
    """A regional conference that is known to have been held; conferences of our own have their own room."""

    __tablename__ = "known_conference"
    __table_args__ = (
        UniqueConstraint("region", "ordinal"),
        CheckConstraint("region IN ('north', 'central', 'south')", name="region"),
        CheckConstraint("ordinal > 0", name="ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str]
    ordinal: Mapped[int]
    year: Mapped[int]
    held_on: Mapped[date | None]
    place: Mapped[str | None]
    host_key: Mapped[str | None] = mapped_column(ForeignKey("province.key"))
    next_host_key: Mapped[str | None] = mapped_column(ForeignKey("province.key"))
    note_vi: Mapped[str | None]
    note_en: Mapped[str | None]
