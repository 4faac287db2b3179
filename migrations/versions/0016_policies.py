"""Policies of funds: settings, what was unusual about proposals and acts, who allowed it, terms of advances.

Every fund gets the usual settings, which are what the program did before.
"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MAX_DONG = 9 * 10**15
POLICIES = ("early_contract", "early_payment", "high_advance", "unruled_advance", "norm")
IS_POLICY = "policy IN ('early_contract', 'early_payment', 'high_advance', 'unruled_advance', 'norm')"
EFFECTS = "IN ('note', 'warn', 'stop_unless_spender', 'stop_unless_owner', 'stop')"
WAIVABLE = "effect IN ('stop_unless_spender', 'stop_unless_owner')"
OVER = f"bound >= 0 AND over > 0 AND over <= after - bound AND after <= {MAX_DONG}"
NEW = ("fund_policy", "proposal_exception", "waiver", "act_exception", "advance_terms")


def upgrade() -> None:
    """Create the tables, guard the answers, give every fund its settings."""
    _settings()
    op.create_index("uq_proposal_author", "proposal", ["id", "proposed_by"], unique=True)
    op.create_table(
        "proposal_exception",
        sa.Column("id", BigInt, primary_key=True),
        _points("proposal_exception", "proposal"),
        _points("proposal_exception", "envelope"),
        *_facts(),
        sa.Column("over", BigInt, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("reason", sa.Text),
        sa.UniqueConstraint(
            "proposal_id", "policy", "envelope_id", name="uq_proposal_exception_proposal_id_policy_envelope_id"
        ),
        *_checks("proposal_exception", stopped="effect <> 'stop'", over=OVER,
                 reason="effect = 'note' OR reason IS NOT NULL"),
    )  # fmt: skip
    _waiver()
    _act_exception()
    _advance_terms()
    for table in NEW[1:]:
        guard(table)


def downgrade() -> None:
    """Take them away."""
    for table in reversed(NEW):
        op.drop_table(table)
    op.drop_index("uq_proposal_author", "proposal")


def _points(table: str, to: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{to}_id")
    return sa.Column(f"{to}_id", BigInt, key, nullable=nullable)


def _facts() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("bound", BigInt, nullable=False),
        sa.Column("after", BigInt, nullable=False),
    )


def _checks(
    table: str, *, effect: str = f"effect {EFFECTS}", **others: str
) -> tuple[sa.CheckConstraint, ...]:
    every = {"policy": IS_POLICY, "effect": effect, **others}
    return tuple(sa.CheckConstraint(text, name=f"ck_{table}_{name}") for name, text in every.items())


def _settings() -> None:
    op.create_table(
        "fund_policy",
        sa.Column("id", BigInt, primary_key=True),
        _points("fund_policy", "fund"),
        *(sa.Column(policy, sa.Text, nullable=False) for policy in POLICIES),
        sa.Column("version", BigInt, nullable=False, server_default="1"),
        sa.Column("saved_by", sa.Text),
        sa.Column("saved_at", Instant),
        sa.UniqueConstraint("fund_id", name="uq_fund_policy_fund_id"),
        *(sa.CheckConstraint(f"{policy} {EFFECTS}", name=f"ck_fund_policy_{policy}") for policy in POLICIES),
    )
    op.execute(
        f"INSERT INTO fund_policy (fund_id, {', '.join(POLICIES)}) "
        "SELECT id, 'warn', 'warn', 'warn', 'note', 'note' FROM fund ORDER BY id"
    )


def _waiver() -> None:
    op.create_table(
        "waiver",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("proposal_id", BigInt, nullable=False),
        sa.Column("proposed_by", BigInt, nullable=False),
        _points("waiver", "envelope"),
        *_facts(),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("waived_by", BigInt, nullable=False),
        sa.Column("waived_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id", "proposed_by"], ["proposal.id", "proposal.proposed_by"], name="fk_waiver_author"
        ),
        *_checks("waiver", effect=WAIVABLE, four_eyes="waived_by <> proposed_by", over="after > bound",
                 reason="length(trim(reason)) > 0"),
    )  # fmt: skip
    op.create_index("ix_waiver_proposal_id", "waiver", ["proposal_id"])


def _act_exception() -> None:
    op.create_table(
        "act_exception",
        sa.Column("id", BigInt, primary_key=True),
        _points("act_exception", "act"),
        _points("act_exception", "envelope"),
        *_facts(),
        sa.Column("over", BigInt, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("reason_by", BigInt),
        _points("act_exception", "waiver", nullable=True),
        sa.Column("allowed_by", BigInt),
        sa.UniqueConstraint("act_id", "policy", "envelope_id", name="uq_act_exception_act_id_policy_envelope_id"),
        *_checks(
            "act_exception", stopped="effect <> 'stop'", over=OVER,
            reason="effect = 'note' OR (reason IS NOT NULL AND reason_by IS NOT NULL)",
            waiver=f"({WAIVABLE}) = (waiver_id IS NOT NULL) AND (waiver_id IS NULL) = (allowed_by IS NULL)",
        ),
    )  # fmt: skip
    op.create_index("ix_act_exception_envelope_id", "act_exception", ["envelope_id"])


def _advance_terms() -> None:
    words = ("instrument_vi", "instrument_en", "condition_vi", "condition_en", "statement")
    op.create_table(
        "advance_terms",
        sa.Column("id", BigInt, primary_key=True),
        _points("advance_terms", "proposal", nullable=True),
        _points("advance_terms", "act", nullable=True),
        _points("advance_terms", "envelope"),
        sa.Column("content_code", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("max_hundredths", BigInt),
        *(sa.Column(name, sa.Text) for name in words),
        sa.Column("value", BigInt, nullable=False),
        sa.Column("allowed", BigInt),
        sa.Column("after", BigInt, nullable=False),
        sa.Column("excepted", sa.Boolean, nullable=False),
        sa.Column("written_by", BigInt, nullable=False),
        sa.Column("written_at", Instant, nullable=False),
        sa.UniqueConstraint("proposal_id", "envelope_id", name="uq_advance_terms_proposal_id_envelope_id"),
        sa.UniqueConstraint("act_id", "envelope_id", name="uq_advance_terms_act_id_envelope_id"),
        *(
            sa.CheckConstraint(text, name=f"ck_advance_terms_{name}")
            for name, text in {
                "stage": "(proposal_id IS NULL) <> (act_id IS NULL)",
                "max": "max_hundredths BETWEEN 1 AND 10000",
                "allowed": "(max_hundredths IS NULL) = (allowed IS NULL)",
                "source": "(max_hundredths IS NULL) = (instrument_vi IS NULL)",
                "within": "excepted OR (allowed IS NOT NULL AND after <= allowed)",
            }.items()
        ),
    )
    op.create_index("ix_advance_terms_envelope_id", "advance_terms", ["envelope_id"])
