"""What an act that is only asked for would change, and what would be refused if it were booked now."""

from dataclasses import dataclass
from decimal import Decimal

from promotion.access.actor import Actor, Scope
from promotion.allocation.queries.funds import Head, standing
from promotion.allocation.queries.lines import ShareRow
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.allocation.rules import Effect, effects, suggested, tranche
from promotion.database.handle import db
from promotion.kernel.errors import Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import COUNTERS, PLAN_ACTS, ActKind
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Fund
from promotion.ledger.posting import entries_of, rehearse
from promotion.ledger.refusals import CeilingReached

MOST_ROWS = 40


@dataclass(frozen=True)
class CounterEffect:
    """One counter of an envelope before and after an act (đồng)."""

    envelope: EnvelopeName
    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Waiting:
    """What a unit would still wait for after a release (đồng): its due, what it has, what it may get now."""

    unit: str
    listed: int
    received: int
    due: int
    now: int

    @property
    def short(self) -> int:
        """Listed and still without money after its part of this tranche, in đồng."""
        return max(0, self.listed - self.received - self.now)


def check_percent(draft: ActDraft) -> None:
    """Raise `Refused` when a release by percentage no longer means the amount that it was proposed with."""
    if draft.kind is not ActKind.release or draft.percent is None:
        return
    try:
        amount = tranche(standing(draft.fund_id, draft.business_date), Decimal(draft.percent))
    except Invalid:
        amount = 0
    if amount != draft.total:
        raise Refused(
            N_("The position has changed since: this percentage now means %(now)s đồng, not %(then)s đồng."),
            {"now": amount, "then": draft.total},
            code="release.moved",
            cure=N_("Return or withdraw the proposal and enter the release anew."),
        )


def refusal_now(scope: Scope, draft: ActDraft) -> Refused | None:
    """Return what would be refused if the act were booked now, None when nothing would.

    A ceiling of an envelope that the reader does not see is left to those who do: its words hold what is there.
    """
    try:
        check_percent(draft)
        rehearse(draft)
    except CeilingReached as refusal:
        place = ledger.envelopes([refusal.envelope_id])[0]
        seen = scope.covers(home=place.home, unit_id=place.unit_id, level=place.level)
        return refusal if seen else None
    except Refused as refusal:
        return refusal
    return None


def plan_effects(head: Head, kind: ActKind, amount: int) -> tuple[Effect, ...]:
    """Return what an act of the plan changes in its fund; empty for other acts and for readers of a part."""
    return effects(head.position, kind, amount) if kind in PLAN_ACTS and head.whole else ()


def counter_effects(actor: Actor, language: str, draft: ActDraft) -> tuple[CounterEffect, ...]:
    """Return the counters that an act draws on, before and after, as far as the reader sees them."""
    try:
        entries = entries_of(draft)
    except Refused:
        return ()
    drawn: dict[tuple[int, str], int] = {}
    for row in entries:
        if row.source_id is not None and row.source_counter is not None:
            place = (row.source_id, row.source_counter)
            drawn[place] = drawn.get(place, 0) + row.amount
    fund = db.session.get_one(Fund, draft.fund_id)
    envelopes = {
        one.id: one
        for one in ledger.envelopes({envelope_id for envelope_id, _counter in drawn})
        if actor.scope.covers(home=one.home, unit_id=one.unit_id, level=one.level)
    }
    called = names_for(actor.scope, envelopes.values(), language, fund.budget_year)
    found = [
        CounterEffect(
            called.envelope(envelopes[envelope_id], fund.code),
            COUNTERS[counter],
            getattr(envelopes[envelope_id], counter),
            getattr(envelopes[envelope_id], counter) - amount,
        )
        for (envelope_id, counter), amount in drawn.items()
        if envelope_id in envelopes
    ]
    return tuple(found[:MOST_ROWS])


def waiting_after(rows: list[ShareRow], free: int, due: list[int]) -> tuple[Waiting, ...]:
    """Return the units that would still wait after a release, those that wait for most first.

    `free` is the money not shared out after it, `due` what each unit is then entitled to.
    """
    now = suggested(free, due, [row.received for row in rows])
    found = [
        Waiting(row.unit, row.listed, row.received, part, share)
        for row, part, share in zip(rows, due, now, strict=True)
    ]
    return tuple(sorted((one for one in found if one.short), key=lambda one: -one.short))
