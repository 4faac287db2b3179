"""The ledger: funds, envelopes, acts, entries, and the triggers that move and guard them on both engines."""

import sqlalchemy as sa
from alembic import op

from promotion.database.base import BigInt, Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTERS = (
    "to_list", "to_release", "released", "money", "to_assign", "assigned", "to_commit", "committed",
    "advanced", "paid", "accepted", "owed", "discharged", "to_accept",
)  # fmt: skip
PATHS = (
    "assigned>to_assign", "committed>to_commit", "discharged>owed", "money>advanced", "money>money",
    "money>outside", "money>paid", "owed>discharged", "owed>outside", "outside>money", "outside>owed",
    "outside>to_accept", "outside>to_commit", "outside>to_list", "outside>to_release", "paid>money",
    "advanced>money", "accepted>to_accept", "released>released", "released>to_release", "to_accept>accepted",
    "to_accept>outside", "to_assign>assigned", "to_assign>to_list", "to_commit>committed",
    "to_commit>outside",
    "to_list>outside", "to_list>to_assign", "to_release>outside", "to_release>released",
)  # fmt: skip
KINDS = ("approve", "list", "release", "share", "assign", "commit", "advance", "pay", "accept", "reverse")
MAX_DONG = 9 * 10**15
DIMENSIONS = "kind, fund_id, parent_id, level, budget_year, home, unit_id, content_code, project_id"
APPEND_ONLY = ("entry", "leg")


def _in(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _id() -> sa.Column[int]:
    return sa.Column("id", BigInt, primary_key=True)


def upgrade() -> None:
    """Create the tables, then the triggers."""
    _tables_of_funds()
    _tables_of_entries()
    _tables_of_proposals()
    op.execute("INSERT INTO ledger_clock (id, last_number) VALUES (1, 0)")
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
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
        for function in ("entry_moves", "envelope_guard", "act_guard", "ledger_month_guard", *dict(CHECKS)):
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
    )
    op.create_index(
        "ix_envelope_figures", "envelope", ["budget_year", "level", "home", "kind", "unit_id", *COUNTERS]
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
        sa.CheckConstraint(f"kind IN ({_in(KINDS)})", name="ck_act_kind"),
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
        sa.CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="ck_entry_amount"),
        sa.CheckConstraint("book IN ('rights', 'money', 'obligations', 'work')", name="ck_entry_book"),
        sa.CheckConstraint(
            "coalesce(source_counter, 'outside') || '>' || coalesce(target_counter, 'outside') "
            f"IN ({_in(tuple(sorted(PATHS)))})",
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


def _moved(sign: str, side: str) -> str:
    return ", ".join(
        f"{c} = {c} {sign} CASE NEW.{side}_counter WHEN '{c}' THEN NEW.amount ELSE 0 END" for c in COUNTERS
    )


def _balance(side: str) -> str:
    return "CASE NEW.{}_counter {} END".format(side, " ".join(f"WHEN '{c}' THEN {c}" for c in COUNTERS))


def _move(side: str, sign: str, month: str) -> str:
    """Move one counter of an entry: the balance, the leg that tells of it, the month's sum."""
    return f"""
        UPDATE envelope SET {_moved(sign, side)}, legs = legs + 1 WHERE id = NEW.{side}_id;
        INSERT INTO leg (entry_id, envelope_id, sequence, counter, change, balance, business_date)
            SELECT NEW.id, id, legs, NEW.{side}_counter, {sign}NEW.amount, {_balance(side)}, NEW.business_date
            FROM envelope WHERE id = NEW.{side}_id;
        INSERT INTO ledger_month (envelope_id, counter, month, change)
            SELECT NEW.{side}_id, NEW.{side}_counter, {month}, {sign}NEW.amount
            WHERE NEW.{side}_id IS NOT NULL
            ON CONFLICT (envelope_id, counter, month)
            DO UPDATE SET change = ledger_month.change + excluded.change;
    """


# An entry stays inside one fund and runs along the tree: within an envelope, or between parent and child.
OFF_TREE = """
    SELECT 1 FROM envelope s JOIN envelope t ON t.id = NEW.target_id
    WHERE s.id = NEW.source_id AND s.id <> t.id AND coalesce(t.parent_id, 0) <> s.id
      AND coalesce(s.parent_id, 0) <> t.id
      AND NOT (s.kind = 'fund' AND t.kind = 'line' AND s.fund_id = t.fund_id)
      AND NOT (s.kind = 'line' AND t.kind = 'fund' AND s.fund_id = t.fund_id)
"""
OTHER_FUND = """
    SELECT 1 FROM act a JOIN envelope e ON e.id IN (NEW.source_id, NEW.target_id)
    WHERE a.id = NEW.act_id AND e.fund_id <> a.fund_id
"""


# Each act takes its own paths; a reversal mirrors an entry of the act that it names, to the đồng.
ACT_PATHS = (
    "approve:outside>to_list", "approve:outside>to_release", "list:to_list>to_assign",
    "list:outside>to_commit",
    "release:to_release>released", "release:outside>money", "share:released>released", "share:money>money",
    "assign:to_assign>assigned", "assign:money>money", "commit:to_commit>committed", "commit:outside>owed",
    "commit:outside>to_accept", "advance:money>advanced", "advance:owed>discharged", "pay:money>paid",
    "pay:owed>discharged", "accept:to_accept>accepted",
)  # fmt: skip
WRONG_PATH = f"""
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.kind <> 'reverse'
      AND a.kind || ':' || coalesce(NEW.source_counter, 'outside') || '>'
          || coalesce(NEW.target_counter, 'outside') NOT IN ({_in(ACT_PATHS)})
"""
NO_MIRROR = """
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.kind = 'reverse' AND NOT EXISTS (
      SELECT 1 FROM entry o WHERE o.act_id = a.reverses_id AND o.amount = NEW.amount AND o.book = NEW.book
        AND o.source_id IS NOT DISTINCT FROM NEW.target_id AND o.target_id IS NOT DISTINCT FROM NEW.source_id
        AND o.source_counter IS NOT DISTINCT FROM NEW.target_counter
        AND o.target_counter IS NOT DISTINCT FROM NEW.source_counter)
"""
CHECKS = (
    ("entry_off_tree", OFF_TREE),
    ("entry_other_fund", OTHER_FUND),
    ("entry_wrong_path", WRONG_PATH),
    ("entry_no_mirror", NO_MIRROR),
)


def SQLITE() -> list[str]:  # noqa: N802 - a constant list, made where it is needed
    """Return SQLite's triggers. A row in `ledger_moving` tells the guards that an entry is at work."""
    month = "CAST(strftime('%Y', NEW.business_date) AS INTEGER) * 12 + strftime('%m', NEW.business_date) - 1"
    statements = [
        "CREATE TABLE ledger_moving (entry_id BIGINT NOT NULL)",
        *(
            f"CREATE TRIGGER {name} BEFORE INSERT ON entry WHEN EXISTS ({query}) "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for name, query in CHECKS
        ),
        f"""CREATE TRIGGER entry_moves AFTER INSERT ON entry BEGIN
            INSERT INTO ledger_moving VALUES (NEW.id);
            {_move("source", "-", month)} {_move("target", "+", month)}
            DELETE FROM ledger_moving;
        END""",
        f"""CREATE TRIGGER envelope_guard BEFORE UPDATE OF legs, {", ".join(COUNTERS)} ON envelope
            WHEN NOT EXISTS (SELECT 1 FROM ledger_moving)
            BEGIN SELECT RAISE(ABORT, 'counters_by_entries_only'); END""",
        f"""CREATE TRIGGER envelope_fixed BEFORE UPDATE OF {DIMENSIONS} ON envelope
            BEGIN SELECT RAISE(ABORT, 'append_only: envelope'); END""",
        f"""CREATE TRIGGER envelope_starts_empty BEFORE INSERT ON envelope
            WHEN NEW.legs <> 0 OR {" OR ".join(f"NEW.{c} <> 0" for c in COUNTERS)}
            BEGIN SELECT RAISE(ABORT, 'counters_by_entries_only'); END""",
        """CREATE TRIGGER envelope_no_delete BEFORE DELETE ON envelope
            BEGIN SELECT RAISE(ABORT, 'append_only: envelope'); END""",
        """CREATE TRIGGER act_guard BEFORE UPDATE ON act WHEN OLD.number IS NOT NULL
            OR NEW.kind <> OLD.kind OR NEW.fund_id <> OLD.fund_id OR NEW.business_date <> OLD.business_date
            OR NEW.proposed_by <> OLD.proposed_by OR NEW.booked_by <> OLD.booked_by
            BEGIN SELECT RAISE(ABORT, 'append_only: act'); END""",
        """CREATE TRIGGER act_no_delete BEFORE DELETE ON act
            BEGIN SELECT RAISE(ABORT, 'append_only: act'); END""",
        """CREATE TRIGGER act_reverses_once BEFORE INSERT ON act WHEN EXISTS
            (SELECT 1 FROM act WHERE id = NEW.reverses_id AND kind = 'reverse')
            BEGIN SELECT RAISE(ABORT, 'reversal_of_reversal'); END""",
    ]
    for table in APPEND_ONLY:
        statements += [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    statements += [
        f"CREATE TRIGGER {table}_{verb.lower()}_guard BEFORE {verb} ON {table} "
        "WHEN NOT EXISTS (SELECT 1 FROM ledger_moving) "
        "BEGIN SELECT RAISE(ABORT, 'counters_by_entries_only'); END"
        for table, verb in (
            ("leg", "INSERT"),
            ("ledger_month", "INSERT"),
            ("ledger_month", "UPDATE"),
            ("ledger_month", "DELETE"),
        )
    ]  # fmt: skip
    return statements


def POSTGRESQL() -> list[str]:  # noqa: N802 - as above
    """Return PostgreSQL's functions and triggers. A guard knows by the trigger depth that an entry is at
    work.
    """
    month = "(extract(year FROM NEW.business_date) * 12 + extract(month FROM NEW.business_date) - 1)::bigint"

    def function(name: str, body: str) -> str:
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"

    by_hand = "IF pg_trigger_depth() = 1 THEN RAISE EXCEPTION 'counters_by_entries_only'; END IF;"
    not_empty = " OR ".join(f"NEW.{c} <> 0" for c in ("legs", *COUNTERS))
    moved = " OR ".join(f"NEW.{c} <> OLD.{c}" for c in ("legs", *COUNTERS))
    fixed = " OR ".join(f"NEW.{d} IS DISTINCT FROM OLD.{d}" for d in DIMENSIONS.split(", "))
    statements = [
        function("entry_moves", f"{_move('source', '-', month)} {_move('target', '+', month)} RETURN NULL;"),
        "CREATE TRIGGER entry_moves AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_moves()",
        function(
            "envelope_guard",
            "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'append_only: envelope'; END IF;"
            f"IF TG_OP = 'INSERT' THEN IF {not_empty} THEN RAISE EXCEPTION 'counters_by_entries_only';"
            f"END IF; RETURN NEW; END IF; IF {fixed} THEN RAISE EXCEPTION 'append_only: envelope'; END IF;"
            f"IF {moved} THEN {by_hand} END IF; RETURN NEW;",
        ),
        """CREATE TRIGGER envelope_guard BEFORE INSERT OR UPDATE OR DELETE ON envelope
        FOR EACH ROW EXECUTE FUNCTION envelope_guard()""",
        function(
            "act_guard",
            "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'append_only: act'; END IF;"
            "IF TG_OP = 'INSERT' THEN "
            "IF EXISTS (SELECT 1 FROM act WHERE id = NEW.reverses_id AND kind = 'reverse') THEN RAISE EXCEPTION 'reversal_of_reversal'; END IF; RETURN NEW; END IF;"
            "IF OLD.number IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.fund_id <> OLD.fund_id "
            "OR NEW.business_date <> OLD.business_date OR NEW.proposed_by <> OLD.proposed_by "
            "OR NEW.booked_by <> OLD.booked_by THEN RAISE EXCEPTION 'append_only: act'; END IF; RETURN NEW;",
        ),
        """CREATE TRIGGER act_guard BEFORE INSERT OR UPDATE OR DELETE ON act
        FOR EACH ROW EXECUTE FUNCTION act_guard()""",
        function("ledger_month_guard", f"{by_hand} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"),
        """CREATE TRIGGER ledger_month_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_month
        FOR EACH ROW EXECUTE FUNCTION ledger_month_guard()""",
        "CREATE TRIGGER leg_guard BEFORE INSERT ON leg FOR EACH ROW EXECUTE FUNCTION ledger_month_guard()",
    ]
    for name, query in CHECKS:
        statements += [
            function(name, f"IF EXISTS ({query}) THEN RAISE EXCEPTION '{name}'; END IF; RETURN NEW;"),
            f"CREATE TRIGGER {name} BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    statements += [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        for table in APPEND_ONLY
    ]
    return statements
