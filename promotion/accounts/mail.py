"""The letter that carries a code, where there is a mail server. Sent after the commit and beside the answer: a slow
or broken server holds nobody up, and whoever made the code can still hand it over.
"""

import smtplib
import ssl
from email.message import EmailMessage
from threading import Thread
from urllib.parse import unquote, urlencode, urlsplit

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from promotion.accounts import codes
from promotion.accounts.codes import VALID, Made
from promotion.database import unit_of_work

TIMEOUT = 10  # seconds for each step of the talk with the server
TLS_PORT, PORT = 465, 587
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def possible() -> bool:
    """Tell whether letters can be sent."""
    return _settings().smtp_url is not None


def send(made: Made) -> Thread:
    """Begin to send the letter; the thread is returned for those who want to wait."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the thread needs the app itself
    thread = Thread(target=_deliver, args=(app, made.code_id, _letter(made)), daemon=True)
    thread.start()
    return thread


def link(email: str, code: str) -> str:
    """Return the address of the page that takes the code, built from PUBLIC_URL and nothing a request says.

    Address and code stand behind the #: browsers do not send that part, so no log on the way holds it.
    """
    return f"{(_settings().public_url or '').rstrip('/')}/welcome#{urlencode({'email': email, 'code': code})}"


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _letter(made: Made) -> EmailMessage:
    letter = EmailMessage()
    hours = str(int(VALID[made.kind].total_seconds()) // 3600)
    with force_locale(made.language):
        letter["Subject"] = _("Your code for the industrial promotion system")
        text = _(
            "Dear %(name)s,\n\nplease open this address and choose your password:\n%(link)s\n\n"
            "If the page asks for it, your code is %(code)s. It holds for %(hours)s hours and works once.\n"
            "Whoever did not expect this letter may throw it away.",
            name=made.name,
            link=link(made.email, made.code),
            code=made.code,
            hours=hours,
        )
    letter["From"], letter["To"] = _settings().mail_from, made.email
    letter.set_content(text)
    return letter


def _deliver(app: Flask, code_id: int, letter: EmailMessage) -> None:
    with app.app_context():
        sent = True
        try:
            _hand_to_server(letter)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            sent = False
            app.logger.warning("a letter could not be sent: %s", type(error).__name__)
        try:
            unit_of_work.run(lambda: codes.mailed(code_id, sent=sent), finds_itself=True)
        except SQLAlchemyError as error:
            app.logger.warning("the fate of a letter could not be noted: %s", type(error).__name__)


def _hand_to_server(letter: EmailMessage) -> None:
    """Talk to the server: TLS from the first byte with smtps, else by STARTTLS except on this machine itself."""
    kept = _settings().smtp_url
    where = urlsplit(kept.get_secret_value() if kept else "")
    host = where.hostname or ""
    safe = ssl.create_default_context()
    server: smtplib.SMTP
    if where.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, where.port or TLS_PORT, timeout=TIMEOUT, context=safe)
    else:
        server = smtplib.SMTP(host, where.port or PORT, timeout=TIMEOUT)
    with server:
        if where.scheme == "smtp" and host not in THIS_MACHINE:
            server.starttls(context=safe)
        if where.username:
            server.login(unquote(where.username), unquote(where.password or ""))
        server.send_message(letter)
