"""Discrepancies reported from outside, and how they ended: two tables that are only ever added to."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LARGEST = 9 * 10**15
DOCUMENT = ("document_number", "document_date", "document_issuer")


def upgrade() -> None:
    """Create both tables and guard them."""
    op.create_table(
        "discrepancy",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("envelope_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("figure", sa.Text, nullable=False),
        sa.Column("reported", BigInt, nullable=False),
        sa.Column("held", BigInt, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        *_document(),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("recorded_by", BigInt, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_discrepancy_public_id"),
        sa.UniqueConstraint("envelope_id", "figure", *DOCUMENT, name="uq_discrepancy_document"),
        sa.CheckConstraint(
            "figure IN ('assigned', 'committed', 'disbursed', 'accepted')", name="ck_discrepancy_figure"
        ),
        sa.CheckConstraint("held >= 0 AND reported > held", name="ck_discrepancy_excess"),
        sa.CheckConstraint(f"reported <= {LARGEST}", name="ck_discrepancy_largest"),
    )
    op.create_table(
        "discrepancy_resolution",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("discrepancy_id", BigInt, sa.ForeignKey("discrepancy.id"), nullable=False),
        *_document(),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("resolved_by", BigInt, nullable=False),
        sa.Column("resolved_at", Instant, nullable=False),
        sa.UniqueConstraint("discrepancy_id", name="uq_discrepancy_resolution_discrepancy_id"),
    )
    for table in ("discrepancy", "discrepancy_resolution"):
        guard(table)


def _document() -> tuple[sa.Column[object], ...]:
    number, day, issuer = DOCUMENT
    return (
        sa.Column(number, sa.Text, nullable=False),
        sa.Column(day, sa.Date, nullable=False),
        sa.Column(issuer, sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("discrepancy_resolution", "discrepancy"):
        op.drop_table(table)
