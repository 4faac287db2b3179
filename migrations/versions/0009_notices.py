"""Notices to units and who has read them; which acts are opening entries."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant, Json

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = "'release', 'release_back', 'share', 'share_back'"


def upgrade() -> None:
    """Create the tables of notices, and mark opening acts."""
    op.create_table(
        "notice",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("unit_id", BigInt, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_notice_public_id"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_notice_kind"),
    )
    op.create_index("ix_notice_unit_id", "notice", ["unit_id"])
    op.create_table(
        "notice_reading",
        sa.Column("notice_id", BigInt, sa.ForeignKey("notice.id"), nullable=False),
        sa.Column("user_id", BigInt, nullable=False),
        sa.Column("read_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "user_id", name="pk_notice_reading"),
    )
    op.create_index("ix_notice_reading_user_id", "notice_reading", ["user_id"])
    _mark_openings()


def downgrade() -> None:
    """Take them away."""
    _unmark_openings()
    op.drop_table("notice_reading")
    op.drop_table("notice")


def _mark_openings() -> None:
    """Add the mark to acts; like everything of an act it never changes. A column added leaves the triggers alone."""
    op.add_column("act", sa.Column("opening", sa.Boolean, nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER act_opening_fixed BEFORE UPDATE OF opening ON act "
            "BEGIN SELECT RAISE(ABORT, 'append_only: act'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER act_opening_fixed BEFORE UPDATE OF opening ON act "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _unmark_openings() -> None:
    on_table = "" if op.get_bind().dialect.name == "sqlite" else " ON act"
    op.execute(f"DROP TRIGGER act_opening_fixed{on_table}")
    op.execute("ALTER TABLE act DROP COLUMN opening")
