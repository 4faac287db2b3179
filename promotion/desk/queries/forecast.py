"""The forecast to the end of the budget year, group by group and of the whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from promotion.database.handle import db
from promotion.desk.drafts import By
from promotion.desk.queries.ground import SPOT, Found, Ground, Group, Names, Spot, last_treasury_day
from promotion.desk.rules.forecast import (
    Basis,
    Clock,
    Forecast,
    Held,
    Paid,
    a_year_earlier,
    clock,
    forecast,
    recent_from,
    share_then,
)
from promotion.figures.facts import ABOVE, LINES, sums_by
from promotion.kernel.calendar import today
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.models import LISTED, Envelope, Fund
from promotion.projects.models import Project
from promotion.units import queries as units

_CASH = ("advanced", "paid")


@dataclass
class _Sums:
    """What is gathered of one group (đồng)."""

    now: int = 0
    before: int = 0
    then: int = 0
    at_end: int = 0
    money: int = 0
    rights: int = 0
    planned: int = 0
    approved: int = 0
    provided: int = 0


@dataclass(frozen=True)
class ForecastRow:
    """One group: what is out, what is approved, assigned (with what was carried in), and what will be out by the end.

    `share` is last year's share on the same day; `borrowed` tells that it is that of the whole.
    """

    group: Group
    paid: int
    approved: int
    provided: int
    forecast: Forecast
    share: Fraction | None
    borrowed: bool

    @property
    def of_approved(self) -> Fraction | None:
        """The middle forecast over what is approved."""
        return rate(self.forecast.middle, self.approved)

    @property
    def of_provided(self) -> Fraction | None:
        """The middle forecast over what is assigned and carried in."""
        return rate(self.forecast.middle, self.provided)


@dataclass(frozen=True)
class Forecasts:
    """The forecast of every group and of the whole, which is made by itself and not added up."""

    rows: Sequence[ForecastRow]
    whole: ForecastRow
    clock: Clock
    last: date
    basis: Basis


@dataclass
class _Gathered:
    groups: dict[str, _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    whole: _Sums = field(default_factory=_Sums)

    def add(self, key: str | None, **amounts: int) -> None:
        """Add amounts to a group and to the whole; to the whole alone where the group is of another year."""
        for sums in (self.whole, *([self.groups[key]] if key is not None else [])):
            for name, amount in amounts.items():
                setattr(sums, name, getattr(sums, name) + amount)


def forecasts(ground: Ground, basis: Basis) -> Forecasts:
    """Return what will be paid out by the last treasury day; the same number of statements for any number of lines."""
    year = ground.question.year
    last = last_treasury_day(year)
    when = clock(year, last, today())
    rows = ground.rows(
        select(
            *(Envelope.id, Envelope.kind, *SPOT, Envelope.money, Envelope.to_assign, Envelope.to_list),
            *(Envelope.lapsed, Envelope.assigned, Envelope.carried_in, LISTED.label("listed")),
        ).where(ABOVE | LINES)
    )
    names, gathered = ground.names(rows), _Gathered()
    for row in rows:
        gathered.add(names.key(row), **_held(row))
    for row in ground.rows(_planned(last)):
        gathered.add(names.key(row), planned=row.owed)
    for spot, cash in _cash(ground, year, when.day):
        gathered.add(names.key(spot), now=cash)
    for spot, cash in _cash(ground, year, recent_from(when)):
        gathered.add(names.key(spot), before=cash)
    _add_last_year(ground, names, gathered, when)
    return _worked_out(names, gathered, when, last, basis)


def _held(row: Found) -> dict[str, int]:
    """Return what an envelope holds: its money, the right to pay of what is approved, approved, assigned."""
    if row.kind == "share":
        return {"money": row.money}
    if row.kind == "fund":
        return {"money": row.money, "rights": row.to_list, "approved": row.to_list + row.lapsed}
    return {
        "money": row.money,
        "rights": row.money + row.to_assign,
        "approved": row.listed,
        "provided": row.assigned + row.carried_in,
    }


def _planned(last: date):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a SELECT
    """Return what contracts still owe of projects that plan to end by a day."""
    return (
        select(*SPOT, Envelope.owed)
        .join(Project, Project.id == Envelope.project_id)
        .where(Envelope.kind == "commitment", Envelope.owed > 0, Project.planned_end <= last)
    )


def _cash(ground: Ground, year: int, day: date, *, whole_units: bool = False) -> list[tuple[Spot, int]]:
    """Return what was disbursed of a budget year up to a day, by place; `whole_units` leaves the unit asked for out."""
    asked = replace(ground.question.figures, year=year, as_of=day)
    if whole_units:
        asked = replace(asked, unit=None)
    found = []
    for group, sums in sums_by(ground.scope, asked, _CASH, SPOT):
        spot = Spot(*group)
        if ground.fold.inside(spot.home):
            found.append((spot, sum(sums[counter] for counter in _CASH)))
    if year != ground.question.year or ground.question.fund is None:
        return found
    wanted = set(db.session.scalars(select(Fund.id).where(Fund.code == ground.question.fund)))
    return [(spot, cash) for spot, cash in found if spot.fund_id in wanted]


def _add_last_year(ground: Ground, names: Names, gathered: _Gathered, when: Clock) -> None:
    """Add last year's payments up to the same day and to its end, where that end has come."""
    year = ground.question.year - 1
    if last_treasury_day(year) > today():
        return
    kept = _kin(ground, names)
    for name, day in (("then", a_year_earlier(when.day)), ("at_end", last_treasury_day(year))):
        for spot, cash in _cash(ground, year, day, whole_units=True):
            found, key = kept(spot)
            if found:
                gathered.add(key, **{name: cash})


def _kin(ground: Ground, names: Names):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a function
    """Return a function that tells whether a place of last year belongs to what is asked, and to which group of this
    year: units and owners of funds stand for those that they went over to.
    """
    heir = {old: unit for unit in names.units for old in units.family({unit})} | {
        unit: unit for unit in names.units
    }
    before = ledger.funds(ground.scope, ground.question.year - 1)
    now = names.funds.values()
    own = {(fund.level, old): fund for fund in now for old in units.family({fund.owner_unit_id})}
    own |= {(fund.level, fund.owner_unit_id): fund for fund in now}
    fund_of: Mapping[int, Fund | None] = {one.id: own.get((one.level, one.owner_unit_id)) for one in before}
    asked_unit = ground.question.figures.unit
    members = units.family({units.unit(asked_unit).id}) if asked_unit else None

    def kept(spot: Spot) -> tuple[bool, str | None]:
        fund = fund_of.get(spot.fund_id)
        if members is not None and spot.unit_id not in members:
            return False, None
        if ground.question.fund is not None and fund is None:
            return False, None
        if ground.question.by is By.unit and spot.unit_id not in heir:
            return True, None
        if ground.question.by is By.fund and fund is None:
            return True, None
        moved = spot._replace(
            unit_id=heir.get(spot.unit_id, spot.unit_id),
            fund_id=fund.id if fund is not None else spot.fund_id,
        )
        return True, names.key(moved)

    return kept


def _worked_out(names: Names, gathered: _Gathered, when: Clock, last: date, basis: Basis) -> Forecasts:
    whole = _row(Group("", ""), gathered.whole, when, basis, None)
    rows = [
        _row(group, gathered.groups[group.key], when, basis, whole.share)
        for group in names.groups(gathered.groups)
    ]
    return Forecasts([row for row in rows if row.forecast.ceiling], whole, when, last, basis)


def _row(group: Group, sums: _Sums, when: Clock, basis: Basis, fallback: Fraction | None) -> ForecastRow:
    paid = Paid(sums.now, sums.before, sums.then, sums.at_end)
    held = Held(sums.money, max(0, sums.rights - sums.money), sums.planned)
    own = share_then(paid)
    return ForecastRow(
        group=group,
        paid=sums.now,
        approved=sums.approved,
        provided=sums.provided,
        forecast=forecast(paid, held, when, basis, fallback),
        share=own or fallback,
        borrowed=own is None and fallback is not None,
    )
