"""Pages: sign in, sign out, language."""

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import sessions
from promotion.accounts.forms import EmptyForm, SignInForm
from promotion.accounts.queries import user_by_email
from promotion.accounts.service import set_language
from promotion.accounts.service import sign_in as check
from promotion.database import unit_of_work
from promotion.kernel.choices import Language
from promotion.kernel.errors import DomainError
from promotion.web.pages import page


@guard.public
def sign_in() -> Response | tuple[str, int]:
    """Ask for address and password; begin a session."""
    if g.actor is not None:
        return redirect(url_for("dashboard.home"))
    form = SignInForm()
    if request.method == "GET":
        form.next.data = sessions.inner(request.args.get("next")) or ""
    if form.validate_on_submit():
        try:
            token = unit_of_work.run(
                lambda: check(
                    form.email.data,
                    form.password.data,
                    hours=current_app.config["SETTINGS"].session_hours,
                    address=request.remote_addr,
                    device=request.user_agent.string,
                )
            )
        except DomainError as error:
            current_app.logger.warning("sign-in refused from %s", request.remote_addr)
            form.take(error)
        else:
            sessions.begin(token)
            return redirect(sessions.inner(form.next.data) or url_for("dashboard.home"), code=303)
    return page(
        "accounts/sign_in.html",
        form=form,
        practice_accounts=current_app.config.get("PRACTICE_ACCOUNTS", ()),
        practice_password=current_app.config.get("PRACTICE_PASSWORD"),
    )


@guard.public
def sign_out() -> Response:
    """End the session; a copy of its cookie is worth nothing from now on."""
    form = EmptyForm()
    if form.validate_on_submit():
        sessions.end()
    return redirect(url_for("accounts.sign_in"), code=303)


@guard.public
def language() -> Response:
    """Speak another language, on the same page."""
    wanted = request.form.get("language")
    if EmptyForm().validate_on_submit() and wanted in set(Language):
        session["language"] = wanted
        actor = g.actor
        if actor is not None:
            unit_of_work.run(lambda: set_language(actor, user_by_email(actor.email), wanted))  # type: ignore[arg-type]
    return redirect(sessions.inner(request.form.get("next")) or url_for("dashboard.home"), code=303)
