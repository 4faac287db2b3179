"""Late projects, longest first."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.queries import late as reads
from promotion.desk.sheet import late as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import late_said
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number


@guard.requires(MONEY_READ)
def late() -> tuple[str, int]:
    """List the late projects."""
    return _page(asked())


@guard.requires(MONEY_READ)
def late_file() -> Response | tuple[str, int]:
    """Give them as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked()
    if not wanted.readable:
        return _page(wanted)
    found = reads.lates(wanted.ground)
    rows = reads.shown(wanted.ground, found.rows[:LIMIT])
    return sent_dated(sheet.late(found, rows, wanted.said, guard.actor().name), "cham-tien-do")


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.lates(wanted.ground), page_number()
    first = (number - 1) * reads.PER_PAGE
    return page(
        "desk/late.html",
        asked=wanted,
        found=found,
        rows=reads.shown(wanted.ground, found.rows[first : first + reads.PER_PAGE]),
        method=late_said(),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )
