"""What can still be committed this year: groups with their room, or the lines of one group."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.queries import committable as reads
from promotion.desk.rules.committable import Room
from promotion.desk.sheet import committable as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import committable_said
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number


@guard.requires(MONEY_READ)
def committable() -> tuple[str, int]:
    """Show what can still be committed, by group; with `group`, its lines."""
    return _page(asked())


@guard.requires(MONEY_READ)
def committable_file() -> Response | tuple[str, int]:
    """Give what can still be committed as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked()
    if not wanted.readable:
        return _page(wanted)
    found = reads.committable(wanted.ground)
    every = _lines(wanted, found)
    lines = reads.shown(wanted.ground, found, every[:LIMIT])
    return sent_dated(
        sheet.committable(found, lines, len(every), wanted.said, guard.actor().name), "con-duoc-ky"
    )


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.committable(wanted.ground), page_number()
    group = wanted.question.group
    lines = _lines(wanted, found) if group else []
    first = (number - 1) * reads.PER_PAGE
    return page(
        "desk/committable.html",
        asked=wanted,
        found=found,
        others=[room for room in Room if room is not Room.usable and found.by_room[room]],
        group=next((row for row in found.rows if row.group.key == group), None),
        lines=reads.shown(wanted.ground, found, lines[first : first + reads.PER_PAGE]),
        method=committable_said(found),
        in_file_rows=len(_lines(wanted, found)),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )


def _lines(wanted: Asked, found: reads.Committable) -> list[reads.Line]:
    """Return the lines of the group asked for, most room first; of all without one."""
    return [line for line in found.lines if wanted.question.group in {None, line.key}]
