"""Tables of published figures and of the imports they came in. Both only ever grow, kept so by triggers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain, try_again_on
from promotion.kernel.messages import mark as N_
from promotion.publications.rules import Printed

# Two people enter the same file at once: the second runs again and finds the rows known. Each engine names it its way.
for _name in ("uq_published_figure_fingerprint", "published_figure.fingerprint"):
    try_again_on(_name)
for _name in ("append_only: published_figure", "append_only: publication_import"):
    explain(
        _name,
        Explanation(
            "append_only",
            N_("Published figures are never altered."),
            N_("Enter what was published later as a further figure with its own source."),
        ),
    )


class PublicationImport(PublicId, Base):
    """One file of published figures that was entered: which, by whom, when, how many rows, how many of them new."""

    __tablename__ = "publication_import"
    __table_args__ = (CheckConstraint("added BETWEEN 1 AND rows", name="added"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[int]
    added: Mapped[int]
    imported_by: Mapped[int]
    imported_by_name: Mapped[str]
    imported_at: Mapped[datetime]


class PublishedFigure(PublicId, Base):
    """One published figure, digits and unit as printed. `fingerprint` keeps the same row from standing twice."""

    __tablename__ = "published_figure"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        CheckConstraint("period IN ('year', '6m', '9m', '11m', 'q1', 'q2', 'q3', 'q4')", name="period"),
        CheckConstraint("scope IN ('country', 'region', 'province', 'unit')", name="scope"),
        CheckConstraint("edition IN ('2024', '2025')", name="edition"),
        CheckConstraint("level IN ('national', 'local', 'total', 'counterpart')", name="level"),
        CheckConstraint(
            "unit IN ('dong', 'thousand', 'million', 'billion', 'percent', 'count')", name="unit"
        ),
        Index(None, "year", "period"),
        Index(None, "import_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    period: Mapped[str]
    scope: Mapped[str]
    place: Mapped[str]
    edition: Mapped[str]
    level: Mapped[str]
    measure: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str]
    as_of: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str | None]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    imported_at: Mapped[datetime]
    imported_by: Mapped[int]
    import_id: Mapped[int] = mapped_column(ForeignKey("publication_import.id"))
    came_in: Mapped[PublicationImport] = relationship(viewonly=True)

    @property
    def printed(self) -> Printed:
        """The figure as a plain value, to compute with."""
        return Printed(
            key=self.public_id,
            year=self.year,
            period=self.period,
            scope=self.scope,
            place=self.place,
            edition=self.edition,
            level=self.level,
            measure=self.measure,
            value=self.value,
            unit=self.unit,
            as_of=self.as_of,
            source=self.source,
            note=self.note,
        )
