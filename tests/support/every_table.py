"""One row at least in every table: what migrations must carry up and down, and what a backup must bring back.

Reference data is loaded, the ledger is used through its own verbs; the rest is said here, table by table. A new table
without a row here makes `empty_tables` name it.
"""

from datetime import UTC, date, datetime

from sqlalchemy import func, insert, inspect, select, table

from promotion.database import unit_of_work
from promotion.database.base import Base
from promotion.database.handle import db
from tests.support.treasury import Treasury, chain, filled

DAY = date(2024, 5, 20)
NOW = datetime(2024, 5, 20, 3, tzinfo=UTC)
PROJECT = 1
# Tables in which nothing stays between two statements, or that the migrations keep for themselves.
WITHOUT_ROWS = {"alembic_version", "ledger_moving"}
INDEX_OF_WORDS = "project_search"  # and SQLite's own tables of it

ROWS: dict[str, dict[str, object]] = {
    "sent_form": {"user_id": 1, "key": "k", "content_hash": "h", "result": "/", "done_at": NOW},
    "user_account": {
        "id": 1, "public_id": "u", "email": "a@example.vn", "name": "A", "search_key": "a", "password_hash": "x",
        "language": "vi", "active": True, "created_at": NOW, "version": 1,
    },
    "audit_line": {
        "at": NOW, "user_id": 1, "user_name": "A", "act": "projects.record", "object_kind": "project",
        "object_id": PROJECT, "object_name": "x",
    },
    "hand_over": {"leaver_id": 1, "successor_id": 2, "reason": "", "made_by": 1, "made_at": NOW},
    "role_grant": {
        "user_id": 1, "role": "auditor", "valid_from": DAY, "granted_by": 1, "granted_at": NOW,
    },
    "import_file": {
        "public_id": "f", "layout": "opening-figures", "file_name": "a.csv", "sha256": "0",
        "content": bytes(range(256)), "uploaded_by": 1, "uploaded_at": NOW,
    },
    "access_code": {
        "user_id": 1, "kind": "reset", "code_hash": "c", "made_by": 1, "made_at": NOW, "expires_at": NOW,
    },
    "try_limit": {"key": "account a", "due_at": NOW},
    "sign_in": {"user_id": 1, "token_hash": "t", "started_at": NOW, "last_seen_at": NOW, "expires_at": NOW},
    "project": {
        "id": PROJECT, "public_id": "p", "code": "KC-1", "name": "Mây tre đan", "search_key": "may tre dan",
        "sort_key": "x", "level": "national", "kind": "single", "home": "2024-91", "commune": "", "unit_id": 1,
        "objective": "", "state": "approved", "version": 1, "created_by": 1, "created_at": NOW,
    },
    "project_state": {"project_id": PROJECT, "state": "draft", "since": DAY, "by": 1, "at": NOW},
    "reorganisation": {
        "public_id": "r", "kind": "rename", "effective_date": DAY, "document_number": "1/NQ", "document_date": DAY,
        "document_issuer": "Quốc hội", "source_vi": "x", "source_en": "x", "payload": {}, "done_by": 1, "done_at": NOW,
    },
    "project_number": {"prefix": "KC", "last": 1},
    "beneficiary": {"public_id": "b", "project_id": PROJECT, "name": "Hợp tác xã", "address": ""},
    "ledger_complete": {
        "home": "2025-91", "level": "local", "from_year": 2024, "reason": "x", "entered_by": 1, "entered_at": NOW,
    },
    "notice": {"id": 1, "public_id": "n", "unit_id": 1, "kind": "share", "facts": {}, "created_at": NOW},
    "notice_reading": {"notice_id": 1, "user_id": 1, "read_at": NOW},
    "paper_template": {
        "public_id": "t", "kind": "letter", "unit_id": 1, "number": 1, "file_name": "a.docx", "sha256": "0",
        "size": 256, "content": bytes(range(256)), "fields": "ten_de_an", "added_by": 1, "added_at": NOW,
    },
    "other_money": {
        "public_id": "o", "project_id": PROJECT, "kind": "counterpart", "payer": "x", "amount": 5, "day": DAY,
        "note": "",
    },
}  # fmt: skip


def fill_every_table() -> None:
    """Put a row into every table; reference data must be loaded."""
    treasury = Treasury()

    def people_and_projects() -> None:
        for name, row in ROWS.items():
            db.session.execute(insert(Base.metadata.tables[name]).values(row))
            if name == "user_account":
                second = {**row, "id": 2, "public_id": "v", "email": "b@example.vn"}
                db.session.execute(insert(Base.metadata.tables[name]).values(second))
        content, indicator = db.session.execute(
            select(*(Base.metadata.tables["indicator"].c[name] for name in ("content_code", "code"))).limit(1)
        ).one()
        db.session.execute(insert(Base.metadata.tables["indicator_value"]).values(
            project_id=PROJECT, content_code=content, indicator_code=indicator, stage="plan", value=1, as_of=DAY, by=1,
            at=NOW,
        ))  # fmt: skip

    unit_of_work.run(people_and_projects)
    used = chain(treasury, project=PROJECT)
    filled(treasury, used)
    treasury.act("pay", used.fund, (used.commitment, 10))
    treasury.act("advance", used.fund, (used.commitment, 10))
    proposal = treasury.propose("pay", used.fund, (used.commitment, 5))
    waiver = {
        "proposal_id": proposal.id, "proposed_by": proposal.proposed_by, "waived_by": 2, "envelope_id": used.commitment,
        "policy": "early_payment", "effect": "stop_unless_owner", "bound": 0, "after": 5, "reason": "x",
        "waived_at": NOW,
    }  # fmt: skip
    unit_of_work.run(lambda: db.session.execute(insert(Base.metadata.tables["waiver"]).values(waiver)))
    period = {"fund_id": used.fund.id, "through": date(2024, 3, 31), "closes_on": date(2099, 12, 31)}
    contract = {
        "public_id": "c", "envelope_id": used.commitment, "line_id": used.line, "kind": "contract", "number": "1/HĐ",
        "day": DAY, "party": "x", "subject": "x", "proposed_value": 100, "created_by": 1, "created_at": NOW, "id": 1,
    }  # fmt: skip
    paper = {"document_number": "5/KB", "document_date": DAY, "document_issuer": "x"}
    reported = {
        "id": 1, "public_id": "d", "envelope_id": used.line, "figure": "disbursed", "reported": 500, "held": 10,
        "day": DAY, **paper, "note": "", "recorded_by": 1, "recorded_at": NOW,
    }  # fmt: skip
    resolved = {"discrepancy_id": 1, **paper, "reason": "x", "resolved_by": 2, "resolved_at": NOW}
    terms = {
        "line_id": used.line, "law": "state_budget", "way": "order", "valid_from": DAY, **paper, "by": 1, "at": NOW,
    }  # fmt: skip
    plan = {"id": 1, "commitment_id": 1, "edition": 1, **paper, "entered_by": 1, "entered_at": NOW}
    instalment = {"plan_id": 1, "due_on": DAY, "amount": 5}
    statement = {
        "id": 1, "public_id": "s", "unit_id": 1, "office": "x", "account": "1", "first_day": DAY, "last_day": DAY,
        "language": "vi", "file_name": "a.csv", "sha256": "0", "content": bytes(range(256)), "state": "open",
        "uploaded_by": 1, "uploaded_at": NOW,
    }  # fmt: skip
    printed = {
        "id": 1, "statement_id": 1, "sheet": "", "number": 1, "voucher": "1", "day": DAY, "payee": "", "content": "",
        "debit": 5, "credit": 0, "raw": {"A": "1"},
    }  # fmt: skip
    bundle = {"id": 1, "statement_id": 1, "kind": "apart", "made_by": 1, "made_at": NOW}
    why = {
        "statement_id": 1, "row_id": 1, "open_amount": 5, "reason": "fee", "note": "", "given_by": 1, "given_at": NOW,
    }  # fmt: skip
    scenario = {
        "public_id": "s", "fund_id": used.fund.id, "name": "x", "direction": "release", "percent": "35",
        "rules": {"order": [["pro-rata", None]]}, "by_hand": {}, "priorities": {}, "with_idle": False,
        "depth": "lines", "known_on": 1, "created_by": 1, "created_at": NOW,
    }  # fmt: skip
    asked = {
        "id": 1, "public_id": "q", "topic": "figure", "unit_id": 1, "budget_year": 2024, "measure": "disbursed",
        "row_key": "total", "address": {"year": "2024"}, "label": "x", "amount": 5, "day": DAY, "asked_by": 1,
        "asked_at": NOW, "search_key": "x",
    }  # fmt: skip
    entry = {
        "question_id": 1, "number": 1, "step": "asked", "text": "x", "due": DAY, "made_by": 1, "made_at": NOW,
    }  # fmt: skip
    rows = {
        "question": asked,
        "question_entry": entry,
        "treasury_statement": statement,
        "treasury_row": printed,
        "treasury_bundle": bundle,
        "treasury_member": {"statement_id": 1, "bundle_id": 1, "row_id": 1},
        "treasury_explanation": why,
        "commitment": contract,
        "repayment_plan": plan,
        "instalment": instalment,
        "period": period,
        "discrepancy": reported,
        "discrepancy_resolution": resolved,
        "line_terms": terms,
        "scenario": scenario,
    }

    def papers() -> None:
        for name, row in rows.items():
            db.session.execute(insert(Base.metadata.tables[name]).values(row))

    unit_of_work.run(papers)


def empty_tables() -> list[str]:
    """Return the tables without a row."""
    every = set(inspect(db.engine).get_table_names()) - WITHOUT_ROWS
    names = {name for name in every if not name.startswith(INDEX_OF_WORDS)}
    found = [
        name for name in sorted(names) if not db.session.scalar(select(func.count()).select_from(table(name)))
    ]
    db.session.rollback()
    return found
