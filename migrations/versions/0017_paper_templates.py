"""Templates of papers: every version that a unit put into force, with its file."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "paper_template"
KINDS = "'letter', 'contract', 'advance', 'acceptance', 'liquidation'"
FILE = (
    "(content IS NULL) = (sha256 IS NULL) AND (content IS NULL) = (size IS NULL) "
    "AND (content IS NULL) = (file_name IS NULL)"
)


def upgrade() -> None:
    """Create the table; its rows are only ever added."""
    op.create_table(
        TABLE,
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("unit_id", BigInt, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("number", BigInt, nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("size", BigInt),
        sa.Column("content", sa.LargeBinary),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("returns_to", BigInt),
        sa.Column("added_by", BigInt, nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_paper_template_public_id"),
        sa.UniqueConstraint("unit_id", "kind", "number", name="uq_paper_template_unit_id_kind_number"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_paper_template_kind"),
        sa.CheckConstraint("number > 0", name="ck_paper_template_number"),
        sa.CheckConstraint("size > 0 AND size <= 1048576", name="ck_paper_template_size"),
        sa.CheckConstraint(FILE, name="ck_paper_template_file"),
    )
    guard(TABLE)


def downgrade() -> None:
    """Take it away."""
    op.drop_table(TABLE)
