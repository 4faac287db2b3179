"""Late projects as a workbook: one sheet, a row a project."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from promotion.desk.queries.late import LateRow, Lates
from promotion.desk.sheet.frame import Frame, workbook
from promotion.desk.wording import late_said
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Text
from promotion.sheets.declaration import Column, Workbook


def late(found: Lates, rows: Sequence[LateRow], asked: str, reader: str) -> Workbook:
    """Declare the workbook of late projects."""
    title, cells = _("Late projects"), [_row(one) for one in rows]
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("project", _("Project"), 60),
        Column("unit", _("Unit"), 50),
        Column("end", _("Planned end"), 24, Kind.day),
        Column("days", _("Days late"), 18, Kind.number),
        Column("listed", _("Listed (đồng)"), 34, Kind.dong),
        Column("accepted", _("Accepted (đồng)"), 34, Kind.dong),
    )
    frame, sums = Frame(late_said(), asked, reader), ("listed", "accepted")
    return workbook(title, reader, frame.numbered(title, columns, cells, of=len(found.rows), sums=sums))


def _row(one: LateRow) -> Iterator[tuple[str, Cell]]:
    project = one.late.project
    yield "project", Text(f"{project.code} {project.name}")
    yield "unit", Text(one.unit)
    if project.planned_end is not None:
        yield "end", Day(project.planned_end)
    yield "days", Count(one.late.days)
    yield "listed", Amount(one.late.listed)
    yield "accepted", Amount(one.late.accepted)
