"""What stands behind a figure as a workbook: one sheet, every row, a live sum, and whether it is the figure."""

from collections.abc import Iterator

from flask_babel import gettext as _

from promotion.figures.behind import Behind
from promotion.figures.model import Unit
from promotion.figures.why import Why
from promotion.kernel.calendar import moment_text, now
from promotion.kernel.money import number_text
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Ref, Sum, Text, Verdict
from promotion.sheets.declaration import Column, Footer, Line, Row, RowLevel, Sheet, Style, Table, Workbook

SHEET = "why"
_AMOUNT, _TOTAL, _FIGURE = "amount", "total", "figure"


def file_name(why: Why) -> str:
    """Name the file in plain letters: why_released_2024-91_2024_20240930.xlsx."""
    row = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in why.row.key)
    return f"why_{why.measure.key}_{row}_{why.question.year}_{why.question.as_of:%Y%m%d}.xlsx"


def workbook(why: Why, language: str, made_by: str) -> Workbook:
    """Declare the workbook of a figure's origins; `why` must hold all rows of a sum."""
    made = now()
    title = _("Why: %(measure)s, %(row)s", measure=_(why.measure.label), row=why.row.label)
    footer = Footer(
        _("%(file)s, made %(moment)s", file=file_name(why), moment=moment_text(made, language)),
        _("Page %(page)s/%(pages)s", page="%(page)s", pages="%(pages)s"),
    )
    counted = why.measure.unit is Unit.number
    columns = _project_columns() if counted else _act_columns()
    rows = [
        Row(f"row:{number}", _project(number, one) if counted else _act(number, one))
        for number, one in enumerate(why.rows, start=1)
    ]
    table = Table((*rows, *_ends(why, rows)), numbered=False, filtered=True, size=10, least=14)
    head = (*blocks.title(columns, title, (_asked(why),)), *_words(why, columns, language))
    sheet = Sheet(SHEET, _("Rows behind the figure"), columns, (*head, blocks.gap(), table))
    return Workbook(title, made_by, made, footer, (sheet,))


def _asked(why: Why) -> str:
    return "; ".join(f"{name}: {text}" for name, text in why.in_force)


def _words(why: Why, columns: tuple[Column, ...], language: str) -> Iterator[Line]:
    """Yield what the sheet guarantees, then meaning, formula and what is left out."""
    value = number_text(why.value or 0, language)
    yield blocks.paragraph(
        columns,
        Text(
            _(
                "The %(count)s rows add up to the figure exactly: %(value)s. They are the acts booked in the ledger, "
                "or the projects counted; whatever was taken back stands with a minus.",
                count=why.sources.count,
                value=value,
            )
        ),
        Style(bold=True, top=True),
    )
    said = (
        (_("Meaning"), _(why.measure.meaning)),
        (_("Formula"), why.formula),
        (_("What is left out, and why"), " ".join(one.text for one in why.left_out)),
    )
    for name, text in said:
        yield blocks.paragraph(columns, Text(f"{name}: {text}"))


def _act_columns() -> tuple[Column, ...]:
    return (
        Column("no", _("No."), 9, Kind.centred),
        Column("day", _("Date"), 19, Kind.day),
        Column("number", _("Act no."), 13, Kind.centred),
        Column("act", _("Act"), 24),
        Column("document", _("Document"), 26),
        Column("document_day", _("Document of"), 19, Kind.day),
        Column("issuer", _("Issuer"), 34),
        Column("subject", _("Project, unit or fund"), 58),
        Column("code", _("Code"), 28),
        Column("unit", _("Unit"), 32),
        Column("fund", _("Fund"), 28),
        Column("content", _("Content"), 30),
        Column(_AMOUNT, _("Amount (đồng)"), 30, Kind.dong),
    )


def _act(number: int, row: Behind) -> dict[str, Cell]:
    act = row.act
    words: dict[str, Cell] = {
        "no": Text(str(number)),
        "subject": Text(row.subject),
        "code": Text(row.detail),
        "unit": Text(row.unit),
        "fund": Text(row.fund),
        "content": Text(row.content),
        _AMOUNT: Amount(row.amount),
    }
    if act is None:
        return words
    return words | {
        "day": Day(act.day),
        "number": Text(str(act.number or "")),
        "act": Text(_(act.kind.label)),
        "document": Text(act.document.number),
        "document_day": Day(act.document.day),
        "issuer": Text(act.document.issuer),
    }


def _project_columns() -> tuple[Column, ...]:
    return (
        Column("no", _("No."), 12, Kind.centred),
        Column("code", _("Code"), 40),
        Column("subject", _("Project"), 130),
        Column("listed", _("Listed (đồng)"), 44, Kind.dong),
        Column(_AMOUNT, _("Projects"), 24, Kind.number),
    )


def _project(number: int, row: Behind) -> dict[str, Cell]:
    return {
        "no": Text(str(number)),
        "code": Text(row.detail),
        "subject": Text(row.subject),
        "listed": Amount(row.listed),
        _AMOUNT: Count(row.amount),
    }


def _ends(why: Why, rows: list[Row]) -> tuple[Row, ...]:
    """Give the sum of all rows, the figure as it is shown, and whether they agree."""
    value = int(why.value or 0)
    figure: Cell = Count(value) if why.measure.unit is Unit.number else Amount(value)
    agree = Verdict(Ref(_TOTAL, _AMOUNT), Ref(_FIGURE, _AMOUNT), _("agrees"), _("DIFFERS"))
    added = Sum(tuple(Ref(row.key, _AMOUNT) for row in rows))
    return (
        Row(_TOTAL, {"subject": Text(_("Sum of the rows")), _AMOUNT: added}, RowLevel.total),
        Row(_FIGURE, {"subject": Text(_("The figure")), _AMOUNT: figure}, RowLevel.total),
        Row("check", {"subject": Text(_("Check")), _AMOUNT: agree}, RowLevel.total),
    )
