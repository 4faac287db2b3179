"""The forms in which input reaches this room."""

from dataclasses import dataclass
from datetime import date

from promotion.figures.model import Question as FigureQuestion
from promotion.kernel.choices import Level
from promotion.questions.rules import Outcome, State, Topic


@dataclass(frozen=True)
class About:
    """What is asked about: a figure (its question, measure and row), or a contract or an act by its public id."""

    topic: Topic
    figure: FigureQuestion | None = None
    measure: str = ""
    row: str = ""
    key: str = ""


@dataclass(frozen=True)
class AskDraft:
    """A question to one or several units (codes), to be answered by a day."""

    about: About
    units: tuple[str, ...]
    due: date
    text: str


@dataclass(frozen=True)
class AnswerDraft:
    """An answer; `act` is the public id of an act that shows it, None without one."""

    text: str
    act: str | None = None


@dataclass(frozen=True)
class DueDraft:
    """Another due date, and why: an answer that does not do, or more time."""

    text: str
    due: date


@dataclass(frozen=True)
class CloseDraft:
    """How a question ended."""

    outcome: Outcome
    text: str


@dataclass(frozen=True)
class ListQuestion:
    """Which questions are listed. `mine` is "by" for those that the reader put, "to" for those that the reader's units
    are to answer; provinces are keys, units row ids. Questions about money of both levels are of each level. `fund` is
    the label of one that the reader sees.
    """

    state: State | None = None
    unit_id: int | None = None
    homes: frozenset[str] | None = None
    year: int | None = None
    level: Level | None = None
    fund: str | None = None
    mine: str = ""
    words: str = ""
    sort: str = "due"
