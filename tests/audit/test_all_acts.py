"""Every kind of act once: its line has words in both languages and a place, and nothing secret is kept or logged."""

import json
import logging
import re

import pytest
from flask import session
from sqlalchemy import event, select

from promotion.audit.kinds import kind_of, known
from promotion.audit.models import AuditLine
from promotion.audit.wording import say
from promotion.database.handle import db
from promotion.database.idempotency import SentForm
from promotion.kernel.text import search_key
from tests.access.deeds import DEEDS, FIGURES
from tests.access.posts import address, post
from tests.access.walker import RAW_TOKEN, walker
from tests.factories import people
from tests.factories.people import PASSWORD, token_of

pytestmark = pytest.mark.data("country")

WRONG, OTHER = "mật khẩu gõ nhầm 77", "bốn con mèo trên mái"
CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3,}")


WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", re.IGNORECASE)
# What changes without a change of business: sessions, tries, what was read, keys of forms, clocks, marks.
UNTOLD = {
    "sign_in",
    "try_limit",
    "sent_form",
    "notice_reading",
    "ledger_clock",
    "reference_version",
    "import_file",
}


@pytest.fixture
def transactions(app):
    """The tables that each committed transaction wrote to."""
    kept, writing = [], set()

    def written(_connection, _cursor, statement, *_rest):
        found = WRITES.match(statement)
        if found:
            writing.add(found[1])

    def committed(_connection):
        if writing:
            kept.append(frozenset(writing))
        writing.clear()

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", written)
    event.listen(engine, "commit", committed)
    event.listen(engine, "rollback", lambda _connection: writing.clear())
    return kept


@pytest.fixture
def done(app, caplog):
    """Do every deed, some of them wrongly first; return the codes that were handed over and the cookies sent."""
    for name in (None, app.logger.name):  # whatever an office lets be logged
        caplog.set_level(logging.DEBUG, logger=name)
    visitors, shown = {}, []
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        person = visitors.setdefault(deed.role, walker(app, deed.role))
        path, fields = address(app, endpoint, deed)
        if "old" in fields:
            assert post(person, path, {**fields, "old": WRONG}, f"wrong {number}").status_code == 422
        reply = post(person, path, fields, f"key {number}")
        assert reply.status_code == 303, endpoint
        shown += CODE.findall(person.client.get(reply.headers["Location"]).text)
    stranger = walker(app, "anonymous")
    for password in (WRONG, PASSWORD):
        sent = {"email": "auditor@example.vn", "password": password, "csrf_token": stranger.token}
        stranger.client.post("/sign-in", data=sent)
    cookie = stranger.client.get_cookie("session")
    return shown, [cookie.value if cookie else ""]


# What deeds do beforehand by rows, not through a verb: a line opened, a rule of a fund made stricter.
PREPARED = (frozenset({"envelope"}), frozenset({"fund_policy"}))


@pytest.mark.one_engine
def test_every_kind_of_act_once(app, transactions, done, caplog):
    """What it leaves behind in the trail, in words, in the log and in kept forms."""
    _every_line_is_said_in_words_in_both_languages(app)
    _every_line_carries_the_place_and_the_name_of_its_object(app)
    _no_line_no_log_and_no_kept_form_holds_a_secret(app, done, caplog)
    _no_change_without_a_line_and_no_line_without_a_change(app, transactions)


def _no_change_without_a_line_and_no_line_without_a_change(app, transactions):
    """In each transaction, whatever it was: forms, signing in, a code that is used, reading notices, a language."""
    person = walker(app, "clerk")
    post(person, "/language", {"language": "en"}, "language")
    post(person, "/notices/read", {}, "notices")
    changed = [
        tables for tables in transactions if tables - UNTOLD - {"audit_line"} and tables not in PREPARED
    ]
    assert len(changed) > 30
    assert [tables for tables in changed if "audit_line" not in tables] == []
    assert [tables for tables in transactions if tables <= {"audit_line", "sent_form"}] == []
    untold = [tables for tables in transactions if "audit_line" not in tables and tables - UNTOLD]
    assert [tables for tables in untold if tables not in PREPARED] == []


def _no_line_no_log_and_no_kept_form_holds_a_secret(app, done, caplog):
    codes, cookies = done
    assert codes
    secrets = [
        PASSWORD,
        WRONG,
        OTHER,
        RAW_TOKEN,
        *codes,
        *(code.replace("-", "") for code in codes),
        *cookies,
    ]
    secrets += [token_of(deed.role) for deed in DEEDS.values()]
    secrets += [line for line in FIGURES.decode().splitlines() if line]  # what is in a file
    with app.app_context():
        trail = json.dumps(
            [
                [line.act, line.object_name, line.before, line.after, line.reason, line.user_name]
                for line in db.session.scalars(select(AuditLine))
            ],
            ensure_ascii=False,
        )
        forms = repr(
            [(form.key, form.content_hash, form.result) for form in db.session.scalars(select(SentForm))]
        )
    logged = "\n".join(record.getMessage() for record in caplog.get_records("setup"))
    assert "refused" in logged
    for kept in (trail, forms, logged):
        assert [secret for secret in secrets if secret in kept] == []
    assert "argon2" not in trail + forms + logged


def _every_line_is_said_in_words_in_both_languages(app):
    with app.app_context():
        every = db.session.scalars(select(AuditLine)).all()
    kinds = {line.object_kind for line in every}
    assert kinds == {kind.key for kind in known()} - {"unit"}
    for line in every:
        kind = kind_of(line.object_kind)
        assert line.act in kind.acts, line.act
        for field in {**(line.before or {}), **(line.after or {})}:
            assert field in kind.fields or "/" in field or field in {"kind", "reason", "along"}, (
                line.act,
                field,
            )
    told = {}
    for language in ("vi", "en"):
        with app.test_request_context():
            session["language"] = language
            said = say(every, people.actor("auditor"))
            told[language] = [repr((one.what, one.kind, one.changes, one.stated)) for one in said]
    assert [one for one, other in zip(told["vi"], told["en"], strict=True) if one == other] == []


def _every_line_carries_the_place_and_the_name_of_its_object(app):
    with app.app_context():
        every = db.session.scalars(select(AuditLine).where(AuditLine.request_number.is_not(None))).all()
    assert len(every) >= len(DEEDS)
    for line in every:
        assert line.object_name, line.act
        assert line.object_key == search_key(line.object_name)
        if line.object_kind in {"project", "fund", "proposal", "act", "commitment"}:
            assert line.unit_id is not None, line.act
            assert line.home is not None
            assert line.level == "local", line.act
        if line.object_kind in {"proposal", "act", "commitment"} or line.act.endswith("_other_money"):
            # A contract that owes nothing any more is liquidated, and an empty fund closed, without an amount.
            assert line.amount or line.act.endswith(("_liquidate", "_close")), line.act
        elif line.act.split(".")[0] in {"accounts", "territory"}:
            assert line.amount is None


def test_refused_attempts_are_in_the_log_with_their_request(app, caplog):
    """On permission, on a ceiling, at sign-in: who, where, and the number of the request (INV-32)."""
    caplog.set_level(logging.WARNING)
    clerk, stranger = walker(app, "clerk"), walker(app, "anonymous")
    number = people_id(app, "clerk")
    assert clerk.client.get("/imports").status_code == 403
    assert f"imports.index refused to user {number}" in caplog.text
    path, _fields = address(app, "allocation.two_person", DEEDS["allocation.two_person"])
    assert clerk.client.get(path.replace(path.split("/")[2], "nowhere")).status_code == 403
    assert clerk.client.get("/projects/nowhere").status_code == 404
    assert f"/projects/nowhere refused to user {number}" in caplog.text
    deed = DEEDS["disbursement.pay"]
    path, fields = address(app, "disbursement.pay", deed)
    assert post(clerk, path, {**fields, "amount": "8.000 tỷ"}, "over").status_code == 422
    assert re.search(rf"disbursement\.pay refused to user {number}: ceiling", caplog.text)
    sent = {"email": "auditor@example.vn", "password": WRONG, "csrf_token": stranger.token}
    assert stranger.client.post("/sign-in", data=sent).status_code == 422
    auditor = people_id(app, "auditor")
    assert re.search(
        rf"request [0-9a-f]{{8}}: accounts\.sign_in refused from 127\.0\.0\.1 for account {auditor}",
        caplog.text,
    )
    assert WRONG not in caplog.text


def people_id(app, role):
    with app.app_context():
        return people.actor(role).user_id
