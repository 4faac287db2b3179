"""One-time codes: made, handed over, taken once; what a stranger learns of them; letters that carry them."""

import logging
import re
import smtplib
import threading
from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from sqlalchemy import select

from config import Settings
from promotion.accounts import mail, queries, service
from promotion.accounts.models import AccessCode
from promotion.accounts.rules import code_hash, new_code
from promotion.audit.models import AuditLine
from promotion.database.base import Base
from promotion.database.handle import db
from promotion.kernel.choices import Role
from tests.accounts.conftest import handed, known
from tests.factories.people import PASSWORD
from tests.support import house

ADMINISTRATOR, AUDITOR = (Role.administrator, None, None), (Role.auditor, None, None)
NEW = "năm con vịt dưới ao"
MOMENT = "2026-03-02T01:00:00Z"


@pytest.fixture
def administrator(browser, account):
    person = browser()
    person.sign_in(account("admin", ADMINISTRATOR))
    return person


def page_of(app, email):
    with app.app_context():
        return f"/people/{known(email).public_id}"


def code_for(app, administrator, email):
    """Make a code as an administrator does, and read it from the page that shows it."""
    page = page_of(app, email)
    assert administrator.send(f"{page}/code", at=page).status_code == 303
    return handed(administrator.get(page))


def test_a_code_can_be_read_aloud_and_typed_carelessly():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code) for code in codes)
    assert not {"0", "1", "O", "I", "L", "B", "S"} & set("".join(codes))
    code = codes.pop()
    assert code_hash(f" {code.lower().replace('-', ' ')} ") == code_hash(code) != code_hash(codes.pop())


def test_a_code_is_shown_once_kept_as_a_hash_and_works_once(app, administrator, browser, account):
    email, person = account("an", AUDITOR), browser()
    code = code_for(app, administrator, email)
    assert code
    assert not handed(administrator.get(page_of(app, email)))
    with app.app_context():
        assert code not in dump()
    assert browser().sign_in(email).status_code == 303  # the old password holds until the code is used
    assert person.welcome(f" {email.upper()} ", code.lower(), NEW).status_code == 303
    assert person.inside
    assert browser().sign_in(email).status_code == 422
    assert browser().sign_in(email, NEW).status_code == 303
    assert browser().welcome(email, code, "sáu con gà trong chuồng").status_code == 422


def test_a_code_belongs_to_its_account_and_only_the_newest_works(app, administrator, browser, account):
    email, other = account("an", AUDITOR), account("binh", AUDITOR)
    first = code_for(app, administrator, email)
    second = code_for(app, administrator, email)
    assert browser().welcome(other, second, NEW).status_code == 422
    assert browser().welcome(email, first, NEW).status_code == 422
    assert browser().welcome(email, second, NEW, again="khác").status_code == 422
    assert browser().welcome(email, second, "short").status_code == 422
    assert browser().welcome(email, second, NEW).status_code == 303


@pytest.mark.parametrize("invited, hours", [(True, 72), (False, 24)])
def test_a_code_ends_by_itself(app, browser, account, invited, hours):
    with time_machine.travel(MOMENT, tick=False) as clock:
        made, late, other = prepared(app, browser, account, invited)
        clock.shift(timedelta(hours=hours) - timedelta(seconds=1))
        assert browser().welcome(*made, NEW).status_code == 303
        clock.shift(timedelta(seconds=1))
        assert browser().welcome(*late, NEW).status_code == 422
        assert other.inside is False


def prepared(app, browser, account, invited):
    """Return two codes with their addresses, and the browser that made them."""
    administrator, found = browser(), []
    administrator.sign_in(account("admin", ADMINISTRATOR))
    for name in ("an", "binh"):
        email = f"{name}@example.vn"
        if invited:
            made = administrator.send("/people/new", at="/people/new", name=name, email=email)
            found.append((email, handed(administrator.get(made.headers["Location"]))))
        else:
            account(name, AUDITOR)
            found.append((email, code_for(app, administrator, email)))
    return *found, administrator


def test_a_code_of_a_locked_account_opens_nothing(app, administrator, browser, account, change):
    email = account("an", AUDITOR)
    code = code_for(app, administrator, email)
    change(service.set_active, email, active=False)
    assert browser().welcome(email, code, NEW).status_code == 422
    page = page_of(app, email)
    assert administrator.send(f"{page}/code", at=page).status_code == 422
    change(service.set_active, email, active=True)
    assert browser().welcome(email, code, NEW).status_code == 422
    assert browser().welcome(email, code_for(app, administrator, email), NEW).status_code == 303


def test_a_new_password_ends_every_session(app, administrator, browser, account):
    email, thief = account("an", AUDITOR), browser()
    thief.sign_in(email)
    browser().welcome(email, code_for(app, administrator, email), NEW)
    assert not thief.inside


def test_a_stranger_learns_nothing_of_accounts_from_the_page_of_codes(app, administrator, browser, account):
    """Unknown, invited, locked or with a code: the same status, words and headers; the same one question is asked."""
    account("an", AUDITOR)
    code_for(app, administrator, "an@example.vn")
    seen = set()
    for email in ("an@example.vn", "nobody@example.vn", "admin@example.vn"):
        reply = browser().welcome(email, "AAAA-AAAA-AAAA-AAAA", NEW)
        text = re.sub(r'value="[^"]*"|X-CSRFToken[^\']*', "", reply.text)
        seen.add((reply.status_code, text, tuple(name for name, _ in reply.headers)))
    assert len(seen) == 1


def test_an_account_without_a_password_takes_as_long_as_another(app, administrator, browser, monkeypatch):
    administrator.send("/people/new", at="/people/new", name="An", email="an@example.vn")
    compared = []
    monkeypatch.setattr(service, "_matches", lambda kept, password: compared.append(kept) or False)
    browser().sign_in("an@example.vn", "")
    browser().sign_in("an@example.vn", "x")
    assert compared
    assert all(compared)


def test_the_operator_prints_a_code(app, browser, account):
    email = account("an", AUDITOR)
    result = app.test_cli_runner().invoke(args=["accounts", "reset", email.upper()])
    assert result.exit_code == 0
    assert browser().welcome(email, result.output.splitlines()[0], NEW).status_code == 303
    assert app.test_cli_runner().invoke(args=["accounts", "reset", "nobody@example.vn"]).exit_code == 1


# ---------------------------------------------------------------- letters


class Post:
    """A mail server that keeps what it is given, or is broken."""

    letters: ClassVar[list] = []
    broken: Exception | None = None

    def __init__(self, host, port, timeout):
        assert timeout
        if Post.broken:
            raise Post.broken

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def starttls(self, context):
        assert context.check_hostname

    def login(self, user, password):
        assert (user, password) == ("u", "p@ss")

    def send_message(self, letter):
        Post.letters.append(letter)


@pytest.fixture
def posting(database_url, tmp_path, monkeypatch):
    """The application with a mail server."""
    monkeypatch.setattr(smtplib, "SMTP", Post)
    monkeypatch.setattr(Post, "letters", [])
    monkeypatch.setattr(Post, "broken", None)
    plain = house.settings_for(database_url, tmp_path).model_dump(exclude_defaults=True)
    settings = Settings(
        **plain,
        smtp_url="smtp://u:p%40ss@mail.example.vn",
        mail_from="he-thong@example.vn",
        public_url="https://khuyencong.example.vn",
    )
    opened = house.open_house(settings)
    yield opened
    house.close_house(opened)


def arrived():
    """Wait until the letters are on their way."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and getattr(thread, "_target", None) is mail._deliver:
            thread.join(10)


@pytest.fixture
def app(request, settings):
    """The application; with a mail server for the tests of letters."""
    if "posting" in request.fixturenames:
        yield request.getfixturevalue("posting")
        return
    opened = house.open_house(settings)
    yield opened
    house.close_house(opened)


@pytest.mark.parametrize(
    "host",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil.example"},
        {"HTTP_HOST": "khuyencong.example.vn.evil.example:8080", "HTTP_X_FORWARDED_PROTO": "http"},
    ],
)
def test_a_letter_carries_the_code_in_a_link_of_ours_whatever_the_host_says(
    posting, administrator, browser, account, host
):
    email = account("an", AUDITOR)
    administrator.client.environ_base |= host
    code = code_for(posting, administrator, email)
    invited = administrator.send("/people/new", at="/people/new", name="Hoa", email="hoa@example.vn")
    assert invited.status_code == 303
    arrived()
    letters = {letter["To"]: letter.get_content() for letter in Post.letters}
    assert set(letters) == {email, "hoa@example.vn"}
    assert code in letters[email]
    for letter in Post.letters:
        links = re.findall(r"https?://[^\s#]+", letter.get_content())
        assert set(links) == {"https://khuyencong.example.vn/welcome"}
        assert "evil" not in letter.get_content() + letter.as_string()
        assert "localhost" not in letter.get_content()
    with posting.app_context():
        assert queries.newest_code(known(email).id).mail == "sent"


def test_a_broken_mail_server_holds_nobody_up_and_is_said(
    posting, administrator, browser, account, monkeypatch
):
    email = account("an", AUDITOR)
    monkeypatch.setattr(Post, "broken", TimeoutError("no answer"))
    code = code_for(posting, administrator, email)
    assert code
    arrived()
    assert "Không gửi được thư" in administrator.get(page_of(posting, email)).text
    assert browser().welcome(email, code, NEW).status_code == 303


# ---------------------------------------------------------------- nothing secret is kept


def dump():
    """Return everything the database holds, as text."""
    return "\n".join(
        repr(tuple(row)) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
    )


def test_neither_log_nor_trail_nor_database_holds_a_secret(posting, administrator, browser, account, caplog):
    """Passwords old, new and mistyped, codes, tokens, cookies, the mail server's password."""
    caplog.set_level(logging.DEBUG)
    email, person = account("an", AUDITOR), browser()
    person.sign_in(email, "nhầm mật khẩu mất rồi")
    person.sign_in("mật khẩu gõ nhầm ô@x.vn", PASSWORD)
    code = code_for(posting, administrator, email)
    person.welcome(email, "ACDE-FGHJ-KMNP-QRTU", NEW)
    person.welcome(email, code, NEW)
    person.send("/account/password", at="/account/password", old=NEW, password=PASSWORD, again=PASSWORD)
    with person.client.session_transaction() as session:
        token = session["_user_id"]
    arrived()
    secrets = (PASSWORD, NEW, "nhầm mật khẩu mất rồi", "gõ nhầm ô", code, code.replace("-", ""), token,
               "ACDE-FGHJ", "p@ss", person.cookie, "tests only")  # fmt: skip
    with posting.app_context():
        kept = dump() + caplog.text
        trail = repr([(line.act, line.before, line.after) for line in db.session.scalars(select(AuditLine))])
        hashes = [row.code_hash for row in db.session.scalars(select(AccessCode))]
    assert [secret for secret in secrets if secret in kept] == []
    assert not [hashed for hashed in hashes if hashed in trail + caplog.text]
    assert "accounts.make_reset" in trail
    assert "accounts.use_reset" in trail
    assert "accounts.change_password" in trail
