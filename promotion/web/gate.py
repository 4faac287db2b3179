"""What is not let in, before any view reads it: the null character, which no database keeps as text; a form of another
site; and on a disk that is nearly full first files, then every change.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, abort, g, request
from flask_wtf.csrf import CSRFError

from promotion.database import room
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_

NULL = "\0"
READING = {"GET", "HEAD", "OPTIONS"}
# What people need in order to read on; what it writes is small.
ALWAYS = {"accounts.sign_in", "accounts.sign_out", "accounts.language"}


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
        if request.method not in READING and _foreign(request.headers.get("Origin")):
            raise CSRFError("The form comes from another site.")


def _foreign(origin: str | None) -> bool:
    """Tell whether a browser names another site as the one whose page sends; ports are left to the proxy before us."""
    return origin is not None and urlsplit(origin).hostname != urlsplit(f"//{request.host}").hostname


def mind_room(app: Flask, places: list[Path]) -> None:
    """Refuse changes, or files only, where there is little room; must stand before anything that reads a form, for
    files of a form are written down while it is read. `g.read_only` tells the pages.
    """

    @app.before_request
    def measure() -> None:
        left = room.left(places)
        g.read_only = left < room.LEAST
        if request.method in READING or request.endpoint is None or request.endpoint in ALWAYS:
            return
        if g.read_only:
            raise room.NoRoom
        if left < room.FOR_FILES and request.mimetype == "multipart/form-data":
            raise Refused(
                N_("No files are taken in at the moment: little room is left on the server's disk."),
                code="room.files",
                cure=N_("Tell the administrator. Entries without a file are saved as always."),
            )


def _any(pairs: Iterable[tuple[str, str]]) -> bool:
    return any(NULL in name or NULL in value for name, value in pairs)
