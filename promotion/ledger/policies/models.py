"""The policies' tables. Answers are only ever added (migration 0023 guards them); settings have versions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base
from promotion.database.versions import Versioned
from promotion.kernel.money import MAX_DONG
from promotion.ledger.policies.rules import USUAL
from promotion.ledger.policies.words import Effect, Policy


def _one_of(column: str, values: type[Effect | Policy]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


_OVER = f"bound >= 0 AND over > 0 AND over <= after - bound AND after <= {MAX_DONG}"
_WAIVABLE = "'stop_unless_spender', 'stop_unless_owner'"


class FundPolicy(Versioned, Base):
    """What a fund wants where an act is unusual: one row for each fund, one column for each policy."""

    __tablename__ = "fund_policy"
    __table_args__ = (
        UniqueConstraint("fund_id"),
        *(CheckConstraint(_one_of(str(policy), Effect), name=str(policy)) for policy in Policy),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    early_contract: Mapped[str] = mapped_column(default=str(USUAL[Policy.early_contract]))
    early_payment: Mapped[str] = mapped_column(default=str(USUAL[Policy.early_payment]))
    high_advance: Mapped[str] = mapped_column(default=str(USUAL[Policy.high_advance]))
    unruled_advance: Mapped[str] = mapped_column(default=str(USUAL[Policy.unruled_advance]))
    norm: Mapped[str] = mapped_column(default=str(USUAL[Policy.norm]))


class ProposalException(Base):
    """What was unusual about an act when it was proposed, and the proposer's reason. It covers these numbers only."""

    __tablename__ = "proposal_exception"
    __table_args__ = (
        UniqueConstraint("proposal_id", "policy", "envelope_id"),
        CheckConstraint(_one_of("policy", Policy), name="policy"),
        CheckConstraint(_one_of("effect", Effect), name="effect"),
        CheckConstraint("effect <> 'stop'", name="stopped"),
        CheckConstraint("effect = 'note' OR reason IS NOT NULL", name="reason"),
        CheckConstraint(_OVER, name="over"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    policy: Mapped[str]
    effect: Mapped[str]
    bound: Mapped[int]
    after: Mapped[int]
    over: Mapped[int]
    detail: Mapped[str | None]
    reason: Mapped[str | None]


class Waiver(Base):
    """Somebody allowed in writing what the fund's rules stop: for one proposal, up to these numbers.

    Nobody allows what he proposed himself; the second key keeps the proposer's name true.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "proposed_by"], ["proposal.id", "proposal.proposed_by"], name="fk_waiver_author"
        ),
        CheckConstraint("waived_by <> proposed_by", name="four_eyes"),
        CheckConstraint(_one_of("policy", Policy), name="policy"),
        CheckConstraint(f"effect IN ({_WAIVABLE})", name="effect"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("after > bound", name="over"),
        Index(None, "proposal_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int]
    proposed_by: Mapped[int]
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    policy: Mapped[str]
    effect: Mapped[str]
    bound: Mapped[int]
    after: Mapped[int]
    reason: Mapped[str]
    waived_by: Mapped[int]
    waived_at: Mapped[datetime]


class ActException(Base):
    """What was unusual about a booked act, how far (đồng), why, and who allowed it."""

    __tablename__ = "act_exception"
    __table_args__ = (
        UniqueConstraint("act_id", "policy", "envelope_id"),
        CheckConstraint(_one_of("policy", Policy), name="policy"),
        CheckConstraint(_one_of("effect", Effect), name="effect"),
        CheckConstraint("effect <> 'stop'", name="stopped"),
        CheckConstraint("effect = 'note' OR (reason IS NOT NULL AND reason_by IS NOT NULL)", name="reason"),
        CheckConstraint(
            f"(effect IN ({_WAIVABLE})) = (waiver_id IS NOT NULL) AND (waiver_id IS NULL) = (allowed_by IS NULL)",
            name="waiver",
        ),
        CheckConstraint(_OVER, name="over"),
        Index(None, "envelope_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    policy: Mapped[str]
    effect: Mapped[str]
    bound: Mapped[int]
    after: Mapped[int]
    over: Mapped[int]
    detail: Mapped[str | None]
    reason: Mapped[str | None]
    reason_by: Mapped[int | None]
    waiver_id: Mapped[int | None] = mapped_column(ForeignKey("waiver.id"))
    allowed_by: Mapped[int | None]


class AdvanceTerms(Base):
    """The rule for an advance as it stood when it was proposed, and again when it was booked.

    `max_hundredths` is None where no rule was known; `statement` says in the proposer's words that the rule's
    condition holds. An advance beyond what is allowed names an exception.
    """

    __tablename__ = "advance_terms"
    __table_args__ = (
        CheckConstraint("(proposal_id IS NULL) <> (act_id IS NULL)", name="stage"),
        CheckConstraint("max_hundredths BETWEEN 1 AND 10000", name="max"),
        CheckConstraint("(max_hundredths IS NULL) = (allowed IS NULL)", name="allowed"),
        CheckConstraint("(max_hundredths IS NULL) = (instrument_vi IS NULL)", name="source"),
        CheckConstraint("excepted OR (allowed IS NOT NULL AND after <= allowed)", name="within"),
        UniqueConstraint("proposal_id", "envelope_id"),
        UniqueConstraint("act_id", "envelope_id"),
        Index(None, "envelope_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    content_code: Mapped[str]
    day: Mapped[date]
    max_hundredths: Mapped[int | None]
    instrument_vi: Mapped[str | None]
    instrument_en: Mapped[str | None]
    condition_vi: Mapped[str | None]
    condition_en: Mapped[str | None]
    statement: Mapped[str | None]
    value: Mapped[int]
    allowed: Mapped[int | None]
    after: Mapped[int]
    excepted: Mapped[bool]
    written_by: Mapped[int]
    written_at: Mapped[datetime]
