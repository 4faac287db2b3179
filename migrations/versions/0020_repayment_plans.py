"""Repayment plans of support that is to be given back: days and amounts, kept edition by edition."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MAX_DONG = 9 * 10**15


def upgrade() -> None:
    """Create both tables; their rows are only ever added to."""
    op.create_table(
        "repayment_plan",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("commitment_id", BigInt, sa.ForeignKey("commitment.id"), nullable=False),
        sa.Column("edition", BigInt, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("document_issuer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("entered_by", BigInt, nullable=False),
        sa.Column("entered_at", Instant, nullable=False),
        sa.UniqueConstraint("commitment_id", "edition", name="uq_repayment_plan_edition"),
        sa.CheckConstraint("edition > 0", name="ck_repayment_plan_edition"),
    )
    op.create_table(
        "instalment",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("plan_id", BigInt, sa.ForeignKey("repayment_plan.id"), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("amount", BigInt, nullable=False),
        sa.UniqueConstraint("plan_id", "due_on", name="uq_instalment_day"),
        sa.CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="ck_instalment_amount"),
    )
    for table in ("repayment_plan", "instalment"):
        guard(table)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("instalment")
    op.drop_table("repayment_plan")
