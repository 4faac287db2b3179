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
    treasury.propose("pay", used.fund, (used.commitment, 5))
    contract = {
        "public_id": "c", "envelope_id": used.commitment, "line_id": used.line, "kind": "contract", "number": "1/HĐ",
        "day": DAY, "party": "x", "subject": "x", "proposed_value": 100, "created_by": 1, "created_at": NOW,
    }  # fmt: skip
    unit_of_work.run(lambda: db.session.execute(insert(Base.metadata.tables["commitment"]).values(contract)))


def empty_tables() -> list[str]:
    """Return the tables without a row."""
    every = set(inspect(db.engine).get_table_names()) - WITHOUT_ROWS
    names = {name for name in every if not name.startswith(INDEX_OF_WORDS)}
    found = [
        name for name in sorted(names) if not db.session.scalar(select(func.count()).select_from(table(name)))
    ]
    db.session.rollback()
    return found
