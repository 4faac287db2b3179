"""From which budget year the ledger of a province and level is complete: stated by people, added to, never changed."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and guard it on both engines."""
    op.create_table(
        "ledger_complete",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("home", sa.Text, sa.ForeignKey("province.key"), nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("from_year", BigInt),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("entered_by", BigInt, nullable=False),
        sa.Column("entered_at", Instant, nullable=False),
        sa.CheckConstraint("level IN ('national', 'local')", name="ck_ledger_complete_level"),
        sa.CheckConstraint("from_year BETWEEN 2000 AND 2100", name="ck_ledger_complete_from_year"),
    )
    op.create_index("ix_ledger_complete_home_level", "ledger_complete", ["home", "level"])
    guard("ledger_complete")


def downgrade() -> None:
    """Take the table away; triggers go with it."""
    op.drop_table("ledger_complete")
