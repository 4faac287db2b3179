"""Where funds stand: the list of a year, one fund with its chain, its plan on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE
from promotion.access.scope import within
from promotion.allocation.queries.names import names
from promotion.allocation.rules import Gone, Position, Standing
from promotion.database.handle import db
from promotion.kernel.choices import Level
from promotion.kernel.errors import NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg, Proposal
from promotion.ledger.sums import counters_of, value

# What is read of envelopes, to make the steps of the chain of it; and what a fund still holds to pass on.
HELD = tuple(dict.fromkeys((*counters_of("fund", "share", "line"), "to_release", "money")))
NOTHING = dict.fromkeys(HELD, 0)


@dataclass(frozen=True)
class FundRow:
    """A fund with its chain. `whole` is false for a reader who sees only some of its units: it is theirs."""

    id: int
    public_id: str
    code: str
    level: Level
    year: int
    owner: str
    two_person: bool
    two_person_from: int
    position: Position
    whole: bool
    waiting: int
    open_proposals: int = 0


@dataclass(frozen=True)
class Head(FundRow):
    """One fund, with what this person may do in it."""

    owner_unit_id: int = 0
    may_propose: bool = False
    may_book: bool = False


def fund_rows(scope: Scope, language: str, *, year: int, level: Level | None) -> list[FundRow]:
    """Return the funds of a year and level with their chains, national first; three statements and names."""
    funds = ledger.funds(scope, year, level)
    positions = _positions(scope, [fund.id for fund in funds])
    waiting = _open_proposals(scope, [fund.id for fund in funds])
    owners = names(scope, language, year, unit_ids={fund.owner_unit_id for fund in funds})
    return [_row(fund, positions, owners.unit(fund.owner_unit_id), waiting.get(fund.id, 0)) for fund in funds]


def _row(fund: Fund, positions: "_Positions", owner: str, open_proposals: int) -> FundRow:
    position, whole, waiting = positions.of(fund.id)
    return FundRow(
        id=fund.id,
        public_id=fund.public_id,
        code=fund.code,
        level=Level(fund.level),
        year=fund.budget_year,
        owner=owner,
        two_person=fund.two_person,
        two_person_from=fund.two_person_from,
        position=position,
        whole=whole,
        waiting=waiting,
        open_proposals=open_proposals,
    )


def head(actor: Actor, language: str, public_id: str) -> Head:
    """Return one fund with its chain and what this person may do in it; `NotFound` outside the scope."""
    return _head(actor, language, ledger.fund(actor.scope, public_id))


def head_by_id(actor: Actor, language: str, fund_id: int) -> Head | None:
    """Return the fund that a proposal or an act names, None when the reader does not see the fund itself."""
    fund = db.session.get_one(Fund, fund_id)
    try:
        return head(actor, language, fund.public_id)
    except NotFound:
        return None


def _head(actor: Actor, language: str, fund: Fund) -> Head:
    called = names(actor.scope, language, fund.budget_year, unit_ids={fund.owner_unit_id})
    row = _row(
        fund,
        _positions(actor.scope, [fund.id]),
        called.unit(fund.owner_unit_id),
        _open_proposals(actor.scope, [fund.id]).get(fund.id, 0),
    )
    return Head(
        **row.__dict__,
        owner_unit_id=fund.owner_unit_id,
        may_propose=actor.may_for(PLAN_PROPOSE, fund.owner_unit_id),
        may_book=actor.may_for(PLAN_BOOK, fund.owner_unit_id),
    )


class _Positions:
    """Sums of counters by fund and kind, read as positions."""

    def __init__(self, sums: dict[tuple[int, str], dict[str, int]], waiting: dict[int, int]) -> None:
        self._sums = sums
        self._waiting = waiting

    def of(self, fund_id: int) -> tuple[Position, bool, int]:
        """Return a fund's position, whether the reader sees the whole, and how many lines wait for money."""
        top = self._sums.get((fund_id, Kind.fund))
        kinds = {
            str(kind): self._sums.get((fund_id, kind), NOTHING) for kind in (Kind.fund, Kind.share, Kind.line)
        }
        figures = {
            name: sum(value(name, kind, held) for kind, held in kinds.items())
            for name in (
                "approved",
                "released",
                "assigned",
                "committed",
                "disbursed",
                "accepted",
                "requested",
            )
        }
        own, line = kinds["fund"], kinds["line"]
        listed = value("approved", "line", line)
        position = Position(
            **figures,
            listed=listed,
            shared=value("released", "share", kinds["share"]),
            gone=Gone(
                plan=own["lapsed"],
                release=figures["approved"] - figures["released"] - own["to_release"] if top else 0,
                money=own["released"] - own["money"],
                lines=listed - line["assigned"] - line["to_assign"],
            ),
        )
        return position, top is not None, self._waiting.get(fund_id, 0)


def _positions(scope: Scope, fund_ids: Collection[int]) -> _Positions:
    columns = [func.sum(getattr(Envelope, name)).label(name) for name in HELD]
    waits = func.sum(case((Envelope.to_assign > 0, 1), else_=0)).label("waits")
    query = (
        select(Envelope.fund_id, Envelope.kind, waits, *columns)
        .where(Envelope.fund_id.in_(fund_ids), Envelope.kind != str(Kind.commitment))
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
        .group_by(Envelope.fund_id, Envelope.kind)
    )
    sums: dict[tuple[int, str], dict[str, int]] = {}
    waiting: dict[int, int] = {}
    for row in db.session.execute(query):
        sums[row.fund_id, row.kind] = {name: int(getattr(row, name)) for name in HELD}
        if row.kind == Kind.line:
            waiting[row.fund_id] = int(row.waits)
    return _Positions(sums, waiting)


def _open_proposals(scope: Scope, fund_ids: Collection[int]) -> dict[int, int]:
    query = (
        select(Proposal.fund_id, func.count())
        .where(Proposal.fund_id.in_(fund_ids), Proposal.state == "open")
        .where(within(scope, home=Proposal.home, unit_id=Proposal.unit_id, level=Proposal.level))
        .group_by(Proposal.fund_id)
    )
    return {fund_id: int(count) for fund_id, count in db.session.execute(query)}


def standing(fund_id: int, day: date) -> Standing:
    """Return the plan and what is released of it at the end of a day, for acts that are dated that day.

    The fund has been loaded in scope before.
    """
    envelope = select(Envelope.id).where(Envelope.fund_id == fund_id, Envelope.kind == str(Kind.fund))
    outside = Entry.source_id.is_(None) | Entry.target_id.is_(None)
    freed = (Entry.source_counter == "released") | (Entry.target_counter == "released")
    query = (
        select(
            func.coalesce(func.sum(case((outside, Leg.change), else_=0)), 0).label("plan"),
            func.coalesce(func.sum(case((freed, -Leg.change), else_=0)), 0).label("released"),
        )
        .join(Entry, Entry.id == Leg.entry_id)
        .where(
            Leg.envelope_id == envelope.scalar_subquery(),
            Leg.counter == "to_release",
            Leg.business_date <= day,
        )
    )
    row = db.session.execute(query).one()
    return Standing(plan=int(row.plan), released=int(row.released))


def has_plan(fund_id: int) -> bool:
    """Tell whether a plan of this fund was approved and stands; what is approved after it is a supplement."""
    later = aliased(Act)
    standing = ~select(later.id).where(later.reverses_id == Act.id).exists()
    query = select(Act.id).where(Act.fund_id == fund_id, Act.kind == str(ActKind.approve), standing)
    return db.session.scalar(query.limit(1)) is not None
