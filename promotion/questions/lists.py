"""Rows of questions with their words, a bounded number of statements for any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from promotion.access.actor import Actor
from promotion.accounts import queries as accounts
from promotion.kernel.calendar import business_day
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act
from promotion.questions import queries
from promotion.questions.models import Entry, Question
from promotion.questions.queries import Found
from promotion.questions.rules import Topic
from promotion.questions.wording import amount_text_of, figure_name
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.wording import unit_label


@dataclass(frozen=True)
class QuestionRow:
    """A question as lists show it: the figure's name, its amount then, who is asked, who asked (person, office)."""

    found: Found
    figure: str
    amount: str
    unit: str
    asker: str
    office: str

    @property
    def asked_on(self) -> date:
        """The day on which it was put, in Viet Nam."""
        return business_day(self.found.question.asked_at)


@dataclass(frozen=True)
class Told:
    """One step of the history: who did it, for which office, and the act that shows an answer."""

    entry: Entry
    who: str
    act: Act | None


def rows_of(found: Sequence[Found], language: str) -> list[QuestionRow]:
    """Return questions with their words: two statements."""
    asked = [one.question for one in found]
    ids = {one.unit_id for one in asked} | {
        one.asker_unit_id for one in asked if one.asker_unit_id is not None
    }
    named, people = units.by_ids(ids), accounts.names({one.asked_by for one in asked})
    return [_row(one, named, people, language) for one in found]


def _row(found: Found, named: Mapping[int, Unit], people: Mapping[int, str], language: str) -> QuestionRow:
    question = found.question
    office = named.get(question.asker_unit_id or 0)
    return QuestionRow(
        found,
        figure_name(question),
        amount_text_of(question.measure, question.amount),
        unit_label(named[question.unit_id], language),
        people.get(question.asked_by, "–"),
        unit_label(office, language) if office is not None else "",
    )


def told_of(actor: Actor, entries: Sequence[Entry]) -> list[Told]:
    """Return the steps of a history with their words; an act is named to who sees it."""
    people = accounts.names({entry.made_by for entry in entries})
    acts = queries.acts(actor, {entry.act_id for entry in entries if entry.act_id is not None})
    return [Told(entry, people.get(entry.made_by, "–"), acts.get(entry.act_id or 0)) for entry in entries]


def key_of(question: Question) -> str:
    """Return the public id of the contract or act that a question is about, "" for a figure."""
    if question.topic == Topic.contract and question.envelope_id is not None:
        return next(iter(ledger.envelopes([question.envelope_id]))).public_id
    if question.topic == Topic.act and question.act_id is not None:
        return queries.act_key(question.act_id)
    return ""
