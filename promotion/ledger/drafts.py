"""The one form in which an act reaches the ledger, and how it is kept while it is only proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from promotion.ledger.books import ActKind


@dataclass(frozen=True)
class Document:
    """The decision or voucher behind an act: number, day, and who issued it."""

    number: str
    day: date
    issuer: str


@dataclass(frozen=True)
class ActDraft:
    """An act to be proposed or booked.

    `amounts`: envelope id → whole đồng, for the kind of envelope that the act is about. `percent` keeps
    what was typed when the amount came from a percentage (a text such as "35", cumulative of the plan on
    that day). `reverses` names the act that a reversal takes back; its amounts are those of that act.

    `opening` marks an act that takes over what happened before the ledger was kept; `along` are the acts that are
    booked with it in the same transaction, in this order.
    """

    kind: ActKind
    fund_id: int
    business_date: date
    document: Document
    amounts: tuple[tuple[int, int], ...] = ()
    percent: str | None = None
    reason: str | None = None
    reverses: int | None = None
    opening: bool = False
    along: tuple["ActDraft", ...] = ()

    @property
    def acts(self) -> tuple["ActDraft", ...]:
        """This act and those booked with it, in order."""
        return (self, *self.along)

    @property
    def total(self) -> int:
        """The sum of the amounts, in đồng."""
        return sum(amount for _envelope, amount in self.amounts)


def to_json(draft: ActDraft) -> dict[str, Any]:
    """Return the draft as plain JSON values."""
    return {
        "kind": str(draft.kind),
        "fund_id": draft.fund_id,
        "business_date": draft.business_date.isoformat(),
        "document": [draft.document.number, draft.document.day.isoformat(), draft.document.issuer],
        "amounts": [list(pair) for pair in draft.amounts],
        "percent": draft.percent,
        "reason": draft.reason,
        "reverses": draft.reverses,
        "opening": draft.opening,
        "along": [to_json(one) for one in draft.along],
    }


def from_json(kept: dict[str, Any]) -> ActDraft:
    """Return the draft that `to_json` kept."""
    number, day, issuer = kept["document"]
    return ActDraft(
        kind=ActKind(kept["kind"]),
        fund_id=kept["fund_id"],
        business_date=date.fromisoformat(kept["business_date"]),
        document=Document(number, date.fromisoformat(day), issuer),
        amounts=tuple((envelope, amount) for envelope, amount in kept["amounts"]),
        percent=kept["percent"],
        reason=kept["reason"],
        reverses=kept["reverses"],
        opening=kept.get("opening", False),
        along=tuple(from_json(one) for one in kept.get("along", ())),
    )
