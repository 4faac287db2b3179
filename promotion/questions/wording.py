"""What a question is about, in words: for pages, notices and the trail."""

from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.figures.measures import BY_KEY
from promotion.figures.model import Unit
from promotion.kernel.money import amount_text
from promotion.questions.models import Question
from promotion.questions.rules import Topic
from promotion.web.languages import chosen


def figure_of(topic: Topic, measure: str | None) -> str:
    """Return the name (a message-id) of what is asked about."""
    if topic is Topic.figure and measure is not None and measure in BY_KEY:
        return BY_KEY[measure].label
    return topic.label


def figure_name(question: Question) -> str:
    """Return the name of what is asked about, in the reader's language."""
    return _(figure_of(Topic(question.topic), question.measure))


def is_money(measure: str | None) -> bool:
    """Tell whether a figure is an amount of đồng; else it counts projects."""
    known = BY_KEY.get(measure or "")
    return known is None or known.unit is Unit.dong


def amount_text_of(measure: str | None, amount: int | None) -> str:
    """Return an amount of a figure with its unit; "…" for one that is not known."""
    if amount is None:
        return "…"
    if is_money(measure):
        return f"{amount_text(amount, chosen())} {_('đồng')}"
    return ngettext("%(num)s project", "%(num)s projects", amount)
