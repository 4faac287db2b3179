"""A ledger book as a workbook: one sheet, every act, live sums that are held against the ledger's own counters."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from promotion.kernel.calendar import VIETNAM, date_text, moment_text, now
from promotion.kernel.money import number_text
from promotion.ledgerbooks.books import Book
from promotion.ledgerbooks.drafts import BookQuestion
from promotion.ledgerbooks.queries import BookPage, BookRow
from promotion.ledgerbooks.running import Running, lines
from promotion.ledgerbooks.wording import about, act_words, heading, running_words
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Day, Kind, Ref, Sum, Text, Verdict
from promotion.sheets.declaration import (
    Column,
    Footer,
    Line,
    Part,
    Row,
    RowLevel,
    Sheet,
    Style,
    Table,
    Workbook,
)
from promotion.web.languages import chosen
from promotion.web.values import filters_said

LIMIT = 10_000
"""The most acts of a workbook: what office programs open and print without trouble."""
OPENING, SHOWN, OTHERS, CLOSING, LEDGER = "opening", "shown", "others", "closing", "ledger"


def file_name(book: Book, made: Workbook) -> str:
    """Name the file in plain letters: ledger-book_fund_KCQG-2024_20240930_0815.xlsx."""
    name = book.code or book.title
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return f"ledger-book_{book.kind}_{plain}_{made.made.astimezone(VIETNAM):%Y%m%d_%H%M}.xlsx"


def workbook(
    book: Book, question: BookQuestion, page: BookPage, in_force: Sequence[Mapping[str, str]], reader: str
) -> Workbook:
    """Declare the workbook of a book; `page` must hold all acts asked for, or the first `LIMIT` of them."""
    made, columns = now(), _columns(book)
    rows = tuple(_rows(book, question, page))
    head: tuple[Line, ...] = (
        *blocks.title(
            columns,
            _("Book of money").upper(),
            (heading(book), filters_said(in_force)),
        ),
        *(
            blocks.paragraph(columns, Text(text), style)
            for text, style in _guarantees(page, reader, moment_text(made, chosen()))
        ),
        *blocks.unit_line(columns, _("Unit: %(unit)s", unit=_("đồng"))),
    )
    footer = Footer(
        _("Ledger book of %(name)s, made %(moment)s", name=book.title, moment=moment_text(made, chosen())),
        _("Page %(page)s/%(pages)s", page="%(page)s", pages="%(pages)s"),
    )
    table = Table(rows, numbered=False, filtered=True, size=9, least=13)
    sheet = Sheet("book", _("Book of money"), columns, (*head, table, *_signatures(columns)))
    return Workbook(_("Ledger book of %(name)s", name=book.title), reader, made, footer, (sheet,))


def _guarantees(page: BookPage, reader: str, moment: str) -> Iterator[tuple[str, Style]]:
    """Yield what the sheet guarantees, as paragraphs."""
    yield (
        _(
            "%(count)s booked acts that %(reader)s may see, as they stood at %(moment)s (time of Viet Nam). Acts are "
            "never altered: what was wrong was taken back by a further act, and both stand here, pointing at each "
            "other. The last rows hold the sum of the rows against the ledger's own counters.",
            count=number_text(len(page.rows), chosen()),
            reader=reader,
            moment=moment,
        ),
        Style(bold=True, top=True),
    )
    if page.following is not None:
        yield (
            _(
                "These are the first %(count)s of %(all)s acts: a workbook holds no more. Narrow the period to get the "
                "others; what they moved stands in one row.",
                count=number_text(len(page.rows), chosen()),
                all=number_text(page.count, chosen()),
            ),
            Style(bold=True, top=True),
        )


def _columns(book: Book) -> tuple[Column, ...]:
    return (
        Column("number", _("Act no."), 14, Kind.centred),
        Column("day", _("Counts from"), 20, Kind.day),
        Column("known", _("Known on"), 20, Kind.day),
        Column("act", _("Act"), 40),
        Column("document", _("Document"), 28),
        Column("document_day", _("Document of"), 20, Kind.day),
        Column("issuer", _("Issuer"), 34),
        Column("about", _("About"), 60),
        Column("amount", _("Amount of the act"), 28, Kind.dong),
        *(
            Column(measure.key, _(measure.label), 28, Kind.dong, band=_("What it moved"))
            for measure in book.measures
        ),
    )


def _rows(book: Book, question: BookQuestion, page: BookPage) -> Iterator[Row]:
    keys = [measure.key for measure in book.measures]
    acts = [f"act:{row.number}" for row in page.rows]
    cut = question.partial or page.following is not None
    opening: list[str] = []
    if question.first is not None:
        opening = [OPENING]
        yield _total(OPENING, _("Opening balance on %(day)s", day=date_text(question.first, chosen())), _given(
            page.opening, keys
        ))  # fmt: skip
    for line in lines(page, question):
        if isinstance(line, Running):
            words = running_words(line, question)
            yield _total(f"month:{line.month:%Y%m}", words, _given(line.values, keys), RowLevel.group)
        else:
            yield Row(f"act:{line.number}", _act(line, keys))
    leading = acts
    if cut:
        yield _total(SHOWN, _("Sum of the acts shown"), _added(acts, keys))
        yield _total(OTHERS, _("Other acts of the period"), _given(_left_out(page), keys))
        leading = [SHOWN, OTHERS]
    yield _total(CLOSING, _("Closing balance"), _added([*opening, *leading], keys))
    yield _total(LEDGER, _("The ledger's own counters"), _given(page.closing, keys))
    agree = {
        key: Verdict(Ref(CLOSING, key), Ref(LEDGER, key), _("agrees"), _("DIFFERS"))
        for key in keys
    }  # fmt: skip
    yield _total("check", _("Check"), agree)


def _left_out(page: BookPage) -> dict[str, int]:
    return {
        key: value - page.opening[key] - sum(row.values[key] for row in page.rows)
        for key, value in page.closing.items()
    }


def _total(key: str, words: str, cells: Mapping[str, Cell], level: RowLevel = RowLevel.total) -> Row:
    return Row(key, {"about": Text(words), **cells}, level)


def _given(values: Mapping[str, int], keys: Sequence[str]) -> dict[str, Cell]:
    return {key: Amount(values[key]) for key in keys}


def _added(rows: Sequence[str], keys: Sequence[str]) -> dict[str, Cell]:
    return {key: Sum(tuple(Ref(row, key) for row in rows)) for key in keys}


def _act(row: BookRow, keys: Sequence[str]) -> dict[str, Cell]:
    return {
        "number": Text(str(row.number)),
        "day": Day(row.day),
        "known": Day(row.known_day),
        "act": Text(act_words(row)),
        "document": Text(row.document.number),
        "document_day": Day(row.document.day),
        "issuer": Text(row.document.issuer),
        "about": Text(about(row.subject)),
        "amount": Amount(row.amount),
        **_given(row.values, keys),
    }


def _signatures(columns: tuple[Column, ...]) -> Iterator[Line]:
    """Yield the lines on which those who answer for the book sign."""
    thirds = (("number", "act"), ("document", "about"), ("amount", columns[-1].key))
    bold, italic = Style(size=12, bold=True, align="center"), Style(size=12, italic=True, align="center")
    posts = (_("Drawn up by"), _("In charge of accounts"), _("Head of the unit"))
    yield Line(least=12, keep=True)
    yield Line((Part(Text(_("Date: ……/……/20……")), *thirds[2], italic),), keep=True)
    yield Line(
        tuple(Part(Text(post), *third, bold) for post, third in zip(posts, thirds, strict=True)), keep=True
    )
    yield Line(tuple(Part(Text(_("(signature, full name)")), *third, italic) for third in thirds), keep=True)
    yield Line(least=60)
