"""An act's entries read back into the steps that they were written from. Plain Python.

The ledger writes every step as a fixed row of entries, so the way back is exact: pages say acts in steps, and a
correction fills its form with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from promotion.kernel.text import mark as N_
from promotion.ledger.books import MOVES, SUBJECT, Kind, Step, path_of
from promotion.ledger.deeds import DEEDS, PAYMENTS, ActKind, Part, Way
from promotion.ledger.rules import Posting, mirrored

CORRECTED = frozenset(ActKind) - {
    *(ActKind.final_pay, ActKind.liquidate, ActKind.withdraw),
    *(ActKind.cancel, ActKind.carry_over, ActKind.close, ActKind.fail, ActKind.reverse),
}
"""Kinds of acts that are corrected on a form: each amount stands on one place. The others are taken back and entered
anew, because what they come to follows from what is there."""

# What a step does with its place, forward and back: said beside the place.
WORDS: dict[Step, tuple[str, str]] = {
    Step.request: (N_("Asked for"), N_("Asked for less")),
    Step.approve: (N_("Added to the plan"), N_("Taken off the plan")),
    Step.list: (N_("Listed amount raised"), N_("Listed amount lowered")),
    Step.release: (N_("Released to the fund"), N_("Taken back from the fund")),
    Step.share: (N_("Given to the unit"), N_("Taken back from the unit")),
    Step.assign: (N_("Assigned to the project"), N_("Taken back from the project")),
    Step.commit: (N_("Contract value raised"), N_("Contract value lowered")),
    Step.advance: (N_("Advanced"), N_("Advance refunded")),
    Step.pay: (N_("Paid for accepted work"), N_("Payment for accepted work taken back")),
    Step.prepay: (N_("Paid before acceptance"), N_("Payment before acceptance taken back")),
    Step.accept: (N_("Work accepted"), N_("Acceptance taken back")),
    Step.clear: (N_("Advance cleared with accepted work"), N_("Clearing of an advance undone")),
    Step.settle: (N_("Settled"), N_("Settlement taken back")),
    Step.demand: (N_("To be recovered"), N_("No longer to be recovered")),
    Step.recover: (N_("Recovered"), N_("Recovery taken back")),
    Step.give_back: (N_("Refunded after the year's close"), N_("Refund after the year's close taken back")),
    Step.lapse_plan: (N_("Unlisted plan lapses"), N_("Unlisted plan revives")),
    Step.lapse_release: (N_("Unreleased plan lapses"), N_("Unreleased plan revives")),
    Step.lapse_line: (N_("Waiting part lapses"), N_("Waiting part revives")),
    Step.cancel_fund: (N_("Fund's unused money cancelled"), N_("Fund's cancelled money revives")),
    Step.cancel_share: (N_("Unit's unused money cancelled"), N_("Unit's cancelled money revives")),
    Step.cancel_line: (N_("Project's unused money cancelled"), N_("Project's cancelled money revives")),
    Step.carry_share: (N_("Unit's money carried over"), N_("Unit's money brought back")),
    Step.carry_line: (N_("Project's money carried over"), N_("Project's money brought back")),
    Step.carry_right: (N_("Waiting part carried over"), N_("Waiting part brought back")),
    Step.carry_room: (N_("Room for contracts carried over"), N_("Room for contracts brought back")),
    Step.carry_owed: (N_("What the contract owes carried over"), N_("What the contract owes brought back")),
    Step.carry_work: (N_("Work to be accepted carried over"), N_("Work to be accepted brought back")),
    Step.carry_due: (N_("Accepted, unpaid work carried over"), N_("Accepted, unpaid work brought back")),
    Step.carry_advance: (N_("Uncleared advance carried over"), N_("Uncleared advance brought back")),
}


def words_of(way: Way) -> str:
    """Return what a step does with its place, as a message-id."""
    step, back = way
    return WORDS[step][back]


def steps_of(kind: ActKind, rows: Sequence[Posting], places: Mapping[int, Kind]) -> list[Part]:
    """Return the steps that an act's entries were written from, in order.

    `kind` is that of the act whose entries they are; for a reversal hand in what it takes back. `places` says of which
    kind each envelope is: some steps differ by nothing else. Raises `ValueError` for entries that such an act never
    writes.
    """
    found: list[Part] = []
    at = 0
    while at < len(rows):
        part = _next(DEEDS[kind].ways, rows[at:], places)
        found.append(part)
        at += len(MOVES[part.step])
    return found


def _next(ways: Iterable[Way], rows: Sequence[Posting], places: Mapping[int, Kind]) -> Part:
    for step, back in ways:
        some = rows[: len(MOVES[step])]
        written = [mirrored(row) for row in reversed(some)] if back else list(some)
        if _fits(step, written):
            part = _part(step, written, back=back)
            if places[part.envelope_id] is SUBJECT[step]:
                return part
    message = "these entries are of another act"
    raise ValueError(message)


def _fits(step: Step, rows: Sequence[Posting]) -> bool:
    moves = MOVES[step]
    return (
        len(rows) == len(moves)
        and len({row.amount for row in rows}) == 1
        and all(
            (str(move.book), path_of(move)) == (row.book, _path(row))
            for move, row in zip(moves, rows, strict=True)
        )
    )


def _path(row: Posting) -> str:
    return f"{row.source_counter or 'outside'}>{row.target_counter or 'outside'}"


def _part(step: Step, rows: Sequence[Posting], *, back: bool) -> Part:
    here: int | None = None
    there: int | None = None
    for move, row in zip(MOVES[step], rows, strict=True):
        if move.source is not None and move.source[0] is SUBJECT[step]:
            here = row.source_id
        if move.target is not None and move.target[0] is SUBJECT[step]:
            if move.across:
                there = row.target_id
            else:
                here = row.target_id
    return Part(step, here or 0, rows[0].amount, back, there)


def flipped(parts: Sequence[Part]) -> list[Part]:
    """Return what takes steps back: each as its mirror, the last one first."""
    return [replace(part, back=not part.back) for part in reversed(parts)]


def as_entered(kind: ActKind, parts: Iterable[Part]) -> list[Part]:
    """Return the steps as a person entered them: one amount for each place and step.

    What the ledger split a payment or a refund into is one amount again, and clearings that followed by themselves
    are left out.
    """
    split = kind in PAYMENTS or kind is ActKind.refund
    sums: dict[tuple[Step, int, bool, int | None], int] = {}
    for part in parts:
        if split and part.step is Step.clear:
            continue
        step = Step.pay if split and part.step is Step.prepay else part.step
        key = (step, part.envelope_id, part.back, part.to_id)
        sums[key] = sums.get(key, 0) + part.amount
    return [Part(step, place, amount, back, to) for (step, place, back, to), amount in sums.items()]
