"""The one form in which an act reaches the ledger, and how it is kept while it is only proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind, Part, amount_of, way_of


@dataclass(frozen=True)
class Document:
    """The decision or voucher behind an act: number, day, and who issued it."""

    number: str
    day: date
    issuer: str


Seen = tuple[tuple[int, int], ...]
"""Envelope id → what it held in all, in đồng, in the order of ids."""


@dataclass(frozen=True)
class ActDraft:
    """An act to be proposed or booked.

    `amounts`: envelope id → whole đồng, for the one step that plain amounts of such an act stand for; acts of several
    steps name them in `parts`. An act that moves nothing names its place in `about`. `percent` keeps what was typed
    when the amount came from a percentage (a text such as "35", cumulative of the plan on that day). `reverses` names
    the act that a reversal or a failed payment takes back; `corrects` the act in whose place this one is entered.
    `happened_on` is the real day of a late fact, whose own period is closed. `condition` says in writing that the
    condition of the rule for an advance holds. Where new totals were typed, `seen` keeps what the places held: the act
    is booked only while they still hold it.

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
    parts: tuple[Part, ...] = ()
    about: int | None = None
    corrects: int | None = None
    happened_on: date | None = None
    condition: str | None = None
    seen: Seen = ()

    @property
    def acts(self) -> tuple["ActDraft", ...]:
        """This act and those booked with it, in order."""
        return (self, *self.along)

    @property
    def steps(self) -> tuple[Part, ...]:
        """All steps of the act as drafted, plain amounts among them."""
        if not self.amounts:
            return self.parts
        step, back = way_of(self.kind)
        return (*self.parts, *(Part(step, place, amount, back) for place, amount in self.amounts))

    @property
    def places(self) -> frozenset[int]:
        """The envelopes that the act names (ids)."""
        named = {part.envelope_id for part in self.steps} | {part.to_id for part in self.steps} | {self.about}
        return frozenset(place for place in named if place is not None)

    @property
    def total(self) -> int:
        """The act's amount, in đồng."""
        return amount_of(self.kind, ((part.way, part.amount) for part in self.steps))


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
        "parts": [
            [str(part.step), part.envelope_id, part.amount, part.back, part.to_id] for part in draft.parts
        ],
        "about": draft.about,
        "corrects": draft.corrects,
        "happened_on": draft.happened_on.isoformat() if draft.happened_on else None,
        "condition": draft.condition,
        "seen": [list(pair) for pair in draft.seen],
    }


def from_json(kept: dict[str, Any]) -> ActDraft:
    """Return the draft that `to_json` kept."""
    number, day, issuer = kept["document"]
    happened = kept.get("happened_on")
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
        parts=tuple(
            Part(Step(step), place, amount, back, to)
            for step, place, amount, back, to in kept.get("parts", ())
        ),
        about=kept.get("about"),
        corrects=kept.get("corrects"),
        happened_on=date.fromisoformat(happened) if happened else None,
        condition=kept.get("condition"),
        seen=tuple((place, amount) for place, amount in kept.get("seen", ())),
    )
