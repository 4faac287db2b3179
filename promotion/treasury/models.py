"""Statements of the treasury with their rows, what people decided about them, and what was signed off.

Once a statement is signed off, triggers (migration 0025) refuse every change of it and of all that belongs to it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_
from promotion.treasury.rules import Decision, Group, Reason, Way


def _one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


_KEPT = text("state <> 'sent'")


class Statement(PublicId, Base):
    """A statement of one account for a period. `sent`: only the file is here, seen by its sender; `open`: its rows are
    stored; `signed`: frozen. Balances in đồng, None where the paper states none; `level` None is all money.
    """

    __tablename__ = "treasury_statement"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'open', 'signed')", name="state"),
        CheckConstraint("level IN ('national', 'local')", name="level"),
        CheckConstraint("first_day <= last_day", name="period"),
        CheckConstraint("(state = 'signed') = (signed_by IS NOT NULL)", name="signed"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed_at"),
        CheckConstraint("signed_by <> uploaded_by", name="two_people"),
        Index(
            "uq_treasury_statement_file", "unit_id", "sha256",
            unique=True, sqlite_where=_KEPT, postgresql_where=_KEPT,
        ),
        Index(None, "unit_id", "account"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    home: Mapped[str | None]
    level: Mapped[str | None]
    office: Mapped[str]
    account: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    opening: Mapped[int | None]
    closing: Mapped[int | None]
    language: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    state: Mapped[str]
    uploaded_by: Mapped[int]
    uploaded_at: Mapped[datetime]
    signed_by: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    signed_note: Mapped[str | None]

    @property
    def signed(self) -> bool:
        """Whether nothing of it can be changed any more."""
        return self.state == "signed"


class Row(Base):
    """One row of a statement as the file holds it; amounts in đồng, `raw` all its cells by column."""

    __tablename__ = "treasury_row"
    __table_args__ = (
        UniqueConstraint("statement_id", "sheet", "number", name="uq_treasury_row_place"),
        CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_amount"),
        CheckConstraint(f"debit <= {MAX_DONG} AND credit <= {MAX_DONG}", name="largest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("treasury_statement.id"))
    sheet: Mapped[str]
    number: Mapped[int]
    voucher: Mapped[str]
    day: Mapped[date]
    payee: Mapped[str]
    content: Mapped[str]
    debit: Mapped[int]
    credit: Mapped[int]
    raw: Mapped[dict[str, Any]] = mapped_column(deferred=True)

    @property
    def amount(self) -> int:
        """Đồng paid out; what came back is less than nothing."""
        return self.debit - self.credit


class Bundle(Base):
    """Rows and acts of one statement that stand together: a person's decision while it is open, and with the signature
    every group as it was signed, with the way in which it came together.
    """

    __tablename__ = "treasury_bundle"
    __table_args__ = (
        CheckConstraint(_one_of("kind", *Decision, *Group), name="kind"),
        CheckConstraint(_one_of("way", *Way), name="way"),
        Index(None, "statement_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("treasury_statement.id"))
    kind: Mapped[str]
    way: Mapped[str | None]
    made_by: Mapped[int]
    made_at: Mapped[datetime]


class Member(Base):
    """A row or an act in a bundle."""

    __tablename__ = "treasury_member"
    __table_args__ = (
        CheckConstraint("(row_id IS NULL) <> (act_id IS NULL)", name="one"),
        UniqueConstraint("bundle_id", "row_id", name="uq_treasury_member_row"),
        UniqueConstraint("bundle_id", "act_id", name="uq_treasury_member_act"),
        Index(None, "statement_id"),
        Index(None, "row_id"),
        Index(None, "act_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("treasury_statement.id"))
    bundle_id: Mapped[int] = mapped_column(ForeignKey("treasury_bundle.id"))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("treasury_row.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))


class Explained(Base):
    """Why a row or an act stands alone or differs. It holds for the đồng that were open when it was given."""

    __tablename__ = "treasury_explanation"
    __table_args__ = (
        CheckConstraint("(row_id IS NULL) <> (act_id IS NULL)", name="one"),
        CheckConstraint(_one_of("reason", *Reason), name="reason"),
        UniqueConstraint("statement_id", "row_id", name="uq_treasury_explanation_row"),
        UniqueConstraint("statement_id", "act_id", name="uq_treasury_explanation_act"),
        Index(None, "row_id"),
        Index(None, "act_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("treasury_statement.id"))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("treasury_row.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    open_amount: Mapped[int]
    reason: Mapped[str]
    note: Mapped[str]
    given_by: Mapped[int]
    given_at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    frozen = Explanation(
        "treasury.signed",
        N_("This statement is signed off: nothing of it can be changed any more."),
        N_("What came to light later is explained in the next statement."),
    )
    explain("treasury_signed", frozen)
    here = Explanation(
        "treasury.here", N_("This file is already here."), N_("Look for it in the list of statements.")
    )
    for name in ("uq_treasury_statement_file", "treasury_statement.unit_id, treasury_statement.sha256"):
        explain(name, here)


enter_words()
