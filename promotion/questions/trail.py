"""How questions stand in the trail."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter
from promotion.audit.models import AuditLine
from promotion.kernel.text import mark as N_
from promotion.questions import queries
from promotion.questions.models import Question
from promotion.questions.rules import Outcome


def subject(question: Question) -> Subject:
    """Return a question, called by what it is about. It belongs to the asked unit alone: a neighbour office of the same
    province does not find it.
    """
    return Subject("question", question.id, question.label, question.unit_id, None, question.level)


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "figure": _,
        "due": readers.day,
        "day": readers.day,
        "shown": readers.dong,
        "outcome": readers.choice(Outcome),
    }


def _addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    found = queries.public_ids(actor, ids)
    return {key: url_for("questions.show", public_id=public_id) for key, public_id in found.items()}


def enter_words() -> None:
    """Tell the trail of questions; called once, when the house is opened."""
    enter(
        Kind(
            key="question",
            label=N_("Question on a figure"),
            permission=MONEY_READ,
            acts={
                "questions.ask": N_("Put the question"),
                "questions.answer": N_("Answered the question"),
                "questions.again": N_("Asked again"),
                "questions.move": N_("Moved the due date of the question"),
                "questions.close": N_("Closed the question"),
            },
            fields={
                "figure": N_("Figure asked about"),
                "shown": N_("Amount shown then"),
                "count": N_("Number shown then"),
                "day": N_("As of day"),
                "due": N_("Answer due by"),
                "text": N_("Text"),
                "outcome": N_("How the question ended"),
                "evidence": N_("Shown by act no."),
            },
            readers=_readers,
            addresses=_addresses,
        )
    )
