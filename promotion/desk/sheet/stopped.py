"""Stopped projects as a workbook: one sheet, a row a project."""

from collections.abc import Iterator

from flask_babel import gettext as _

from promotion.desk.queries.stopped import Stopped, StoppedRow
from promotion.desk.sheet.frame import Frame, workbook
from promotion.desk.wording import stopped_said
from promotion.sheets.cells import Amount, Cell, Day, Kind, Text
from promotion.sheets.declaration import Column, Workbook
from promotion.sheets.lists import LIMIT

_SUMS = ("listed", "assigned", "paid", "left", "unlisted", "unassigned")


def stopped(found: Stopped, asked: str, reader: str) -> Workbook:
    """Declare the workbook of stopped projects."""
    title = _("Stopped projects")
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("project", _("Project"), 60),
        Column("province", _("Province"), 36),
        Column("unit", _("Unit"), 50),
        Column("state", _("State"), 28),
        Column("since", _("Since"), 24, Kind.day),
        Column("by", _("Entered by"), 36),
        Column("reason", _("Reason"), 60),
        Column("listed", _("Listed (đồng)"), 34, Kind.dong),
        Column("assigned", _("Assigned (đồng)"), 34, Kind.dong),
        Column("paid", _("Disbursed so far (đồng)"), 34, Kind.dong),
        Column("left", _("Left on lines (đồng)"), 34, Kind.dong),
        Column("unlisted", _("Taken out of the plan (đồng)"), 34, Kind.dong),
        Column("unassigned", _("Taken back from lines (đồng)"), 34, Kind.dong),
    )
    rows = [_row(one, found.groups[one.key].label) for one in found.rows[:LIMIT]]
    frame = Frame(stopped_said(), asked, reader)
    sheet = frame.numbered(title, columns, rows, of=len(found.rows), sums=_SUMS, repeat=2)
    return workbook(title, reader, sheet)


def _row(one: StoppedRow, province: str) -> Iterator[tuple[str, Cell]]:
    words = {
        "province": province,
        "project": f"{one.project.code} {one.project.name}",
        "unit": one.unit,
        "state": _(one.state.label),
        "by": one.by,
        "reason": one.reason,
    }
    yield from ((key, Text(text)) for key, text in words.items())
    yield "since", Day(one.since)
    yield from ((name, Amount(getattr(one.money, name))) for name in _SUMS)
