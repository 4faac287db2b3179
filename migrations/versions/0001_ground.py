"""The ground: forms sent once, and the trail that nobody can change."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; guard the trail on both engines."""
    op.create_table(
        "sent_form",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("user_id", BigInt, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("done_at", Instant, nullable=False),
        sa.UniqueConstraint("user_id", "key", name="uq_sent_form_user_id_key"),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("user_id", BigInt, nullable=False),
        sa.Column("user_name", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("object_kind", sa.Text, nullable=False),
        sa.Column("object_id", BigInt, nullable=False),
        sa.Column("before", Json),
        sa.Column("after", Json),
        sa.Column("reason", sa.Text),
        sa.Column("request_number", sa.Text),
    )
    op.create_index("ix_audit_line_object_kind_object_id", "audit_line", ["object_kind", "object_id"])
    op.create_index("ix_audit_line_user_id", "audit_line", ["user_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME; END $$"
        )
    guard("audit_line")


def downgrade() -> None:
    """Take it all away."""
    op.drop_table("audit_line")
    op.drop_table("sent_form")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")
