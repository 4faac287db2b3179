"""The year-end statement of a fund: three sums that must come out the same on both sides, every đồng with its acts.

Plan: what decisions gave and what came in is listed, was spent, lapsed or went over. Release: what could be released
was released or never will be. Money: what was released and came in was spent, given back or went over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from promotion.database.handle import db
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Entry, Envelope, Leg

Counters = tuple[tuple[str, str, int], ...]
"""Which counters a term adds up: kind of envelope, counter, 1 or -1."""

_DISBURSED: Counters = (("line", "advanced", 1), ("line", "paid", 1))
_APPROVED: Counters = (
    ("fund", "to_list", 1),
    ("fund", "lapsed", 1),
    *(("line", counter, 1) for counter in ("to_assign", "assigned", "lapsed", "rights_out")),
    ("line", "rights_in", -1),
)


@dataclass(frozen=True)
class Term:
    """One side's part of a sum; `measure` is the figure that shows the same."""

    label: str
    counters: Counters
    measure: str = ""


def _in(counter: str, *kinds: str) -> Counters:
    return tuple((kind, counter, 1) for kind in kinds)


_ABOVE, _EVERYWHERE = ("fund", "share"), ("fund", "share", "line")
_PLAN = Term(N_("Approved by decisions"), _APPROVED, "approved")
_RIGHTS_IN = Term(N_("Right carried in"), _in("rights_in", "line"))
_RIGHTS_OUT = Term(N_("Right carried out"), _in("rights_out", "line"))
_RELEASED = Term(N_("Released"), _in("released", *_ABOVE), "released")
_SPENT = Term(N_("Disbursed"), _DISBURSED, "disbursed")

# Each sum: what was given, and what became of it. The last term is what is left: nothing once the year has ended.
SUMS: tuple[tuple[str, tuple[Term, ...], tuple[Term, ...]], ...] = (
    (
        N_("The plan"),
        (_PLAN, _RIGHTS_IN, Term(N_("Money carried in on lines"), _in("carried_in", "line"))),
        (
            _SPENT,
            Term(N_("Money of lines cancelled"), _in("cancelled", "line")),
            Term(N_("Money carried out on lines"), _in("carried_out", "line")),
            _RIGHTS_OUT,
            Term(N_("Plan lapsed"), _in("lapsed", "fund", "line")),
            Term(
                N_("Still on the fund and on lines"),
                (*_in("to_list", "fund"), *_in("to_assign", "line"), *_in("money", "line")),
            ),
        ),
    ),
    (
        N_("The release"),
        (_PLAN, _RIGHTS_IN),
        (
            _RELEASED,
            _RIGHTS_OUT,
            Term(N_("Never released"), _in("not_released", "fund")),
            Term(N_("Still to be released"), _in("to_release", "fund")),
        ),
    ),
    (
        N_("The money"),
        (_RELEASED, Term(N_("Carried in"), _in("carried_in", "share", "line"), "carried_in")),
        (
            _SPENT,
            Term(N_("Cancelled"), _in("cancelled", *_EVERYWHERE), "cancelled"),
            Term(N_("Carried out"), _in("carried_out", "share", "line"), "carried_out"),
            Term(N_("Still held"), _in("money", *_EVERYWHERE)),
        ),
    ),
)


@dataclass(frozen=True)
class Behind:
    """An act behind a term, with what it moved there, in đồng."""

    public_id: str
    number: int | None
    kind: ActKind
    day: date
    document: Document
    amount: int


@dataclass(frozen=True)
class Amount:
    """A term with its sum in đồng and the acts that make it, in their order."""

    term: Term
    value: int
    acts: Sequence[Behind]

    @property
    def explained(self) -> bool:
        """Whether the acts add up to the sum."""
        return self.value == sum(act.amount for act in self.acts)


@dataclass(frozen=True)
class Sum:
    """One sum of the statement: what was given, and what became of it."""

    label: str
    given: Sequence[Amount]
    became: Sequence[Amount]

    @property
    def total_given(self) -> int:
        """All that was given, in đồng."""
        return sum(one.value for one in self.given)

    @property
    def total_became(self) -> int:
        """All that became of it, in đồng."""
        return sum(one.value for one in self.became)

    @property
    def even(self) -> bool:
        """Whether both sides come out the same and every term is explained by its acts."""
        return self.total_given == self.total_became and all(
            one.explained for one in (*self.given, *self.became)
        )


def statement(fund_id: int) -> list[Sum]:
    """Return the statement of a fund that the caller loaded in scope as a whole; three statements, whatever it holds.

    What stands is read from the envelopes, what the acts moved from the legs: two ways to the same sums.
    """
    held, moved = _held(fund_id), _moved(fund_id)
    acts = {act.id: act for act in db.session.scalars(select(Act).where(Act.id.in_(_touching(fund_id))))}

    def amounts(terms: Sequence[Term]) -> list[Amount]:
        return [Amount(term, _value(term, held), _acts(term, moved, acts)) for term in terms]

    return [Sum(label, amounts(given), amounts(became)) for label, given, became in SUMS]


def _touching(fund_id: int) -> Select[int]:
    """Select the acts that touch a fund: its own, and those that carry over into it."""
    legs = select(Entry.act_id).join(Leg, Leg.entry_id == Entry.id)
    return legs.join(Envelope, Envelope.id == Leg.envelope_id).where(Envelope.fund_id == fund_id)


_NAMES = sorted(
    {
        name
        for _label, *sides in SUMS
        for side in sides
        for term in side
        for _kind, name, _sign in term.counters
    }
)
_Place = tuple[str, str]
"""A kind of envelope, and a counter."""


def _held(fund_id: int) -> dict[_Place, int]:
    """Return the sums of a fund's counters as they stand."""
    columns = [func.sum(getattr(Envelope, name)) for name in _NAMES]
    query = select(Envelope.kind, *columns).where(Envelope.fund_id == fund_id).group_by(Envelope.kind)
    return {
        (kind, name): int(value)
        for kind, *values in db.session.execute(query)
        for name, value in zip(_NAMES, values, strict=True)
    }


def _moved(fund_id: int) -> dict[_Place, dict[int, int]]:
    """Return what each act moved on a fund's counters on balance, in đồng by act."""
    query = (
        select(Envelope.kind, Leg.counter, Entry.act_id, func.sum(Leg.change))
        .join_from(Envelope, Leg, Leg.envelope_id == Envelope.id)
        .join(Entry, Entry.id == Leg.entry_id)
        .where(Envelope.fund_id == fund_id, Leg.counter.in_(_NAMES))
        .group_by(Envelope.kind, Leg.counter, Entry.act_id)
    )
    found: dict[_Place, dict[int, int]] = {}
    for kind, name, act_id, change in db.session.execute(query):
        found.setdefault((kind, name), {})[act_id] = int(change)
    return found


def _value(term: Term, held: Mapping[_Place, int]) -> int:
    return sum(sign * held.get((kind, name), 0) for kind, name, sign in term.counters)


def _acts(term: Term, moved: Mapping[_Place, Mapping[int, int]], acts: Mapping[int, Act]) -> list[Behind]:
    """Return the acts that moved a term on balance, in their order."""
    sums: dict[int, int] = {}
    for kind, name, sign in term.counters:
        for act_id, change in moved.get((kind, name), {}).items():
            sums[act_id] = sums.get(act_id, 0) + sign * change
    rows = [(acts[act_id], amount) for act_id, amount in sums.items() if amount]
    return [
        Behind(
            act.public_id,
            act.number,
            ActKind(act.kind),
            act.business_date,
            Document(act.document_number, act.document_date, act.document_issuer),
            amount,
        )
        for act, amount in sorted(rows, key=lambda row: row[0].id)
    ]
