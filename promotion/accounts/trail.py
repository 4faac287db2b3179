"""How accounts stand in the trail."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from sqlalchemy import select

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import ACCOUNTS_MANAGE
from promotion.accounts import queries
from promotion.accounts.models import User
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, Sight, enter
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.choices import Language, Region, Role
from promotion.kernel.text import mark as N_
from promotion.kernel.text import search_key
from promotion.units import trail as units

_ACTS = {
    "accounts.add_user": N_("Made the account"),
    "accounts.add_grant": N_("Gave a grant"),
    "accounts.end_grant": N_("Ended a grant"),
    "accounts.set_active": N_("Locked the account or opened it again"),
    "accounts.make_invitation": N_("Made an invitation code"),
    "accounts.make_reset": N_("Made a code for a new password"),
    "accounts.use_invitation": N_("Chose a password with an invitation code"),
    "accounts.use_reset": N_("Chose a new password with a code"),
    "accounts.change_password": N_("Changed the own password"),
    "accounts.end_session": N_("Ended an own session elsewhere"),
    "accounts.end_other_sessions": N_("Ended all other own sessions"),
    "accounts.hand_over": N_("Handed the work over"),
    "accounts.set_language": N_("Chose a language"),
}
_FIELDS = {
    "email": N_("E-mail address"),
    "name": N_("Name"),
    "role": N_("Role"),
    "unit_id": N_("Unit"),
    "region": N_("Region"),
    "valid_from": N_("From"),
    "valid_to": N_("To"),
    "stands_in_for": N_("Stands in for"),
    "active": N_("In use"),
    "until": N_("Code holds until"),
    "successor": N_("Successor"),
    "language": N_("Language"),
}


def subject(user: User) -> Subject:
    """Return an account as a whole; it belongs to the unit of the person's grants when they name one only."""
    places = {grant.unit_id for grant in queries.standing(user.id)}
    return granted(user, places.pop() if len(places) == 1 else None)


def granted(user: User, unit_id: int | None) -> Subject:
    """Return an account as a grant for this unit concerns it."""
    return Subject("user", user.id, f"{user.name} ({user.email})", unit_id)


def called(text: str) -> frozenset[int]:
    """Return the row ids of the people whose name holds every word of a text, accents aside."""
    words = (User.search_key.contains(word, autoescape=True) for word in search_key(text).split())
    return frozenset(db.session.scalars(select(User.id).where(*words)))


def _readers(lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    people = queries.names(readers.values(lines, "stands_in_for", "successor"))

    def person(user_id: int) -> str:
        return people.get(int(user_id), "–")

    return {
        "role": readers.choice(Role),
        "region": readers.choice(Region),
        "language": readers.choice(Language),
        "unit_id": units.called(readers.values(lines, "unit_id")),
        "valid_from": readers.day,
        "valid_to": readers.day,
        "until": readers.moment,
        "stands_in_for": person,
        "successor": person,
    }


def _addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    query = select(User.id, User.public_id).where(User.id.in_(sorted(ids)), queries.manages(actor))
    found = db.session.execute(query).all()
    return {key: url_for("accounts.person", public_id=public_id) for key, public_id in found}


def enter_words() -> None:
    """Tell the trail of accounts; called once, when this room is opened."""
    enter(
        Kind(
            key="user",
            label=N_("Account"),
            permission=ACCOUNTS_MANAGE,
            acts=_ACTS,
            fields=_FIELDS,
            sight=Sight.managers,
            readers=_readers,
            addresses=_addresses,
        )
    )
