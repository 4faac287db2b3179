"""Pages: sign in, choose a password with a code, sign out, language."""

from collections.abc import Callable

from flask import current_app, g, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import attempts, browsers, codes, service, sessions
from promotion.accounts.drafts import Visit
from promotion.accounts.forms import EmptyForm, LanguageForm, SignInForm, WelcomeForm
from promotion.accounts.queries import user_by_email
from promotion.accounts.service import set_language
from promotion.database import unit_of_work
from promotion.kernel.choices import Language
from promotion.kernel.errors import DomainError
from promotion.web.forms import Form
from promotion.web.pages import page

TOO_MANY = 429


@guard.public
def sign_in() -> Response | tuple[str, int]:
    """Ask for address and password; begin a session."""
    if g.actor is not None:
        return redirect(url_for("dashboard.home"))
    form = SignInForm()
    if request.method == "GET":
        form.next.data = sessions.inner(request.args.get("next")) or ""
    shown = {
        "practice_accounts": current_app.config.get("PRACTICE_ACCOUNTS", ()),
        "practice_password": current_app.config.get("PRACTICE_PASSWORD"),
    }
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", form=form, **shown)
    email = form.email.data

    def prove() -> Callable[[], str]:
        """Compare the password, which is slow on purpose, before anything is locked for writing."""
        user = service.check(email, form.password.data)
        proved = user.password_hash
        return lambda: service.begin(user, _visit(), proved)

    keys = attempts.of_sign_in(email, request.remote_addr, browsers.known(email))
    return _let_in(form, keys, prove) or _refused(form, "accounts/sign_in.html", **shown)


@guard.public
def welcome() -> Response | tuple[str, int]:
    """Take the code that somebody was handed, with the password that this person chooses; begin a session."""
    form = WelcomeForm()
    if not form.validate_on_submit():
        return page("accounts/welcome.html", form=form)

    def prove() -> Callable[[], str]:
        codes.same_twice(form.password.data, form.again.data)
        return lambda: codes.redeem(form.email.data, form.code.data, form.password.data, _visit())

    keys = attempts.of_code(form.email.data, request.remote_addr)
    return _let_in(form, keys, prove) or _refused(form, "accounts/welcome.html")


def _note_refusal(email: str) -> None:
    """Log a try that failed: from where, and for which account. What was typed is not logged: it may be a password."""
    user = user_by_email(email.strip().lower())
    told = (g.get("request_number"), request.endpoint, request.remote_addr, user.id if user else None)
    current_app.logger.warning("request %s: %s refused from %s for account %s", *told)


def _let_in(form: Form, keys: attempts.Keys, prove: Callable[[], Callable[[], str]]) -> Response | None:
    """Count the try, look at what was typed, begin the session; None leaves the fault on the form."""
    try:
        unit_of_work.run(lambda: attempts.enter(keys))
        begin = prove()

        def act() -> str:
            attempts.give_back(keys)
            return begin()

        token = unit_of_work.run(act)
    except DomainError as error:
        _note_refusal(form.email.data)
        form.take(error)
        g.wait = getattr(error, "seconds", None)
        return None
    if g.actor is not None:
        sessions.end()
    sessions.begin(token)
    wanted = form.next.data if isinstance(form, SignInForm) else None
    answer = redirect(sessions.inner(wanted) or url_for("dashboard.home"), code=303)
    return browsers.remember(answer, form.email.data)


def _refused(form: Form, template: str, **shown: object) -> Response:
    """Show the form again; where too many tries were made, say so by the status too."""
    answer = make_response(page(template, form=form, **shown))
    if g.get("wait"):
        answer.status_code = TOO_MANY
        answer.headers["Retry-After"] = str(g.wait)
    return answer


def _visit() -> Visit:
    hours = current_app.config["SETTINGS"].session_hours
    return Visit(hours, request.remote_addr, request.user_agent.string)


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
    if LanguageForm().validate_on_submit() and wanted in set(Language):
        session["language"] = wanted
        actor = g.actor
        if actor is not None:
            unit_of_work.run(lambda: set_language(actor, user_by_email(actor.email), wanted))  # type: ignore[arg-type]
    return redirect(sessions.inner(request.form.get("next")) or url_for("dashboard.home"), code=303)
