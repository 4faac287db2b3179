"""A release may share out and assign in the same act: one guard of the ledger learns it."""

import sqlalchemy as sa
from alembic import op

from migrations import ledger_guards_3 as third

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DEEP = """
    SELECT count(*) FROM act WHERE kind = 'release' AND EXISTS (
      SELECT 1 FROM entry JOIN envelope ON envelope.id = entry.target_id
      WHERE entry.act_id = act.id AND envelope.kind IN ('share', 'line'))
"""


def upgrade() -> None:
    """Let a release hold shares and assignments."""
    _run(third.replaced(sqlite=_on_sqlite()))


def downgrade() -> None:
    """Go back; refused once there is such a release, for the release before could not read it."""
    found = op.get_bind().execute(sa.text(DEEP)).scalar_one()
    if found:
        message = f"{found} releases reach units or projects, which the release before does not know: restore a backup"
        raise RuntimeError(message)
    _run(third.put_back(sqlite=_on_sqlite()))


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement.replace(":", r"\:")))
