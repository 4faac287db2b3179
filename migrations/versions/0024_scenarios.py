"""Scenarios of the release planner: inputs, kept until somebody deletes them."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant, Json

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MAX_DONG = 9 * 10**15


def upgrade() -> None:
    """Create the table; its rows are read by their fund."""
    op.create_table(
        "scenario",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("fund_id", BigInt, sa.ForeignKey("fund.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("amount", BigInt),
        sa.Column("percent", sa.Text),
        sa.Column("rules", Json, nullable=False),
        sa.Column("by_hand", Json, nullable=False),
        sa.Column("priorities", Json, nullable=False),
        sa.Column("with_idle", sa.Boolean, nullable=False),
        sa.Column("depth", sa.Text, nullable=False),
        sa.Column("known_on", BigInt, nullable=False),
        sa.Column("created_by", BigInt, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("version", BigInt, nullable=False, server_default="1"),
        sa.Column("saved_by", sa.Text),
        sa.Column("saved_at", Instant),
        sa.UniqueConstraint("public_id", name="uq_scenario_public_id"),
        sa.CheckConstraint("direction IN ('release', 'withdraw')", name="ck_scenario_direction"),
        sa.CheckConstraint("depth IN ('lines', 'units')", name="ck_scenario_depth"),
        sa.CheckConstraint("(amount IS NULL) <> (percent IS NULL)", name="ck_scenario_one_of_both"),
        sa.CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="ck_scenario_amount"),
    )
    op.create_index("ix_scenario_fund_id", "scenario", ["fund_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("scenario")
