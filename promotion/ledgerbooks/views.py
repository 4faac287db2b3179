"""Pages: which ledger books there are, and the book of a fund, a unit or a project, on screen, for paper, as a file."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.kernel.calendar import now, today
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledgerbooks import books, sheet
from promotion.ledgerbooks.books import Book, with_columns
from promotion.ledgerbooks.drafts import BookQuestion, Order, Position
from promotion.ledgerbooks.forms import BookFilter
from promotion.ledgerbooks.queries import PER_PAGE, page_of
from promotion.ledgerbooks.running import lines
from promotion.ledgerbooks.wording import heading, running_words
from promotion.sheets import sent
from promotion.web.languages import chosen
from promotion.web.pages import page

Answer = Response | tuple[str, int]
ON_PAPER = 2000
"""The most acts of a book on one page for paper."""
_LONGEST = 12
"""Digits of an act's number in an address."""


@guard.requires(MONEY_READ)
def index() -> tuple[str, int]:
    """List the books of a budget year: its funds and the units that have money in it."""
    scope = guard.scope()
    years = ledger.years(scope)
    usual = today().year if today().year in years or not years else years[0]
    year = _year(years) or usual
    return page(
        "ledgerbooks/index.html",
        year=year,
        years=[(str(known), str(known)) for known in years],
        funds=ledger.funds(scope, year),
        units=books.units_of(scope, chosen(), year),
    )


@guard.requires(MONEY_READ)
def fund(public_id: str) -> tuple[str, int]:
    """Show the book of a fund."""
    return _show(books.of_fund(guard.scope(), chosen(), public_id))


@guard.requires(MONEY_READ)
def fund_workbook(public_id: str) -> Answer:
    """Give the book of a fund as a workbook."""
    return _file(books.of_fund(guard.scope(), chosen(), public_id))


@guard.requires(MONEY_READ)
def unit(public_id: str) -> tuple[str, int]:
    """Show the book of a unit in a budget year."""
    return _show(_of_unit(public_id))


@guard.requires(MONEY_READ)
def unit_workbook(public_id: str) -> Answer:
    """Give the book of a unit as a workbook."""
    return _file(_of_unit(public_id))


@guard.requires(MONEY_READ)
def project(public_id: str) -> tuple[str, int]:
    """Show the book of a project."""
    return _show(_of_project(public_id))


@guard.requires(MONEY_READ)
def project_workbook(public_id: str) -> Answer:
    """Give the book of a project as a workbook."""
    return _file(_of_project(public_id))


def _of_unit(public_id: str) -> Book:
    found = books.of_unit(guard.scope(), chosen(), public_id, None, None)
    year, fund_id = _year(found.years), request.args.get("fund") or None
    if year in {None, found.year} and fund_id is None:
        return found
    return books.of_unit(guard.scope(), chosen(), public_id, year, fund_id)


def _of_project(public_id: str) -> Book:
    found = books.of_project(guard.scope(), public_id, None)
    year = _year(found.years)
    return found if year is None else books.of_project(guard.scope(), public_id, year)


def _year(known: Iterable[int]) -> int | None:
    """Return the year of the address when it is one of those offered."""
    asked = request.args.get("year", "")
    return next((year for year in known if str(year) == asked), None)


def _show(book: Book) -> tuple[str, int]:
    form, paper = _filter(), request.args.get("print") == "yes"
    shown: dict[str, object] = {"question": None, "found": None}
    if form.understood():
        question = form.question(_place(request.args.get("after", "")))
        found = page_of(guard.scope(), chosen(), book, question, ON_PAPER if paper else PER_PAGE)
        book = with_columns(book, *found.sums)
        shown = {
            "question": question,
            "found": found,
            "lines": list(lines(found, question)),
            "following": _next(question, found.rows[-1].position) if found.following else None,
            "as_of": min(question.last or today(), today()),
        }
    return page(
        "ledgerbooks/paper.html" if paper else "ledgerbooks/book.html",
        form=form,
        book=book,
        urls=_urls(book),
        years=[(str(year), str(year)) for year in book.years],
        funds=[(one.public_id, one.code) for one in book.funds],
        heading=heading,
        running_words=running_words,
        reader=guard.actor().name,
        made=now(),
        **shown,
    )


def _file(book: Book) -> Answer:
    form = _filter()
    if not form.understood():
        return _show(book)
    question = form.question(None)
    found = page_of(guard.scope(), chosen(), book, question, sheet.LIMIT)
    book = with_columns(book, *found.sums)
    made = sheet.workbook(book, question, found, form.in_force(), guard.actor().name)
    return sent(made, sheet.file_name(book, made))


def _filter() -> BookFilter:
    form = BookFilter()
    form.kind.offer(((str(kind), _(kind.label)) for kind in ActKind), blank="")
    form.corrected.offer([("yes", _("Only acts taken back and what took them back"))], blank="")
    form.order.offer(((str(order), _(order.label)) for order in Order), blank="")
    return form


def _urls(book: Book) -> dict[str, str]:
    """Return the addresses of the same book on screen, for paper and as a file, with what is asked of it."""
    screen = url_for(f"ledgerbooks.{book.kind}", public_id=book.key)
    file = url_for(f"ledgerbooks.{book.kind}_workbook", public_id=book.key)
    kept = {key: value for key, value in request.args.items() if key not in {"after", "print"}}
    query = f"?{urlencode(kept)}" if kept else ""
    return {
        "plain": screen,
        "screen": screen + query,
        "file": file + query,
        "paper": f"{screen}?{urlencode({**kept, 'print': 'yes'})}",
    }


def _place(text: str) -> Position | None:
    """Read the place after which a page goes on, "117" or "117.2024-09-30"; the first page for anything else."""
    number, _dot, day = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST):
        return None
    try:
        return Position(int(number), date.fromisoformat(day) if day else date.min)
    except ValueError:
        return None


def _next(question: BookQuestion, last: Position) -> str:
    """Return what the address says of the place after which the next page goes on."""
    return str(last.number) if question.order is Order.number else f"{last.number}.{last.day}"
