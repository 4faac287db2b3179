"""Rows of a ledger book in words, for the page and the workbook."""

from flask_babel import gettext as _

from promotion.kernel.calendar import date_text
from promotion.kernel.text import mark as N_
from promotion.ledgerbooks.books import Book
from promotion.ledgerbooks.drafts import BookQuestion, Order
from promotion.ledgerbooks.queries import BookRow, Other
from promotion.ledgerbooks.running import Running
from promotion.ledgerbooks.subjects import Subject
from promotion.web.languages import chosen

_KINDS = {"fund": N_("Fund"), "unit": N_("Unit"), "project": N_("Project")}


def heading(book: Book) -> str:
    """Say whose book it is: kind, name, budget year, and of a unit the fund when it is one only."""
    name = " – ".join(part for part in (book.title, book.detail) if part)
    year = _("all budget years") if book.year is None else _("budget year %(year)s", year=book.year)
    return f"{_(_KINDS[book.kind])}: {name}; {year}"


def running_words(line: Running, question: BookQuestion) -> str:
    """Name a total between rows by its month, and its quarter where one ends."""
    month = f"{line.month:%m/%Y}"
    if line.quarter is None:
        words = _("To the end of month %(month)s", month=month)
    else:
        words = _(
            "To the end of month %(month)s, quarter %(quarter)s",
            month=month,
            quarter=_QUARTERS[line.quarter - 1],
        )
    return words if question.order is Order.day else _("%(words)s, as known then", words=words)


_QUARTERS = ("I", "II", "III", "IV")


def act_words(row: BookRow) -> str:
    """Return the kind of an act with what it takes back or what took it back, and whether it opens the ledger."""
    parts = [_(row.kind.label)]
    if row.opening:
        parts.append(_("opening balance"))
    if row.takes_back:
        parts.append(_("takes back act no. %(number)s of %(day)s", **_named(row.takes_back)))
    if row.taken_back:
        parts.append(_("taken back by act no. %(number)s of %(day)s", **_named(row.taken_back)))
    if row.corrects:
        parts.append(_("enters act no. %(number)s of %(day)s anew", **_named(row.corrects)))
    if row.happened:
        parts.append(_("adjustment: happened on %(day)s", day=date_text(row.happened, chosen())))
    return "; ".join(parts)


def _named(other: Other) -> dict[str, str]:
    return {"number": str(other.number), "day": date_text(other.day, chosen())}


def about(subject: Subject) -> str:
    """Say what an act is about in one line."""
    said = [
        " – ".join(part for part in (place.name, place.detail, place.contract) if part)
        for place in subject.places
    ]
    left = subject.count - len(subject.places)
    if left:
        said.append(_("and %(count)s more", count=left))
    return "; ".join(said)
