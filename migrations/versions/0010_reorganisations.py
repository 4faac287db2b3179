"""Acts that change the map: merges, names, regions, types, successors of units. Nobody can change them later."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant, Json

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "reorganisation"


def upgrade() -> None:
    """Create the table and its guards."""
    op.create_table(
        TABLE,
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("document_issuer", sa.Text, nullable=False),
        sa.Column("source_vi", sa.Text, nullable=False),
        sa.Column("source_en", sa.Text, nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("undoes_id", BigInt, sa.ForeignKey("reorganisation.id")),
        sa.Column("done_by", BigInt, nullable=False),
        sa.Column("done_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_reorganisation_public_id"),
        sa.UniqueConstraint("undoes_id", name="uq_reorganisation_undoes_id"),
        sa.CheckConstraint(
            "kind IN ('merge', 'rename', 'move', 'retype', 'succeed', 'undo')", name="ck_reorganisation_kind"
        ),
        sa.CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="ck_reorganisation_undo"),
        sa.CheckConstraint("kind <> 'undo' OR reason IS NOT NULL", name="ck_reorganisation_reason"),
    )
    guard(TABLE)


def downgrade() -> None:
    """Take it away; its guards go with it."""
    op.drop_table(TABLE)
