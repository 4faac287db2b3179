"""What an act that is only asked for would change, and what would be refused if it were booked now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from promotion.access.actor import Scope
from promotion.allocation.queries.funds import Head, standing
from promotion.allocation.queries.lines import ShareRow
from promotion.allocation.queries.names import EnvelopeName
from promotion.allocation.queries.written import Places, drafted
from promotion.allocation.rules import FIGURES, Effect, drawn_back, effects, moved, suggested, tranche
from promotion.database.handle import db
from promotion.kernel.errors import DomainError, Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import COUNTERS
from promotion.ledger.deeds import PLAN_ACTS, ActKind, Part, way_of
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act
from promotion.ledger.posting import rehearse
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.working import Worked, work_out

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
    """Raise `Refused` when a release or withdrawal by percentage no longer means the amount it was proposed with."""
    if draft.kind not in _BY_PERCENT or draft.percent is None:
        return
    try:
        amount = _BY_PERCENT[draft.kind](standing(draft.fund_id, draft.business_date), Decimal(draft.percent))
    except Invalid:
        amount = 0
    if amount != draft.total:
        raise Refused(
            N_("The position has changed since: this percentage now means %(now)s đồng, not %(then)s đồng."),
            {"now": amount, "then": draft.total},
            code="release.moved",
            cure=N_("Return or withdraw the proposal and enter the act anew."),
        )


_BY_PERCENT = {ActKind.release: tranche, ActKind.withdraw: drawn_back}


def refusal_now(scope: Scope, draft: ActDraft) -> Refused | None:
    """Return what would be refused if the act were booked now, None when nothing would."""
    return rehearsed(scope, draft)[0]


def rehearsed(scope: Scope, draft: ActDraft) -> tuple[Refused | None, Sequence[Worked]]:
    """Return what would be refused if the act were booked now, and the acts worked out, even where there is too little.

    A ceiling of an envelope that the reader does not see is left to those who do: its words hold what is there.
    """
    refusal: Refused | None
    try:
        check_percent(draft)
        return None, rehearse(draft)
    except CeilingReached as reached:
        place = ledger.envelopes([reached.envelope_id])[0]
        seen = scope.covers(home=place.home, unit_id=place.unit_id, level=place.level)
        refusal = reached if seen else None
    except Refused as refused:
        refusal = refused
    try:
        return refusal, work_out(draft, lock=False, short=True)
    except DomainError:
        return refusal, ()


def plan_effects(
    head: Head | None, draft: ActDraft, beside: int = 0, parts: Sequence[Part] | None = None
) -> tuple[Effect, ...]:
    """Return what an act of the plan changes in its fund; empty for other acts and for readers of a part.

    `beside` is listed on lines that are still to be opened (đồng); `parts` are its steps where the caller knows them.
    """
    if head is None or not head.whole:
        return ()
    parts = [part for one in draft.acts for part in drafted(one)] if parts is None else parts
    changes = moved(parts) if all(is_of_plan(one) for one in draft.acts) else {}
    if beside:
        figure = FIGURES[way_of(draft.kind)[0]]
        changes[figure] = changes.get(figure, 0) + beside
    return effects(head.position, changes)


def is_of_plan(draft: ActDraft) -> bool:
    """Tell whether an act is one of the plan, or takes one back."""
    kind = draft.kind
    if draft.reverses is not None:
        kind = ActKind(db.session.get_one(Act, draft.reverses).kind)
    return kind in PLAN_ACTS


def counter_effects(worked: Sequence[Worked], read: Places) -> tuple[CounterEffect, ...]:
    """Return the counters that acts draw on, before and after, as far as the reader sees them."""
    drawn: dict[tuple[int, str], int] = {}
    for row in (row for one in worked for row in one.rows):
        if row.source_id is not None and row.source_counter is not None:
            place = (row.source_id, row.source_counter)
            drawn[place] = drawn.get(place, 0) + row.amount
    found = [
        CounterEffect(
            read.name(envelope_id),
            COUNTERS[counter],
            getattr(read.found[envelope_id], counter),
            getattr(read.found[envelope_id], counter) - amount,
        )
        for (envelope_id, counter), amount in drawn.items()
        if read.name(envelope_id).seen
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
