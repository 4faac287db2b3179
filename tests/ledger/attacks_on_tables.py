"""Attacks on what stands in the tables: legs and months, places, acts, papers, and what must be there once."""

from datetime import timedelta

from tests.ledger.siege import BY_HAND, FOREIGN_KEYS, Attack, Tools
from tests.support.treasury import DAY


def _append_only(table: str, change: str) -> tuple[Attack, ...]:
    says = f"append_only: {table}"
    return (
        Attack(f"{table}_no_update", lambda t: t.sql(f"UPDATE {table} SET {change}"), says),
        Attack(f"{table}_no_delete", lambda t: t.sql(f"DELETE FROM {table}"), says, (FOREIGN_KEYS,)),
        Attack(
            f"{table}_no_truncate",
            lambda t: t.sql(f"TRUNCATE {table}"),
            says,
            (FOREIGN_KEYS,),
            ("postgresql",),
        ),
    )


def _truncate(table: str) -> Attack:
    return Attack(
        f"{table}_no_truncate",
        lambda t: t.sql(f"TRUNCATE {table}"),
        f"append_only: {table}",
        (FOREIGN_KEYS,),
        ("postgresql",),
    )


MONTH = "INSERT INTO ledger_month (envelope_id, counter, month, change) VALUES (:e, 'money', 1, 5)"
BOOKS = (
    *_append_only("entry", "amount = amount + 1"),
    *_append_only("leg", "balance = balance + 1"),
    Attack(
        "leg_insert_guard",
        lambda t: t.row(
            "leg",
            {
                "entry_id": 1,
                "envelope_id": t.field.second.commitment,
                "sequence": 1,
                "counter": "owed",
                "change": 5,
                "balance": 5,
                "business_date": DAY,
            },
        ),
        BY_HAND,
    ),
    Attack("ledger_month_insert_guard", lambda t: t.sql(MONTH, e=t.field.money.line), BY_HAND),
    Attack(
        "ledger_month_update_guard", lambda t: t.sql("UPDATE ledger_month SET change = change + 1"), BY_HAND
    ),
    Attack("ledger_month_delete_guard", lambda t: t.sql("DELETE FROM ledger_month"), BY_HAND),
    _truncate("ledger_month"),
    Attack(
        "ledger_moving_guard",
        lambda t: (
            t.sql("INSERT INTO ledger_moving (entry_id) VALUES (1)"),
            t.sql("UPDATE envelope SET money = money + 1000"),
        ),
        BY_HAND,
        engines=("sqlite",),
    ),
    Attack(
        "voucher_claim_no_update",
        lambda t: t.sql("UPDATE voucher_claim SET number = number || 'x'"),
        "append_only: vouch",
    ),
    Attack("voucher_claim_holds", lambda t: t.sql("DELETE FROM voucher_claim"), "append_only: voucher_claim"),
    _truncate("voucher_claim"),
)

PLACES = (
    Attack("fund_fixed", lambda t: t.sql("UPDATE fund SET home = '2024-01'"), "append_only: fund"),
    Attack("ck_fund_level", lambda t: t.fund(level="private")),
    Attack("ck_fund_budget_year", lambda t: t.fund(budget_year=1999)),
    Attack("ck_fund_two_person_from", lambda t: t.fund(two_person_from=-1)),
    Attack("envelope_guard", lambda t: t.sql("UPDATE envelope SET money = money + 1000"), BY_HAND),
    Attack("envelope_starts_empty", lambda t: t.envelope(money=1000), BY_HAND),
    Attack("envelope_starts_empty", lambda t: t.envelope(legs=1), BY_HAND),
    Attack("envelope_starts_empty", lambda t: t.envelope(carried_in=1), BY_HAND),
    Attack(
        "envelope_fixed", lambda t: t.sql("UPDATE envelope SET home = '2024-92'"), "append_only: envelope"
    ),
    Attack(
        "envelope_no_delete",
        lambda t: t.sql("DELETE FROM envelope WHERE id = :e", e=t.field.second.commitment),
        "append_only: envelope",
    ),
    _truncate("envelope"),
    Attack("envelope_off_tree", lambda t: t.envelope(level="local")),
    Attack("envelope_off_tree", lambda t: t.envelope(budget_year=2025)),
    Attack("envelope_off_tree", lambda t: t.envelope(parent_id=t.field.other.top)),
    Attack("envelope_off_tree", lambda t: t.envelope(kind="line", project_id=1)),
    Attack("envelope_off_tree", lambda t: t.envelope(kind="line", parent_id=t.field.money.share)),
    Attack("ck_envelope_kind", lambda t: t.envelope(kind="purse"), walls=("envelope_off_tree",)),
    Attack("ck_envelope_tree", lambda t: t.envelope(parent_id=None), walls=("envelope_off_tree",)),
)


def _numbered(t: Tools, number: str) -> None:
    act = t.act("approve")
    t.sql(f"UPDATE act SET number = {number} WHERE id = :a", a=act)


def _deleted(t: Tools) -> None:
    act = t.act("approve")
    t.sql("DELETE FROM act WHERE id = :a", a=act)


def _final(t: Tools) -> None:
    """Number a final payment while an advance on the contract is not cleared."""
    act, contract = t.act("final_pay"), t.field.money.commitment
    t.entry("", (contract, "due"), (contract, "covered"), 1, act=act, book="claims")
    t.sql("UPDATE ledger_clock SET last_number = last_number + 1")
    t.sql("UPDATE act SET number = (SELECT last_number FROM ledger_clock) WHERE id = :a", a=act)


def _closed_quarter(t: Tools, change: str) -> None:
    t.row("period", {"fund_id": t.field.money.fund, "through": DAY, "closes_on": DAY})
    t.sql(change)


PERIODS = (
    Attack("period_fixed", lambda t: _closed_quarter(t, "UPDATE period SET closes_on = '2099-01-01'")),
    Attack("period_kept", lambda t: _closed_quarter(t, "DELETE FROM period"), "period_fixed"),
    Attack(
        "ck_period_closes_on",
        lambda t: t.row(
            "period", {"fund_id": t.field.money.fund, "through": DAY, "closes_on": DAY - timedelta(1)}
        ),
    ),
)


ACTS = (
    Attack("ck_act_amount", lambda t: t.act("approve", amount=-1)),
    Attack("ck_act_happened_on", lambda t: t.act("approve", happened_on=DAY)),
    Attack("act_fund_not_empty", lambda t: t.act("close"), "fund_not_empty"),
    Attack("act_fund_closed_twice", lambda t: t.act("close", fund_id=t.field.shut.fund), "fund_is_closed"),
    Attack(
        "act_fund_closed_twice", lambda t: t.act("liquidate", fund_id=t.field.shut.fund), "fund_is_closed"
    ),
    Attack("act_final_not_cleared", _final, "final_not_cleared"),
    Attack("act_one_person", lambda t: t.act("approve", fund_id=t.field.other.fund), "ck_act_two_people"),
    Attack("ck_act_two_people", lambda t: t.act("approve", two_person=True, booked_by=1)),
    Attack("act_numbered_early", lambda t: t.act("approve", number=99), "append_only: act"),
    Attack(
        "act_of_reversal", lambda t: t.act("reverse", reverses_id=t.field.reversal), "reversal_of_reversal"
    ),
    Attack(
        "act_before_its_act",
        lambda t: t.act("reverse", reverses_id=t.field.paid, business_date=DAY - timedelta(1)),
        "reversal_before_act",
    ),
    Attack("act_fixed", lambda t: t.sql("UPDATE act SET document_number = '7/QĐ'"), "append_only: act"),
    Attack("act_fixed", lambda t: t.sql("UPDATE act SET booked_by = 99"), "append_only: act"),
    Attack("act_opening_fixed", lambda t: t.sql("UPDATE act SET opening = (1 = 1)"), "append_only: act"),
    Attack("act_numbered_once", lambda t: _numbered(t, "99"), "append_only: act"),
    Attack("act_numbered_once", lambda t: t.sql("UPDATE act SET number = NULL"), "append_only: act"),
    Attack("act_no_delete", _deleted, "append_only: act"),
    _truncate("act"),
    Attack("ck_act_kind", lambda t: t.act("gift")),
    Attack("ck_act_reversal", lambda t: t.act("pay", reverses_id=t.field.paid)),
    Attack("ck_act_reversal", lambda t: t.act("reverse")),
)


def _proposal(t: Tools, state: str) -> None:
    t.row("proposal", {
        "public_id": "x", "kind": "pay", "fund_id": t.field.money.fund, "unit_id": 1, "level": "national",
        "amount": 1, "draft": "{}", "state": state, "proposed_by": 1, "proposed_at": DAY,
    })  # fmt: skip


REPLACED = (
    "INSERT OR REPLACE INTO audit_line (id, at, user_id, user_name, act, object_kind, object_id) "
    "VALUES (1, '2024-01-01', 1, 'nobody', 'none', 'none', 1)"
)
PAPERS = (
    Attack("ck_proposal_state", lambda t: _proposal(t, "lost")),
    Attack("ck_proposal_booked", lambda t: _proposal(t, "booked")),
    *(
        Attack(
            "audit_line_append_only",
            lambda t, s=statement: t.sql(s),
            "append_only: audit",
            (),
            ("postgresql",),
        )
        for statement in (
            "UPDATE audit_line SET reason = 'x'",
            "DELETE FROM audit_line",
            "TRUNCATE audit_line",
        )
    ),
    Attack(
        "audit_line_no_update",
        lambda t: t.sql("UPDATE audit_line SET reason = 'x'"),
        "append_only: audit_line",
        (),
        ("sqlite",),
    ),
    Attack(
        "audit_line_no_delete",
        lambda t: t.sql("DELETE FROM audit_line"),
        "append_only: audit_line",
        (),
        ("sqlite",),
    ),
    Attack(
        "PRAGMA recursive_triggers", lambda t: t.sql(REPLACED), "append_only: audit_line", (), ("sqlite",)
    ),
)


def _claim_again(t: Tools) -> None:
    t.sql(
        "INSERT INTO voucher_claim (act_id, line_id, number, day, issuer) "
        "SELECT act_id, line_id, number, day, issuer FROM voucher_claim"
    )


# What must be there once. Taken down on PostgreSQL only: SQLite builds these rules into the table.
ONCE = (
    Attack(
        "uq_act_reverses_id",
        lambda t: [t.act("reverse", reverses_id=t.field.paid) for _ in range(2)],
        "reverses_id",
    ),
    Attack("uq_act_number", lambda t: _numbered(t, "(SELECT last_number FROM ledger_clock)"), "number"),
    Attack("uq_voucher_claim_voucher", _claim_again, "voucher_claim"),
    Attack(
        "uq_fund_level_budget_year_owner_unit_id",
        lambda t: [t.fund(code=c, public_id=c) for c in "ab"],
        "fund",
    ),
    Attack(
        "uq_leg_envelope_id_sequence",
        lambda t: t.sql(
            "INSERT INTO leg (entry_id, envelope_id, sequence, counter, change, balance, business_date) "
            "SELECT entry_id, envelope_id, sequence, counter, change, balance, business_date FROM leg"
        ),
        "leg",
        ("leg_insert_guard", "leg_in_order"),
    ),
    Attack(
        "uq_period_fund_id_through",
        lambda t: [
            t.row("period", {"fund_id": t.field.money.fund, "through": DAY, "closes_on": DAY}) for _ in "ab"
        ],
        "period",
    ),
    Attack("uq_envelope_fund", lambda t: t.envelope(kind="fund", parent_id=None), "envelope"),
    Attack("uq_envelope_share", lambda t: [t.envelope(public_id=c) for c in "ab"], "envelope"),
)
