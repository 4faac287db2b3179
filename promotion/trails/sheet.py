"""What was found in the trail as a workbook: one sheet, a line a row; its first lines say what it guarantees."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from promotion.audit.wording import Said
from promotion.kernel.calendar import VIETNAM, moment_text, now
from promotion.kernel.money import number_text
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Style, Table, Workbook
from promotion.web.languages import chosen
from promotion.web.values import filters_said

LIMIT = 5000
"""The most lines of a workbook: what office programs open and print without trouble."""


def file_name(made: Workbook) -> str:
    """Name the file in plain letters, by its moment in Viet Nam."""
    return f"trail_{made.made.astimezone(VIETNAM):%Y%m%d_%H%M}.xlsx"


def workbook(
    lines: Sequence[Said], in_force: Sequence[Mapping[str, str]], reader: str, *, more: bool
) -> Workbook:
    """Declare the workbook of these lines; `more` tells that the filter finds further ones."""
    made = now()
    columns = _columns()
    rows = tuple(
        Row(f"line:{number}", dict(_cells(number, one))) for number, one in enumerate(lines, start=1)
    )
    title = _("Trail of changes")
    head = (
        *blocks.title(columns, title.upper(), (filters_said(in_force),)),
        *(
            blocks.paragraph(columns, Text(text), style)
            for text, style in _guarantees(len(lines), reader, made, more)
        ),
    )
    footer = Footer(
        _("Trail of changes, made %(moment)s", moment=moment_text(made, chosen())),
        _("Page %(page)s/%(pages)s", page="%(page)s", pages="%(pages)s"),
    )
    table = Table(rows, numbered=False, filtered=True, size=10, least=14)
    sheet = Sheet("trail", title, columns, (*head, blocks.gap(), table))
    return Workbook(title, reader, made, footer, (sheet,))


def _guarantees(count: int, reader: str, made: object, more: bool) -> Iterator[tuple[str, Style]]:  # noqa: FBT001 - told once
    """Yield what the sheet guarantees, as paragraphs."""
    yield (
        _(
            "%(count)s lines of the trail that %(reader)s may see, newest first, as they stood at %(moment)s (time of "
            "Viet Nam). Lines are written with each change and never altered.",
            count=number_text(count, chosen()),
            reader=reader,
            moment=moment_text(made, chosen()),  # type: ignore[arg-type]
        ),
        Style(bold=True, top=True),
    )
    if more:
        yield (
            _(
                "These are the newest %(count)s only: a workbook holds no more, and the filters find further lines. "
                "Narrow the filters, for example by day, to get the others.",
                count=number_text(count, chosen()),
            ),
            Style(bold=True, top=True),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("no", _("No."), 11, Kind.centred),
        Column("when", _("Time"), 24),
        Column("who", _("Person"), 30),
        Column("what", _("What was done"), 32),
        Column("kind", _("Kind of object"), 20),
        Column("name", _("Object"), 46),
        Column("changes", _("From – to"), 60),
        Column("note", _("What was entered or removed"), 72),
        Column("reason", _("Reason"), 36),
        Column("amount", _("Amount (đồng)"), 26, Kind.dong),
        Column("request", _("Request no."), 17, Kind.centred),
    )


def _cells(number: int, one: Said) -> Iterator[tuple[str, Cell]]:
    changes = (f"{change.field}: {change.before or '–'} → {change.after or '–'}" for change in one.changes)
    words = {
        "no": str(number),
        "when": moment_text(one.when, chosen()),
        "who": one.who,
        "what": one.what,
        "kind": one.kind,
        "name": one.name,
        "changes": "; ".join(changes),
        "note": "; ".join(one.stated),
        "reason": one.reason or "",
        "request": one.request_number or "",
    }
    yield from ((key, Text(text)) for key, text in words.items())
    if one.amount is not None:
        yield "amount", Amount(one.amount)
