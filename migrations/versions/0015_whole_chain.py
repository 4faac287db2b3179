"""The whole chain of money: new counters and acts, two people above an amount, periods that close.

Earlier payments and acceptances get their entries in the new book of claims, as if it had always been kept. Going
back takes exactly these away again; it is refused once there are acts that the release before did not know.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import ledger_guards as first
from migrations import ledger_guards_2 as second
from migrations.ledger_guards import listed
from promotion.database.base import BigInt

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MAX_DONG = 9 * 10**15
TABLES = ("entry", "leg", "ledger_month", "envelope", "act", "fund", "voucher_claim")
KINDS_BEFORE = (
    "'approve', 'list', 'release', 'share', 'assign', 'commit', 'advance', 'pay', 'accept', 'reverse'"
)
BOOKS_BEFORE = "'rights', 'money', 'obligations', 'work'"
BOOKS = "'requests', 'rights', 'money', 'obligations', 'work', 'claims'"
REVERSAL_BEFORE = "(kind = 'reverse') = (reverses_id IS NOT NULL)"
REVERSAL = "(kind IN ('reverse', 'fail')) = (reverses_id IS NOT NULL)"
LARGEST_BEFORE = " AND ".join(f"{c} <= {MAX_DONG}" for c in first.COUNTERS)
LARGEST = " AND ".join(f"{c} <= {MAX_DONG}" for c in second.COUNTERS)
# constraint, table, its text before and after
CHECKS = (
    ("ck_act_kind", "act", f"kind IN ({KINDS_BEFORE})", f"kind IN ({listed(tuple(second.ACTS))})"),
    ("ck_act_reversal", "act", REVERSAL_BEFORE, REVERSAL),
    ("ck_entry_book", "entry", f"book IN ({BOOKS_BEFORE})", f"book IN ({BOOKS})"),
    (
        "ck_entry_path",
        "entry",
        (
            "coalesce(source_counter, 'outside') || '>' || coalesce(target_counter, 'outside') "
            f"IN ({listed(tuple(sorted(first.PATHS)))})"
        ),
        (
            "coalesce(source_counter, 'outside') || '>' || coalesce(target_counter, 'outside') "
            f"IN ({listed(second.PATHS)})"
        ),
    ),
)
WIDEST = ("ck_envelope_largest", "envelope", LARGEST_BEFORE, LARGEST)
LINES = (
    "budget_year", "home", "unit_id", "level", "content_code", "project_id", "to_assign", "assigned", "committed",
    "advanced", "paid", "accepted", "kind",
)  # fmt: skip
ABOVE = ("budget_year", "kind", "home", "unit_id", "level", "to_list", "released", "money")
MORE_ON_LINES = (
    "requested", "settled", "recovered", "returned", "lapsed", "cancelled", "carried_out", "carried_in",
    "rights_out", "rights_in",
)  # fmt: skip
MORE_ABOVE = ("lapsed", "cancelled", "carried_out", "carried_in")


def upgrade() -> None:
    """Widen, fill, and put the second edition of the triggers in place of the first."""
    _drop_triggers(first.functions(first.GUARDS))
    _add_columns()
    for check in (*CHECKS, WIDEST):
        _replace(*check)
    _indexes((*LINES, *MORE_ON_LINES), (*ABOVE, *MORE_ABOVE))
    _fill_acts()
    op.create_table(
        "period",
        sa.Column("id", BigInt, primary_key=True),
        sa.Column("fund_id", BigInt, sa.ForeignKey("fund.id"), nullable=False),
        sa.Column("through", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.UniqueConstraint("fund_id", "through", name="uq_period_fund_id_through"),
        sa.CheckConstraint("closes_on >= through", name="ck_period_closes_on"),
    )
    _create(second.create(sqlite=_on_sqlite(), without=("entry_closed_act",)))
    _enter_claims()
    _create(second.only("entry_closed_act", sqlite=_on_sqlite()))


def downgrade() -> None:
    """Take the claims and the second edition away and put the first one back."""
    _refuse_later_acts()
    _drop_triggers(first.functions(second.guards(sqlite=_on_sqlite())))
    op.drop_table("period")
    _take_claims_away()
    for name, table, before, after in (*CHECKS, WIDEST):
        _replace(name, table, after, before)
    for index in ("ix_envelope_lines", "ix_envelope_above", "ix_act_about_id"):
        op.drop_index(index)
    for column in second.NEW_COUNTERS:
        op.drop_column("envelope", column)
    for column in ("amount", "happened_on", "corrects_id", "about_id", "booked_on"):
        op.drop_column("act", column)
    op.drop_column("fund", "two_person_from")
    _indexes(LINES, ABOVE, fresh=True)
    _create(first.sqlite() if _on_sqlite() else first.postgresql())


def _refuse_later_acts() -> None:
    query = f"SELECT count(*) FROM act WHERE kind NOT IN ({KINDS_BEFORE})"
    later = op.get_bind().execute(sa.text(query)).scalar_one()
    if later:
        message = (
            f"{later} acts are of kinds that the release before does not know: restore a backup of it instead"
        )
        raise RuntimeError(message)


def _take_claims_away() -> None:
    """Delete the entries of the new books with their legs, and number the legs that stay without gaps."""
    counters = listed(second.NEW_COUNTERS)
    contracts = "envelope_id IN (SELECT id FROM envelope WHERE kind = 'commitment')"
    place = "(SELECT count(*) FROM leg l WHERE l.envelope_id = leg.envelope_id AND l.id <= leg.id)"
    for statement in (
        f"DELETE FROM leg WHERE counter IN ({counters})",
        f"DELETE FROM ledger_month WHERE counter IN ({counters})",
        "DELETE FROM entry WHERE book IN ('requests', 'claims')",
        f"UPDATE leg SET sequence = -{place} WHERE {contracts}",
        f"UPDATE leg SET sequence = -sequence WHERE {contracts}",
        (
            "UPDATE envelope SET legs = (SELECT count(*) FROM leg WHERE envelope_id = envelope.id) "
            "WHERE kind = 'commitment'"
        ),
    ):
        op.execute(statement)


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _create(statements: list[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement.replace(":", r"\:")))


def _drop_triggers(functions: tuple[str, ...]) -> None:
    """Drop all triggers of the ledger's tables but the one that an earlier migration put beside them."""
    names = listed((*TABLES, "period", "ledger_moving"))
    if _on_sqlite():
        found = f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})"
    else:
        found = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            f"WHERE NOT tgisinternal AND relname IN ({names})"
        )
    for trigger, table in op.get_bind().execute(sa.text(found)).all():
        if trigger != "act_opening_fixed":
            op.execute(f"DROP TRIGGER {trigger}" + ("" if _on_sqlite() else f" ON {table}"))
    if _on_sqlite():
        op.execute("DROP TABLE ledger_moving")
        return
    for function in functions:
        op.execute(f"DROP FUNCTION {function}()")


def _add_columns() -> None:
    for counter in second.NEW_COUNTERS:
        name = f"ck_envelope_{counter}_not_negative"
        op.execute(
            f"ALTER TABLE envelope ADD COLUMN {counter} BIGINT NOT NULL DEFAULT 0 "
            f"CONSTRAINT {name} CHECK ({counter} >= 0)"
        )
    most = f"BETWEEN 0 AND {MAX_DONG}"
    for statement in (
        (
            "ALTER TABLE fund ADD COLUMN two_person_from BIGINT NOT NULL DEFAULT 0 "
            f"CONSTRAINT ck_fund_two_person_from CHECK (two_person_from {most})"
        ),
        f"ALTER TABLE act ADD COLUMN amount BIGINT NOT NULL DEFAULT 0 CONSTRAINT ck_act_amount CHECK (amount {most})",
        "ALTER TABLE act ADD COLUMN happened_on DATE CONSTRAINT ck_act_happened_on CHECK (happened_on < business_date)",
        "ALTER TABLE act ADD COLUMN corrects_id BIGINT REFERENCES act (id)",
        "ALTER TABLE act ADD COLUMN about_id BIGINT REFERENCES envelope (id)",
        "ALTER TABLE act ADD COLUMN booked_on DATE NOT NULL DEFAULT '1970-01-01'",
    ):
        op.execute(statement)
    op.create_index("ix_act_about_id", "act", ["about_id"])


def _replace(name: str, table: str, before: str, after: str) -> None:
    """Put one CHECK in the place of another; one that is there already stays."""
    if not _on_sqlite():
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(op.f(name), table, after)
        return
    # What SQLite's manual names for CHECKs: rows are not touched, so the table need not be copied.
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = :name"
        ),
        {"before": f"CHECK ({before})", "after": f"CHECK ({after})", "name": table},
    )
    op.execute("PRAGMA writable_schema = RESET")


def _indexes(lines: tuple[str, ...], above: tuple[str, ...], *, fresh: bool = False) -> None:
    parts = {"lines": ("kind = 'line'", lines), "above": ("kind IN ('fund', 'share')", above)}
    for name, (part, columns) in parts.items():
        if not fresh:
            op.drop_index(f"ix_envelope_{name}", "envelope")
        where = sa.text(part)
        op.create_index(
            f"ix_envelope_{name}", "envelope", list(columns), sqlite_where=where, postgresql_where=where
        )


def _fill_acts() -> None:
    """Give earlier acts their amount (that of the first path they took) and their day of booking in Viet Nam."""
    path = "coalesce({0}.target_counter, {0}.source_counter)"
    op.execute(f"""
        UPDATE act SET amount = coalesce((
          SELECT sum(e.amount) FROM entry e JOIN entry f ON f.id = (SELECT min(id) FROM entry WHERE act_id = act.id)
          WHERE e.act_id = act.id AND e.book = f.book AND {path.format("e")} = {path.format("f")}), 0)
    """)
    op.execute("""
        UPDATE act SET amount = (SELECT o.amount FROM act o WHERE o.id = act.reverses_id)
        WHERE reverses_id IS NOT NULL
    """)
    day = (
        "date(booked_at, '+7 hours')"
        if _on_sqlite()
        else "(booked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')\\:\\:date"
    )
    op.execute(sa.text(f"UPDATE act SET booked_on = {day}"))


def _enter_claims() -> None:
    """Enter what earlier advances, payments and acceptances would have entered in the book of claims."""
    rows = op.get_bind().execute(
        sa.text("""
        SELECT e.act_id, e.business_date, e.amount, e.book, o.kind AS kind, a.reverses_id AS back,
          CASE WHEN e.book = 'work' THEN coalesce(s.id, t.id) ELSE e.source_id END AS contract
        FROM entry e JOIN act a ON a.id = e.act_id JOIN act o ON o.id = coalesce(a.reverses_id, a.id)
        LEFT JOIN envelope s ON s.id = e.source_id AND s.kind = 'commitment'
        LEFT JOIN envelope t ON t.id = e.target_id AND t.kind = 'commitment'
        WHERE o.kind IN ('advance', 'pay', 'accept') AND e.book IN ('work', 'obligations')
        ORDER BY a.id, e.id
    """)
    )
    by_contract: dict[int, list[Any]] = defaultdict(list)
    for row in rows.mappings():
        by_contract[row["contract"]].append(row)
    entries = [entry for contract, found in by_contract.items() for entry in _claims(contract, found)]
    for start in range(0, len(entries), 1000):
        op.bulk_insert(_ENTRY, entries[start : start + 1000])


_ENTRY = sa.table(
    "entry",
    *(
        sa.column(name)
        for name in ("act_id", "book", "amount", "source_id", "source_counter", "target_id", "target_counter")
    ),
    sa.column("business_date", sa.Date),
)


def _claims(contract: int, rows: list[Any]) -> list[dict[str, Any]]:
    """Return the claims of one contract; work covers a payment as far as no later reversal takes it away again."""
    due, ahead = 0, []
    for row in rows:
        due += (-row["amount"] if row["back"] else row["amount"]) if row["kind"] == "accept" else 0
        ahead.append(due)
    spent, covered, found = 0, defaultdict(list), []
    for place, row in enumerate(rows):
        key = (row["back"] or row["act_id"], row["amount"])
        sign = -1 if row["back"] else 1
        if row["kind"] == "pay" and sign > 0:
            covered[key].append(max(0, min(row["amount"], min(ahead[place:]) - spent)))
        # A reversal takes the last amount back first.
        by_work = (covered[key].pop() if row["back"] else covered[key][-1]) if row["kind"] == "pay" else 0
        spent += sign * by_work
        parts = {
            "accept": (("outside", "due", row["amount"]),),
            "advance": (("outside", "uncleared", row["amount"]),),
            "pay": (("due", "covered", by_work), ("outside", "uncleared", row["amount"] - by_work)),
        }[row["kind"]]
        found += [_entry(contract, row, *part) for part in parts if part[2]]
    return found


def _entry(contract: int, row: Any, source: str, target: str, amount: int) -> dict[str, Any]:  # noqa: ANN401 - a row of the engine
    ends = (target, source) if row["back"] else (source, target)
    day = row["business_date"]
    return {
        "act_id": row["act_id"],
        "book": "claims",
        "amount": amount,
        "source_id": None if ends[0] == "outside" else contract,
        "source_counter": None if ends[0] == "outside" else ends[0],
        "target_id": None if ends[1] == "outside" else contract,
        "target_counter": None if ends[1] == "outside" else ends[1],
        "business_date": date.fromisoformat(day) if isinstance(day, str) else day,
    }
