"""Sends the deeds, and looks at what they leave in the database."""

import hashlib
from collections.abc import Mapping
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from promotion.audit.models import AuditLine
from promotion.database.base import Base
from promotion.database.handle import db
from tests.access.deeds import Deed
from tests.access.walker import Walker

UNTOLD = {"sign_in", "try_limit", "ledger_clock"}  # tables that change without a change of business


def address(app: Flask, endpoint: str, deed: Deed) -> tuple[str, dict[str, str | bytes | list[str]]]:
    """Return where a deed is sent and with which fields."""
    with app.test_request_context():
        path = app.url_for(endpoint, **dict(deed.on()))
        fields = dict(deed.fields())
        db.session.rollback()
    return path, fields


def post(person: Walker, path: str, fields: Mapping[str, str | bytes | list[str]], key: str) -> TestResponse:
    """Send a form with its tokens; bytes are a file."""
    sent = {
        name: (BytesIO(value), "so-lieu.csv") if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    return person.client.post(path, data={**sent, "csrf_token": person.token, "idempotency_key": key})


def state(app: Flask) -> dict[str, str]:
    """Return a fingerprint of every table."""
    with app.app_context():
        return {
            table.name: _fingerprint(db.session.execute(select(table).order_by(*table.primary_key)).all())
            for table in Base.metadata.sorted_tables
            if table.name not in UNTOLD
        }


def _fingerprint(rows: object) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def audit_lines(app: Flask) -> int:
    """Return how many lines the trail has."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditLine)) or 0
