"""Who may manage whom: an administrator everybody, a head the people of the own units and no role above the own."""

from promotion.access.actor import Actor
from promotion.access.permissions import ACCOUNTS_ALL, ACCOUNTS_MANAGE
from promotion.accounts import queries
from promotion.accounts.models import Grant, User
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, Refused
from promotion.kernel.text import mark as N_

HEADS_GIVE = (Role.clerk, Role.head)


def require(actor: Actor) -> None:
    """Raise `Forbidden` for who manages nobody at all."""
    if not actor.may(ACCOUNTS_MANAGE):
        raise Forbidden


def gives(actor: Actor, role: Role | str, unit_id: int | None) -> bool:
    """Tell whether the person may give and end this role for this unit."""
    if actor.may(ACCOUNTS_ALL):
        return True
    return Role(role) in HEADS_GIVE and actor.may_for(ACCOUNTS_MANAGE, unit_id)


def require_gift(actor: Actor, user: User, role: Role | str, unit_id: int | None) -> None:
    """Raise unless the person may give or end this role of this user."""
    require(actor)
    not_oneself(actor, user)
    if not gives(actor, role, unit_id):
        raise Refused(
            N_("You may give and end the roles of officer and head, for your own units."),
            code="accounts.above",
            cure=N_("Ask the administrator."),
        )


def whole(actor: Actor, user: User) -> bool:
    """Tell whether everything that this user holds or will hold is the person's to give: only then is the account
    itself the person's to lock, or to get a new password for.
    """
    if actor.may(ACCOUNTS_ALL):
        return True
    held = queries.standing(user.id)
    return bool(held) and all(gives(actor, grant.role, grant.unit_id) for grant in held)


def require_whole(actor: Actor, user: User) -> None:
    """Raise unless the whole account is the person's to manage."""
    require(actor)
    not_oneself(actor, user)
    if not whole(actor, user):
        raise Refused(
            N_("This person also works elsewhere, or stands above you: the account is not yours to change."),
            code="accounts.elsewhere",
            cure=N_("Ask the administrator."),
        )


def not_oneself(actor: Actor, user: User) -> None:
    """Raise where somebody would change the own rights, or lock himself out."""
    if actor.user_id == user.id:
        raise Refused(
            N_("Nobody changes the own rights or locks the own account."),
            code="accounts.own",
            cure=N_("Ask another head or the administrator."),
        )


def not_the_last(user: User, grant: Grant | None = None) -> None:
    """Raise where the last administrator would go: with one grant, or (None) with the whole account.

    All administrators are locked while this is asked, so that two of them cannot end each other at once.
    """
    if grant is not None and grant.role != Role.administrator:
        return
    others = [held for held in queries.administrators(lock=True) if held.user_id != user.id or (
        grant is not None and held.id != grant.id)]  # fmt: skip
    if not others and any(held.role == Role.administrator for held in queries.standing(user.id)):
        raise Refused(
            N_("This is the last administrator."),
            code="accounts.last",
            cure=N_("Make another person administrator first."),
        )
