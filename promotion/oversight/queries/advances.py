"""Advances that are not cleared, advance by advance, with their age."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.disbursement import queries as contracts
from promotion.disbursement.models import Commitment
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg
from promotion.oversight.drafts import AdvanceQuestion
from promotion.oversight.queries.money import asked
from promotion.oversight.rules import LATE, Age, Movement, Open, age_of, still_open
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.units import queries as units
from promotion.units.wording import unit_label


@dataclass(frozen=True)
class AdvanceRow:
    """What is left of one advance: contract (None before its record), project, unit, fund, day, age, đồng."""

    contract: Commitment | None
    project: Project | None
    unit: str
    fund: str
    act: Act
    kind: ActKind
    day: date
    days: int
    age: Age
    paid: int
    left: int


@dataclass(frozen=True)
class Ageing:
    """Advances that are not cleared on a day, oldest first; sums by class, in all, and the contracts' counter."""

    rows: tuple[AdvanceRow, ...]
    by_age: Mapping[Age, int]
    total: int
    counter: int


def ageing(scope: Scope, language: str, question: AdvanceQuestion, today: date) -> Ageing:
    """Return the uncleared advances that the reader sees; the same number of statements for any number of them.

    `by_age`, `total` and `counter` are about the money asked for, whatever class of age is.
    """
    places = _contracts(scope, question)
    left = _left([place.id for place in places])
    rows = _rows(scope, language, places, left, today)
    by_age = {age: sum(row.left for row in rows if row.age is age) for age in Age}
    shown = tuple(row for row in rows if question.age in {None, row.age})
    return Ageing(shown, by_age, sum(by_age.values()), sum(place.uncleared for place in places))


@dataclass(frozen=True)
class Uncleared:
    """Advances that are not cleared on a day: how many, what is left of them (đồng), how old the oldest is (days)."""

    count: int
    left: int
    oldest: int


def uncleared(scope: Scope, question: AdvanceQuestion, today: date) -> Uncleared:
    """Return the sums of the uncleared advances that the reader sees, whatever their age."""
    left = _left([place.id for place in _contracts(scope, question)])
    found = [advance for advances in left.values() for advance in advances]
    oldest = max(((today - advance.day).days for advance in found), default=0)
    return Uncleared(len(found), sum(advance.left for advance in found), oldest)


@dataclass(frozen=True)
class Late:
    """Advances of some units that are not cleared after `LATE` days: how many, and what is left of them (đồng)."""

    count: int
    left: int


def late(unit_ids: Collection[int], today: date) -> Late:
    """Return how much is late on the contracts of these units."""
    owing = Envelope.unit_id.in_(sorted(unit_ids))
    query = select(Envelope.id).where(Envelope.kind == "commitment", Envelope.uncleared > 0, owing)
    ids = db.session.scalars(query).all() if unit_ids else ()
    old = [
        advance
        for advances in _left(ids).values()
        for advance in advances
        if (today - advance.day).days > LATE
    ]
    return Late(len(old), sum(advance.left for advance in old))


def _contracts(scope: Scope, question: AdvanceQuestion) -> Sequence[Envelope]:
    query = select(Envelope).where(Envelope.kind == "commitment", Envelope.uncleared > 0)
    query = query.where(*asked(scope, question)).order_by(Envelope.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _left(contract_ids: Collection[int]) -> dict[int, list[Open]]:
    """Return what is left of the advances of contracts, by contract."""
    if not contract_ids:
        return {}
    query = (
        select(Leg.envelope_id, Act.id, Act.reverses_id, Act.happened_on, Leg.business_date, Leg.change)
        .join(Entry, Entry.id == Leg.entry_id)
        .join(Act, Act.id == Entry.act_id)
        .where(Leg.envelope_id.in_(sorted(contract_ids)), Leg.counter == "uncleared")
        .order_by(Leg.envelope_id, Leg.sequence)
    )
    movements: dict[int, list[Movement]] = defaultdict(list)
    for place, act_id, reverses_id, happened_on, day, change in db.session.execute(query):
        movements[place].append(Movement(act_id, reverses_id, happened_on or day, change))
    return {place: still_open(moved) for place, moved in movements.items()}


def _rows(
    scope: Scope,
    language: str,
    places: Sequence[Envelope],
    left: Mapping[int, Sequence[Open]],
    today: date,
) -> list[AdvanceRow]:
    known = projects.by_ids(scope, {place.project_id or 0 for place in places})
    agreed = contracts.records([place.id for place in places])
    carriers = {
        unit.id: unit_label(unit, language)
        for unit in units.by_ids({place.unit_id for place in places}).values()
    }
    codes = dict(
        db.session.execute(
            select(Fund.id, Fund.code).where(Fund.id.in_({place.fund_id for place in places}))
        ).all()
    )
    wanted = {advance.act_id for advances in left.values() for advance in advances}
    acts = {act.id: act for act in db.session.scalars(select(Act).where(Act.id.in_(wanted)))}
    rows = [
        AdvanceRow(
            contract=agreed.get(place.id),
            project=known.get(place.project_id or 0),
            unit=carriers[place.unit_id],
            fund=codes[place.fund_id],
            act=acts[advance.act_id],
            kind=ActKind(acts[advance.act_id].kind),
            day=advance.day,
            days=(today - advance.day).days,
            age=age_of((today - advance.day).days),
            paid=advance.paid,
            left=advance.left,
        )
        for place in places
        for advance in left.get(place.id, ())
    ]
    return sorted(rows, key=lambda row: (row.day, row.act.id))
