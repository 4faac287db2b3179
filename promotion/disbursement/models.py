"""The record of a contract or assignment: its words. Its money lies in the ledger's commitment envelope."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base
from promotion.database.refusals import Explanation, explain, try_again_on
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
        UniqueConstraint("line_id", "number", "day", "beneficiary_id", name="uq_commitment_share"),
        # Nobody named is not the same nobody twice, says the engine: a document without shares is looked at here.
        Index(
            "uq_commitment_document",
            *("line_id", "number", "day"),
            unique=True,
            sqlite_where=text("beneficiary_id IS NULL"),
            postgresql_where=text("beneficiary_id IS NULL"),
        ),
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
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiary.id"))
    proposed_value: Mapped[int]
    created_by: Mapped[int]
    created_at: Mapped[datetime]


class RepaymentPlan(Base):
    """When the support of a contract is to be given back. A later edition takes an earlier one's place. Append-only."""

    __tablename__ = "repayment_plan"
    __table_args__ = (
        UniqueConstraint("commitment_id", "edition", name="uq_repayment_plan_edition"),
        CheckConstraint("edition > 0", name="edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    edition: Mapped[int]
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    reason: Mapped[str | None]
    entered_by: Mapped[int]
    entered_at: Mapped[datetime]


class Instalment(Base):
    """What is to be given back by a day (đồng). Append-only, with its plan."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("plan_id", "due_on", name="uq_instalment_day"),
        CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("repayment_plan.id"))
    due_on: Mapped[date]
    amount: Mapped[int]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    for name in (
        "uq_commitment_document",
        "uq_commitment_share",
        "commitment.line_id, commitment.number, commitment.day",
    ):
        explain(
            name,
            Explanation(
                "commitment.twice",
                N_("A contract or decision with this number and day already stands on this line."),
                N_("Look for it on the project's page; if it is another one, correct the number."),
            ),
        )
    # Whoever enters a plan at the same moment looks again, and sees the other one's.
    for name in ("uq_repayment_plan_edition", "repayment_plan.commitment_id, repayment_plan.edition"):
        try_again_on(name)


enter_words()
