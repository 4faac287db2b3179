"""Lines that wait for money, for most first."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.queries import waiting as reads
from promotion.desk.sheet import waiting as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import waiting_said
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number


@guard.requires(MONEY_READ)
def waiting() -> tuple[str, int]:
    """List the lines that wait for money."""
    return _page(asked())


@guard.requires(MONEY_READ)
def waiting_file() -> Response | tuple[str, int]:
    """Give them as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked()
    if not wanted.readable:
        return _page(wanted)
    found = reads.waits(wanted.ground)
    rows = reads.shown(wanted.ground, found, found.rows[:LIMIT])
    return sent_dated(sheet.waiting(found, rows, wanted.said, guard.actor().name), "cho-von")


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.waits(wanted.ground), page_number()
    first = (number - 1) * reads.PER_PAGE
    return page(
        "desk/waiting.html",
        asked=wanted,
        found=found,
        rows=reads.shown(wanted.ground, found, found.rows[first : first + reads.PER_PAGE]),
        method=waiting_said(),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )
