"""When staff are away or leave: a colleague stands in for some days, a successor takes the work over."""

from datetime import date, timedelta

from promotion.access.actor import Actor
from promotion.accounts import authority, queries, service
from promotion.accounts.drafts import GrantDraft
from promotion.accounts.models import Grant, HandOver, User
from promotion.accounts.trail import subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Role
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_

LONGEST = timedelta(days=366)
STOOD_IN_FOR = {Role.clerk, Role.head, Role.agency, Role.organiser}


def stand_in(actor: Actor, absent: User, colleague: User, first: date, last: date) -> None:
    """Give the colleague the roles of the absent person from a first to a last day; they end by themselves.

    Every act goes on naming the colleague, who really does it. People are not managed in another's place.
    """
    authority.require(actor)
    _two(absent, colleague)
    if last < first or last < today() or last - first > LONGEST:
        raise Invalid(faults=(Fault("valid_to", N_("The last day lies after the first, within a year.")),))
    given = [
        GrantDraft(
            grant.role,
            max(first, grant.valid_from),
            grant.unit_id,
            grant.region,
            min(last, grant.valid_to or last),
            stands_in_for=absent.id,
        )
        for grant in _own(actor, absent)
        if grant.role in STOOD_IN_FOR and grant.valid_from <= last and (grant.valid_to or last) >= first
    ]
    if not given:
        raise Refused(N_("In these days there is no role to stand in for."), code="accounts.nothing")
    for draft in given:
        service.add_grant(actor, colleague, draft)


def hand_over(actor: Actor, leaver: User, successor: User, reason: str) -> None:
    """Let a successor hold from today what the leaver held; the leaver's grants end now.

    The successor is shown what the leaver left open. What was done stays in the name of who did it.
    """
    authority.require(actor)
    authority.not_oneself(actor, leaver)
    _two(leaver, successor)
    left = [
        grant for grant in queries.standing(leaver.id) if authority.gives(actor, grant.role, grant.unit_id)
    ]
    if not any(grant.stands_in_for is None for grant in left):
        raise Refused(N_("There is no role of this person to hand over."), code="accounts.nothing")
    place = subject(leaver)  # while the grants still stand
    held = {(grant.role, grant.unit_id, grant.region) for grant in _own(actor, successor)}
    for grant in left:
        if grant.stands_in_for is None and (grant.role, grant.unit_id, grant.region) not in held:
            first = max(today(), grant.valid_from)
            draft = GrantDraft(grant.role, first, grant.unit_id, grant.region, grant.valid_to)
            service.add_grant(actor, successor, draft)
        service.end_grant(actor, leaver, grant.id)
    kept = HandOver(
        leaver_id=leaver.id,
        successor_id=successor.id,
        reason=clean(reason),
        made_by=actor.user_id,
        made_at=now(),
    )
    db.session.add(kept)
    audit(actor, "accounts.hand_over", place, after={"successor": successor.id}, reason=kept.reason)


def _own(actor: Actor, user: User) -> list[Grant]:
    """Return what a person holds in the own name, as far as it is the actor's to give."""
    return [
        grant
        for grant in queries.standing(user.id)
        if grant.stands_in_for is None and authority.gives(actor, grant.role, grant.unit_id)
    ]


def _two(one: User, other: User) -> None:
    if one.id == other.id or not other.active:
        raise Invalid(faults=(Fault("colleague", N_("Choose another person whose account is in use.")),))
