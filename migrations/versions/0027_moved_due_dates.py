"""Units are told when a question to them is due on another day."""

from alembic import op

from migrations.notice_kinds import tell

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE = (
    "kind IN ('release', 'release_back', 'share', 'share_back', 'question', 'question_again', "
    "'question_answer', 'question_closed')"
)
AFTER = BEFORE.replace("'question_closed')", "'question_closed', 'question_moved')")


def upgrade() -> None:
    """Let notices tell of a moved due date."""
    tell(BEFORE, AFTER)


def downgrade() -> None:
    """Take away the notices that tell of it."""
    told = "kind = 'question_moved'"
    op.execute(f"DELETE FROM notice_reading WHERE notice_id IN (SELECT id FROM notice WHERE {told})")
    op.execute(f"DELETE FROM notice WHERE {told}")
    tell(AFTER, BEFORE)
