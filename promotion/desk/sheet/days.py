"""How long money takes, as a workbook: a sheet of groups, a sheet of lines."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from promotion.desk.charts import days_text
from promotion.desk.queries.days import Days, DaysRow, ShownLine
from promotion.desk.rules.days import SPANS, Stage, span
from promotion.desk.sheet.frame import Frame, workbook
from promotion.desk.wording import days_said
from promotion.sheets.cells import Cell, Count, Day, Kind, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Workbook
from promotion.sheets.lists import total


def days(found: Days, lines: Sequence[ShownLine], count: int, asked: str, reader: str) -> Workbook:
    """Declare the workbook of the days; `count` tells how many lines there are."""
    title = _("How long money takes")
    said = days_said(found)
    groups, single = _group_columns(), _line_columns()
    by = Frame(said, asked, reader).sheet(
        title, groups, _groups(found), extent=(len(found.rows),) * 2, key="groups"
    )
    rows = [Row(f"line:{number}", dict(_line(number, one))) for number, one in enumerate(lines, 1)]
    each = Frame(said, asked, reader).sheet(
        _("Lines"), single, rows, extent=(len(lines), count), key="lines", repeat=2
    )
    return workbook(title, reader, by, each)


def _group_columns() -> tuple[Column, ...]:
    spans = []
    for stage, label in SPANS.items():
        spans += [
            Column(f"{stage}:median", _("Median days"), 20, Kind.centred, band=_(label)),
            Column(f"{stage}:longest", _("Longest"), 18, Kind.number, band=_(label)),
            Column(f"{stage}:passed", _("Lines that passed"), 20, Kind.number, band=_(label)),
            Column(f"{stage}:waiting", _("Lines that wait"), 18, Kind.number, band=_(label)),
            Column(f"{stage}:since", _("Waiting since"), 24, Kind.day, band=_(label)),
        ]
    return (Column("group", _("Put together"), 60), Column("lines", _("Lines"), 16, Kind.number), *spans)


def _groups(found: Days) -> list[Row]:
    rows = [Row(f"group:{row.group.key}", dict(_group(row, row.group.label))) for row in found.rows]
    counted = ["lines", *(f"{stage}:{name}" for stage in SPANS for name in ("passed", "waiting"))]
    ended = total(rows, ("group", _("All lines")), counted)
    if not ended:
        return []
    # Medians are not added up: that of all lines is counted from the lines.
    kept = {
        key: cell
        for key, cell in _group(found.whole, "")
        if key.split(":")[-1] in {"median", "longest", "since"}
    }
    return [*ended[:-1], Row("total", {**kept, **ended[-1].cells}, RowLevel.total)]


def _group(row: DaysRow, label: str) -> Iterator[tuple[str, Cell]]:
    yield "group", Text(label)
    yield "lines", Count(row.lines)
    for stage, one in row.spans.items():
        yield f"{stage}:median", Text(days_text(one.median))
        yield f"{stage}:passed", Count(one.passed)
        yield f"{stage}:waiting", Count(one.waiting)
        if one.longest is not None:
            yield f"{stage}:longest", Count(one.longest)
        if one.since is not None:
            yield f"{stage}:since", Day(one.since)


def _line_columns() -> tuple[Column, ...]:
    return (
        Column("no", _("No."), 11, Kind.centred),
        Column("project", _("Project"), 60),
        Column("unit", _("Unit"), 50),
        Column("fund", _("Fund"), 36),
        *(Column(str(stage), _(stage.label), 28, Kind.day) for stage in Stage),
        *(Column(f"{stage}:days", _(label), 20, Kind.number, band=_("Days")) for stage, label in SPANS.items()),
        Column("awaits", _("Waits for"), 40),
        Column("waits", _("For days"), 18, Kind.number),
    )  # fmt: skip


def _line(number: int, one: ShownLine) -> Iterator[tuple[str, Cell]]:
    words: Mapping[str, str] = {
        "no": str(number),
        "project": f"{one.project.code} {one.project.name}" if one.project else "",
        "unit": one.unit,
        "fund": one.fund,
        "awaits": _(one.course.awaited.label) if one.course.awaited else "",
    }
    yield from ((key, Text(text)) for key, text in words.items())
    for stage, day in one.course.days.items():
        yield str(stage), Day(day)
    for stage in SPANS:
        passed = span(one.course.days, stage)
        if passed is not None:
            yield f"{stage}:days", Count(passed)
    if one.waits is not None:
        yield "waits", Count(one.waits)
