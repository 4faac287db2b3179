"""The ledger: funds, envelopes, acts, entries, and the triggers that move and guard them on both engines."""

import sqlalchemy as sa
from alembic import op

from migrations.ledger_guards import COUNTERS, GUARDS, PATHS, functions, listed, postgresql, sqlite
from promotion.database.base import BigInt, Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LINE_FIGURES = (
    "unit_id", "level", "content_code", "project_id", "to_assign", "assigned", "committed", "advanced", "paid",
    "accepted", "kind",
)  # fmt: skip
ABOVE_FIGURES = ("unit_id", "level", "to_list", "released", "money")
KINDS = ("approve", "list", "release", "share", "assign", "commit", "advance", "pay", "accept", "reverse")
MAX_DONG = 9 * 10**15
# SQLite keeps 1.5 in a column of whole numbers; the cast tells.
WHOLE = f"amount > 0 AND amount <= {MAX_DONG} AND amount = CAST(amount AS BIGINT)"


def _id() -> sa.Column[int]:
    return sa.Column("id", BigInt, primary_key=True)


def upgrade() -> None:
    """Create the tables, then the triggers."""
    _tables_of_funds()
    _tables_of_entries()
    _tables_of_proposals()
    op.execute("INSERT INTO ledger_clock (id, last_number) VALUES (1, 0)")
    statements = sqlite if op.get_bind().dialect.name == "sqlite" else postgresql
    for statement in statements():
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Take it all away, the newest first; triggers go with their tables."""
    for table in ("proposal", "voucher_claim", "ledger_month", "leg", "entry", "act", "envelope", "fund"):
        op.drop_table(table)
    op.drop_table("ledger_clock")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("ledger_moving")
    else:
        for function in functions(GUARDS):
            op.execute(f"DROP FUNCTION {function}()")


def _tables_of_funds() -> None:
    op.create_table(
        "fund",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("budget_year", BigInt, nullable=False),
        sa.Column("owner_unit_id", BigInt, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("home", sa.Text),
        sa.Column("two_person", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_fund_public_id"),
        sa.UniqueConstraint("code", name="uq_fund_code"),
        sa.UniqueConstraint(
            "level", "budget_year", "owner_unit_id", name="uq_fund_level_budget_year_owner_unit_id"
        ),
        sa.CheckConstraint("level IN ('national', 'local')", name="ck_fund_level"),
        sa.CheckConstraint("budget_year BETWEEN 2000 AND 2100", name="ck_fund_budget_year"),
    )
    op.create_table(
        "envelope",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fund_id", BigInt, sa.ForeignKey("fund.id"), nullable=False),
        sa.Column("parent_id", BigInt, sa.ForeignKey("envelope.id")),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("budget_year", BigInt, nullable=False),
        sa.Column("home", sa.Text),
        sa.Column("unit_id", BigInt, nullable=False),
        sa.Column("content_code", sa.Text),
        sa.Column("project_id", BigInt),
        sa.Column("legs", BigInt, nullable=False),
        *(sa.Column(counter, BigInt, nullable=False) for counter in COUNTERS),
        sa.UniqueConstraint("public_id", name="uq_envelope_public_id"),
        sa.CheckConstraint("kind IN ('fund', 'share', 'line', 'commitment')", name="ck_envelope_kind"),
        sa.CheckConstraint("(kind = 'fund') = (parent_id IS NULL)", name="ck_envelope_tree"),
        *(sa.CheckConstraint(f"{c} >= 0", name=f"ck_envelope_{c}_not_negative") for c in COUNTERS),
        sa.CheckConstraint(" AND ".join(f"{c} <= {MAX_DONG}" for c in COUNTERS), name="ck_envelope_largest"),
    )
    one = {"fund": ["fund_id"], "share": ["fund_id", "unit_id"]}
    for kind, columns in one.items():
        only = sa.text(f"kind = '{kind}'")
        op.create_index(
            f"uq_envelope_{kind}", "envelope", columns, unique=True, sqlite_where=only, postgresql_where=only
        )
    # Figures read these instead of the table: lines in the order of their provinces, and what stands above them.
    parts = {
        "lines": ("kind = 'line'", ["budget_year", "home", *LINE_FIGURES]),
        "above": ("kind IN ('fund', 'share')", ["budget_year", "kind", "home", *ABOVE_FIGURES]),
    }
    for name, (part, columns) in parts.items():
        op.create_index(
            f"ix_envelope_{name}",
            "envelope",
            columns,
            sqlite_where=sa.text(part),
            postgresql_where=sa.text(part),
        )
    op.create_index("ix_envelope_project_id", "envelope", ["project_id"])
    op.create_index("ix_envelope_parent_id", "envelope", ["parent_id"])
    op.create_index("ix_envelope_fund_id", "envelope", ["fund_id", "kind"])


def _tables_of_entries() -> None:
    op.create_table(
        "act",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("number", BigInt),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fund_id", BigInt, sa.ForeignKey("fund.id"), nullable=False),
        sa.Column("unit_id", BigInt, nullable=False),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("document_number", sa.Text, nullable=False),
        sa.Column("document_date", sa.Date, nullable=False),
        sa.Column("document_issuer", sa.Text, nullable=False),
        sa.Column("percent", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("reverses_id", BigInt, sa.ForeignKey("act.id")),
        sa.Column("two_person", sa.Boolean, nullable=False),
        sa.Column("proposed_by", BigInt, nullable=False),
        sa.Column("booked_by", BigInt, nullable=False),
        sa.Column("booked_at", Instant, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_act_public_id"),
        sa.UniqueConstraint("number", name="uq_act_number"),
        sa.UniqueConstraint("reverses_id", name="uq_act_reverses_id"),
        sa.CheckConstraint(f"kind IN ({listed(KINDS)})", name="ck_act_kind"),
        sa.CheckConstraint("NOT two_person OR proposed_by <> booked_by", name="ck_act_two_people"),
        sa.CheckConstraint("(kind = 'reverse') = (reverses_id IS NOT NULL)", name="ck_act_reversal"),
    )
    op.create_index("ix_act_fund_id", "act", ["fund_id"])
    op.create_table(
        "entry",
        _id(),
        sa.Column("act_id", BigInt, sa.ForeignKey("act.id"), nullable=False),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("amount", BigInt, nullable=False),
        sa.Column("source_id", BigInt, sa.ForeignKey("envelope.id")),
        sa.Column("source_counter", sa.Text),
        sa.Column("target_id", BigInt, sa.ForeignKey("envelope.id")),
        sa.Column("target_counter", sa.Text),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.CheckConstraint(WHOLE, name="ck_entry_amount"),
        sa.CheckConstraint("book IN ('rights', 'money', 'obligations', 'work')", name="ck_entry_book"),
        sa.CheckConstraint(
            "coalesce(source_counter, 'outside') || '>' || coalesce(target_counter, 'outside') "
            f"IN ({listed(tuple(sorted(PATHS)))})",
            name="ck_entry_path",
        ),
        sa.CheckConstraint("(source_id IS NULL) = (source_counter IS NULL)", name="ck_entry_source"),
        sa.CheckConstraint("(target_id IS NULL) = (target_counter IS NULL)", name="ck_entry_target"),
    )
    op.create_index("ix_entry_act_id", "entry", ["act_id"])
    op.create_index("ix_entry_business_date", "entry", ["business_date"])
    op.create_table(
        "leg",
        _id(),
        sa.Column("entry_id", BigInt, sa.ForeignKey("entry.id"), nullable=False),
        sa.Column("envelope_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("sequence", BigInt, nullable=False),
        sa.Column("counter", sa.Text, nullable=False),
        sa.Column("change", BigInt, nullable=False),
        sa.Column("balance", BigInt, nullable=False),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.UniqueConstraint("envelope_id", "sequence", name="uq_leg_envelope_id_sequence"),
    )
    op.create_index("ix_leg_entry_id", "leg", ["entry_id"])
    op.create_index("ix_leg_business_date", "leg", ["business_date"])
    op.create_table(
        "ledger_month",
        sa.Column("envelope_id", BigInt, sa.ForeignKey("envelope.id"), primary_key=True),
        sa.Column("counter", sa.Text, primary_key=True),
        sa.Column("month", BigInt, primary_key=True),
        sa.Column("change", BigInt, nullable=False),
    )


def _tables_of_proposals() -> None:
    op.create_table(
        "voucher_claim",
        _id(),
        sa.Column("act_id", BigInt, sa.ForeignKey("act.id"), nullable=False),
        sa.Column("line_id", BigInt, sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.UniqueConstraint("line_id", "number", "day", "issuer", name="uq_voucher_claim_voucher"),
    )
    op.create_table(
        "proposal",
        _id(),
        sa.Column("public_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fund_id", BigInt, sa.ForeignKey("fund.id"), nullable=False),
        sa.Column("unit_id", BigInt, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("home", sa.Text),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("amount", BigInt, nullable=False),
        sa.Column("draft", Json, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("proposed_by", BigInt, nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("decided_by", BigInt),
        sa.Column("decided_at", Instant),
        sa.Column("decision_reason", sa.Text),
        sa.Column("act_id", BigInt, sa.ForeignKey("act.id")),
        sa.UniqueConstraint("public_id", name="uq_proposal_public_id"),
        sa.CheckConstraint("state IN ('open', 'booked', 'returned', 'withdrawn')", name="ck_proposal_state"),
        sa.CheckConstraint("(state = 'booked') = (act_id IS NOT NULL)", name="ck_proposal_booked"),
    )
    op.create_index("ix_proposal_state_unit_id", "proposal", ["state", "unit_id"])
    op.create_table("ledger_clock", _id(), sa.Column("last_number", BigInt, nullable=False))
