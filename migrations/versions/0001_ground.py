"""The ground: forms sent once, and the trail that nobody can change."""

import sqlalchemy as sa
from alembic import op

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
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_line_no_{verb.lower()} BEFORE {verb} ON audit_line "
                "BEGIN SELECT RAISE(ABORT, 'append_only: audit_line'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def downgrade() -> None:
    """Take it all away."""
    op.drop_table("audit_line")
    op.drop_table("sent_form")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")
