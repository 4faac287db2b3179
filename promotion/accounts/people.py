"""Pages of those who manage people: an administrator everybody, heads the people of their units. A door of its own,
apart from signing in.
"""

from collections.abc import Callable, Iterable

from flask import g, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.actor import Actor
from promotion.access.permissions import ACCOUNTS_ALL, ACCOUNTS_MANAGE
from promotion.accounts import absences, authority, codes, mail, queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.forms import ActiveForm, EmptyForm, GrantForm, HandOverForm, PersonForm, StandInForm
from promotion.accounts.models import Grant, User
from promotion.audit.wording import story
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region, Role
from promotion.units import queries as units
from promotion.units.drafts import UnitQuestion
from promotion.units.models import Unit
from promotion.web.forms import ChoiceField, Form
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number, send

PER_PAGE = 50
MOST_UNITS = 500
MOST_COLLEAGUES = 500
HANDED = "handed"  # where the session keeps a code until it was shown, once


@guard.requires("accounts:manage")
def people() -> tuple[str, int]:
    """List the accounts one manages, with a search without accents."""
    actor, text = guard.actor(), request.args.get("q", "")
    found, more = queries.people(actor, text, page=page_number(), per_page=PER_PAGE)
    rights = queries.rights_of(found, actor)
    return page("accounts/people.html", people=found, more=more, number=page_number(), rights=rights)


@guard.requires("accounts:manage")
def add() -> Response | tuple[str, int]:
    """Give a person an account, and make the code to hand over."""
    form, actor = PersonForm(), guard.actor()
    everything = actor.may(ACCOUNTS_ALL)
    form.role.offer([] if everything else _roles(actor), blank="")
    form.unit.offer([] if everything else _units(actor), blank="")

    def act() -> str:
        draft = UserDraft(form.email.data or "", form.name.data or "")
        user = service.add_user(actor, draft, None if everything else _first_grant(form))
        g.made = codes.make(guard.actor(), user, by_mail=mail.possible()) if user.active else None
        return url_for("accounts.person", public_id=user.public_id)

    done = send(form, act, said=_("The account is made."))
    return _handed(done) or page("accounts/add.html", form=form, everything=everything)


@guard.requires("accounts:manage")
def person(public_id: str) -> Response | tuple[str, int]:
    """Show a person's grants and give another one."""
    actor, form = guard.actor(), GrantForm()
    user = queries.user(actor, public_id)
    form.role.offer(_roles(actor))
    form.region.offer(
        [(str(region), _(region.label)) for region in Region] if actor.may(ACCOUNTS_ALL) else [],
        blank=_("None"),
    )
    form.unit.offer(_units(actor), blank=_("None"))
    if request.method == "GET":
        form.valid_from.data = today()

    def act() -> str:
        service.add_grant(actor, queries.user(actor, public_id, lock=True), _grant(form))
        return _page_of(public_id)

    done = send(form, act, said=_("The grant is given; it holds from the next request on."))
    return done or _person(user, form)


@guard.requires("accounts:manage")
def end_grant(public_id: str, grant_id: int) -> Response | tuple[str, int]:
    """End a grant now."""
    return _button(
        public_id, lambda user: service.end_grant(guard.actor(), user, grant_id), _("The grant has ended.")
    )


@guard.requires("accounts:manage")
def set_active(public_id: str) -> Response | tuple[str, int]:
    """Lock an account, or open it again."""
    active = request.form.get("active") == "yes"
    return _button(
        public_id,
        lambda user: service.set_active(guard.actor(), user, active=active),
        _("The account is open again.") if active else _("The account is locked."),
        ActiveForm(),
    )


@guard.requires("accounts:manage")
def make_code(public_id: str) -> Response | tuple[str, int]:
    """Make a code with which the person chooses a new password."""

    def act(user: User) -> None:
        g.made = codes.make(guard.actor(), user, by_mail=mail.possible())

    return _button(public_id, act, _("A code is made."))


@guard.requires("accounts:manage")
def stand_in(public_id: str) -> Response | tuple[str, int]:
    """Let a colleague stand in for some days."""
    actor, form = guard.actor(), StandInForm()
    user = queries.user(actor, public_id)
    _offer_colleagues(form.colleague, user)

    def act() -> str:
        colleague = queries.user(actor, form.colleague.data, lock=True)
        absences.stand_in(actor, user, colleague, form.valid_from.data, form.valid_to.data)
        return _page_of(form.colleague.data)

    done = send(form, act, said=_("The stand-in is arranged; it ends by itself."))
    return done or page("accounts/stand_in.html", form=form, user=user)


@guard.requires("accounts:manage")
def hand_over(public_id: str) -> Response | tuple[str, int]:
    """Let a successor take over what a person leaves."""
    actor, form = guard.actor(), HandOverForm()
    user = queries.user(actor, public_id)
    _offer_colleagues(form.colleague, user)

    def act() -> str:
        successor = queries.user(actor, form.colleague.data, lock=True)
        absences.hand_over(actor, user, successor, form.reason.data)
        return _page_of(form.colleague.data)

    done = send(form, act, said=_("The work is handed over; the successor is shown what is open."))
    return done or page("accounts/hand_over.html", form=form, user=user)


def grants_shown(found: Iterable[Grant], actor: Actor) -> list[dict[str, object]]:
    """Return grants as pages write them; `holds` tells which the actor may end."""
    found = list(found)
    places = units.by_ids(grant.unit_id for grant in found if grant.unit_id)
    absent = queries.names({grant.stands_in_for for grant in found if grant.stands_in_for})
    return [
        {
            "id": grant.id,
            "role": _(Role(grant.role).label),
            "place": units.name(places[grant.unit_id], chosen()) if grant.unit_id
            else _(Region(grant.region).label) if grant.region else _("Whole country"),
            "stands_in_for": absent.get(grant.stands_in_for or 0),
            "valid_from": grant.valid_from,
            "valid_to": grant.valid_to,
            "holds": grant.ended_at is None and (grant.valid_to is None or grant.valid_to >= today())
            and grant.user_id != actor.user_id and authority.gives(actor, grant.role, grant.unit_id),
            "ended_at": grant.ended_at,
        }
        for grant in found
    ]  # fmt: skip


def _button(
    public_id: str, act: Callable[[User], None], said: str, button: Form | None = None
) -> Response | tuple[str, int]:
    """Send a form that is a button only; what is refused is said on the person's page."""
    actor, button = guard.actor(), button or EmptyForm()
    user = queries.user(actor, public_id)

    def once() -> str:
        act(queries.user(actor, public_id, lock=True))
        return _page_of(public_id)

    done = _handed(send(button, once, said=said))
    if done is not None:
        return done
    form = GrantForm(formdata=None)
    form.role.offer(_roles(actor))
    form.region.offer([])
    form.unit.offer(_units(actor), blank=_("None"))
    form.form_errors = [*form.form_errors, *button.form_errors]
    return _person(user, form)


def _handed(done: Response | None) -> Response | None:
    """Keep a code that was just made for the page that shows it, and begin the letter; both after the commit."""
    made = g.pop("made", None)
    if done is not None and made is not None:
        session[HANDED] = {"email": made.email, "code": made.code, "kind": made.kind}
        if mail.possible():
            mail.send(made)
    return done


def _person(user: User, form: GrantForm) -> tuple[str, int]:
    actor = guard.actor()
    handed = session.pop(HANDED, None) if request.method == "GET" else None
    return page(
        "accounts/person.html",
        form=form,
        user=user,
        grants=grants_shown(queries.grants(user.id, actor), actor),
        button=EmptyForm(formdata=None),
        code=queries.newest_code(user.id),
        handed=handed if handed and handed["email"] == user.email else None,
        whole=authority.whole(actor, user) and user.id != actor.user_id,
        oneself=user.id == actor.user_id,
        everything=actor.may(ACCOUNTS_ALL),
        history=story(actor, "user", user.id),
        valid={kind: int(time.total_seconds()) // 3600 for kind, time in codes.VALID.items()},
    )


def _page_of(public_id: str) -> str:
    return url_for("accounts.person", public_id=public_id)


def _roles(actor: Actor) -> list[tuple[str, str]]:
    given = Role if actor.may(ACCOUNTS_ALL) else authority.HEADS_GIVE
    return [(str(role), _(role.label)) for role in given]


def _units(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that a grant may name: all that stand today, or the own with their predecessors."""
    found: Iterable[Unit]
    if actor.may(ACCOUNTS_ALL):
        found = units.directory(UnitQuestion(day=today()), size=MOST_UNITS).units
    else:
        own = units.by_ids(actor.units_for(ACCOUNTS_MANAGE)).values()
        found = sorted(own, key=lambda unit: (unit.valid_to is not None, unit.sort_key))
    return [(unit.code, units.name(unit, chosen())) for unit in found]


def _offer_colleagues(field: ChoiceField, user: User) -> None:
    found, _more = queries.people(guard.actor(), per_page=MOST_COLLEAGUES)
    field.offer(
        [(one.public_id, f"{one.name} – {one.email}") for one in found if one.active and one.id != user.id],
        blank=_("Please choose"),
    )


def _first_grant(form: PersonForm) -> GrantDraft | None:
    if not form.role.data or not form.unit.data:
        return None
    return GrantDraft(form.role.data, today(), units.unit(form.unit.data).id)


def _grant(form: GrantForm) -> GrantDraft:
    return GrantDraft(
        form.role.data,
        form.valid_from.data,
        units.unit(form.unit.data).id if form.unit.data else None,
        form.region.data or None,
        form.valid_to.data,
    )
