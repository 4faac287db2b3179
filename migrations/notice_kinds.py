"""What notices may tell of: one CHECK of the table, put in the place of another."""

import sqlalchemy as sa
from alembic import op


def tell(before: str, after: str) -> None:
    """Put one CHECK of the kinds of notices in the place of another."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_notice_kind", "notice", type_="check")
        op.create_check_constraint(op.f("ck_notice_kind"), "notice", after)
        return
    # What SQLite's manual names for CHECKs: rows are not touched, so the table need not be copied.
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = 'notice'"
        ),
        {"before": f"CHECK ({before})", "after": f"CHECK ({after})"},
    )
    op.execute("PRAGMA writable_schema = RESET")
