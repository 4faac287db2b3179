"""Shares of beneficiaries: a contract names its beneficiary, and one document may stand once for each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOBODY = sa.text("beneficiary_id IS NULL")
COLUMN = "beneficiary_id BIGINT CONSTRAINT fk_commitment_beneficiary_id REFERENCES beneficiary (id)"
ALONE = "CONSTRAINT uq_commitment_document UNIQUE (line_id, number, day)"
SHARED = "CONSTRAINT uq_commitment_share UNIQUE (line_id, number, day, beneficiary_id)"


def upgrade() -> None:
    """Add the beneficiary; a document is unique on its line, for each beneficiary or for nobody named."""
    op.execute(f"ALTER TABLE commitment ADD COLUMN {COLUMN}")
    if _on_sqlite():
        _make_anew((ALONE, SHARED))
    else:
        op.execute("ALTER TABLE commitment DROP CONSTRAINT uq_commitment_document")
        op.execute(f"ALTER TABLE commitment ADD {SHARED}")
    op.create_index(
        "uq_commitment_document",
        "commitment",
        ["line_id", "number", "day"],
        unique=True,
        sqlite_where=NOBODY,
        postgresql_where=NOBODY,
    )


def downgrade() -> None:
    """Take it away; it fails while one document stands for several beneficiaries, for nothing may be lost."""
    op.drop_index("uq_commitment_document", "commitment")
    if _on_sqlite():
        _make_anew((SHARED, ALONE), (f", {COLUMN}", ""))
        return
    op.execute("ALTER TABLE commitment DROP CONSTRAINT uq_commitment_share")
    op.execute(f"ALTER TABLE commitment ADD {ALONE}")
    op.execute("ALTER TABLE commitment DROP COLUMN beneficiary_id")


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _make_anew(*changes: tuple[str, str]) -> None:
    """Copy the table out and in again: SQLite has no other way to another unique constraint.

    Rows that point here are looked at when all is done.
    """
    connection = op.get_bind()
    made = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = 'commitment'")).scalar_one()
    for before, after in changes:
        if before not in made:
            message = f"the table commitment does not say {before!r}"
            raise RuntimeError(message)
        made = made.replace(before, after)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE commitment_kept AS SELECT * FROM commitment")
    op.execute("DROP TABLE commitment")
    op.execute(made)
    columns = ", ".join(row[1] for row in connection.execute(sa.text("PRAGMA table_info (commitment)")))
    op.execute(f"INSERT INTO commitment ({columns}) SELECT {columns} FROM commitment_kept")
    op.execute("DROP TABLE commitment_kept")
    op.create_index("ix_commitment_party_tax_code", "commitment", ["party_tax_code"])
