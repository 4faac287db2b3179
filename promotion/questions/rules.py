"""What a question may be about, how it goes on, and until when it may be due. Plain Python."""

from collections.abc import Sequence
from datetime import date, timedelta

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Fault
from promotion.kernel.text import mark as N_

LONGEST_TEXT = 2000
LONGEST_TERM = timedelta(days=366)
USUAL_TERM = timedelta(days=14)


class Topic(Choice):
    """What a question is about."""

    figure = "figure", N_("Figure")
    contract = "contract", N_("Uncleared advances of a contract")
    act = "act", N_("Amount of an act")


class Step(Choice):
    """One step in the history of a question."""

    asked = "asked", N_("Asked")
    answered = "answered", N_("Answered")
    again = "again", N_("Asked again")
    moved = "moved", N_("Due date moved")
    closed = "closed", N_("Question closed")


class State(Choice):
    """Where a question stands on a day: it follows from its last step and its due date."""

    overdue = "overdue", N_("Overdue")
    open = "open", N_("Waits for an answer")
    answered = "answered", N_("Answered, to be closed")
    closed = "closed", N_("Question closed")


class Outcome(Choice):
    """How a question ended."""

    explained = "explained", N_("Explained")
    corrected = "corrected", N_("Figure corrected")
    unchanged = "unchanged", N_("No change")
    withdrawn = "withdrawn", N_("Withdrawn")


OPEN = frozenset({Step.asked, Step.again, Step.moved})
"""Last steps after which the asked unit has to answer."""

FROM: dict[Step, frozenset[Step]] = {
    Step.answered: OPEN,
    Step.moved: OPEN,
    Step.again: frozenset({Step.answered}),
    Step.closed: OPEN | {Step.answered},
}
"""After which last step each further step may follow. Nothing follows the last one."""


def state_of(last: Step, due: date, today: date) -> State:
    """Return where a question stands on a day; due today is not overdue yet."""
    if last in OPEN:
        return State.overdue if due < today else State.open
    return State.answered if last is Step.answered else State.closed


def outcomes(last: Step) -> Sequence[Outcome]:
    """Return how a question may end now: without an answer it can only be withdrawn."""
    return tuple(Outcome) if last is Step.answered else (Outcome.withdrawn,)


def due_fault(due: date, today: date) -> Fault | None:
    """Return what is wrong with a due date, None when it may stand."""
    if due <= today:
        return Fault("due", N_("The due date must lie after today."))
    if due > today + LONGEST_TERM:
        return Fault("due", N_("The due date lies more than a year ahead."))
    return None


def text_fault(text: str, field: str = "text") -> Fault | None:
    """Return what is wrong with a text, None when it may stand."""
    if not text:
        return Fault(field, N_("Please write what it is about."))
    if len(text) > LONGEST_TEXT:
        return Fault(
            field,
            N_("The text has %(count)s signs; at most %(most)s are kept."),
            {"count": str(len(text)), "most": str(LONGEST_TEXT)},
        )
    return None
