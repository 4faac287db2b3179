"""Lines that wait for money as a workbook: one sheet, a row a line."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from promotion.desk.queries.waiting import Waits, WaitsRow
from promotion.desk.sheet.frame import Frame, line_words, workbook
from promotion.desk.wording import waiting_said
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind
from promotion.sheets.declaration import Column, Workbook


def waiting(found: Waits, rows: Sequence[WaitsRow], asked: str, reader: str) -> Workbook:
    """Declare the workbook of the lines that wait."""
    title, cells = _("Waiting for money"), [_row(one) for one in rows]
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("project", _("Project"), 60),
        Column("unit", _("Unit"), 50),
        Column("fund", _("Fund"), 36),
        Column("listed", _("Listed (đồng)"), 34, Kind.dong),
        Column("waits", _("Not yet assigned (đồng)"), 34, Kind.dong),
        Column("since", _("Since"), 24, Kind.day),
        Column("days", _("Days"), 18, Kind.number),
    )
    frame, sums = Frame(waiting_said(), asked, reader), ("listed", "waits")
    return workbook(title, reader, frame.numbered(title, columns, cells, of=len(found.rows), sums=sums))


def _row(one: WaitsRow) -> Iterator[tuple[str, Cell]]:
    yield from line_words(one.project, one.unit, one.fund)
    yield "listed", Amount(one.row.listed)
    yield "waits", Amount(one.row.to_assign)
    yield "since", Day(one.row.since)
    yield "days", Count(one.days)
