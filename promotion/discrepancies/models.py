"""Discrepancies and how they ended. Both tables are only ever added to (migrations 0018 and 0022)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain
from promotion.discrepancies.rules import Reported
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_

_FIGURES = ", ".join(repr(str(figure)) for figure in Reported)


OWN = Explanation(
    "discrepancy.own",
    N_("Whoever recorded a discrepancy may not say how it ended."),
    N_("Ask another head of the unit, or a head of the office that owns the fund."),
)


class Discrepancy(PublicId, Base):
    """A figure of a line, a share or a fund that was reported from outside above the ledger.

    `held` is what the ledger held at the end of `day` when it was recorded; both stay as they were then.
    """

    __tablename__ = "discrepancy"
    __table_args__ = (
        CheckConstraint(f"figure IN ({_FIGURES})", name="figure"),
        CheckConstraint("held >= 0 AND reported > held", name="excess"),
        CheckConstraint(f"reported <= {MAX_DONG}", name="largest"),
        UniqueConstraint(
            "envelope_id", "figure", "document_number", "document_date", "document_issuer",
            name="uq_discrepancy_document",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    figure: Mapped[str]
    reported: Mapped[int]
    held: Mapped[int]
    day: Mapped[date]
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    note: Mapped[str]
    recorded_by: Mapped[int]
    recorded_at: Mapped[datetime]

    @property
    def excess(self) -> int:
        """What was reported above the ledger, in đồng."""
        return self.reported - self.held


class Resolution(Base):
    """The end of a discrepancy: there is one at most, and not by who recorded it (a trigger of migration 0022)."""

    __tablename__ = "discrepancy_resolution"
    __table_args__ = (UniqueConstraint("discrepancy_id", name="uq_discrepancy_resolution_discrepancy_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    discrepancy_id: Mapped[int] = mapped_column(ForeignKey("discrepancy.id"))
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    reason: Mapped[str]
    resolved_by: Mapped[int]
    resolved_at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    twice = Explanation(
        "discrepancy.twice",
        N_("This document was already recorded here for this figure."),
        N_("Look at the list of discrepancies."),
    )
    columns = ("envelope_id", "figure", "document_number", "document_date", "document_issuer")
    for name in ("uq_discrepancy_document", ", ".join(f"discrepancy.{column}" for column in columns)):
        explain(name, twice)
    explain("discrepancy_four_eyes", OWN)
    ended = Explanation("discrepancy.resolved", N_("This discrepancy is already resolved."))
    for name in ("uq_discrepancy_resolution_discrepancy_id", "discrepancy_resolution.discrepancy_id"):
        explain(name, ended)


enter_words()
