"""Writes what stands beside the acts: contracts, and proposals in all their states."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import CommitmentKind
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import to_json
from promotion.ledger.models import Proposal
from promotion.practice import trail
from promotion.practice.acts import Writer, insert_rows
from promotion.practice.chance import public_ids, seeded
from promotion.practice.days import working
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
        self._chance = seeded("proposals")

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
                self.writer.subject("proposal", id_, deed),
                row["draft"],
                reason=deed.reason,
                amount=row["amount"],
            )
            for deed, row, id_ in zip(deeds, rows, found, strict=True)
        )
        return len(found)

    def _decided(self, deed: Deed, state: str, reason: str | None = None) -> Row:
        desk = self.writer.desk(deed)
        by: Person = desk.clerk if state == "withdrawn" else desk.head
        at = moment(working(deed.day + timedelta(days=1)), 0) if state == "booked" else moment(deed.day, 45)
        act = self.writer.acts[deed] if state == "booked" else None
        row = self._row(deed, state, minute=150 if state == "booked" else 20)
        return {**row, "decided_by": by.user_id, "decided_at": at, "decision_reason": reason, "act_id": act}

    def _row(self, deed: Deed, state: str, minute: int = 150) -> Row:
        fund = self.ground.funds[deed.fund]
        named = deed.undoes or deed
        return {
            "public_id": next(self._ids),
            "kind": str(deed.kind),
            "fund_id": self.writer.funds[deed.fund],
            "unit_id": self.writer.responsible(deed),
            "home": self.writer.home(deed),
            "level": str(fund.level),
            "amount": named.total,
            "draft": to_json(self.writer.draft(deed)),
            "state": state,
            "proposed_by": self.writer.desk(deed).clerk.user_id,
            "proposed_at": moment(deed.day, minute),
            "decided_by": None,
            "decided_at": None,
            "decision_reason": None,
            "act_id": None,
        }
