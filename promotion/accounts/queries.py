"""Who a person is and what the grants of today allow. Rights are read anew on every request."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, true

from promotion.access.actor import Actor, Right, Scope
from promotion.access.permissions import ACCOUNTS_ALL, ACCOUNTS_MANAGE
from promotion.accounts.models import AccessCode, Grant, HandOver, SignIn, User
from promotion.database.handle import db
from promotion.kernel.calendar import business_day, now, today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import NotFound
from promotion.kernel.text import search_key
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind

A_YEAR = timedelta(days=365)
# What a role sees when its grant names no place.
_SEES_ALL = {Role.agency, Role.finance_viewer, Role.auditor}


def token_hash(token: str) -> str:
    """Return what is kept of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def alive(token: str, idle: timedelta) -> tuple[Actor, datetime] | None:
    """Return the person behind a session and when that person was last seen; None for a dead session.

    A session dies when it is ended, at its last hour, without a request for longer than `idle`, and while the
    account is locked.
    """
    query = (
        select(User, SignIn.last_seen_at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(
            SignIn.token_hash == token_hash(token),
            *_lives(idle),
            User.active,
        )
    )
    found = db.session.execute(query).one_or_none()
    return None if found is None else (actor(found[0]), found[1])


def _lives(idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    return SignIn.ended_at.is_(None), SignIn.expires_at > now(), SignIn.last_seen_at > now() - idle


def actor(user: User, day: date | None = None) -> Actor:
    """Return the person with the rights of a day (today unless told)."""
    day = day or today()
    query = select(Grant).where(Grant.user_id == user.id, _holds_on(day)).order_by(Grant.id)
    grants = db.session.scalars(query).all()
    bound = units.by_ids(grant.unit_id for grant in grants if grant.unit_id is not None)
    reach = Reach(atlas(), units.all_predecessors(), day)
    rights = tuple(_right(grant, bound.get(grant.unit_id or 0), reach) for grant in grants)
    absent = {grant.stands_in_for for grant in grants if grant.stands_in_for is not None}
    called = names(absent) if absent else {}
    rights = tuple(
        replace(right, stands_in_for=called.get(grant.stands_in_for, "–") if grant.stands_in_for else None)
        for right, grant in zip(rights, grants, strict=True)
    )
    return Actor(user.id, user.name, user.email, rights, user.language)


@dataclass(frozen=True)
class Reach:
    """By what a grant reaches further than its own place: succession of provinces and of units, and the day."""

    places: Atlas
    before: units.Predecessors
    day: date


def rights_under(reach: Reach) -> list[tuple[User, Grant, Right]]:
    """Return every grant that holds on the day, with what it would reach. For previews of administrators' acts."""
    query = (
        select(User, Grant)
        .join(Grant, Grant.user_id == User.id)
        .where(User.active, _holds_on(reach.day))
        .order_by(User.search_key, User.id, Grant.id)
    )
    found = [(user, grant) for user, grant in db.session.execute(query)]
    bound = units.by_ids(grant.unit_id for _, grant in found if grant.unit_id is not None)
    return [(user, grant, _right(grant, bound.get(grant.unit_id or 0), reach)) for user, grant in found]


def _holds_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a grant holds on a day; one that was ended holds never more."""
    dated = (Grant.valid_from <= day) & or_(Grant.valid_to.is_(None), Grant.valid_to >= day)
    return Grant.ended_at.is_(None) & dated


def _right(grant: Grant, unit: Unit | None, reach: Reach) -> Right:
    role = Role(grant.role)
    if role is Role.administrator:
        return Right(role, frozenset(), Scope())
    if grant.region is not None:
        homes = reach.places.members_ever(Region(grant.region))
        return Right(role, frozenset(), Scope(homes=homes), region=grant.region)
    own = _own_units(unit, reach)
    if role in _SEES_ALL:
        return Right(role, own, Scope(everything=True, national_only=role is Role.finance_viewer))
    return Right(role, own, Scope(units=own, homes=_homes(unit, reach.places)))


def _own_units(unit: Unit | None, reach: Reach) -> frozenset[int]:
    """Return the units that a grant acts for: its own, all predecessors, and for the agency the central units."""
    if unit is None:
        return frozenset()
    own = {unit.id}
    if unit.kind == UnitKind.agency:
        own |= {central.id for central in units.central_units()}
    return units.family(own, reach.day, reach.before)


def _homes(unit: Unit | None, places: Atlas) -> frozenset[str]:
    home = unit.province_key if unit is not None else None
    return places.family(home) if home else frozenset()


def user_by_email(email: str) -> User | None:
    """Return the account with this address, None when there is none."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def user(actor: Actor, public_id: str, *, lock: bool = False) -> User:
    """Return one account that this person may manage; `NotFound` for others and for none."""
    query = select(User).where(User.public_id == public_id, manages(actor))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def people(actor: Actor, text: str = "", *, page: int = 1, per_page: int = 50) -> tuple[Sequence[User], bool]:
    """Return one page of the accounts that this person manages, by name, and whether more follow."""
    query = select(User).where(manages(actor)).order_by(User.search_key, User.id)
    if text:
        query = query.where(
            or_(
                User.search_key.contains(search_key(text), autoescape=True), User.email.contains(text.lower())
            )
        )
    found = db.session.scalars(query.offset((page - 1) * per_page).limit(per_page + 1)).all()
    return found[:per_page], len(found) > per_page


def manages(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an account is within sight of who manages people: ever granted for an own unit."""
    if actor.may(ACCOUNTS_ALL):
        return true()
    return User.id.in_(select(Grant.user_id).where(_of_own_units(actor)))


def _of_own_units(actor: Actor) -> ColumnElement[bool]:
    return Grant.unit_id.in_(sorted(actor.units_for(ACCOUNTS_MANAGE)))


def grants(user_id: int, viewer: Actor | None = None) -> Sequence[Grant]:
    """Return all grants of a person, newest first; for a viewer those that lie in the viewer's sight."""
    query = select(Grant).where(Grant.user_id == user_id).order_by(Grant.id.desc())
    if viewer is not None and not viewer.may(ACCOUNTS_ALL):
        query = query.where(_of_own_units(viewer))
    return db.session.scalars(query).all()


def standing(user_id: int) -> list[Grant]:
    """Return the grants of a person that hold today or will hold."""
    return [
        grant
        for grant in grants(user_id)
        if grant.ended_at is None and (grant.valid_to is None or grant.valid_to >= today())
    ]


def administrators(*, lock: bool = False) -> Sequence[Grant]:
    """Return the administrators' grants that hold today, of accounts in use, oldest first."""
    query = (
        select(Grant)
        .join(User, User.id == Grant.user_id)
        .where(Grant.role == str(Role.administrator), _holds_on(today()), User.active)
        .order_by(Grant.id)
    )
    return db.session.scalars(query.with_for_update() if lock else query).all()


def sessions(user_id: int, idle: timedelta) -> Sequence[SignIn]:
    """Return a person's living sessions, the one seen last first."""
    query = select(SignIn).where(SignIn.user_id == user_id, *_lives(idle))
    return db.session.scalars(query.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())).all()


def newest_code(user_id: int) -> AccessCode | None:
    """Return the last code that was made for a person, None when there was none."""
    query = select(AccessCode).where(AccessCode.user_id == user_id).order_by(AccessCode.id.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def open_code(email: str, kept: str) -> AccessCode | None:
    """Return the code with this hash when it is this account's and still good; one question, whoever is asked for."""
    query = (
        select(AccessCode)
        .join(User, User.id == AccessCode.user_id)
        .where(User.email == email, User.active, AccessCode.code_hash == kept, AccessCode.used_at.is_(None))
        .where(AccessCode.ended_at.is_(None), AccessCode.expires_at > now())
    )
    return db.session.scalars(query.with_for_update(of=AccessCode)).one_or_none()


@dataclass(frozen=True)
class LookedAfter:
    """A person whose work somebody looks after: handed over on a day, or stood in for up to one."""

    user_id: int
    name: str
    since: date
    until: date | None = None


def looked_after(user_id: int) -> list[LookedAfter]:
    """Return whose work this person looks after today: handed over in the last year, or stood in for; newest first."""
    handed = (
        select(User.id, User.name, HandOver.made_at)
        .join(HandOver, HandOver.leaver_id == User.id)
        .where(HandOver.successor_id == user_id, HandOver.made_at > now() - A_YEAR)
    )
    stood = (
        select(User.id, User.name, Grant.valid_from, Grant.valid_to)
        .join(Grant, Grant.stands_in_for == User.id)
        .where(Grant.user_id == user_id, _holds_on(today()))
    )
    found = {
        **{
            row.id: LookedAfter(row.id, row.name, business_day(row.made_at))
            for row in db.session.execute(handed)
        },
        **{
            row.id: LookedAfter(row.id, row.name, row.valid_from, row.valid_to)
            for row in db.session.execute(stood)
        },
    }
    return sorted(found.values(), key=lambda one: (one.since, one.name), reverse=True)


def names(user_ids: set[int]) -> dict[int, str]:
    """Return the names of people by id, for histories."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def heads_of(unit_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return the people, by name, who are heads of these units today: they book what others propose."""
    day = today()
    query = (
        select(User.id, User.name, User.search_key)
        .join(Grant, Grant.user_id == User.id)
        .where(User.active, Grant.role == str(Role.head), Grant.unit_id.in_(sorted(unit_ids)))
        .where(_holds_on(day))
        .order_by(User.search_key, User.id)
        .distinct()
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def anybody() -> bool:
    """Tell whether there is any account at all."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def rights_of(users: Sequence[User], viewer: Actor) -> dict[int, tuple[Role, ...]]:
    """Return the roles that these people hold today in the viewer's sight, for a list of accounts."""
    query = (
        select(Grant.user_id, Grant.role)
        .where(Grant.user_id.in_([user.id for user in users]), _holds_on(today()))
        .where(true() if viewer.may(ACCOUNTS_ALL) else _of_own_units(viewer))
        .order_by(Grant.id)
    )
    held: dict[int, list[Role]] = {}
    for user_id, role in db.session.execute(query):
        roles = held.setdefault(user_id, [])
        if Role(role) not in roles:
            roles.append(Role(role))
    return {user_id: tuple(roles) for user_id, roles in held.items()}
