"""Two pages for machines: is the process alive, is the program ready. One word each, for anybody; no session."""

from flask import Response, current_app

from promotion.access import guard
from promotion.operations.readiness import READY, Watch

WATCH = "readiness"


@guard.public
def live() -> Response:
    """Answer: the process takes requests. Nothing else is asked."""
    return Response("alive\n", mimetype="text/plain")


@guard.public
def ready() -> Response:
    """Answer ready, or 503 with one word that says why not."""
    watch: Watch = current_app.extensions[WATCH]
    reason = watch.reason()
    return Response(f"{reason}\n", 200 if reason == READY else 503, mimetype="text/plain")
