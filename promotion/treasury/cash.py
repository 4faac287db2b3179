"""Our side: the acts by which money left the account or came back, as the ledger has them.

Advances and payments went out; refunds and failed payments came back. An act taken back as a mistake within the
period never happened for the treasury: neither it nor what took it back is compared. Amounts taken over from before the
ledger was kept are none of a period's payments.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.ledger.deeds import MIRRORS, PAYMENTS, ActKind
from promotion.ledger.models import Act, Entry, Fund
from promotion.treasury.matching import Item
from promotion.treasury.models import Statement
from promotion.treasury.rules import payee_key, tax_codes
from promotion.units import queries as units

_TOGETHER = 10_000  # how many ids one statement takes: the engines allow some thirty thousand values
_BACK = frozenset({ActKind.refund})
_CASH = tuple(sorted(map(str, PAYMENTS | _BACK)))


@dataclass(frozen=True)
class Cash:
    """One act: đồng paid out (what came back is less than nothing), and the contracts that it was paid on."""

    id: int
    public_id: str
    number: int | None
    kind: ActKind
    day: date
    voucher: str
    issuer: str
    amount: int
    contracts: tuple["Paid", ...] = field(default=())

    @property
    def item(self) -> Item:
        """What is matched of it; several payees are none, one written in two ways is one."""
        names = {payee_key(one.party) for one in self.contracts}
        payee, taxes = "", frozenset[str]()
        if len(names) == 1:
            payee, taxes = self.contracts[0].party, self.taxes
        return Item(self.id, self.voucher, self.day, self.amount, payee, taxes)

    @property
    def taxes(self) -> frozenset[str]:
        """The tax codes of those who were paid."""
        return frozenset().union(*(tax_codes(one.tax or "") for one in self.contracts))


@dataclass(frozen=True)
class Paid:
    """The contract behind an act: its address, its number and who is paid, with the tax code where it is known."""

    public_id: str
    number: str
    party: str
    tax: str | None = None


def in_period(statement: Statement) -> dict[int, Cash]:
    """Return the acts that the statement should show, by row id."""
    days = Act.business_date.between(statement.first_day, statement.last_day)
    return _found(and_(_of_account(statement), days))


def entered_late(statement: Statement) -> dict[int, Cash]:
    """Return the acts of earlier periods of the account that were booked only after those were signed off, and that no
    signed statement has seen since.
    """
    earlier = aliased(Statement)
    known = (
        select(earlier.id)
        .where(
            earlier.unit_id == statement.unit_id,
            earlier.account == statement.account,
            earlier.state == "signed",
        )
        .where(earlier.last_day < statement.first_day)
        .where(
            Act.business_date.between(earlier.first_day, earlier.last_day), Act.booked_at > earlier.signed_at
        )
    )
    return _found(and_(_of_account(statement), known.exists()))


def by_ids(ids: Collection[int]) -> dict[int, Cash]:
    """Return acts by row id, whatever happened to them since."""
    wanted, found = sorted(ids), dict[int, Cash]()
    for start in range(0, len(wanted), _TOGETHER):
        found |= _found(Act.id.in_(wanted[start : start + _TOGETHER]), whole=True)
    return found


def _of_account(statement: Statement) -> ColumnElement[bool]:
    """Return the condition that an act's money runs through the account: its unit's own, and its predecessors'."""
    own = Act.unit_id.in_(sorted(units.family({statement.unit_id}, statement.last_day)))
    if statement.level is None:
        return own
    return and_(own, Act.fund_id.in_(select(Fund.id).where(Fund.level == statement.level)))


def _found(condition: ColumnElement[bool], *, whole: bool = False) -> dict[int, Cash]:
    older = aliased(Act)
    mirrored = and_(
        Act.kind.in_(sorted(map(str, MIRRORS))), older.kind.in_((*_CASH, str(ActKind.fail))), ~older.opening
    )
    query = (
        select(Act, older.kind)
        .outerjoin(older, older.id == Act.reverses_id)
        .where(condition, ~Act.opening, or_(Act.kind.in_(_CASH), mirrored))
        .order_by(Act.business_date, Act.id)
    )
    rows = db.session.execute(query).all()
    ids = {act.id for act, _kind in rows}
    undone = {
        act.reverses_id
        for act, _kind in rows
        if act.kind == str(ActKind.reverse) and act.reverses_id in ids and not whole
    }
    kept = [(act, kind) for act, kind in rows if act.id not in undone and act.reverses_id not in undone]
    contracts = _contracts([act.id for act, _kind in kept])
    return {
        act.id: Cash(
            act.id,
            act.public_id,
            act.number,
            ActKind(act.kind),
            act.business_date,
            act.document_number,
            act.document_issuer,
            act.amount * _sign(act.kind, kind),
            contracts.get(act.id, ()),
        )
        for act, kind in kept
    }


def _sign(kind: str, taken_back: str | None) -> int:
    """Return 1 for what went out, -1 for what came back; a mirror goes the other way than what it takes back."""
    if taken_back is not None:
        return -_sign(taken_back, str(ActKind.pay) if taken_back == str(ActKind.fail) else None)
    return -1 if kind in set(map(str, _BACK)) else 1


def _contracts(ids: Iterable[int]) -> Mapping[int, tuple[Paid, ...]]:
    """Return the contracts that acts moved money on, by act."""
    wanted, found = sorted(ids), dict[int, list[Paid]]()
    for start in range(0, len(wanted), _TOGETHER):
        query = (
            select(
                Entry.act_id,
                Commitment.public_id,
                Commitment.number,
                Commitment.party,
                Commitment.party_tax_code,
            )
            .join(Commitment, Commitment.envelope_id.in_([Entry.source_id, Entry.target_id]))
            .where(Entry.act_id.in_(wanted[start : start + _TOGETHER]))
            .distinct()
            .order_by(Entry.act_id, Commitment.number, Commitment.public_id)
        )
        for act_id, public_id, number, party, tax in db.session.execute(query):
            found.setdefault(act_id, []).append(Paid(public_id, number, party, tax))
    return {act_id: tuple(some) for act_id, some in found.items()}
