"""What went out on each contract and came back of it: bounds that no counter of one place holds.

A line counts the advances and the payments of all its contracts, and what was recovered on them; which contract it was
is read from the entries (`rules.tally`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from promotion.database.handle import db
from promotion.ledger.models import Entry, Envelope, Leg
from promotion.ledger.refusals import more_back_than_out, more_demanded_than_paid, not_paid_so
from promotion.ledger.rules import Balance, Posting, Sums, tally
from promotion.ledger.torn import Difference

_CASH = ("advanced", "paid")


def booked(contract_ids: Collection[int]) -> Sums:
    """Return what all booked acts come to on these contracts."""
    acts = (
        select(Entry.act_id)
        .join(Leg, Leg.entry_id == Entry.id)
        .where(Leg.envelope_id.in_(sorted(contract_ids)), Leg.counter.in_(("discharged", "to_recover")))
    )
    rows = db.session.scalars(select(Entry).where(Entry.act_id.in_(acts)).order_by(Entry.act_id, Entry.id))
    sums = tally(rows)
    return Counter({here: amount for here, amount in sums.items() if here[0] in contract_ids})


@dataclass
class PaidOut:
    """What went out on contracts while acts are worked out one after the other: as booked, and what those before did.

    Nothing is read before something would come back.
    """

    sums: Sums = field(default_factory=Counter)
    known: set[int] = field(default_factory=set)
    rows: list[Posting] = field(default_factory=list)

    def move(self, rows: Sequence[Posting]) -> None:
        """Take in the entries of an act; raise `Refused` where more advances, or payments, of a contract would come
        back than went out on it.
        """
        changes = tally(rows)
        self._know({contract for (contract, _name), change in changes.items() if change < 0})
        for (contract, name), change in changes.items():
            left = self.sums[contract, name]
            if name in _CASH and left + change < 0:
                raise not_paid_so(contract, name, left=left, asked=-change)
        self.sums.update(changes)
        self.rows += rows

    def look_at_the_end(self, balance: Balance) -> None:
        """Raise `Refused` where more would be asked back of a contract than is paid on it, and where more came back of
        a line than went out; `balance` is what places hold after all acts.
        """
        asked = _targets(
            row for row in self.rows if row.target_counter == "to_recover" and row.source_id is None
        )
        asked |= _sources(row for row in self.rows if row.source_counter == "discharged")
        self._know(asked)
        for contract in sorted(asked):
            paid = balance(contract, "discharged")
            demanded = balance(contract, "to_recover") + self.sums[contract, "recovered"]
            if demanded > paid:
                raise more_demanded_than_paid(contract, paid=paid, demanded=demanded)
        lines = _targets(row for row in self.rows if row.target_counter in {"returned", "recovered"})
        lines |= _sources(row for row in self.rows if row.source_counter in _CASH)
        for line in sorted(lines):
            out = sum(balance(line, name) for name in _CASH)
            back = balance(line, "returned") + balance(line, "recovered")
            if back > out:
                raise more_back_than_out(line, out=out, back=back)

    def _know(self, contracts: set[int]) -> None:
        """Read contracts that were not read yet; what acts before did to them stands in the sums already."""
        new = contracts - self.known
        if new:
            self.known |= new
            self.sums.update(booked(new))


def _sources(rows: Iterable[Posting]) -> set[int]:
    return {row.source_id for row in rows if row.source_id is not None}


def _targets(rows: Iterable[Posting]) -> set[int]:
    return {row.target_id for row in rows if row.target_id is not None}


_AT_ONCE = 500
"""Contracts whose entries are read together."""


def beyond() -> list[Difference]:
    """Return where more came back, or is asked back, than went out, on lines and contracts."""
    out = Envelope.advanced + Envelope.paid
    returned = Envelope.returned + Envelope.recovered
    lines = select(Envelope.id, returned, out).where(Envelope.kind == "line", returned > out)
    found = [
        Difference("returned", f"of line {line}", back, went)
        for line, back, went in db.session.execute(lines.order_by(Envelope.id))
    ]
    came_back = select(Leg.envelope_id).where(
        or_((Leg.counter == "discharged") & (Leg.change < 0), Leg.counter == "to_recover")
    )
    query = select(Envelope).where(Envelope.kind == "commitment", Envelope.id.in_(came_back))
    contracts = db.session.scalars(
        query.order_by(Envelope.id).execution_options(populate_existing=True)
    ).all()
    for start in range(0, len(contracts), _AT_ONCE):
        found += _beyond(contracts[start : start + _AT_ONCE])
    return found


def _beyond(contracts: Sequence[Envelope]) -> list[Difference]:
    sums = booked({contract.id for contract in contracts})
    found = [
        Difference(name, f"of contract {contract.id}", sums[contract.id, name], 0)
        for contract in contracts
        for name in _CASH
        if sums[contract.id, name] < 0
    ]
    for contract in contracts:
        demanded = contract.to_recover + sums[contract.id, "recovered"]
        if demanded > contract.discharged:
            found.append(Difference("demanded", f"of contract {contract.id}", demanded, contract.discharged))
    return found
