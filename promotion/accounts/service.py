"""Sign in and out, sessions and the own password; give people accounts and grants."""

import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from promotion.access.actor import Actor
from promotion.access.permissions import ACCOUNTS_ALL
from promotion.accounts import authority, queries
from promotion.accounts.drafts import GrantDraft, UserDraft, Visit
from promotion.accounts.models import Grant, SignIn, User
from promotion.accounts.rules import check_password, normal_email, normal_password
from promotion.accounts.trail import granted, subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.choices import Role
from promotion.kernel.errors import Fault, Invalid, NotFound
from promotion.kernel.text import clean, search_key
from promotion.kernel.text import mark as N_
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.rules import UnitKind

_hasher = PasswordHasher()
# Verified when there is no such account, so that an unknown address takes as long as a wrong password.
_nobody = _hasher.hash(secrets.token_hex())
# Two scopes cannot be one person's at once, and who gives grants may not give money to himself.
_ALONE = {
    Role.finance_viewer: N_("A finance viewer sees national money only and holds no other role."),
    Role.administrator: N_("An administrator manages accounts, never money, and holds no other role."),
}
_PLACE = {Role.clerk: "unit", Role.head: "unit", Role.agency: "unit", Role.organiser: "region"}


def sign_in(email: str, password: str, *, hours: int, address: str | None, device: str | None) -> str:
    """Return the token of a new session; raise `Invalid` with the same words for a wrong address or
    password.
    """
    return begin(check(email, password), Visit(hours, address, device))


def check(email: str, password: str) -> User:
    """Return whose address and password these are; raise `Invalid` as above. Comparing is slow on purpose: do it
    outside a writing transaction.
    """
    user = queries.user_by_email(email.strip().lower())
    right = _matches((user.password_hash if user else "") or _nobody, password)
    if user is None or not right or not user.active:
        raise _no_match()
    return user


def begin(user: User, visit: Visit, proved: str | None = None) -> str:
    """Begin a session of a person who has proved to be it; return its token. `proved` is the hash that was compared:
    a password that was changed since then begins nothing.
    """
    if proved is not None:
        kept = db.session.get_one(User, user.id, populate_existing=True, with_for_update=True)
        if kept.password_hash != proved:
            raise _no_match()
    token = secrets.token_urlsafe(32)
    moment = now()
    db.session.add(
        SignIn(
            user_id=user.id,
            token_hash=queries.token_hash(token),
            started_at=moment,
            last_seen_at=moment,
            expires_at=moment + timedelta(hours=visit.hours),
            address=visit.address,
            device=(visit.device or "")[:200] or None,
        )
    )
    return token


def _no_match() -> Invalid:
    return Invalid(N_("This e-mail address and password do not belong together."))


def sign_out(token: str) -> None:
    """End the session of this token: its cookie, and every copy of it, is dead from now on."""
    alive = (SignIn.token_hash == queries.token_hash(token)) & SignIn.ended_at.is_(None)
    db.session.execute(update(SignIn).where(alive).values(ended_at=now()))


def touch(token: str) -> None:
    """Note that the person of this session was here; a session that is dead by now stays dead."""
    alive = (SignIn.token_hash == queries.token_hash(token)) & SignIn.ended_at.is_(None)
    db.session.execute(update(SignIn).where(alive).values(last_seen_at=now()))


def end_session(actor: Actor, sign_in_id: int) -> None:
    """End one of the person's own sessions; `NotFound` for one that is not, or not any more."""
    mine = (SignIn.user_id == actor.user_id) & SignIn.ended_at.is_(None)
    found = db.session.scalars(
        select(SignIn).where(SignIn.id == sign_in_id, mine).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    found.ended_at = now()
    audit(actor, "accounts.end_session", subject(db.session.get_one(User, actor.user_id)))


def end_sessions(user_id: int, *, but: str | None = None) -> None:
    """End a person's sessions, except the one with this token."""
    alive = (SignIn.user_id == user_id) & SignIn.ended_at.is_(None)
    if but is not None:
        alive &= SignIn.token_hash != queries.token_hash(but)
    db.session.execute(update(SignIn).where(alive).values(ended_at=now()))


def end_other_sessions(actor: Actor, token: str) -> None:
    """End all of the person's own sessions but this one."""
    end_sessions(actor.user_id, but=token)
    audit(actor, "accounts.end_other_sessions", subject(db.session.get_one(User, actor.user_id)))


def change_password(actor: Actor, password: str, token: str) -> None:
    """Give the person another password and end every other session. The old one was checked before."""
    user = db.session.get_one(User, actor.user_id)
    user.password_hash = hash_password(password, user.email)
    end_sessions(user.id, but=token)
    audit(actor, "accounts.change_password", subject(user))


def add_user(actor: Actor, draft: UserDraft, grant: GrantDraft | None = None) -> User:
    """Give a person an account. Who manages only some units gives a first grant there in the same act."""
    authority.require(actor)
    email, name = normal_email(draft.email), clean(draft.name)
    if grant is None and not actor.may(ACCOUNTS_ALL):
        raise Invalid(faults=(Fault("role", N_("Choose the role and the unit.")),))
    if not name:
        raise Invalid(faults=(Fault("name", N_("Enter the person's name.")),))
    if queries.user_by_email(email) is not None:
        raise Invalid(faults=(Fault("email", N_("This e-mail address already has an account.")),))
    user = User(
        email=email,
        name=name,
        search_key=search_key(name),
        password_hash="" if draft.password is None else hash_password(draft.password, email),
        language=draft.language,
        active=True,
        created_at=now(),
        version=1,
    )
    db.session.add(user)
    db.session.flush()
    place = grant.unit_id if grant is not None else None
    audit(actor, "accounts.add_user", granted(user, place), after={"email": email, "name": name})
    if grant is not None:
        add_grant(actor, user, grant)
    return user


def add_grant(actor: Actor, user: User, draft: GrantDraft) -> Grant:
    """Give a role from a day on. Clerk, head and agency need a unit, an organiser a region.

    Raises `Invalid` for a wrong place or wrong days, and for a role beside one that must stand alone; `Refused`
    for what is not the person's to give.
    """
    role = Role(draft.role)
    authority.require_gift(actor, user, role, draft.unit_id)
    _check_place(role, draft)
    _check_alone(role, draft, user)
    grant = Grant(
        user_id=user.id,
        role=str(role),
        unit_id=draft.unit_id,
        region=draft.region,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        granted_by=actor.user_id,
        granted_at=now(),
        stands_in_for=draft.stands_in_for,
    )
    db.session.add(grant)
    db.session.flush()
    audit(actor, "accounts.add_grant", granted(user, draft.unit_id),
          after={"role": str(role), "unit_id": draft.unit_id, "region": draft.region,
                 "valid_from": draft.valid_from.isoformat(),
                 "valid_to": draft.valid_to.isoformat() if draft.valid_to else None,
                 "stands_in_for": draft.stands_in_for})  # fmt: skip
    return grant


def end_grant(actor: Actor, user: User, grant_id: int) -> None:
    """End a grant now, whatever its days: it holds no longer from the next request on.

    `NotFound` for a grant of somebody else or out of sight; one that has ended already stays as it is.
    """
    grant = next((grant for grant in queries.grants(user.id, actor) if grant.id == grant_id), None)
    if grant is None:
        raise NotFound
    authority.require_gift(actor, user, grant.role, grant.unit_id)
    authority.not_the_last(user, grant)
    if grant.ended_at is None:
        grant.ended_at = now()
        audit(actor, "accounts.end_grant", granted(user, grant.unit_id),
              before={"role": grant.role, "unit_id": grant.unit_id, "region": grant.region})  # fmt: skip


def set_active(actor: Actor, user: User, *, active: bool) -> None:
    """Lock an account or open it again; a locked person's sessions are dead on the next request."""
    authority.require_whole(actor, user)
    if not active:
        authority.not_the_last(user)
    audit(
        actor, "accounts.set_active", subject(user), before={"active": user.active}, after={"active": active}
    )
    user.active = active


def set_language(actor: Actor, user: User, language: str) -> None:
    """Keep the language a person chose."""
    if user.language != language:
        audit(actor, "accounts.set_language", subject(user), before={"language": user.language},
              after={"language": language})  # fmt: skip
        user.language = language


def hash_password(password: str, email: str = "") -> str:
    """Return the argon2id hash of a password that may be taken; raise `Invalid` for one that may not."""
    places = (name for province in atlas().provinces for name in (province.name_vi, *province.aliases))
    return _hasher.hash(check_password(password, (email.partition("@")[0], *places)))


def hash_practice_password(password: str) -> str:
    """Return the argon2id hash of a password that guards invented data only: any may be taken."""
    return _hasher.hash(normal_password(password))


def _check_place(role: Role, draft: GrantDraft) -> None:
    """Raise `Invalid` when a grant is bound to the wrong kind of place, or ends before it begins."""
    place = _PLACE.get(role)
    if (draft.unit_id is None) != (place != "unit"):
        raise Invalid(faults=(Fault("unit", N_("This role is given for a unit.") if place == "unit"
                                    else N_("This role is not given for a unit.")),))  # fmt: skip
    if (draft.region is None) != (place != "region"):
        raise Invalid(faults=(Fault("region", N_("An organiser's grant names a region, others do not.")),))
    if role is Role.agency and units.by_id(draft.unit_id or 0).kind != UnitKind.agency:
        raise Invalid(
            faults=(Fault("unit", N_("This role sees the whole country: it is given for the agency only.")),)
        )
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        raise Invalid(faults=(Fault("valid_to", N_("The last day lies before the first.")),))


def _check_alone(role: Role, draft: GrantDraft, user: User) -> None:
    """Raise `Invalid` when two roles that must not meet in one person would hold on the same day."""
    beside = {Role(grant.role) for grant in queries.grants(user.id) if _meets(grant, draft)} - {role}
    for alone, words in _ALONE.items():
        if beside and (role is alone or alone in beside):
            raise Invalid(faults=(Fault("role", words),))


def _meets(grant: Grant, draft: GrantDraft) -> bool:
    if grant.ended_at is not None:
        return False
    begins_before = draft.valid_to is None or grant.valid_from <= draft.valid_to
    return begins_before and (grant.valid_to is None or grant.valid_to >= draft.valid_from)


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
