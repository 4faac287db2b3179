"""Projects: what is promoted, their dated states and results, beneficiaries, money beside the support."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard
from promotion.database.base import BigInt, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = (
    "state IN ('draft', 'registered', 'approved', 'running', 'accepted', 'settled', 'stopped', 'refused')"
)
MAX_DONG = 9 * 10**15
APPEND_ONLY = ("project_state", "indicator_value")


def _id() -> sa.Column[int]:
    return sa.Column("id", BigInt, primary_key=True)


def _project() -> sa.Column[int]:
    return sa.Column("project_id", BigInt, sa.ForeignKey("project.id"), nullable=False)


def upgrade() -> None:
    """Create the tables; guard what is only ever added to on both engines."""
    _table_of_projects()
    _tables_of_history()
    _tables_of_parties()
    for table in APPEND_ONLY:
        guard(table)


def downgrade() -> None:
    """Take them away; triggers go with their tables."""
    for table in (
        *("indicator_value", "other_money", "beneficiary"),
        *("project_number", "project_state", "project"),
    ):
        op.drop_table(table)


def _table_of_projects() -> None:
    op.create_table(
        "project",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("search_key", sa.Text, nullable=False),
        sa.Column("sort_key", sa.Text, nullable=False),
        sa.Column("programme_code", sa.Text, sa.ForeignKey("programme.code")),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("home", sa.Text, sa.ForeignKey("province.key")),
        sa.Column("commune", sa.Text, nullable=False),
        sa.Column("unit_id", BigInt, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("planned_start", sa.Date),
        sa.Column("planned_end", sa.Date),
        sa.Column("objective", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", BigInt, nullable=False),
        sa.Column("created_by", BigInt, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_project_public_id"),
        sa.UniqueConstraint("code", name="uq_project_code"),
        sa.CheckConstraint("level IN ('national', 'local')", name="ck_project_level"),
        sa.CheckConstraint("kind IN ('single', 'group', 'point', 'task')", name="ck_project_kind"),
        sa.CheckConstraint(STATES, name="ck_project_state"),
        sa.CheckConstraint(
            "home IS NOT NULL OR (level = 'national' AND kind = 'task')", name="ck_project_home"
        ),
        sa.CheckConstraint("planned_end >= planned_start", name="ck_project_planned"),
    )
    op.create_index("ix_project_home", "project", ["home"])
    op.create_index("ix_project_unit_id", "project", ["unit_id"])
    op.create_index("ix_project_sort_key_id", "project", ["sort_key", "id"])


def _tables_of_history() -> None:
    op.create_table(
        "project_state",
        _id(),
        _project(),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("by", BigInt, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint(STATES, name="ck_project_state_state"),
    )
    op.create_index("ix_project_state_project_id_since", "project_state", ["project_id", "since"])
    op.create_table(
        "project_number",
        sa.Column("prefix", sa.Text, primary_key=True),
        sa.Column("last", BigInt, nullable=False),
    )
    op.create_table(
        "indicator_value",
        _id(),
        _project(),
        sa.Column("content_code", sa.Text, nullable=False),
        sa.Column("indicator_code", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("value", BigInt, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("by", BigInt, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("stage IN ('plan', 'actual')", name="ck_indicator_value_stage"),
        sa.CheckConstraint(f"value BETWEEN 0 AND {MAX_DONG}", name="ck_indicator_value_value"),
        sa.ForeignKeyConstraint(
            ["content_code", "indicator_code"],
            ["indicator.content_code", "indicator.code"],
            name="fk_indicator_value_indicator",
        ),
    )
    op.create_index("ix_indicator_value_project_id", "indicator_value", ["project_id"])


def _tables_of_parties() -> None:
    op.create_table(
        "beneficiary",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        _project(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tax_code", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_beneficiary_public_id"),
        sa.UniqueConstraint("project_id", "tax_code", name="uq_beneficiary_once"),
    )
    op.create_index("ix_beneficiary_tax_code", "beneficiary", ["tax_code"])
    op.create_table(
        "other_money",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        _project(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payer", sa.Text, nullable=False),
        sa.Column("amount", BigInt, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_other_money_public_id"),
        sa.CheckConstraint("kind IN ('counterpart', 'other')", name="ck_other_money_kind"),
        sa.CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="ck_other_money_amount"),
    )
    op.create_index("ix_other_money_project_id", "other_money", ["project_id"])
