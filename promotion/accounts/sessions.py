"""Flask-Login over sessions that live on the server: the cookie holds a token, the table decides what it is
worth.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from promotion.access.actor import Actor
from promotion.accounts import queries, service
from promotion.database import unit_of_work
from promotion.kernel.calendar import now
from promotion.kernel.errors import DomainError
from promotion.web.pages import form_address

# A session is noted as seen at most this often, so that reading pages seldom writes.
TOUCH_EVERY = timedelta(minutes=1)
# Nobody is looked up for these: they answer when the database does not.
WITHOUT_PERSON = {"static", "operations.live", "operations.ready", "operations.ledger"}


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the session's token, the person behind it, and when that person was last seen."""

    def __init__(self, token: str, actor: Actor, seen_at: datetime) -> None:
        """Keep all three."""
        self.token = token
        self.actor = actor
        self.seen_at = seen_at

    def get_id(self) -> str:
        """Return the token: the session's identity, not the person's."""
        return self.token


def install(app: Flask) -> None:
    """Read the person of every request from the session's table."""
    # No page asks for `current_user`: one that says the database is away must not go and look for it.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        return _signed_in(token)

    @app.before_request
    def who() -> None:
        if request.endpoint in WITHOUT_PERSON:
            return
        g.actor = current_user.actor if current_user.is_authenticated else None
        if g.actor is not None and now() - current_user.seen_at >= TOUCH_EVERY:
            _touch(current_user.token)


def begin(token: str) -> None:
    """Start the browser's session anew with this token."""
    person = _signed_in(token)
    if person is None:  # the account was locked in the same second
        return
    session.clear()
    login_user(person)


def _signed_in(token: str) -> SignedIn | None:
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    found = queries.alive(token, idle)
    return None if found is None else SignedIn(token, *found)


def _touch(token: str) -> None:
    """Keep the session from dying of idleness. Where nothing can be written just now, reading goes on."""
    try:
        unit_of_work.run(lambda: service.touch(token), finds_itself=True)
    except (SQLAlchemyError, DomainError) as error:
        current_app.logger.warning("a session could not be touched: %s", type(error).__name__)


def end() -> None:
    """End the session on the server, then in this browser."""
    if current_user.is_authenticated:
        token = current_user.token
        unit_of_work.run(lambda: service.sign_out(token))
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def ask_to_sign_in() -> Response:
    """Send a person who is not signed in to the sign-in page, and back afterwards: to the page, or to the form whose
    sending came too late.
    """
    reading = request.method == "GET"
    if "_user_id" in session:  # the cookie is still there, what it stood for has ended
        flash(
            _("Your session has ended. Please sign in again.")
            if reading
            else _(
                "Your session had ended, so nothing was saved. Please sign in again; then check the form and send it."
            ),
            "warning",
        )
    wanted = request.full_path.rstrip("?") if reading else form_address()
    return redirect(url_for("accounts.sign_in", next=wanted if wanted != "/" else None))


def inner(address: str | None) -> str | None:
    """Return an address of our own pages, None for anything that could lead elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return address if address.isprintable() and "\\" not in address else None
