"""Codes handed over, tries to sign in, stand-ins, work handed over."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables; let a grant name the person it stands in for."""
    # One statement that both engines read: SQLite takes constraints only together with their column.
    op.execute(
        "ALTER TABLE role_grant ADD COLUMN stands_in_for BIGINT "
        "CONSTRAINT fk_role_grant_stands_in_for REFERENCES user_account (id) "
        "CONSTRAINT ck_role_grant_stand_in "
        "CHECK (stands_in_for IS NULL OR (valid_to IS NOT NULL AND stands_in_for <> user_id))"
    )
    op.create_index("ix_role_grant_unit_id", "role_grant", ["unit_id"])
    op.create_table(
        "access_code",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("user_id", BigInt, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text, nullable=False),
        sa.Column("made_by", BigInt, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("mail", sa.Text),
        sa.UniqueConstraint("code_hash", name="uq_access_code_code_hash"),
        sa.CheckConstraint("kind IN ('invitation', 'reset')", name="ck_access_code_kind"),
        sa.CheckConstraint("mail IN ('waiting', 'sent', 'failed')", name="ck_access_code_mail"),
    )
    op.create_index("ix_access_code_user_id", "access_code", ["user_id"])
    op.create_table(
        "try_limit",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("due_at", Instant, nullable=False),
    )
    op.create_index("ix_try_limit_due_at", "try_limit", ["due_at"])
    op.create_table(
        "hand_over",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("leaver_id", BigInt, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("successor_id", BigInt, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", BigInt, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.CheckConstraint("leaver_id <> successor_id", name="ck_hand_over_two_people"),
    )
    op.create_index("ix_hand_over_successor_id", "hand_over", ["successor_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("hand_over", "try_limit", "access_code"):
        op.drop_table(table)
    op.drop_index("ix_role_grant_unit_id", "role_grant")
    op.execute("ALTER TABLE role_grant DROP COLUMN stands_in_for")
