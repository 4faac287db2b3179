"""What no request may carry: the null character, which no database keeps as text. Refused before any view reads it."""

from collections.abc import Iterable

from flask import Flask, abort, request

NULL = "\0"


def install(app: Flask) -> None:
    """Answer an address with a null character like a missing page, any other field with one as unreadable."""

    @app.before_request
    def look() -> None:
        if NULL in request.path:
            abort(404)
        if _any(request.args.items(multi=True)) or _any(request.form.items(multi=True)):
            abort(400)


def _any(pairs: Iterable[tuple[str, str]]) -> bool:
    return any(NULL in name or NULL in value for name, value in pairs)
