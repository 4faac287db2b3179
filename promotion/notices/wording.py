"""What a notice says, for the pages of two rooms."""

from datetime import date

from promotion.kernel.calendar import date_text
from promotion.kernel.money import percent_text
from promotion.notices.queries import NoticeRow
from promotion.notices.rules import WORDS
from promotion.web.languages import chosen, say


def words(row: NoticeRow) -> str:
    """Return what a notice says, in the reader's language."""
    facts, asked = row.facts, row.question
    if asked is not None:
        return say(
            WORDS[row.kind],
            {
                "figure": say(asked.figure),
                "about": asked.about,
                "due": _day(asked.due),
                "before": _day(asked.before),
                "by": asked.by,
                "unit": asked.unit,
                "text": asked.text,
            },
        )
    if facts is None:
        return ""
    return say(
        WORDS[row.kind],
        {
            "fund": facts.fund,
            "document": facts.document,
            "amount": facts.amount,
            "percent": percent_text(row.percent, chosen()),
            "listed": facts.listed,
            "received": facts.received,
            "waiting": facts.waiting,
        },
    )


def _day(iso: str) -> str:
    return date_text(date.fromisoformat(iso), chosen()) if iso else ""
