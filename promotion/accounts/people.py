"""Pages of the administrator: people, their grants, locked accounts. A door of its own, apart from signing in."""

from collections.abc import Callable

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.forms import EmptyForm, GrantForm, PersonForm
from promotion.accounts.models import User
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import NotFound
from promotion.units import queries as units
from promotion.units.drafts import UnitQuestion
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number, send

PER_PAGE = 50
MOST_UNITS = 500


@guard.requires("accounts:manage")
def people() -> tuple[str, int]:
    """List the accounts, with a search without accents."""
    text = request.args.get("q", "")
    found, more = queries.people(text, page=page_number(), per_page=PER_PAGE)
    return page(
        "accounts/people.html", people=found, more=more, number=page_number(), rights=queries.rights_of(found)
    )


@guard.requires("accounts:manage")
def add() -> Response | tuple[str, int]:
    """Give a person an account."""
    form = PersonForm()
    draft = UserDraft(form.email.data or "", form.name.data or "", form.password.data or "")
    done = send(
        form,
        lambda: url_for("accounts.person", public_id=service.add_user(guard.actor(), draft).public_id),
        said=_("The account is made. Now give a grant."),
    )
    return done or page("accounts/add.html", form=form)


@guard.requires("accounts:manage")
def person(public_id: str) -> Response | tuple[str, int]:
    """Show a person's grants and give another one."""
    user = queries.user(public_id)
    form = GrantForm()
    form.role.offer([(str(role), _(role.label)) for role in Role])
    form.region.offer([(str(region), _(region.label)) for region in Region], blank=_("None"))
    standing = units.directory(UnitQuestion(day=today()), size=MOST_UNITS).units
    form.unit.offer([(unit.code, units.name(unit, chosen())) for unit in standing], blank=_("None"))
    if request.method == "GET":
        form.valid_from.data = today()
    done = send(
        form,
        lambda: _grant(public_id, form),
        said=_("The grant is given; it holds from the next request on."),
    )
    return done or page(
        "accounts/person.html", form=form, user=user, grants=_grants(user), button=EmptyForm()
    )


@guard.requires("accounts:manage")
def end_grant(public_id: str, grant_id: int) -> Response:
    """End a grant now."""

    def act() -> str:
        service.end_grant(guard.actor(), queries.user(public_id), grant_id)
        return url_for("accounts.person", public_id=public_id)

    return _button(act, _("The grant has ended."))


@guard.requires("accounts:manage")
def set_active(public_id: str) -> Response:
    """Lock an account, or open it again."""
    active = request.form.get("active") == "yes"

    def act() -> str:
        service.set_active(guard.actor(), queries.user(public_id), active=active)
        return url_for("accounts.person", public_id=public_id)

    return _button(act, _("The account is open again.") if active else _("The account is locked."))


def _button(act: Callable[[], str], said: str) -> Response:
    done = send(EmptyForm(), act, said=said)
    if done is None:
        raise NotFound
    return done


def _grant(public_id: str, form: GrantForm) -> str:
    draft = GrantDraft(
        form.role.data,
        form.valid_from.data,
        units.unit(form.unit.data).id if form.unit.data else None,
        form.region.data or None,
        form.valid_to.data,
    )
    service.add_grant(guard.actor(), queries.user(public_id), draft)
    return url_for("accounts.person", public_id=public_id)


def _grants(user: User) -> list[dict[str, object]]:
    found = queries.grants(user.id)
    names = units.by_ids(grant.unit_id for grant in found if grant.unit_id)
    return [
        {
            "id": grant.id,
            "role": _(Role(grant.role).label),
            "place": units.name(names[grant.unit_id], chosen()) if grant.unit_id
            else _(Region(grant.region).label) if grant.region else _("Whole country"),
            "valid_from": grant.valid_from,
            "valid_to": grant.valid_to,
            "holds": grant.ended_at is None and (grant.valid_to is None or grant.valid_to >= today()),
            "ended_at": grant.ended_at,
        }
        for grant in found
    ]  # fmt: skip
