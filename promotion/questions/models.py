"""Questions and the steps of their history. Both tables are only ever added to (migration 0026)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain, try_again_on
from promotion.kernel.text import mark as N_
from promotion.questions.rules import Outcome, Step, Topic

# Two steps upon the same one: the second runs again and finds that it was overtaken.
for _name in ("uq_question_entry_number", "question_entry.question_id, question_entry.number"):
    try_again_on(_name)


def _one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Question(PublicId, Base):
    """A question to one unit about a figure, a contract's uncleared advances or an act.

    `home`, `level` and `unit_id` are the asked unit's seat, the level of the figure (None is both) and the unit itself.
    `label` says what it is about, `amount` (đồng, or a number of projects) what was shown at the end of `day`; both
    stay as they were. `address` asks for the same figure again: without a day it asks for today's.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(_one_of("topic", *Topic), name="topic"),
        CheckConstraint("level IN ('national', 'local')", name="level"),
        CheckConstraint("(topic = 'figure') = (measure IS NOT NULL)", name="figure"),
        CheckConstraint("(topic = 'contract') = (envelope_id IS NOT NULL)", name="contract"),
        CheckConstraint("(topic = 'act') = (act_id IS NOT NULL)", name="act"),
        Index(None, "unit_id"),
        Index(None, "asked_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    home: Mapped[str | None]
    level: Mapped[str | None]
    budget_year: Mapped[int]
    measure: Mapped[str | None]
    row_key: Mapped[str | None]
    address: Mapped[dict[str, Any]]
    envelope_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    label: Mapped[str]
    amount: Mapped[int | None]
    day: Mapped[date]
    asked_by: Mapped[int]
    asker_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    asked_at: Mapped[datetime]
    search_key: Mapped[str]


class Entry(Base):
    """One step: who did it, when, what was written, and until when an answer is due from then on.

    The number of the last step is the version of the question: of two steps upon the same one, one is refused.
    """

    __tablename__ = "question_entry"
    __table_args__ = (
        UniqueConstraint("question_id", "number", name="uq_question_entry_number"),
        CheckConstraint(_one_of("step", *Step), name="step"),
        CheckConstraint("(step = 'asked') = (number = 1)", name="first"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(_one_of("outcome", *Outcome), name="outcome"),
        CheckConstraint("(step = 'closed') = (outcome IS NOT NULL)", name="closed"),
        CheckConstraint("act_id IS NULL OR step = 'answered'", name="evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    step: Mapped[str]
    text: Mapped[str]
    due: Mapped[date]
    outcome: Mapped[str | None]
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    made_by: Mapped[int]
    made_at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    ended = Explanation(
        "questions.closed",
        N_("This question is closed: nothing is added to it any more."),
        N_("Put a new question."),
    )
    explain("question_closed", ended)


enter_words()
