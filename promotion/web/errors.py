"""Error pages: what happened, what to do, and the number under which the log tells more. No details leak."""

from http import HTTPStatus

from flask import Flask, Response, g, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from promotion.database.trouble import Trouble, of
from promotion.kernel.errors import Conflict, DomainError, Forbidden, NotFound, Refused
from promotion.web.languages import explain, say
from promotion.web.pages import form_address

Answer = tuple[str, int] | Response


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _answer(code: int, title: str, text: str, cure: str, **more: object) -> Answer:
    number = g.get("request_number")
    if request_ctx.url_adapter is None:  # a host that is none of ours: no address can be made for a page
        return Response(f"{title}. {text}\n", code, mimetype="text/plain")
    return render_template(
        "errors/error.html", code=code, title=title, text=text, cure=cure, request_number=number, **more
    ), code


def _domain_error(error: DomainError) -> Answer:
    if isinstance(error, NotFound | Forbidden | Refused):
        # What somebody tried who may not, or may not even see it (in the log both look alike), or what a rule forbids.
        user, code = g.actor.user_id if g.get("actor") else None, getattr(error, "code", "")
        g.log.warning(
            "request %s: %s refused to user %s %s", g.get("request_number"), request.path, user, code
        )
    if isinstance(error, NotFound):
        return _missing()
    if isinstance(error, Forbidden):
        return _answer(
            403, _("Not allowed"), explain(error), _("If this is part of your work, ask your head of unit.")
        )
    code = 409 if isinstance(error, Conflict) else 422
    cure = say(error.cure, error.params) if error.cure else _("Go back and correct the entry.")
    came_from = form_address()
    back = (_("Back"), came_from) if came_from and came_from != request.full_path.rstrip("?") else None
    return _answer(code, _("This could not be done"), say(error.message, error.params), cure, back=back)


def _missing() -> Answer:
    return _answer(
        404,
        _("Page not found"),
        _("This does not exist, or you do not have access to it."),
        _("Check the address, or go back to the start page."),
    )


def _csrf(_error: CSRFError) -> Answer:
    """Say that nothing was saved and lead back to the form, past the sign-in where the session has ended."""
    form = form_address()
    back = _("Back to the form"), form or "/"
    if g.get("actor") is None:
        back = _("Sign in again"), url_for("accounts.sign_in", next=form)
    return _answer(
        400,
        _("The form has expired"),
        _("The form was open for too long, or the session has ended meanwhile; nothing was saved."),
        _("Open the form again: what you typed is filled in again. Check it, then send it."),
        back=back,
        keeps_forms=True,
    )


def _http(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if code < HTTPStatus.BAD_REQUEST:  # a redirect is no error
        return error
    if code == HTTPStatus.NOT_FOUND:
        return _missing()
    texts = {
        403: (
            _("Not allowed"),
            _("Your grants do not cover this page."),
            _("Ask your head of unit or the administrator."),
        ),
        405: (
            _("Not possible this way"),
            _("This address does not take such a request."),
            _("Go back to the start page."),
        ),
        413: (_("Too large"), _("What was sent is larger than allowed."), _("Send a smaller file.")),
    }
    fallback = (
        _("The request could not be read"),
        _("Something in the request is wrong."),
        _("Go back and try again."),
    )
    return _answer(code, *texts.get(code, fallback))


def _unexpected(error: Exception) -> Answer:
    trouble = of(error)
    if trouble is not None:
        return _unavailable(trouble, error)
    from_log = g.get("request_number")
    g.log.error("request %s failed", from_log, exc_info=error)
    return _answer(
        500,
        _("Something went wrong"),
        _("The program met a fault of its own; nothing was saved half-way."),
        _("Try again; if it stays, tell the administrator the number below."),
    )


def _unavailable(trouble: Trouble, error: Exception) -> Answer:
    """Say what the database lacks. What was typed stands in the page, ready to be sent again under its own key."""
    g.log.warning("request %s: database %s: %s", g.get("request_number"), trouble, type(error).__name__)
    title, text, cure = {
        Trouble.away: (
            _("The database does not answer"),
            _("The program cannot reach its database at the moment. It goes on by itself as soon as it can."),
            _("Wait a minute, then try again. If it stays like this, tell the administrator."),
        ),
        Trouble.busy: (
            _("Too many people at once"),
            _("The program could not get its turn at the database."),
            _("Wait a minute, then try again."),
        ),
        Trouble.full: (
            _("Nothing can be saved at the moment"),
            _(
                "There is no room left on the server's disk, or it cannot be written. What is stored can still be read."
            ),
            _("Tell the administrator. When there is room again, try again; nothing has to be restarted."),
        ),
    }[trouble]
    again = _to_send_again()
    if again:
        kept = _("What you typed is kept in this page. It counts once, even if it had arrived already.")
        cure = f"{cure} {kept}"
    here = request.full_path.rstrip("?") if request.method == "GET" else form_address()
    answer = _answer(
        503,
        title,
        text,
        cure,
        again=again,
        back=None if again else (_("Try again"), here or "/"),
        keeps_forms=True,
    )
    response = make_response(answer)
    response.headers["Retry-After"] = "10"
    return response


def _to_send_again() -> dict[str, object] | None:
    """Return the form as it was sent, None where there was none, or one that must not stand in a page."""
    if request.method != "POST" or request.files or any("password" in name for name in request.form):
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return {"address": request.full_path.rstrip("?"), "fields": fields} if fields else None
