"""The ledger's tables. Counters live on the envelope and are moved by the entry's trigger alone (migration
0004).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, literal, text
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.kernel.money import MAX_DONG
from promotion.ledger.books import COUNTERS, Book, Kind, allowed_paths
from promotion.ledger.counters import Counted
from promotion.ledger.deeds import ActKind
from promotion.ledger.sums import FIGURES


def _one_of(column: str, values: object) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"  # type: ignore[attr-defined]


def _only_one(kind: Kind, *columns: str) -> Index:
    """Two people who open the same envelope at once get one: the second act runs again and finds it."""
    only = text(f"kind = '{kind}'")
    return Index(f"uq_envelope_{kind}", *columns, unique=True, sqlite_where=only, postgresql_where=only)


LINE_FIGURES = (
    *("unit_id", "level", "content_code", "project_id"),
    *("to_assign", "assigned", "committed", "advanced", "paid", "accepted", "kind"),
    *("requested", "settled", "recovered", "returned", "lapsed", "cancelled"),
    *("carried_out", "carried_in", "rights_out", "rights_in"),
)
ABOVE_FIGURES = (
    *("unit_id", "level", "to_list", "released", "money"),
    *("lapsed", "cancelled", "carried_out", "carried_in"),
)


def _part(name: str, part: str, *columns: str) -> Index:
    """Figures read this index instead of the table."""
    return Index(f"ix_envelope_{name}", *columns, sqlite_where=text(part), postgresql_where=text(part))


class Fund(PublicId, Base):
    """Money of one level, budget year and owner: KCQG-2024, KCDP-2024-91-2024. The code is a label, never
    parsed.
    """

    __tablename__ = "fund"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("level", "budget_year", "owner_unit_id"),
        CheckConstraint("level IN ('national', 'local')", name="level"),
        CheckConstraint("budget_year BETWEEN 2000 AND 2100", name="budget_year"),
        CheckConstraint(f"two_person_from BETWEEN 0 AND {MAX_DONG}", name="two_person_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    level: Mapped[str]
    budget_year: Mapped[int]
    owner_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    home: Mapped[str | None]
    two_person: Mapped[bool]
    two_person_from: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Envelope(PublicId, Counted, Base):
    """A place where money or a right can lie. Its dimensions never change; its counters only by entries."""

    __tablename__ = "envelope"
    __table_args__ = (
        CheckConstraint(_one_of("kind", Kind), name="kind"),
        CheckConstraint("(kind = 'fund') = (parent_id IS NULL)", name="tree"),
        *(CheckConstraint(f"{counter} >= 0", name=f"{counter}_not_negative") for counter in COUNTERS),
        CheckConstraint(" AND ".join(f"{counter} <= {MAX_DONG}" for counter in COUNTERS), name="largest"),
        _only_one(Kind.fund, "fund_id"),
        _only_one(Kind.share, "fund_id", "unit_id"),
        _part("lines", "kind = 'line'", "budget_year", "home", *LINE_FIGURES),
        _part("above", "kind IN ('fund', 'share')", "budget_year", "kind", "home", *ABOVE_FIGURES),
        Index("ix_envelope_project_id", "project_id"),
        Index("ix_envelope_parent_id", "parent_id"),
        Index("ix_envelope_fund_id", "fund_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    level: Mapped[str]
    budget_year: Mapped[int]
    home: Mapped[str | None]
    unit_id: Mapped[int]
    content_code: Mapped[str | None]
    project_id: Mapped[int | None]

    @property
    def listed(self) -> int:
        """A line's listed amount (đồng), also once it lapsed or went over; what came over was listed a year before."""
        return sum(sign * getattr(self, counter) for counter, sign in FIGURES["approved"]["line"].items())

    @property
    def disbursed(self) -> int:
        """Cash out through the treasury: advances and payments (đồng)."""
        return self.advanced + self.paid


LISTED = sum(
    (sign * getattr(Envelope, counter) for counter, sign in FIGURES["approved"]["line"].items()), literal(0)
)
"""The same for queries."""


class Act(PublicId, Base):
    """What was done: booked, numbered, never changed. Its number is the order in which acts became known."""

    __tablename__ = "act"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ActKind), name="kind"),
        CheckConstraint("NOT two_person OR proposed_by <> booked_by", name="two_people"),
        CheckConstraint("(kind IN ('reverse', 'fail')) = (reverses_id IS NOT NULL)", name="reversal"),
        CheckConstraint(f"amount BETWEEN 0 AND {MAX_DONG}", name="amount"),
        CheckConstraint("happened_on < business_date", name="happened_on"),
        UniqueConstraint("number"),
        UniqueConstraint("reverses_id"),
        Index(None, "fund_id"),
        Index(None, "about_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None]
    kind: Mapped[str]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    unit_id: Mapped[int]
    amount: Mapped[int]
    business_date: Mapped[date]
    happened_on: Mapped[date | None]
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    percent: Mapped[str | None]
    reason: Mapped[str | None]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    two_person: Mapped[bool]
    opening: Mapped[bool] = mapped_column(default=False)
    proposed_by: Mapped[int]
    booked_by: Mapped[int]
    booked_at: Mapped[datetime]
    booked_on: Mapped[date]


class Entry(Base):
    """Whole đồng from one counter to another, in one row; the trigger moves both counters."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(
            f"amount > 0 AND amount <= {MAX_DONG} AND amount = CAST(amount AS BIGINT)", name="amount"
        ),
        CheckConstraint(_one_of("book", Book), name="book"),
        CheckConstraint(
            _one_of(
                "coalesce(source_counter, 'outside') || '>' || coalesce(target_counter, 'outside')",
                allowed_paths(),
            ),
            name="path",
        ),
        CheckConstraint("(source_id IS NULL) = (source_counter IS NULL)", name="source"),
        CheckConstraint("(target_id IS NULL) = (target_counter IS NULL)", name="target"),
        Index(None, "act_id"),
        Index(None, "business_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    book: Mapped[str]
    amount: Mapped[int]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    source_counter: Mapped[str | None]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    target_counter: Mapped[str | None]
    business_date: Mapped[date]


class Leg(Base):
    """What an entry did to one envelope: written by the trigger, with sequence number and balance after."""

    __tablename__ = "leg"
    __table_args__ = (
        UniqueConstraint("envelope_id", "sequence"),
        Index(None, "entry_id"),
        Index(None, "business_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    sequence: Mapped[int]
    counter: Mapped[str]
    change: Mapped[int]
    balance: Mapped[int]
    business_date: Mapped[date]


class LedgerMonth(Base):
    """The net change of one counter in one month of business dates: moved by the trigger, for positions at
    a day.
    """

    __tablename__ = "ledger_month"

    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    counter: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)  # year * 12 + month - 1
    change: Mapped[int]


class Period(Base):
    """Days of a fund that close: from the day after `closes_on` nothing is entered with a business date up to
    `through`. A row is fixed once it has closed.
    """

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("fund_id", "through"),
        CheckConstraint("closes_on >= through", name="closes_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    through: Mapped[date]
    closes_on: Mapped[date]


class VoucherClaim(Base):
    """A voucher in use on a line; a reversal gives it free again. The act keeps the voucher's words."""

    __tablename__ = "voucher_claim"
    __table_args__ = (
        UniqueConstraint("line_id", "number", "day", "issuer", name="uq_voucher_claim_voucher"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    number: Mapped[str]
    day: Mapped[date]
    issuer: Mapped[str]


class Proposal(PublicId, Base):
    """An act somebody proposed: reserves nothing; another person books it, returns it, or it is withdrawn."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'booked', 'returned', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'booked') = (act_id IS NOT NULL)", name="booked"),
        Index(None, "state", "unit_id"),
        Index("uq_proposal_author", "id", "proposed_by", unique=True),  # rows that name both point here
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    home: Mapped[str | None]
    level: Mapped[str]
    amount: Mapped[int]
    draft: Mapped[dict[str, Any]]
    state: Mapped[str]
    proposed_by: Mapped[int]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))


class LedgerClock(Base):
    """One row: the number of the last act. Locked by the last statement of a booking, so numbers follow
    commits.
    """

    __tablename__ = "ledger_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]
