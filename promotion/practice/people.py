"""The practice sign-ins: who they are, what they may do, and who acts for which unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select

from promotion.access.actor import Actor
from promotion.accounts import queries as accounts_queries
from promotion.accounts.models import Grant, User
from promotion.accounts.service import hash_practice_password
from promotion.audit.drafts import Subject
from promotion.database.handle import db
from promotion.figures.models import LedgerComplete
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region, Role
from promotion.kernel.text import search_key
from promotion.practice import names, trail
from promotion.practice.chance import public_ids
from promotion.practice.ground import Desk, Person
from promotion.practice.plan import FIRST_YEAR, MERGER
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas
from promotion.units.models import Unit

DOMAIN = "example.vn"
FIRST = f"agency@{DOMAIN}"
ENTERED = datetime(2020, 9, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Account:
    """A practice sign-in: `grants` holds (role, code of the unit or None, region or None)."""

    email: str
    name: str
    grants: tuple[tuple[Role, str | None, Region | None], ...]


def sign_ins() -> list[Account]:
    """Return the practice sign-ins in the order in which they are printed; needs the provinces."""
    return accounts(atlas(), today())


def accounts(places: Atlas, day: date) -> list[Account]:
    """Return all sign-ins: ministry and others first, then clerk and head of every province of a day."""
    invented = iter(names.people())

    def account(local_part: str, *grants: tuple[Role, str | None, Region | None]) -> Account:
        return Account(f"{local_part}@{DOMAIN}", next(invented), grants)

    found = [
        account("agency", (Role.agency, "agency", None)),
        account("agency.head", (Role.agency, "agency", None), (Role.head, "agency", None)),
        account("finance", (Role.finance_viewer, None, None)),
        *(account(f"organiser.{region}", (Role.organiser, None, region)) for region in Region),
        account("auditor", (Role.auditor, None, None)),
        account("administrator", (Role.administrator, None, None)),
    ]
    for key in places.keys_on(max(day, MERGER)):
        slug = places.province(key).slug
        for role in (Role.clerk, Role.head):
            offices = (f"centre-{key}", f"department-{key}")
            found.append(account(f"{role}.{slug}", *((role, office, None) for office in offices)))
    return found


def write(places: Atlas, units: Mapping[str, Unit], password: str) -> dict[str, Person]:
    """Enter the accounts with their grants; return the people by e-mail address. One hash serves them all."""
    wanted = accounts(places, today())
    hashed, ids = hash_practice_password(password), public_ids("people")
    db.session.execute(
        insert(User),
        [
            {
                "public_id": next(ids),
                "email": account.email,
                "name": account.name,
                "search_key": search_key(account.name),
                "password_hash": hashed,
                "language": "vi",
                "active": True,
                "created_at": ENTERED,
                "version": 1,
            }
            for account in wanted
        ],
    )
    people = {
        user.email: Person(user.id, user.name, user.email) for user in db.session.scalars(select(User)).all()
    }
    administrator = people[f"administrator@{DOMAIN}"]
    _grants(wanted, people, units, administrator)
    return people


def _grants(
    wanted: list[Account], people: Mapping[str, Person], units: Mapping[str, Unit], administrator: Person
) -> None:
    grants: list[dict[str, Any]] = [
        {
            "user_id": people[account.email].user_id,
            "role": str(role),
            "unit_id": units[unit].id if unit else None,
            "region": str(region) if region else None,
            "valid_from": ENTERED.date(),
            "valid_to": None,
            "granted_by": administrator.user_id,
            "granted_at": ENTERED,
        }
        for account in wanted
        for role, unit, region in account.grants
    ]
    db.session.execute(insert(Grant), grants)
    called = {one.user_id: f"{one.name} ({one.email})" for one in people.values()}
    trail.keep(
        trail.line(
            administrator,
            ENTERED,
            "accounts.add_grant",
            Subject("user", grant["user_id"], called[grant["user_id"]], grant["unit_id"]),
            {name: grant[name] for name in ("role", "unit_id", "region")},
        )
        for grant in grants
    )


def actor_of(person: Person) -> Actor:
    """Return a practice person as the verbs of all rooms want them."""
    return accounts_queries.actor(db.session.get_one(User, person.user_id))


def complete_ledgers(places: Atlas, people: Mapping[str, Person]) -> None:
    """State that the invented ledgers hold everything from the first year told."""
    rows = [
        {
            "home": key,
            "level": str(level),
            "from_year": FIRST_YEAR,
            "reason": "Số liệu thực hành",
            "entered_by": people[FIRST].user_id,
            "entered_at": ENTERED,
        }
        for key in places.keys_on(max(today(), MERGER))
        for level in Level
    ]
    db.session.execute(insert(LedgerComplete), rows)


def desks(places: Atlas, units: Mapping[str, Unit], people: Mapping[str, Person]) -> dict[str, Desk]:
    """Return who acts for each unit: today's staff for its predecessors too, the agency for all outside provinces."""
    agency = Desk(people[FIRST], people[f"agency.head@{DOMAIN}"])
    found = {}
    for code, unit in units.items():
        holder = places.home_on(unit.province_key, max(today(), MERGER)) if unit.province_key else None
        if holder is None:
            found[code] = agency
            continue
        slug = places.province(holder).slug
        found[code] = Desk(people[f"clerk.{slug}@{DOMAIN}"], people[f"head.{slug}@{DOMAIN}"])
    return found
