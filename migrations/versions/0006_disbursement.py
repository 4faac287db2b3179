"""Contracts and assignments: the words behind the ledger's commitment envelopes."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MAX_DONG = 9 * 10**15


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "commitment",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("envelope_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("line_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("party_tax_code", sa.Text),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("proposed_value", BigInt, nullable=False),
        sa.Column("created_by", BigInt, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_commitment_public_id"),
        sa.UniqueConstraint("envelope_id", name="uq_commitment_envelope_id"),
        sa.UniqueConstraint("line_id", "number", "day", name="uq_commitment_document"),
        sa.CheckConstraint("kind IN ('contract', 'assignment')", name="ck_commitment_kind"),
        sa.CheckConstraint(
            f"proposed_value > 0 AND proposed_value <= {MAX_DONG}", name="ck_commitment_proposed_value"
        ),
    )
    op.create_index("ix_commitment_party_tax_code", "commitment", ["party_tax_code"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("commitment")
