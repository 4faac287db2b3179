"""Law basis and way of giving the work of lines of money: dated rows that are only ever added to."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "line_terms"


def upgrade() -> None:
    """Create the table and guard it."""
    op.create_table(
        TABLE,
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("line_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("law", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("document_issuer", sa.Text, nullable=False),
        sa.Column("by", BigInt, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("law IN ('state_budget', 'public_investment')", name="ck_line_terms_law"),
        sa.CheckConstraint("way IN ('assignment', 'order', 'tender')", name="ck_line_terms_way"),
    )
    op.create_index("ix_line_terms_line_id_valid_from", TABLE, ["line_id", "valid_from"])
    guard(TABLE)


def downgrade() -> None:
    """Take it away; its guards go with it."""
    op.drop_table(TABLE)
