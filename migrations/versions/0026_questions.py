"""Questions to units on figures, with the steps of their history; what units are told of them."""

import sqlalchemy as sa
from alembic import op

from migrations import ledger_guards
from migrations.append_only import guard
from migrations.notice_kinds import tell
from promotion.database.base import BigInt, Instant, Json

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('release', 'release_back', 'share', 'share_back')"
AFTER = (
    "kind IN ('release', 'release_back', 'share', 'share_back', 'question', 'question_again', "
    "'question_answer', 'question_closed')"
)
STEPS = "step IN ('asked', 'answered', 'again', 'moved', 'closed')"
OUTCOMES = "outcome IN ('explained', 'corrected', 'unchanged', 'withdrawn')"
ENDED = "SELECT 1 FROM question_entry WHERE question_id = NEW.question_id AND step = 'closed'"
GUARD = ("question_entry_after_end", "question_entry", "INSERT", ENDED, "question_closed")


def upgrade() -> None:
    """Create both tables, guard them, and let notices tell of questions."""
    _questions()
    _entries()
    for table in ("question", "question_entry"):
        guard(table)
    for statement in ledger_guards.one_guard(GUARD, sqlite=_on_sqlite()):
        op.execute(statement)
    tell(BEFORE, AFTER)


def downgrade() -> None:
    """Take them away, and the notices that tell of them."""
    told = "kind NOT IN ('release', 'release_back', 'share', 'share_back')"
    op.execute(f"DELETE FROM notice_reading WHERE notice_id IN (SELECT id FROM notice WHERE {told})")
    op.execute(f"DELETE FROM notice WHERE {told}")
    tell(AFTER, BEFORE)
    op.drop_table("question_entry")
    op.drop_table("question")
    if not _on_sqlite():
        op.execute(f"DROP FUNCTION {GUARD[0]}()")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _to(name: str, table: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, BigInt, sa.ForeignKey(f"{table}.id"), nullable=empty)


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        _to("unit_id", "unit"),
        sa.Column("home", sa.Text),
        sa.Column("level", sa.Text),
        sa.Column("budget_year", BigInt, nullable=False),
        sa.Column("measure", sa.Text),
        sa.Column("row_key", sa.Text),
        sa.Column("address", Json, nullable=False),
        _to("envelope_id", "envelope", empty=True),
        _to("act_id", "act", empty=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("amount", BigInt),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("asked_by", BigInt, nullable=False),
        _to("asker_unit_id", "unit", empty=True),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("search_key", sa.Text, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_question_public_id"),
        sa.CheckConstraint("topic IN ('figure', 'contract', 'act')", name="ck_question_topic"),
        sa.CheckConstraint("level IN ('national', 'local')", name="ck_question_level"),
        sa.CheckConstraint("(topic = 'figure') = (measure IS NOT NULL)", name="ck_question_figure"),
        sa.CheckConstraint("(topic = 'contract') = (envelope_id IS NOT NULL)", name="ck_question_contract"),
        sa.CheckConstraint("(topic = 'act') = (act_id IS NOT NULL)", name="ck_question_act"),
    )
    for column in ("unit_id", "asked_by"):
        op.create_index(f"ix_question_{column}", "question", [column])


def _entries() -> None:
    op.create_table(
        "question_entry",
        sa.Column("id", BigInt, primary_key=True),
        _to("question_id", "question"),
        sa.Column("number", BigInt, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("outcome", sa.Text),
        _to("act_id", "act", empty=True),
        sa.Column("made_by", BigInt, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.UniqueConstraint("question_id", "number", name="uq_question_entry_number"),
        sa.CheckConstraint(STEPS, name="ck_question_entry_step"),
        sa.CheckConstraint("(step = 'asked') = (number = 1)", name="ck_question_entry_first"),
        sa.CheckConstraint("number >= 1", name="ck_question_entry_number"),
        sa.CheckConstraint(OUTCOMES, name="ck_question_entry_outcome"),
        sa.CheckConstraint("(step = 'closed') = (outcome IS NOT NULL)", name="ck_question_entry_closed"),
        sa.CheckConstraint("act_id IS NULL OR step = 'answered'", name="ck_question_entry_evidence"),
    )
