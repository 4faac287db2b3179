"""The people of the tests of access: one of each role, each with a session whose token is known."""

from datetime import date, timedelta
from functools import partial
from unittest import mock

from sqlalchemy import select

from promotion.access.actor import NOTHING, Actor, Right
from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.models import SignIn, User
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.choices import Role
from promotion.units import queries as units

OPERATOR = Actor(0, "operator", "", (Right(Role.administrator, frozenset(), NOTHING),))
PASSWORD = "correct horse battery staple"
LONG_AGO, LAST_YEAR = date(2020, 1, 1), date(2023, 12, 31)

# Role of the tests → the word of the person's place, and grants as (role, unit, region).
GRANTS: dict[str, tuple[str, tuple[tuple[Role, str | None, str | None], ...]]] = {
    "clerk": ("ag", ((Role.clerk, "centre-2025-91", None),)),
    "sister clerk": ("ag", ((Role.clerk, "department-2025-91", None),)),
    "head": ("ag", ((Role.head, "centre-2025-91", None),)),
    "sister head": ("ag", ((Role.head, "department-2025-91", None),)),
    "foreign clerk": ("dt", ((Role.clerk, "centre-2025-82", None), (Role.clerk, "department-2025-82", None))),
    "foreign head": ("dt", ((Role.head, "centre-2025-82", None), (Role.head, "department-2025-82", None))),
    "northern clerk": (
        "tn",
        ((Role.clerk, "centre-2025-19", None), (Role.clerk, "department-2025-19", None)),
    ),
    "northern head": ("tn", ((Role.head, "centre-2025-19", None), (Role.head, "department-2025-19", None))),
    "central clerk": ("ip", ((Role.clerk, "ipc1", None),)),
    "central head": ("ip", ((Role.head, "ipc1", None),)),
    "agency": ("vn", ((Role.agency, "agency", None),)),
    "agency head": ("vn", ((Role.agency, "agency", None), (Role.head, "agency", None))),
    "finance": ("vn", ((Role.finance_viewer, None, None),)),
    "organiser": ("vn", ((Role.organiser, None, "south"),)),
    "auditor": ("vn", ((Role.auditor, None, None),)),
    "administrator": ("vn", ((Role.administrator, None, None),)),
    "nobody": ("vn", ()),
    "past": ("vn", ((Role.auditor, None, None),)),
    "locked": ("vn", ((Role.auditor, None, None),)),
}


def email_of(role: str) -> str:
    """Return the address of the person of a role."""
    return f"{role.replace(' ', '.')}@example.vn"


def token_of(role: str) -> str:
    """Return the token of that person's session."""
    return f"token of {role}"


def settle() -> None:
    """Give every person of the tests an account, grants, and a session that does not die of idleness."""
    one_for_all = service.hash_password(PASSWORD)  # hashing is slow on purpose
    with mock.patch.object(service, "hash_password", return_value=one_for_all):
        for role, (word, grants) in GRANTS.items():
            unit_of_work.run(partial(_person, role, word, grants))


def _person(role: str, word: str, grants: tuple[tuple[Role, str | None, str | None], ...]) -> None:
    user = service.add_user(OPERATOR, UserDraft(email_of(role), f"qzp{word} {role}", PASSWORD))
    for granted, unit, region in grants:
        until = LAST_YEAR if role == "past" else None
        draft = GrantDraft(granted, LONG_AGO, units.unit(unit).id if unit else None, region, until)
        service.add_grant(OPERATOR, user, draft)
    if role == "locked":
        service.set_active(OPERATOR, user, active=False)
    moment = now()
    for token in (token_of(role), f"other {token_of(role)}"):
        db.session.add(
            SignIn(
                user_id=user.id,
                token_hash=queries.token_hash(token),
                started_at=moment,
                last_seen_at=moment + timedelta(hours=12),
                expires_at=moment + timedelta(hours=12),
            )
        )


def actor(role: str) -> Actor:
    """Return the person of a role as the program sees it."""
    return queries.actor(db.session.scalars(select(User).where(User.email == email_of(role))).one())
