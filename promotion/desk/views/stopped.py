"""Projects that were stopped or not approved, and why."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.queries import stopped as reads
from promotion.desk.sheet import stopped as sheet
from promotion.desk.views.page import Asked, asked
from promotion.desk.wording import stopped_said
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number


@guard.requires(MONEY_READ)
def stopped() -> tuple[str, int]:
    """List the projects that ended before their work was done, province by province."""
    return _page(asked())


@guard.requires(MONEY_READ)
def stopped_file() -> Response | tuple[str, int]:
    """Give them as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked()
    if not wanted.readable:
        return _page(wanted)
    return sent_dated(
        sheet.stopped(reads.stopped(wanted.ground), wanted.said, guard.actor().name), "de-an-dung"
    )


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.stopped(wanted.ground), page_number()
    first = (number - 1) * reads.PER_PAGE
    return page(
        "desk/stopped.html",
        asked=wanted,
        found=found,
        rows=found.rows[first : first + reads.PER_PAGE],
        ends=list(reads.ENDS),
        method=stopped_said(),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )
