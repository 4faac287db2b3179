"""One-time codes: how a person comes to a password without anybody else ever knowing it."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update

from promotion.access.actor import Actor
from promotion.accounts import authority, queries, service
from promotion.accounts.drafts import Visit
from promotion.accounts.models import AccessCode, User
from promotion.accounts.rules import check_password, code_hash, new_code
from promotion.accounts.trail import subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import mark as N_

VALID = {"invitation": timedelta(hours=72), "reset": timedelta(hours=24)}


@dataclass(frozen=True)
class Made:
    """A code as it is handed over: here and nowhere else it stands in plain signs."""

    code_id: int
    kind: str
    email: str
    name: str
    language: str
    code: str = field(repr=False)


def make(actor: Actor, user: User, *, by_mail: bool = False) -> Made:
    """Make a code for a person, an invitation until a password was chosen, else a reset. Earlier codes are void.

    The password and the sessions stay as they are until the code is used.
    """
    authority.require_whole(actor, user)
    if not user.active:
        raise Refused(
            N_("The account is locked."), code="accounts.locked", cure=N_("Open the account first.")
        )
    kind, moment, code = "reset" if user.password_hash else "invitation", now(), new_code()
    service.void_codes(user.id)
    kept = AccessCode(
        user_id=user.id,
        kind=kind,
        code_hash=code_hash(code),
        made_by=actor.user_id,
        made_at=moment,
        expires_at=moment + VALID[kind],
        mail="waiting" if by_mail else None,
    )
    db.session.add(kept)
    db.session.flush()
    audit(actor, f"accounts.make_{kind}", subject(user), after={"until": kept.expires_at.isoformat()})
    return Made(kept.id, kind, user.email, user.name, user.language, code)


def redeem(email: str, code: str, password: str, visit: Visit) -> str:
    """Take a code once: the password becomes the account's, other sessions end; return the token of a new session.

    The password is looked at first, then one question finds the code or not: a wrong code, one that is used or too
    old, and an address without an account are answered alike, and in the same time.
    """
    email = email.strip().lower()
    check_password(password, (email.partition("@")[0],))
    found = queries.open_code(email, code_hash(code))
    if found is None:
        raise Invalid(
            N_("This e-mail address and code do not belong together, or the code was used or is too old."),
            cure=N_("Check both; if they are right, ask for a new code."),
        )
    user = db.session.get_one(User, found.user_id)
    hashed = service.hash_password(password, user.email)
    taken = update(AccessCode).where(AccessCode.id == found.id, AccessCode.used_at.is_(None))
    db.session.execute(taken.values(used_at=now()))
    user.password_hash = hashed
    service.end_sessions(user.id)
    audit(queries.actor(user), f"accounts.use_{found.kind}", subject(user))
    return service.begin(user, visit)


def mailed(code_id: int, *, sent: bool) -> None:
    """Note what became of the letter that carries a code."""
    db.session.execute(
        update(AccessCode).where(AccessCode.id == code_id).values(mail="sent" if sent else "failed")
    )


def same_twice(password: str, again: str) -> None:
    """Raise `Invalid` when a new password was not typed the same twice."""
    if password != again:
        raise Invalid(faults=(Fault("again", N_("The two passwords are not the same.")),))
