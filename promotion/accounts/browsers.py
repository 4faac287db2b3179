"""The mark in a browser that a person signed in with before: strangers who guess at the account, or behind the same
address, do not stand in its way. It opens nothing by itself.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from promotion.accounts.queries import user_by_email

DAYS = 180


def known(email: str) -> str | None:
    """Return the name of this browser when its mark was made for this account, else None."""
    try:
        user_id, browser = _signer().loads(request.cookies.get(_name(), ""), max_age=DAYS * 86400)
    except (BadSignature, TypeError, ValueError):
        return None
    user = user_by_email(email.strip().lower())
    return str(browser) if user is not None and user.id == user_id else None


def remember(response: Response, email: str) -> Response:
    """Mark the browser as one of this account's."""
    user = user_by_email(email.strip().lower())
    if user is not None:
        response.set_cookie(
            _name(),
            _signer().dumps([user.id, secrets.token_hex(16)]),
            max_age=DAYS * 86400,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"
