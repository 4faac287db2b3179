"""What no request may carry: the null character, which no database keeps as text, and a form of another site.

Refused before any view reads it.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFError

NULL = "\0"
SAFE = {"GET", "HEAD", "OPTIONS"}


def install(app: Flask) -> None:
    """Answer an address with a null character like a missing page, any other field with one as unreadable, and what
    another site's page sends like a form without its token.
    """

    @app.before_request
    def look() -> None:
        if NULL in request.path:
            abort(404)
        if _any(request.args.items(multi=True)) or _any(request.form.items(multi=True)):
            abort(400)
        if request.method not in SAFE and _foreign(request.headers.get("Origin")):
            raise CSRFError("The form comes from another site.")


def _foreign(origin: str | None) -> bool:
    """Tell whether a browser names another site as the one whose page sends; ports are left to the proxy before us."""
    return origin is not None and urlsplit(origin).hostname != urlsplit(f"//{request.host}").hostname


def _any(pairs: Iterable[tuple[str, str]]) -> bool:
    return any(NULL in name or NULL in value for name, value in pairs)
