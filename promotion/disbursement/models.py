"""The record of a contract or assignment: its words. Its money lies in the ledger's commitment envelope."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base
from promotion.database.refusals import Explanation, explain
from promotion.database.versions import Versioned
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_

_KINDS = ", ".join(repr(str(kind)) for kind in CommitmentKind)


class Commitment(Versioned, Base):
    """A contract or assignment under a line. Its public id is that of its envelope, so both have one
    address.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("envelope_id"),
        UniqueConstraint("public_id"),
        UniqueConstraint("line_id", "number", "day", name="uq_commitment_document"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint(f"proposed_value > 0 AND proposed_value <= {MAX_DONG}", name="proposed_value"),
        Index(None, "party_tax_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str]
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    kind: Mapped[str]
    number: Mapped[str]
    day: Mapped[date]
    party: Mapped[str]
    party_tax_code: Mapped[str | None]
    subject: Mapped[str]
    proposed_value: Mapped[int]
    created_by: Mapped[int]
    created_at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    for name in ("uq_commitment_document", "commitment.line_id, commitment.number, commitment.day"):
        explain(
            name,
            Explanation(
                "commitment.twice",
                N_("A contract or decision with this number and day already stands on this line."),
                N_("Look for it on the project's page; if it is another one, correct the number."),
            ),
        )


enter_words()
