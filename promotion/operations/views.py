"""Three pages for machines: is the process alive, is the program ready, when did the ledger last add up. A word or two
each, for anybody; no session.
"""

from flask import Response, current_app

from promotion.access import guard
from promotion.operations import marks
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


@guard.public
def ledger() -> Response:
    """Answer when the ledger was last recounted and added up, or 503: it differed, that is long ago, or never."""
    word, mark = marks.recount(current_app.config["SETTINGS"])
    when = f" {mark.at:%Y-%m-%dT%H:%M:%SZ}" if mark else ""
    return Response(f"{word}{when}\n", 200 if word == marks.CLEAN else 503, mimetype="text/plain")
