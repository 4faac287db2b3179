"""Published totals of earlier years and of others, the imports they came in, and the files of imports."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("published_figure", "publication_import")


def upgrade() -> None:
    """Create the tables; what was published is only ever added to, on both engines."""
    _table_of_files()
    _table_of_imports()
    _table_of_figures()
    for table in APPEND_ONLY:
        guard(table)


def downgrade() -> None:
    """Take them away; triggers go with their tables."""
    for table in ("published_figure", "publication_import", "import_file"):
        op.drop_table(table)


def _table_of_files() -> None:
    op.create_table(
        "import_file",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("uploaded_by", BigInt, nullable=False),
        sa.Column("uploaded_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_import_file_public_id"),
    )
    op.create_index("ix_import_file_uploaded_by", "import_file", ["uploaded_by"])


def _table_of_imports() -> None:
    op.create_table(
        "publication_import",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("rows", BigInt, nullable=False),
        sa.Column("added", BigInt, nullable=False),
        sa.Column("imported_by", BigInt, nullable=False),
        sa.Column("imported_by_name", sa.Text, nullable=False),
        sa.Column("imported_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_publication_import_public_id"),
        sa.CheckConstraint("added BETWEEN 1 AND rows", name="ck_publication_import_added"),
    )


def _table_of_figures() -> None:
    text = [
        sa.Column(name, sa.Text, nullable=False)
        for name in ("period", "scope", "place", "edition", "level", "measure", "value", "unit", "source")
    ]
    op.create_table(
        "published_figure",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("year", BigInt, nullable=False),
        *text,
        sa.Column("as_of", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("imported_at", Instant, nullable=False),
        sa.Column("imported_by", BigInt, nullable=False),
        sa.Column("import_id", BigInt, sa.ForeignKey("publication_import.id"), nullable=False),
        sa.UniqueConstraint("public_id", name="uq_published_figure_public_id"),
        sa.UniqueConstraint("fingerprint", name="uq_published_figure_fingerprint"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="ck_published_figure_year"),
        sa.CheckConstraint(
            "period IN ('year', '6m', '9m', '11m', 'q1', 'q2', 'q3', 'q4')", name="ck_published_figure_period"
        ),
        sa.CheckConstraint(
            "scope IN ('country', 'region', 'province', 'unit')", name="ck_published_figure_scope"
        ),
        sa.CheckConstraint("edition IN ('2024', '2025')", name="ck_published_figure_edition"),
        sa.CheckConstraint(
            "level IN ('national', 'local', 'total', 'counterpart')", name="ck_published_figure_level"
        ),
        sa.CheckConstraint(
            "unit IN ('dong', 'thousand', 'million', 'billion', 'percent', 'count')",
            name="ck_published_figure_unit",
        ),
    )
    op.create_index("ix_published_figure_year_period", "published_figure", ["year", "period"])
    op.create_index("ix_published_figure_import_id", "published_figure", ["import_id"])
