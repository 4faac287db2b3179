"""Writes what stands beside the acts: contracts, and proposals (booked, returned, withdrawn, and those that still wait)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import CommitmentKind
from promotion.ledger.books import PLAN_ACTS, ActKind
from promotion.ledger.drafts import to_json
from promotion.ledger.models import Proposal
from promotion.practice import trail
from promotion.practice.acts import Writer, insert_rows
from promotion.practice.chance import public_ids
from promotion.practice.days import back, working
from promotion.practice.deeds import Deed
from promotion.practice.ground import Ground, Person, moment

Row = dict[str, Any]
_RETURNED, _WITHDRAWN = 0.012, 0.006
_WHY_RETURNED = (
    "Thiếu biên bản nghiệm thu kèm theo",
    "Số tiền chưa khớp với hợp đồng",
    "Chưa có bản sao quyết định kèm theo",
    "Đề nghị ghi rõ số, ngày của chứng từ",
)


def contracts(writer: Writer, deeds: Iterable[Deed]) -> int:
    """Write the record of every contract and assignment that is booked or proposed; return how many."""
    rows = []
    for deed in deeds:
        if deed.kind is not ActKind.commit or deed.line is None:
            continue
        purse = deed.amounts[0][0]
        firms, clerk = deed.line.work.firms, writer.desk(deed).clerk
        rows.append(
            {
                "public_id": writer.public[purse],
                "envelope_id": writer.purses[purse],
                "line_id": writer.purses[purse.above or purse],
                "kind": str(CommitmentKind.contract if firms else CommitmentKind.assignment),
                "number": deed.document.number,
                "day": deed.document.day,
                "party": deed.document.issuer,
                "party_tax_code": firms[0].tax_code if firms else None,
                "subject": deed.line.work.name,
                "proposed_value": deed.total,
                "created_by": clerk.user_id,
                "created_at": moment(deed.day),
            }
        )
    db.session.execute(insert(Commitment), rows)
    return len(rows)


class Proposals:
    """Writes the proposals behind the booked acts, and the open ones."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.ground: Ground = writer.ground
        self._ids = public_ids("proposals")
        self._chance = Random("proposals")

    def of_booked(self, deeds: Sequence[Deed]) -> None:
        """Write how each act of two people was proposed; now and then one was returned or withdrawn before."""
        rows: list[Row] = []
        for deed in deeds:
            if not self.writer.two_person(deed):
                continue
            odds = self._chance.random()
            if odds < _RETURNED:
                rows.append(self._decided(deed, "returned", self._chance.choice(_WHY_RETURNED)))
            elif odds < _RETURNED + _WITHDRAWN:
                rows.append(self._decided(deed, "withdrawn"))
            rows.append(self._decided(deed, "booked"))
        db.session.execute(insert(Proposal), rows)

    def waiting(self, deeds: Sequence[Deed]) -> int:
        """Write open proposals; return how many."""
        rows = [self._row(deed, "open") for deed in deeds]
        found = insert_rows(Proposal, rows)
        trail.keep(
            trail.line(
                self.writer.desk(deed).clerk,
                row["proposed_at"],
                f"ledger.propose_{deed.kind}",
                ("proposal", id_),
                row["draft"],
                reason=deed.reason,
            )
            for deed, row, id_ in zip(deeds, rows, found, strict=True)
        )
        return len(found)

    def _decided(self, deed: Deed, state: str, reason: str | None = None) -> Row:
        desk = self.writer.desk(deed)
        by: Person = desk.clerk if state == "withdrawn" else desk.head
        at = moment(working(deed.day + timedelta(days=1)), 0) if state == "booked" else moment(deed.day, 0.1)
        act = self.writer.acts[deed] if state == "booked" else None
        row = self._row(deed, state, part=0.3 if state == "booked" else 0.05)
        return {**row, "decided_by": by.user_id, "decided_at": at, "decision_reason": reason, "act_id": act}

    def _row(self, deed: Deed, state: str, part: float = 0.3) -> Row:
        fund = self.ground.funds[deed.fund]
        named = deed.undoes or deed
        owner = fund.owner if named.kind in PLAN_ACTS else named.unit
        homes = {self._home(purse.unit, deed) for purse, _amount in named.amounts}
        return {
            "public_id": next(self._ids),
            "kind": str(deed.kind),
            "fund_id": self.writer.funds[deed.fund],
            "unit_id": self.ground.units[owner].id,
            "home": homes.pop() if len(homes) == 1 else fund.home,
            "level": str(fund.level),
            "amount": named.total,
            "draft": to_json(self.writer.draft(deed)),
            "state": state,
            "proposed_by": self.writer.desk(deed).clerk.user_id,
            "proposed_at": moment(deed.day, part),
            "decided_by": None,
            "decided_at": None,
            "decision_reason": None,
            "act_id": None,
        }

    def _home(self, unit: str, deed: Deed) -> str | None:
        if deed.line is not None:
            return deed.line.work.home
        return self.ground.units[unit].province_key if unit else self.ground.funds[deed.fund].home


def openings(booked: Sequence[Deed], future: Sequence[Deed], ground: Ground, today: date) -> list[Deed]:
    """Return the next acts that people have proposed but nobody has booked: a few per office, dated of late.

    Taken from what would come after the last day: the first act of its line (or the next release of its fund) whose
    ground is laid already.
    """
    chance = Random("openings")
    reached: dict[object, date] = {}
    money: dict[int, int] = {}
    for deed in booked:
        for purse, amount in deed.amounts:
            if deed.kind is ActKind.assign:
                money[purse.line] = money.get(purse.line, 0) + amount
            if deed.kind in {ActKind.advance, ActKind.pay}:
                money[purse.line] = money.get(purse.line, 0) - amount
        if deed.undoes is not None and deed.undoes.kind in {ActKind.advance, ActKind.pay}:
            purse, amount = deed.undoes.amounts[0]
            money[purse.line] = money.get(purse.line, 0) + amount
        reached[deed.line or deed.fund] = deed.day
    return _chosen(chance, future, (reached, money), ground, today)


def _chosen(
    chance: Random, future: Sequence[Deed], so_far: tuple[Mapping[object, date], Mapping[int, int]], ground: Ground,
    today: date,
) -> list[Deed]:  # fmt: skip
    reached, money = so_far
    per_desk: dict[str, list[Deed]] = {}
    seen: set[object] = set()
    for deed in future:
        thing: object = deed.line or deed.fund
        if thing in seen or deed.undoes is not None or not _may_come(deed, reached, money, ground):
            continue
        seen.add(thing)
        per_desk.setdefault(ground.desks[deed.unit].head.email, []).append(deed)
    found = []
    for head in sorted(per_desk):
        own = _mixed(per_desk[head], chance.randint(3, 6))
        for deed in own:
            listed = deed.line.days[ActKind.list] if deed.line else date.min
            since = max(reached.get(deed.line or deed.fund, date.min), listed)
            deed.day = max(back(today - timedelta(days=chance.randint(1, 11))), since)
            found.append(deed)
    return sorted(found, key=lambda deed: deed.day)


def _may_come(deed: Deed, reached: Mapping[object, date], money: Mapping[int, int], ground: Ground) -> bool:
    if deed.kind is ActKind.release:
        return deed.fund in reached
    if deed.line is None or ActKind.list not in deed.line.days or deed.line.days[ActKind.list] > ground.last:
        return False
    if deed.kind in {ActKind.advance, ActKind.pay}:
        return money.get(deed.line.number, 0) >= deed.total
    return deed.kind in {ActKind.commit, ActKind.accept}


def _mixed(deeds: Sequence[Deed], wanted: int) -> list[Deed]:
    """Return some of the acts, as many kinds as there are."""
    by_kind: dict[ActKind, list[Deed]] = {}
    for deed in deeds:
        by_kind.setdefault(deed.kind, []).append(deed)
    rows = [kind for place in range(wanted) for kind in by_kind if place < len(by_kind[kind])]
    taken: dict[ActKind, int] = {}
    found = []
    for kind in rows[:wanted]:
        found.append(by_kind[kind][taken.get(kind, 0)])
        taken[kind] = taken.get(kind, 0) + 1
    return found
