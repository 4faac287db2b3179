"""What can still be committed, as a workbook: a sheet of groups, a sheet of lines."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from promotion.desk.queries.committable import Committable, GroupRow, ShownLine
from promotion.desk.sheet.frame import Frame, line_words, workbook
from promotion.desk.wording import committable_said
from promotion.sheets.cells import Amount, Cell, Count, Kind, Text
from promotion.sheets.declaration import Column, Row, Workbook
from promotion.sheets.lists import total

_SUMS = ("listed", "assigned", "committed", "to_commit", "covered")


def committable(
    found: Committable, lines: Sequence[ShownLine], count: int, asked: str, reader: str
) -> Workbook:
    """Declare the workbook of what can still be committed; `count` tells how many lines there are."""
    title, frame = _("Can still be committed"), Frame(committable_said(found), asked, reader)
    groups = (
        Column("group", _("Put together"), 60),
        Column("lines", _("Lines"), 16, Kind.number),
        *_amounts(),
    )
    single = (
        Column("no", _("No."), 11, Kind.centred),
        Column("project", _("Project"), 60),
        Column("unit", _("Unit"), 50),
        Column("fund", _("Fund"), 36),
        *_amounts(),
    )
    by = total(
        [Row(f"group:{row.group.key}", dict(_group(row))) for row in found.rows],
        ("group", _("Total")),
        ("lines", *_SUMS),
    )
    return workbook(
        title,
        reader,
        frame.sheet(title, groups, by, extent=(len(found.rows),) * 2, key="groups"),
        frame.numbered(_("Lines"), single, [_line(one) for one in lines], of=count, sums=_SUMS, key="lines"),
    )


def _amounts() -> tuple[Column, ...]:
    return (
        Column("listed", _("Listed (đồng)"), 34, Kind.dong),
        Column("assigned", _("Assigned (đồng)"), 34, Kind.dong),
        Column("committed", _("Committed (đồng)"), 34, Kind.dong),
        Column("to_commit", _("Can still be committed (đồng)"), 36, Kind.dong),
        Column("covered", _("Of it with money on the line (đồng)"), 36, Kind.dong),
    )


def _group(row: GroupRow) -> Iterator[tuple[str, Cell]]:
    yield "group", Text(row.group.label)
    yield "lines", Count(row.sums.lines)
    yield from ((name, Amount(getattr(row.sums, name))) for name in _SUMS)


def _line(one: ShownLine) -> Iterator[tuple[str, Cell]]:
    yield from line_words(one.project, one.unit, one.fund)
    yield from ((name, Amount(getattr(one.line.row, name))) for name in _SUMS[:-1])
    yield "covered", Amount(one.line.covered)
