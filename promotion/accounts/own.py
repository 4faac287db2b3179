"""Pages of one's own account: what one may do, where one is signed in, the password. Apart from signing in, because
here one is known.
"""

from collections.abc import Callable
from datetime import timedelta

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import attempts, codes, queries, service
from promotion.accounts.forms import EmptyForm, OwnPasswordForm
from promotion.accounts.models import SignIn
from promotion.accounts.people import grants_shown
from promotion.accounts.rules import device_name
from promotion.audit.wording import story
from promotion.database import unit_of_work
from promotion.kernel.errors import DomainError, Fault, Invalid, NotFound
from promotion.kernel.text import mark as N_
from promotion.web.pages import first_answer, page, send


@guard.requires("account:own")
def account() -> tuple[str, int]:
    """Show who one is, one's grants and one's sessions."""
    actor = guard.actor()
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    return page(
        "accounts/account.html",
        grants=grants_shown(queries.standing(actor.user_id), actor),
        sessions=[_shown(one) for one in queries.sessions(actor.user_id, idle)],
        button=EmptyForm(),
        history=story(actor, "user", actor.user_id),
    )


@guard.requires("account:own")
def password() -> Response | tuple[str, int]:
    """Change one's own password; every other session ends."""
    form, actor = OwnPasswordForm(), guard.actor()

    def act() -> str:
        service.change_password(actor, form.password.data, current_user.token)
        return url_for("accounts.account")

    if form.validate_on_submit():
        try:
            codes.same_twice(form.password.data, form.again.data)
            _check_old(form.old.data)
        except DomainError as error:
            form.take(error)
            return first_answer() or page("accounts/password.html", form=form)
    done = send(form, act, said=_("The password is changed; you are signed out everywhere else."))
    return done or page("accounts/password.html", form=form)


@guard.requires("account:own")
def end_session(sign_in_id: int) -> Response:
    """End one of one's own sessions."""

    def act() -> str:
        service.end_session(guard.actor(), sign_in_id)
        return url_for("accounts.account")

    return _button(act, _("That session has ended."))


@guard.requires("account:own")
def end_others() -> Response:
    """End all of one's own sessions but this one."""

    def act() -> str:
        service.end_other_sessions(guard.actor(), current_user.token)
        return url_for("accounts.account")

    return _button(act, _("You are signed out everywhere else."))


def _check_old(old: str) -> None:
    """Raise unless this is the password until now: whoever sits at an open screen may not guess without end."""
    keys = attempts.of_own_password(guard.actor().user_id)
    unit_of_work.run(lambda: attempts.enter(keys))
    try:
        service.check(guard.actor().email, old)
    except Invalid as error:
        told = (g.get("request_number"), guard.actor().user_id)
        current_app.logger.warning("request %s: own password refused to user %s", *told)
        raise Invalid(faults=(Fault("old", N_("This is not the password until now.")),)) from error
    unit_of_work.run(lambda: attempts.give_back(keys))


def _button(act: Callable[[], str], said: str) -> Response:
    done = send(EmptyForm(), act, said=said)
    if done is None:
        raise NotFound
    return done


def _shown(one: SignIn) -> dict[str, object]:
    return {
        "id": one.id,
        "device": device_name(one.device) or _("Unknown device"),
        "address": one.address,
        "started_at": one.started_at,
        "last_seen_at": one.last_seen_at,
        "this": one.token_hash == queries.token_hash(current_user.token),
    }
