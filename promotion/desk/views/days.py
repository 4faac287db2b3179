"""How long money takes: groups with their days, or the lines of one group with their acts."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk import charts
from promotion.desk.queries import days as reads
from promotion.desk.rules.days import SPANS, Stage, span
from promotion.desk.sheet import days as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import days_said
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number


@guard.requires(MONEY_READ)
def days() -> tuple[str, int]:
    """Show the days from stage to stage, by group; with `group`, its lines."""
    return _page(asked())


@guard.requires(MONEY_READ)
def days_file() -> Response | tuple[str, int]:
    """Give the days as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked()
    if not wanted.readable:
        return _page(wanted)
    found = reads.days(wanted.ground)
    every = reads.slowest(_lines(wanted, found), None)
    lines = reads.shown(wanted.ground, found, every[:LIMIT])
    return sent_dated(sheet.days(found, lines, len(every), wanted.said, guard.actor().name), "so-ngay")


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.days(wanted.ground), page_number()
    group = wanted.question.group
    lines = reads.slowest(_lines(wanted, found), None) if group else []
    first = (number - 1) * reads.PER_PAGE
    return page(
        "desk/days.html",
        asked=wanted,
        found=found,
        spans=SPANS,
        stages=list(Stage),
        span=span,
        days_text=charts.days_text,
        method=days_said(found),
        chart=charts.days_chart(found),
        group=next((row.group for row in found.rows if row.group.key == group), None),
        lines=reads.shown(wanted.ground, found, lines[first : first + reads.PER_PAGE]),
        count=len(lines),
        in_file_rows=len(_lines(wanted, found)),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )


def _lines(wanted: Asked, found: reads.Days) -> list[reads.Line]:
    """Return the lines of the group asked for; of all without one."""
    return [line for line in found.lines if wanted.question.group in {None, line.key}]
