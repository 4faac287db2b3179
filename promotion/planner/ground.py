"""What a scenario is worked out on: the lines of a fund as the rules see them, and the money that is there now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from promotion.access.actor import Scope
from promotion.allocation.moves.queries import spare, tree
from promotion.allocation.queries.funds import standing
from promotion.allocation.rules import Standing
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import share_of
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Entry, Envelope, Fund
from promotion.ledger.policies.rules import percent_of
from promotion.planner.rules import Line
from promotion.projects import queries as projects
from promotion.projects.rules import CLOSED
from promotion.territory.queries import atlas


@dataclass(frozen=True)
class Ground:
    """A fund as it stands (đồng): its lines that are listed, its units' shares, its plan and releases on the day.

    `idle` is what units and `held` what lines may give back of what was released to them, unassigned and unspent;
    `closed` are lines of projects that take no more money; `known_on` is the number of the last act that touched the
    fund, 0 before the first.
    """

    fund: Fund
    day: date
    top: Envelope
    shares: Mapping[int, Envelope]
    places: Mapping[int, Envelope]
    lines: tuple[Line, ...]
    idle: Mapping[int, int]
    held: Mapping[int, int]
    closed: frozenset[int]
    standing: Standing
    known_on: int

    @property
    def released(self) -> int:
        """All that was released so far."""
        return self.top.released + sum(share.released for share in self.shares.values())

    @property
    def unshared(self) -> int:
        """Released money that no unit has."""
        return min(self.top.money, self.top.released)

    @property
    def unassigned(self) -> dict[int, int]:
        """Money that units have not assigned, by share."""
        return {share.id: share.money for share in self.shares.values() if share.money}

    @property
    def ids(self) -> dict[str, int]:
        """Row ids of the lines by public id."""
        return {place.public_id: place.id for place in self.places.values()}


def ground(scope: Scope, fund: Fund) -> Ground:
    """Return a fund as it stands now; a bounded number of statements.

    Raises `Forbidden` for a reader who does not see every unit and line of it: of a part nothing can be planned.
    """
    day = today()
    places = tree(fund)
    if not all(scope.covers(home=one.home, unit_id=one.unit_id, level=one.level) for one in places):
        raise Forbidden
    lines = {place.id: place for place in places if place.kind == Kind.line and _listed(place)}
    found = projects.by_ids(
        scope, {line.project_id for line in lines.values() if line.project_id is not None}
    )
    ended = {key for key, project in found.items() if project.state in CLOSED}
    closed = frozenset(line.id for line in lines.values() if line.project_id in ended)
    rates = _rates({line.content_code for line in lines.values()}, day)
    idle, held = spare(places)
    return Ground(
        fund=fund,
        day=day,
        top=next(place for place in places if place.kind == Kind.fund),
        shares={place.id: place for place in places if place.kind == Kind.share},
        places=lines,
        lines=tuple(_line(place, rates, day, closed=place.id in closed) for place in lines.values()),
        idle=idle,
        held={place: held.get(place, 0) for place in lines},
        closed=closed,
        standing=standing(fund.id, day),
        known_on=last_act(fund),
    )


def _listed(place: Envelope) -> int:
    """Return what may be assigned to a line in all, in đồng: what lapsed or went over is not listed any more."""
    return place.to_assign + place.assigned


def _rates(contents: set[str | None], day: date) -> dict[str | None, int | None]:
    """Return the rate of the first advance by content (hundredths of a percent), its own or that of the one above."""
    known = {rate.content_code: rate.max_hundredths for rate in catalogue.advance_rates(day)}
    parents = {content.code: content.parent_code for content in catalogue.contents()}
    found: dict[str | None, int | None] = {None: None}
    for content in contents:
        code = content
        while code is not None and code not in known:
            code = parents.get(code)
        found[content] = None if code is None else known[code]
    return found


def _line(place: Envelope, rates: Mapping[str | None, int | None], day: date, *, closed: bool) -> Line:
    """Return a line; its province is the one that holds its home today, for that is whom a floor is about."""
    listed, rate = _listed(place), rates[place.content_code]
    home = atlas().home_on(place.home, day) if place.home is not None else None
    return Line(
        place=place.id,
        share=place.parent_id or 0,
        province=home or place.home,
        listed=listed,
        has=place.assigned,
        ceiling=place.assigned if closed else listed,
        committed=place.committed,
        disbursed=place.disbursed,
        accepted=place.accepted,
        first_need=listed if rate is None else share_of(listed, percent_of(rate)),
    )


def last_act(fund: Fund) -> int:
    """Return the number of the last act that touched a fund, 0 before the first."""
    return db.session.scalar(select(func.max(Act.number)).where(_touching(fund))) or 0


def acts_since(fund: Fund, number: int) -> list[Act]:
    """Return the acts that touched a fund after an act (its number), oldest first."""
    query = select(Act).where(_touching(fund), Act.number > number)
    return list(db.session.scalars(query.order_by(Act.number)))


def _touching(fund: Fund) -> ColumnElement[bool]:
    """Acts of the fund, and those by which something came over from the year before."""
    before = select(Fund.id).where(Fund.level == fund.level, Fund.budget_year == fund.budget_year - 1)
    here = (
        select(Entry.id)
        .join(Envelope, Envelope.id == Entry.target_id)
        .where(Entry.act_id == Act.id, Envelope.fund_id == fund.id)
    )
    over = and_(Act.fund_id.in_(before), Act.kind == str(ActKind.carry_over), here.exists())
    return or_(Act.fund_id == fund.id, over)
