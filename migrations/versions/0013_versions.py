"""Versions of beneficiaries and contracts; who saved the version that stands of these and of projects, and when."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("project", "beneficiary", "commitment")


def upgrade() -> None:
    """Add the columns; what stands is the first version, as nobody knows how often it was changed."""
    for table in TABLES:
        # One statement each that both engines read, so that SQLite need not copy the table.
        if table != "project":
            op.execute(f"ALTER TABLE {table} ADD COLUMN version BIGINT DEFAULT 1 NOT NULL")
        op.execute(f"ALTER TABLE {table} ADD COLUMN saved_by TEXT")
        moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
        op.execute(f"ALTER TABLE {table} ADD COLUMN saved_at {moment}")


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_column(table, "saved_at")
        op.drop_column(table, "saved_by")
        if table != "project":
            op.drop_column(table, "version")
