"""People, their grants and their sign-ins."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "user_account",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("search_key", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("version", BigInt, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_user_account_public_id"),
        sa.UniqueConstraint("email", name="uq_user_account_email"),
        sa.CheckConstraint("language IN ('vi', 'en')", name="ck_user_account_language"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("user_id", BigInt, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("unit_id", BigInt, sa.ForeignKey("unit.id")),
        sa.Column("region", sa.Text),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("granted_by", BigInt, nullable=False),
        sa.Column("granted_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.CheckConstraint("unit_id IS NULL OR region IS NULL", name="ck_role_grant_place"),
        sa.CheckConstraint("role NOT IN ('clerk', 'head') OR unit_id IS NOT NULL", name="ck_role_grant_unit"),
        sa.CheckConstraint("role <> 'organiser' OR region IS NOT NULL", name="ck_role_grant_region"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ck_role_grant_dates"),
    )
    op.create_index("ix_role_grant_user_id", "role_grant", ["user_id"])
    op.create_table(
        "sign_in",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("user_id", BigInt, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("address", sa.Text),
        sa.Column("device", sa.Text),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_user_id", "sign_in", ["user_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("sign_in", "role_grant", "user_account"):
        op.drop_table(table)
