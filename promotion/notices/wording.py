"""What a notice says, for the pages of two rooms."""

from promotion.kernel.money import percent_text
from promotion.notices.queries import NoticeRow
from promotion.notices.rules import WORDS
from promotion.web.languages import chosen, say


def words(row: NoticeRow) -> str:
    """Return what a notice says, in the reader's language."""
    facts = row.facts
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
