"""Tables whose rows are only ever added: the guard that migrations put on them, on both engines.

The function behind PostgreSQL's triggers comes with migration 0001; triggers go with their tables.
"""

from alembic import op


def guard(table: str) -> None:
    """Refuse every UPDATE, DELETE and TRUNCATE of a table, with the message `append_only: <table>`."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def unguard(table: str) -> None:
    """Take the guard off, for a migration that fills new columns and puts it back."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
    else:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
