"""Acts in steps: those of a booked act read back from its entries, those of a draft as they would be written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.allocation.queries.names import EnvelopeName, Names, names
from promotion.allocation.steps import flipped, steps_of, words_of
from promotion.database.handle import db
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind, Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft
from promotion.ledger.models import Act, Entry, Envelope, Fund
from promotion.ledger.rules import Posting


def written(act: Act) -> list[Part]:
    """Return the steps of a booked act in order; a reversal's are those of the act it takes back, mirrored."""
    source = act if act.reverses_id is None else db.session.get_one(Act, act.reverses_id)
    rows = _postings(source.id)
    ends = {end for row in rows for end in (row.source_id, row.target_id) if end is not None}
    places = {place.id: Kind(place.kind) for place in ledger.envelopes(ends)}
    parts = steps_of(ActKind(source.kind), rows, places)
    return flipped(parts) if act.reverses_id is not None else parts


def drafted(draft: ActDraft) -> list[Part]:
    """Return the steps of an act as drafted; those of a reversal from the act that it takes back."""
    if draft.reverses is None:
        return list(draft.steps)
    return flipped(written(db.session.get_one(Act, draft.reverses)))


def _postings(act_id: int) -> list[Posting]:
    rows = db.session.scalars(select(Entry).where(Entry.act_id == act_id).order_by(Entry.id))
    return [
        Posting(row.book, row.source_id, row.source_counter, row.target_id, row.target_counter, row.amount)
        for row in rows
    ]


@dataclass(frozen=True)
class Places:
    """The envelopes of steps and all above them, by id, with their names: read once for all that a page says."""

    scope: Scope
    fund: Fund
    found: Mapping[int, Envelope]
    called: Names

    def name(self, place_id: int) -> EnvelopeName:
        """Return how an envelope is called."""
        return self.called.envelope(self.found[place_id], self.fund.code)

    def unit(self, place_id: int) -> str:
        """Return the name of an envelope's unit."""
        return self.called.unit(self.found[place_id].unit_id)


def places_of(
    scope: Scope, language: str, fund: Fund, ids: Collection[int], unit_ids: Collection[int] = ()
) -> Places:
    """Read envelopes of a fund and all above them, with their names and those of more units."""
    up = select(Envelope.id, Envelope.parent_id).where(Envelope.id.in_(sorted(ids))).cte("up", recursive=True)
    up = up.union(select(Envelope.id, Envelope.parent_id).join(up, Envelope.id == up.c.parent_id))
    query = select(Envelope).where(Envelope.id.in_(select(up.c.id))).order_by(Envelope.id)
    found = {place.id: place for place in db.session.scalars(query)} if ids else {}
    called = names(
        scope,
        language,
        fund.budget_year,
        unit_ids={place.unit_id for place in found.values()} | set(unit_ids),
        project_ids={place.project_id for place in found.values() if place.project_id is not None},
    )
    return Places(scope, fund, found, called)


def ends(parts: Collection[Part]) -> set[int]:
    """Return the envelopes that steps name, those opposite included."""
    return {place for part in parts for place in (part.envelope_id, part.to_id) if place is not None}


@dataclass(frozen=True)
class StepRow:
    """One step in words: what is done with which place of which unit, in đồng; `to` is the place that it lands on."""

    words: str
    place: EnvelopeName
    unit: str
    amount: int
    back: bool
    to: EnvelopeName | None = None


def step_rows(
    scope: Scope, language: str, fund: Fund, parts: Collection[Part], read: Places | None = None
) -> tuple[StepRow, ...]:
    """Return steps in words, in order, as far as the reader sees their places or where they come from.

    `read` holds their places where the caller has read them already.
    """
    read = read or places_of(scope, language, fund, ends(parts))
    return tuple(
        StepRow(
            words_of(part.way),
            read.name(part.envelope_id),
            read.unit(part.envelope_id),
            part.amount,
            part.back,
            read.name(part.to_id) if part.to_id is not None else None,
        )
        for part in parts
        if read.name(part.envelope_id).seen
        or _sees_giver(scope, part, read.found.get(read.found[part.envelope_id].parent_id or 0))
    )


def _sees_giver(scope: Scope, part: Part, giver: Envelope | None) -> bool:
    """Tell whether a reader sees the place above, from which a step gives or to which it goes back."""
    return (
        giver is not None
        and part.step in {Step.share, Step.assign}
        and scope.covers(home=giver.home, unit_id=giver.unit_id, level=giver.level)
    )


# Step → the figures of its own place and of the one above that it moves: attribute, direction.
_MOVED: dict[Step, tuple[tuple[str, int], ...]] = {
    Step.request: (("requested", 1),),
    Step.list: (("listed", 1),),
    Step.share: (("released", 1), ("money", 1)),
    Step.assign: (("assigned", 1), ("money", 1)),
}
_WORDS: dict[tuple[Kind, str], str] = {
    (Kind.line, "requested"): N_("Requested"),
    (Kind.line, "listed"): N_("Listed"),
    (Kind.line, "assigned"): N_("Assigned"),
    (Kind.line, "money"): N_("Assigned, not yet spent"),
    (Kind.share, "released"): N_("Received"),
    (Kind.share, "money"): N_("Received, not yet assigned"),
}


@dataclass(frozen=True)
class Change:
    """One figure of one place before and after an act (đồng)."""

    envelope_id: int
    place: EnvelopeName
    unit: str
    figure: str
    before: int
    by: int

    @property
    def after(self) -> int:
        """The figure once the act is booked, in đồng."""
        return self.before + self.by


def changes(scope: Scope, language: str, draft: ActDraft) -> tuple[Change, ...]:
    """Return the figures of units and lines that an act of the plan moves, units first, as far as the reader sees."""
    parts = [part for one in draft.acts for part in drafted(one)]
    fund = db.session.get_one(Fund, draft.fund_id)
    return changes_by(parts, places_of(scope, language, fund, ends(parts)))


def changes_by(parts: Sequence[Part], read: Places) -> tuple[Change, ...]:
    """Return the same of steps whose places the caller has read."""
    sums: dict[tuple[int, str], int] = {}
    for part in parts:
        for figure, by in _MOVED.get(part.step, ()):
            _add(sums, part.envelope_id, figure, -by * part.amount if part.back else by * part.amount)
        share = read.found[part.envelope_id].parent_id
        if part.step is Step.assign and share is not None:
            _add(sums, share, "money", part.amount if part.back else -part.amount)
    rows = [
        Change(
            place,
            read.name(place),
            read.unit(place),
            _WORDS[Kind(read.found[place].kind), figure],
            getattr(read.found[place], figure),
            by,
        )
        for (place, figure), by in sums.items()
        if by
    ]
    seen = [row for row in rows if row.place.seen]
    return tuple(sorted(seen, key=lambda row: (row.place.kind is not Kind.share, row.unit, row.envelope_id)))


def _add(sums: dict[tuple[int, str], int], place: int, figure: str, by: int) -> None:
    sums[place, figure] = sums.get((place, figure), 0) + by
