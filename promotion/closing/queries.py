"""Reads of years that end: the periods of a fund, and what is left in it, with its names and contracts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from promotion.access.actor import Scope
from promotion.allocation.queries.choices import stood_in
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.closing.rules import LEFT, Fate, Outcome, Place, period_ends, settle, short, usual_closing
from promotion.database.handle import db
from promotion.disbursement import queries as disbursement
from promotion.disbursement.models import Commitment
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund
from promotion.units import queries as units
from promotion.units.models import Unit

_COUNTERS = (
    "to_list",
    "to_release",
    "money",
    "to_assign",
    "to_commit",
    "owed",
    "to_accept",
    "due",
    "uncleared",
)


@dataclass(frozen=True)
class PeriodRow:
    """A period of a fund: its last day, the day on which it closes (None while none is set) and the usual one."""

    through: date
    closes_on: date | None
    usual: date

    @property
    def closed(self) -> bool:
        """Whether nothing is entered any more with a date up to its last day."""
        return self.closes_on is not None and self.closes_on < today()


def period_rows(fund: Fund) -> list[PeriodRow]:
    """Return the periods of a fund that the caller loaded in scope, in order: quarters, then the year's payments."""
    known = {period.through: period.closes_on for period in ledger.periods(fund.id)}
    ends = sorted({*period_ends(fund.budget_year), *known})
    return [PeriodRow(end, known.get(end), usual_closing(fund.budget_year, end)) for end in ends]


def whole(scope: Scope, public_id: str) -> Fund:
    """Return a fund that the reader sees as a whole; `NotFound` outside the scope, `Forbidden` where only units are
    seen.
    """
    fund = ledger.fund(scope, public_id)
    if not scope.covers(home=fund.home, unit_id=fund.owner_unit_id, level=fund.level):
        raise Forbidden
    return fund


@dataclass(frozen=True)
class Row:
    """One place with something left: what it is called, what becomes of it, and the contract's record."""

    envelope: Envelope
    name: EnvelopeName
    unit: str
    outcome: Outcome
    record: Commitment | None = None
    short: int = 0

    @property
    def clearable(self) -> int:
        """The advances of a contract that its accepted work can clear (đồng): better here than in the next year."""
        return min(self.envelope.due, self.envelope.uncleared) if self.record else 0


@dataclass(frozen=True)
class YearEnd:
    """Everything that is left in a fund, from the fund down, and what becomes of it."""

    fund: Fund
    rows: Sequence[Row]

    def of(self, kind: Kind) -> list[Row]:
        """Return the rows of one kind of place."""
        return [row for row in self.rows if row.envelope.kind == kind]

    def total(self, kind: Kind, counter: str) -> tuple[int, int, int, int]:
        """Return what is left, what lapses, what goes over and what stays of one counter, in đồng."""
        found = [row.outcome for row in self.of(kind)]
        return (
            sum(one.left(counter) for one in found),
            sum(one.lapses.get(counter, 0) for one in found),
            sum(one.goes.get(counter, 0) for one in found),
            sum(one.stays(counter) for one in found),
        )

    @property
    def goes_over(self) -> bool:
        """Whether anything goes over into the next year."""
        return any(over for row in self.rows for _step, _amount, over in row.outcome.steps)

    @property
    def lapses(self) -> bool:
        """Whether anything lapses."""
        return any(not over for row in self.rows for _step, _amount, over in row.outcome.steps)

    @property
    def mark(self) -> str:
        """A text that changes with what is left, and with nothing else: a draft made from an older one is refused.

        Which empty lines are listed depends on what is chosen, in which order on the reader's language.
        """
        left_in = (row for row in self.rows if not row.outcome.place.empty)
        rows = sorted(left_in, key=lambda row: row.envelope.id)
        held = ((row.envelope.id, [row.outcome.left(name) for name in _COUNTERS]) for row in rows)
        return "-".join(f"{place}.{sum(n * (at + 1) for at, n in enumerate(left))}" for place, left in held)


def left_over(fund_id: int) -> list[Envelope]:
    """Return the envelopes of a fund in which something is left, and the lines above its open contracts."""
    left = [
        and_(Envelope.kind == str(kind), or_(*(getattr(Envelope, counter) > 0 for counter in counters)))
        for kind, counters in LEFT.items()
    ]
    query = select(Envelope).where(Envelope.fund_id == fund_id, or_(*left)).order_by(Envelope.id)
    found = list(db.session.scalars(query.execution_options(populate_existing=True)))
    known = {envelope.id for envelope in found}
    above = {one.parent_id for one in found if one.kind == Kind.commitment and one.parent_id not in known}
    return found + list(disbursement.fresh({place for place in above if place is not None}))


def year_end(scope: Scope, fund: Fund, fates: Mapping[str, Fate], language: str) -> YearEnd:
    """Return what is left in a fund that the reader sees as a whole; `fates` by public id, the rest as suggested."""
    envelopes = {envelope.id: envelope for envelope in left_over(fund.id)}
    chosen = {one.id: fates[one.public_id] for one in envelopes.values() if one.public_id in fates}
    outcomes = settle(map(_place, envelopes.values()), chosen)
    called = names_for(scope, envelopes.values(), language, fund.budget_year)
    records = disbursement.records([one.id for one in envelopes.values() if one.kind == Kind.commitment])
    rows = [
        Row(
            envelope := envelopes[one.place.id],
            called.envelope(envelope, fund.code),
            called.unit(envelope.unit_id),
            one,
            records.get(envelope.id),
            short(one, outcomes) if one.place.kind is Kind.line else 0,
        )
        for one in outcomes
        # A line on which nothing is left is not asked about, although its contracts may be.
        if not one.place.empty or short(one, outcomes)
    ]
    return YearEnd(fund, sorted(rows, key=_order))


def _order(row: Row) -> tuple[int, str, str, int]:
    kinds = [str(kind) for kind in Kind]
    return kinds.index(row.envelope.kind), row.unit, row.name.name, row.envelope.id


def _place(envelope: Envelope) -> Place:
    held = {counter: int(getattr(envelope, counter)) for counter in _COUNTERS}
    return Place(envelope.id, Kind(envelope.kind), held, envelope.parent_id)


def next_fund(fund: Fund) -> tuple[Unit, Fund | None]:
    """Return who owns the next year's fund (the owner, or who took over from it), and that fund, None before it is."""
    owner = standing_in(fund.owner_unit_id, fund.budget_year + 1)
    return owner, ledger.fund_of(fund.level, fund.budget_year + 1, owner.id)


def standing_in(unit_id: int, year: int) -> Unit:
    """Return the owner of a year's fund: the unit while it stands in that year, or the one that took over from it."""
    found = units.by_id(unit_id)
    while not stood_in(found, year):
        onward = units.successors(found.id)
        if len(onward) != 1:
            return found
        found = onward[0].unit
    return found


def record_on(line_id: int, record: Commitment) -> Commitment | None:
    """Return the record of the same contract on a line of another year, None before it went there."""
    query = select(Commitment).where(
        Commitment.line_id == line_id,
        Commitment.number == record.number,
        Commitment.day == record.day,
        Commitment.beneficiary_id.is_not_distinct_from(record.beneficiary_id),
    )
    return db.session.scalars(query).one_or_none()


def may_end(fund: Fund) -> bool:
    """Tell whether the last treasury day of a fund's year has passed."""
    return today() > period_ends(fund.budget_year)[-1]
