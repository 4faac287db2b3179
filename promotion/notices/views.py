"""Pages of notices: the list, and marking them as read."""

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import NOTICES_READ
from promotion.notices import queries, service
from promotion.notices.forms import ReadForm
from promotion.notices.wording import words
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number, send


@guard.requires(NOTICES_READ)
def index() -> tuple[str, int]:
    """Show the notices to this person's units, newest first."""
    return _list(ReadForm(formdata=None))


def _list(form: ReadForm) -> tuple[str, int]:
    only_unread = request.args.get("unread") == "yes"
    found = queries.notices(guard.actor(), chosen(), page=page_number(), only_unread=only_unread)
    return page("notices/index.html", found=found, only_unread=only_unread, words=words, form=form)


@guard.requires(NOTICES_READ)
def read(public_id: str) -> Response | tuple[str, int]:
    """Mark one notice as read, for this person."""
    actor, form = guard.actor(), ReadForm()

    def mark() -> str:
        service.read(actor, public_id)
        return url_for("notices.index")

    return send(form, mark) or _list(form)


@guard.requires(NOTICES_READ)
def read_all() -> Response | tuple[str, int]:
    """Mark all notices as read, for this person."""
    actor, form = guard.actor(), ReadForm()

    def mark() -> str:
        service.read_all(actor)
        return url_for("notices.index")

    return send(form, mark, said=_("All notices are marked as read.")) or _list(form)
