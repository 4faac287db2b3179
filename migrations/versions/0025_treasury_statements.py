"""Statements of the treasury: their rows, decisions and explanations; a signed one is frozen."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant, Json

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LARGEST = 9 * 10**15
STATEMENT = "treasury_statement"
PARTS = ("treasury_row", "treasury_bundle", "treasury_member", "treasury_explanation")
KINDS = "kind IN ('joined', 'apart', 'matched', 'differ', 'theirs', 'ours')"
WAYS = "way IN ('exact', 'voucher', 'together', 'payee', 'differs', 'hand')"
REASONS = "reason IN ('timing', 'fee', 'other_fund', 'treasury_error', 'own_error', 'other')"
ONE = "(row_id IS NULL) <> (act_id IS NULL)"


def upgrade() -> None:
    """Create the tables, and freeze what is signed."""
    _statements()
    _rows()
    _bundles()
    _explanations()
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _freeze_postgresql()


def _id() -> sa.Column[object]:
    return sa.Column("id", BigInt, primary_key=True)


def _to(name: str, table: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, BigInt, sa.ForeignKey(f"{table}.id"), nullable=empty)


def _text(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _statements() -> None:
    op.create_table(
        STATEMENT,
        _id(),
        *_text("public_id"),
        _to("unit_id", "unit"),
        sa.Column("home", sa.Text),
        sa.Column("level", sa.Text),
        *_text("office", "account"),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("opening", BigInt),
        sa.Column("closing", BigInt),
        *_text("language", "file_name", "sha256"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *_text("state"),
        sa.Column("uploaded_by", BigInt, nullable=False),
        sa.Column("uploaded_at", Instant, nullable=False),
        sa.Column("signed_by", BigInt),
        sa.Column("signed_at", Instant),
        sa.Column("signed_note", sa.Text),
        sa.UniqueConstraint("public_id", name="uq_treasury_statement_public_id"),
        sa.CheckConstraint("state IN ('sent', 'open', 'signed')", name="ck_treasury_statement_state"),
        sa.CheckConstraint("level IN ('national', 'local')", name="ck_treasury_statement_level"),
        sa.CheckConstraint("first_day <= last_day", name="ck_treasury_statement_period"),
        sa.CheckConstraint(
            "(state = 'signed') = (signed_by IS NOT NULL)", name="ck_treasury_statement_signed"
        ),
        sa.CheckConstraint(
            "(signed_by IS NULL) = (signed_at IS NULL)", name="ck_treasury_statement_signed_at"
        ),
        sa.CheckConstraint("signed_by <> uploaded_by", name="ck_treasury_statement_two_people"),
    )
    kept = sa.text("state <> 'sent'")
    op.create_index(
        "uq_treasury_statement_file", STATEMENT, ["unit_id", "sha256"],
        unique=True, sqlite_where=kept, postgresql_where=kept,
    )  # fmt: skip
    op.create_index("ix_treasury_statement_unit_id_account", STATEMENT, ["unit_id", "account"])


def _rows() -> None:
    op.create_table(
        "treasury_row",
        _id(),
        _to("statement_id", STATEMENT),
        *_text("sheet"),
        sa.Column("number", BigInt, nullable=False),
        *_text("voucher"),
        sa.Column("day", sa.Date, nullable=False),
        *_text("payee", "content"),
        sa.Column("debit", BigInt, nullable=False),
        sa.Column("credit", BigInt, nullable=False),
        sa.Column("raw", Json, nullable=False),
        sa.UniqueConstraint("statement_id", "sheet", "number", name="uq_treasury_row_place"),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="ck_treasury_row_one_amount"
        ),
        sa.CheckConstraint(f"debit <= {LARGEST} AND credit <= {LARGEST}", name="ck_treasury_row_largest"),
    )


def _bundles() -> None:
    op.create_table(
        "treasury_bundle",
        _id(),
        _to("statement_id", STATEMENT),
        *_text("kind"),
        sa.Column("way", sa.Text),
        sa.Column("made_by", BigInt, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.CheckConstraint(KINDS, name="ck_treasury_bundle_kind"),
        sa.CheckConstraint(WAYS, name="ck_treasury_bundle_way"),
    )
    op.create_index("ix_treasury_bundle_statement_id", "treasury_bundle", ["statement_id"])
    op.create_table(
        "treasury_member",
        _id(),
        _to("statement_id", STATEMENT),
        _to("bundle_id", "treasury_bundle"),
        _to("row_id", "treasury_row", empty=True),
        _to("act_id", "act", empty=True),
        sa.CheckConstraint(ONE, name="ck_treasury_member_one"),
        sa.UniqueConstraint("bundle_id", "row_id", name="uq_treasury_member_row"),
        sa.UniqueConstraint("bundle_id", "act_id", name="uq_treasury_member_act"),
    )
    for column in ("statement_id", "row_id", "act_id"):
        op.create_index(f"ix_treasury_member_{column}", "treasury_member", [column])


def _explanations() -> None:
    op.create_table(
        "treasury_explanation",
        _id(),
        _to("statement_id", STATEMENT),
        _to("row_id", "treasury_row", empty=True),
        _to("act_id", "act", empty=True),
        sa.Column("open_amount", BigInt, nullable=False),
        *_text("reason", "note"),
        sa.Column("given_by", BigInt, nullable=False),
        sa.Column("given_at", Instant, nullable=False),
        sa.CheckConstraint(ONE, name="ck_treasury_explanation_one"),
        sa.CheckConstraint(REASONS, name="ck_treasury_explanation_reason"),
        sa.UniqueConstraint("statement_id", "row_id", name="uq_treasury_explanation_row"),
        sa.UniqueConstraint("statement_id", "act_id", name="uq_treasury_explanation_act"),
    )
    for column in ("row_id", "act_id"):
        op.create_index(f"ix_treasury_explanation_{column}", "treasury_explanation", [column])


def _freeze_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {STATEMENT}_signed_{verb.lower()} BEFORE {verb} ON {STATEMENT} "
            "WHEN OLD.state = 'signed' BEGIN SELECT RAISE(ABORT, 'treasury_signed'); END"
        )
    signed = f"(SELECT state FROM {STATEMENT} WHERE id = {{side}}.statement_id) = 'signed'"
    for table in PARTS:
        for verb, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            when = " OR ".join(signed.format(side=side) for side in sides)
            op.execute(
                f"CREATE TRIGGER {table}_signed_{verb.lower()} BEFORE {verb} ON {table} "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, 'treasury_signed'); END"
            )


def _freeze_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION treasury_statement_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.state = 'signed' THEN RAISE EXCEPTION 'treasury_signed'; END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $$
        """
    )
    # The statement is locked while its parts are written, so nobody signs it in between.
    op.execute(
        """
        CREATE FUNCTION treasury_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'INSERT'
            AND (SELECT state FROM treasury_statement WHERE id = OLD.statement_id FOR SHARE) = 'signed'
            THEN RAISE EXCEPTION 'treasury_signed'; END IF;
          IF TG_OP <> 'DELETE'
            AND (SELECT state FROM treasury_statement WHERE id = NEW.statement_id FOR SHARE) = 'signed'
            THEN RAISE EXCEPTION 'treasury_signed'; END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {STATEMENT}_frozen BEFORE UPDATE OR DELETE ON {STATEMENT} "
        "FOR EACH ROW EXECUTE FUNCTION treasury_statement_frozen()"
    )
    for table in PARTS:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION treasury_part_frozen()"
        )
    for table in (STATEMENT, *PARTS):
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def downgrade() -> None:
    """Take everything away."""
    for table in (*reversed(PARTS), STATEMENT):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION treasury_part_frozen()")
        op.execute("DROP FUNCTION treasury_statement_frozen()")
