"""Flask-Login over sessions that live on the server: the cookie holds a token, the table decides what it is
worth.
"""

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from promotion.access.actor import Actor
from promotion.accounts import queries, service
from promotion.database import unit_of_work


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the session's token and the person behind it."""

    def __init__(self, token: str, actor: Actor) -> None:
        """Keep both."""
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """Return the token: the session's identity, not the person's."""
        return self.token


def install(app: Flask) -> None:
    """Read the person of every request from the session's table."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        actor = queries.actor_of(token)
        return None if actor is None else SignedIn(token, actor)

    @app.before_request
    def who() -> None:
        if request.endpoint == "static":
            return
        g.actor = current_user.actor if current_user.is_authenticated else None


def begin(token: str) -> None:
    """Start the browser's session anew with this token."""
    actor = queries.actor_of(token)
    if actor is None:  # the account was locked in the same second
        return
    session.clear()
    login_user(SignedIn(token, actor))


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
    """Send a person who is not signed in to the sign-in page, and back afterwards."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted if wanted != "/" else None))


def inner(address: str | None) -> str | None:
    """Return an address of our own pages, None for anything that could lead elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return address if address.isprintable() and "\\" not in address else None
