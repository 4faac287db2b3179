"""What would follow from an act: the places and units it changes, the records it touches, who reaches further.

The records are counted over everything: an administrator has no scope of money, and counts are all that is told.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from promotion.access.actor import EVERYTHING, Scope
from promotion.access.scope import Column, Optional, within
from promotion.accounts.models import Grant
from promotion.accounts.queries import Reach, rights_under
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger.models import Envelope, Fund, Proposal
from promotion.ledger.queries import years
from promotion.projects.models import Project
from promotion.reorganisations.queries.proof import Moved, Proof, moved, pairs, proof, sides
from promotion.territory import queries as territory
from promotion.territory.changes import amended, touched
from promotion.territory.drafts import Change, Legal, Merge
from promotion.territory.models import Reorganisation
from promotion.territory.rules import Atlas, Province
from promotion.units import changes, queries
from promotion.units.acts import check_seat
from promotion.units.drafts import Succession, UnitQuestion
from promotion.units.models import Unit

MOST_UNITS = 500
_NEW = 0  # row id of a unit that is not there yet


@dataclass(frozen=True)
class Touched:
    """How many records an act touches; amounts are nobody's business here."""

    funds: int
    proposals: int
    projects: int


@dataclass(frozen=True)
class Further:
    """A person whose grant reaches further by an act: through which role, and what is new."""

    person: str
    role: Role
    provinces: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """What would follow from an act."""

    before: tuple[Province, ...]
    after: tuple[Province, ...]
    places: Atlas
    units: tuple[Unit, ...]
    founded: str
    touched: Touched
    further: tuple[Further, ...]
    moved: tuple[Moved, ...]
    proof: Proof


def effects(scope: Scope, draft: Change | Succession, legal: Legal, year: int, language: str) -> Effects:
    """Return what would follow; raises `Invalid` with the faults of the draft. Nothing is written.

    `scope` is that of the rows that move. For an administrator it is everything, because the page then shows their
    projects only as numbers and no amount; sums are always proved over everything.
    """
    if isinstance(draft, Succession):
        return _of_units(draft, language)
    ground = territory.ground()
    after_rows = amended(ground, draft, legal)
    before, after = ground.atlas(draft.day), after_rows.atlas(draft.day)
    own = touched(draft)
    new = after_rows.provinces.keys() - ground.provinces.keys()
    homes = frozenset().union(*(before.forebears(key) for key in own))
    left, right = sides(before, after, draft.day)
    steps = queries.all_predecessors()
    return Effects(
        before=tuple(before.province(key) for key in _ordered(before, own)),
        after=tuple(after.province(key) for key in (_ordered(after, new) or _ordered(after, own))),
        places=after,
        units=_seated(own, draft) if isinstance(draft, Merge) else (),
        founded="",
        touched=_touched(EVERYTHING, homes, ()),
        further=_further(Reach(before, steps, draft.day), Reach(after, steps, draft.day), language),
        moved=moved(pairs(scope, year, left, right, language)),
        proof=proof(EVERYTHING, years(EVERYTHING), left, right),
    )


def _ordered(places: Atlas, keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (places.province(key).sort_key, key))


def _seated(keys: frozenset[str], draft: Change) -> tuple[Unit, ...]:
    """Return the units that sit in provinces which end: their succession is an act of its own."""
    question = UnitQuestion(provinces=tuple(sorted(keys)), day=draft.day)
    return queries.directory(question, size=MOST_UNITS).units


def _of_units(draft: Succession, language: str) -> Effects:
    before = queries.roster()
    after = changes.amended(before, check_seat(draft))
    old = [queries.unit(code) for code in draft.old_codes]
    new = queries.unit(draft.successor).id if draft.successor else _NEW
    steps = dict(queries.all_predecessors())
    later = steps | {new: steps.get(new, frozenset()) | {(unit.id, draft.day) for unit in old}}
    places = territory.ground().atlas(draft.day)
    reached = queries.family([unit.id for unit in old], draft.day)
    return Effects(
        before=(),
        after=(),
        places=places,
        units=tuple(old),
        founded=next(iter(after.units.keys() - before.units.keys()), ""),
        touched=_touched(EVERYTHING, (), reached),
        further=_further(Reach(places, steps, draft.day), Reach(places, later, draft.day), language),
        moved=(),
        proof=Proof(0, 0),
    )


def _touched(scope: Scope, homes: Collection[str], unit_ids: Collection[int]) -> Touched:
    def count(
        counted: Column, home: Optional, unit: Column, level: Column, *conditions: ColumnElement[bool]
    ) -> int:
        own = or_(home.in_(sorted(homes)), unit.in_(sorted(unit_ids)))
        seen = within(scope, home=home, unit_id=unit, level=level)
        return db.session.scalar(select(func.count(counted)).where(own, seen, *conditions)) or 0

    waiting = Proposal.state == "open"
    closed = Project.state.not_in(("settled", "stopped", "refused"))
    return Touched(
        count(Fund.id, Fund.home, Fund.owner_unit_id, Fund.level),
        count(Proposal.id, Proposal.home, Proposal.unit_id, Proposal.level, waiting),
        count(Project.id, Project.home, Project.unit_id, Project.level, closed),
    )


def _further(before: Reach, after: Reach, language: str) -> tuple[Further, ...]:
    found = []
    both = zip(rights_under(before), rights_under(after), strict=True)
    for (user, grant, old), (_, _, new) in both:
        homes, units = new.scope.homes - old.scope.homes, new.units - old.units
        if homes or units:
            names = tuple(after.places.name(key, language) for key in _ordered(after.places, homes))
            taken = sorted(queries.by_ids(units).values(), key=lambda unit: unit.sort_key)
            found.append(
                Further(
                    user.name, Role(grant.role), names, tuple(_name(unit, after, language) for unit in taken)
                )
            )
    return tuple(found)


def _name(unit: Unit, reach: Reach, language: str) -> str:
    return queries.name(unit, language, reach.day - timedelta(1))


def founded(act: Reorganisation) -> tuple[str | None, str | None]:
    """Return the province and the unit that an act made: key and code, None for neither."""
    return act.payload.get("new_key"), act.payload.get("new_code") or None


def resting(scope: Scope, made: tuple[str | None, str | None]) -> int:
    """Return how many records stand under a province or unit that an act made: those that forbid taking it back."""
    key, code = made
    if code:
        unit_id = queries.unit(code).id
        own = [
            select(func.count(Grant.id)).where(Grant.unit_id == unit_id),
            select(func.count(Fund.id)).where(Fund.owner_unit_id == unit_id),
            *(_standing(scope, table, table.unit_id == unit_id) for table in (Project, Envelope)),
        ]
    elif key:
        own = [
            select(func.count(Unit.id)).where(Unit.province_key == key),
            select(func.count(Fund.id)).where(Fund.home == key),
            *(_standing(scope, table, table.home == key) for table in (Project, Envelope)),
        ]
    else:
        return 0
    return sum(db.session.scalar(query) or 0 for query in own)


def _standing(
    scope: Scope, table: type[Project] | type[Envelope], condition: ColumnElement[bool]
) -> Select[int]:
    seen = within(scope, home=table.home, unit_id=table.unit_id, level=table.level)
    return select(func.count(table.id)).where(condition, seen)
