"""The rhythm of a view: ask, act once, answer. Success redirects; a fault shows the form again, nothing lost."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, flash, g, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.database.idempotency import FormKey, earlier_result, form_key
from promotion.kernel.errors import DomainError, Forbidden, NotFound, Refused
from promotion.web.forms import TOKENS, Form

LONGEST_NUMBER = 5  # digits of a page number


def send(form: Form, act: Callable[[], str], said: str | None = None) -> Response | None:
    """Run the act of a valid, sent form once and return the redirect to the address that it returns.

    Returns None when the form was not sent or holds a fault; the fault then stands on the form. `said` is told
    on the next page. Where the same form was done while this one was under way, its answer is given again.
    """
    if not form.validate_on_submit():
        return first_answer()
    try:
        location = unit_of_work.run_once(act, _key(form.idempotency_key.data or ""))
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        again = first_answer()
        if again is not None:
            return again
        refusal = getattr(error, "code", type(error).__name__)
        # What a rule refused is told to whoever keeps watch; a slip of the pen only to whoever looks closely.
        level = logging.WARNING if isinstance(error, Refused) else logging.INFO
        said_to = (g.get("request_number"), request.endpoint, g.actor.user_id, refusal)
        current_app.logger.log(level, "request %s: %s refused to user %s: %s", *said_to)
        form.take(error)
        return None
    if said:
        flash(said, "success")
    return redirect(location, code=303)


def install(app: Flask) -> None:
    """Answer a form that was sent and done before with its first result, before any view looks at it.

    What it was about may be gone by then, or stand in another state: the first sending saw to that.
    """
    app.before_request(first_answer)


def first_answer() -> Response | None:
    """Return the answer that the form of this request was given when it was sent before; None for any other."""
    number = request.form.get("idempotency_key", "") if request.method == "POST" else ""
    if not number or g.get("actor") is None:
        return None
    try:
        location = earlier_result(db.session(), _key(number))
    except Refused:  # the same key with other content: the view says so
        return None
    return redirect(location, code=303) if location else None


def _key(number: str) -> FormKey:
    content = {name: values for name, values in request.form.lists() if name not in TOKENS}
    for name, file in request.files.items(multi=True):
        content.setdefault(f"file {name}", []).append(f"{file.filename} {_digest(file)}")
    secret = current_app.config["SECRET_KEY"]
    return form_key(g.actor.user_id, number, request.path, content, secret=secret)


def _digest(file: FileStorage) -> str:
    """Return the hash of a file that was sent, wherever a view left off reading it, and put it back to its start."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def page(template: str, *, form: Form | None = None, **context: object) -> tuple[str, int]:
    """Return the page; with status 409 when what its form is about was changed meanwhile, 422 when it has faults."""
    status = HTTPStatus.OK
    if form is not None and request.method == "POST":
        overtaken = getattr(form, "versions", None) is not None or getattr(form, "changed", False)
        faulty = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        status = HTTPStatus.CONFLICT if overtaken else faulty
    return render_template(template, form=form, **context), int(status)


def page_number() -> int:
    """Return the page asked for in the address, 1 for anything that is not a page."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def form_address() -> str | None:
    """Return the address of the page on which the form of this request stands, None when it is not known."""
    if request.referrer and request.referrer.startswith(request.host_url):
        parts = urlsplit(request.referrer)
        path = "/" + parts.path.lstrip("/\\")  # two strokes would lead to another host
        return f"{path}?{parts.query}" if parts.query else path
    return request.full_path.rstrip("?") if _readable() else None


def standing_address() -> str:
    """Return the address at which this page can be asked for again: of an answer to a form that has no page of its
    own, that of the page on which the form stands.
    """
    return request.full_path if request.url_rule is None or _readable() else form_address() or "/"


def _readable() -> bool:
    return request.url_rule is not None and "GET" in (request.url_rule.methods or ())


def address_with(**changes: object) -> str:
    """Return this page's address with some arguments changed; None takes one out."""
    arguments: Mapping[str, object] = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in arguments.items() if value not in {None, ""}}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
