"""Nobody says how a discrepancy ended that he recorded himself. What was ended before stays as it is."""

from alembic import op

from migrations import ledger_guards

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "discrepancy_resolution"
OWN = "SELECT 1 FROM discrepancy WHERE id = NEW.discrepancy_id AND recorded_by = NEW.resolved_by"
GUARD = ("discrepancy_resolution_four_eyes", TABLE, "INSERT", OWN, "discrepancy_four_eyes")


def upgrade() -> None:
    """Put the guard on: a CHECK sees its own table only, and the recorder stands in the other one."""
    for statement in ledger_guards.one_guard(GUARD, sqlite=_on_sqlite()):
        op.execute(statement)


def downgrade() -> None:
    """Take it off."""
    if _on_sqlite():
        op.execute(f"DROP TRIGGER {GUARD[0]}")
        return
    op.execute(f"DROP TRIGGER {GUARD[0]} ON {TABLE}")
    op.execute(f"DROP FUNCTION {GUARD[0]}()")


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
