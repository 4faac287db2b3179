"""Writes the ledger: funds and envelopes, then acts, entries, vouchers and their trail, in bulk and in order.

Entries go in by the ordinary INSERT, so the triggers move every counter and refuse what the ledger never allows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from promotion.audit.drafts import Subject
from promotion.database.base import Base
from promotion.database.handle import db
from promotion.kernel.calendar import business_day
from promotion.ledger.books import Kind
from promotion.ledger.deeds import PLAN_ACTS, ActKind
from promotion.ledger.drafts import ActDraft, to_json
from promotion.ledger.models import Act, Entry, Envelope, Fund, LedgerClock, VoucherClaim
from promotion.practice import trail
from promotion.practice.chance import public_ids
from promotion.practice.days import working
from promotion.practice.deeds import Deed, Purse
from promotion.practice.entries import Postings
from promotion.practice.ground import OFFICE_HOURS, OPENED_BEFORE, Desk, Ground, moment
from promotion.practice.projects import Line

Row = dict[str, Any]
_DEPTH = list(Kind)
# Provinces that let one person propose and book local money.
ONE_PERSON = frozenset({"2024-58", "2024-62", "2024-93", "2025-12"})


def insert_rows(table: type[Base], rows: Sequence[Row]) -> list[int]:
    """Insert rows that have a public id; return their ids in the same order."""
    if not rows:
        return []
    columns = table.__table__.c
    before = db.session.scalar(select(func.max(columns.id))) or 0
    db.session.execute(insert(table), rows)
    made = db.session.execute(select(columns.public_id, columns.id).where(columns.id > before))
    ids = {row.public_id: row.id for row in made}
    return [ids[row["public_id"]] for row in rows]


class Writer:
    """Writes one ledger; keeps the ids of what it wrote."""

    def __init__(self, ground: Ground, works: Mapping[str, int]) -> None:
        self.ground = ground
        self.works = works
        self.funds: dict[str, int] = {}
        self.purses: dict[Purse, int] = {}
        self.public: dict[Purse, str] = {}
        self.acts: dict[Deed, int] = {}
        self.entries = 0
        self._ids = public_ids("ledger")

    def open_funds(self) -> None:
        """Open the funds whose plan has been decided or soon will be."""
        plans = [fund for fund in self.ground.funds.values() if self.ground.opened(fund)]
        rows = [
            {
                "public_id": next(self._ids),
                "code": fund.code,
                "level": str(fund.level),
                "budget_year": fund.year,
                "owner_unit_id": self.ground.units[fund.owner].id,
                "home": fund.home,
                "two_person": fund.home not in ONE_PERSON,
                "created_at": moment(fund.decided - OPENED_BEFORE),
            }
            for fund in plans
        ]
        ids = insert_rows(Fund, rows)
        self.funds = {fund.code: id_ for fund, id_ in zip(plans, ids, strict=True)}
        trail.keep(
            trail.line(
                self.ground.desks[fund.owner].clerk,
                moment(fund.decided - OPENED_BEFORE),
                "ledger.open_fund",
                Subject(
                    "fund",
                    self.funds[fund.code],
                    fund.code,
                    self.ground.units[fund.owner].id,
                    fund.home,
                    str(fund.level),
                ),
                {"code": fund.code, "two_person": fund.home not in ONE_PERSON},
            )
            for fund in plans
        )

    def open_purses(self, deeds: Iterable[Deed], lines: Mapping[int, Line]) -> None:
        """Make the envelopes that these acts touch, from the funds down."""
        wanted: dict[Purse, None] = {}
        for deed in deeds:
            for purse, _amount in deed.amounts:
                chain: list[Purse] = []
                step: Purse | None = purse
                while step is not None and step not in wanted:
                    chain.append(step)
                    step = step.above
                wanted.update(dict.fromkeys(reversed(chain)))
        for kind in _DEPTH:
            purses = [purse for purse in wanted if purse.kind is kind]
            rows = [self._envelope(purse, lines.get(purse.line)) for purse in purses]
            for purse, row, id_ in zip(purses, rows, insert_rows(Envelope, rows), strict=True):
                self.purses[purse] = id_
                self.public[purse] = row["public_id"]

    def _envelope(self, purse: Purse, line: Line | None) -> Row:
        fund = self.ground.funds[purse.fund]
        unit = self.ground.units[purse.unit or fund.owner]
        home = fund.home if purse.kind is Kind.fund else unit.province_key
        return {
            "public_id": next(self._ids),
            "kind": str(purse.kind),
            "fund_id": self.funds[purse.fund],
            "parent_id": self.purses[purse.above] if purse.above else None,
            "level": str(fund.level),
            "budget_year": fund.year,
            "home": line.work.home if line else home,
            "unit_id": unit.id,
            "content_code": line.content if line else None,
            "project_id": self.works[line.work.code] if line else None,
        }

    def book(self, deeds: Sequence[Deed]) -> None:
        """Book acts in their order: numbered without gaps, with entries, vouchers and trail."""
        waiting: list[Deed] = []
        times = self._times(deeds)
        rows: list[Row] = []
        for deed in deeds:
            if deed.undoes in waiting:
                self._insert_acts(waiting, rows)
                waiting, rows = [], []
            waiting.append(deed)
            rows.append(self._act(deed, next(times)))
        self._insert_acts(waiting, rows)
        self._insert_entries(deeds)
        self._keep_vouchers(deeds)
        self._number(deeds)

    def _number(self, deeds: Sequence[Deed]) -> None:
        """Close each act with the clock's next number, one after the other: the ledger takes no other way."""
        connection = db.session.connection()
        step = update(LedgerClock).values(last_number=LedgerClock.last_number + 1)
        last = select(LedgerClock.last_number).scalar_subquery()
        close = update(Act.__table__).where(Act.id == bindparam("closed")).values(number=last)  # type: ignore[arg-type]
        for deed in deeds:
            connection.execute(step)
            connection.execute(close, {"closed": self.acts[deed]})

    def _times(self, deeds: Sequence[Deed]) -> Iterator[datetime]:
        """Yield when each act was booked: on the working day after its own, spread over the day in order."""
        days = [working(deed.day + timedelta(days=1)) for deed in deeds]
        many, seen = Counter(days), Counter[date]()
        for day in days:
            yield moment(day, OFFICE_HOURS * seen[day] // many[day])
            seen[day] += 1

    def _act(self, deed: Deed, booked_at: datetime) -> Row:
        first = deed.undoes or deed
        purse = first.amounts[0][0]
        desk, two = self.desk(deed), self.two_person(deed)
        return {
            "public_id": next(self._ids),
            "kind": str(deed.kind),
            "fund_id": self.funds[deed.fund],
            "unit_id": self.ground.units[purse.unit or self.ground.funds[deed.fund].owner].id,
            "amount": first.total,
            "business_date": deed.day,
            "document_number": deed.document.number,
            "document_date": deed.document.day,
            "document_issuer": deed.document.issuer,
            "percent": deed.percent,
            "reason": deed.reason,
            "reverses_id": self.acts[deed.undoes] if deed.undoes else None,
            "two_person": two,
            "proposed_by": (desk.clerk if two else desk.head).user_id,
            "booked_by": desk.head.user_id,
            "booked_at": booked_at,
            "booked_on": business_day(booked_at),
        }

    def _insert_acts(self, deeds: Sequence[Deed], rows: Sequence[Row]) -> None:
        for deed, id_ in zip(deeds, insert_rows(Act, rows), strict=True):
            self.acts[deed] = id_
        trail.keep(
            trail.line(
                self.desk(deed).head,
                row["booked_at"],
                f"ledger.book_{deed.kind}",
                self.subject("act", self.acts[deed], deed),
                to_json(self.draft(deed)),
                reason=deed.reason,
                amount=(deed.undoes or deed).total,
            )
            for deed, row in zip(deeds, rows, strict=True)
        )

    def _insert_entries(self, deeds: Sequence[Deed]) -> None:
        postings = Postings(self.purses)
        rows = [
            {
                "act_id": self.acts[deed],
                "book": row.book,
                "amount": row.amount,
                "source_id": row.source_id,
                "source_counter": row.source_counter,
                "target_id": row.target_id,
                "target_counter": row.target_counter,
                "business_date": deed.day,
            }
            for deed in deeds
            for row in postings.of(deed)
        ]
        db.session.execute(insert(Entry), rows)
        self.entries = len(rows)

    def _keep_vouchers(self, deeds: Sequence[Deed]) -> None:
        undone = {deed.undoes for deed in deeds if deed.undoes}
        rows = [
            {
                "act_id": self.acts[deed],
                "line_id": self.purses[deed.amounts[0][0].above or deed.amounts[0][0]],
                "number": deed.document.number.upper(),
                "day": deed.document.day,
                "issuer": deed.document.issuer,
            }
            for deed in deeds
            if deed.kind in {ActKind.advance, ActKind.pay} and deed not in undone
        ]
        db.session.execute(insert(VoucherClaim), rows)

    def draft(self, deed: Deed) -> ActDraft:
        """Return an act as the ledger's service would have been handed it."""
        return ActDraft(
            kind=deed.kind,
            fund_id=self.funds[deed.fund],
            business_date=deed.day,
            document=deed.document,
            amounts=tuple((self.purses[purse], amount) for purse, amount in deed.amounts),
            percent=deed.percent,
            reason=deed.reason,
            reverses=self.acts[deed.undoes] if deed.undoes else None,
        )

    def subject(self, kind: str, id_: int, deed: Deed) -> Subject:
        """Return an act, or its proposal, as the trail names it."""
        name = f"{deed.document.number} · {deed.fund}"
        level = str(self.ground.funds[deed.fund].level)
        return Subject(kind, id_, name, self.responsible(deed), self.home(deed), level)

    def responsible(self, deed: Deed) -> int:
        """Return the unit whose people do an act: the fund's owner for the plan, else the unit that spends."""
        named = deed.undoes or deed
        owner = self.ground.funds[deed.fund].owner if named.kind in PLAN_ACTS else named.unit
        return self.ground.units[owner].id

    def home(self, deed: Deed) -> str | None:
        """Return the province that an act is all about, else the fund's."""
        homes = {self._home(purse.unit, deed) for purse, _amount in (deed.undoes or deed).amounts}
        return homes.pop() if len(homes) == 1 else self.ground.funds[deed.fund].home

    def _home(self, unit: str, deed: Deed) -> str | None:
        if deed.line is not None:
            return deed.line.work.home
        return self.ground.units[unit].province_key if unit else self.ground.funds[deed.fund].home

    def desk(self, deed: Deed) -> Desk:
        """Return who proposes and books an act."""
        return self.ground.desks[deed.unit]

    def two_person(self, deed: Deed) -> bool:
        """Tell whether the act's fund wants two people."""
        return self.ground.funds[deed.fund].home not in ONE_PERSON
