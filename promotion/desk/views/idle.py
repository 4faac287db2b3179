"""Idle money: where it lies, how much, since when."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.queries import idle as reads
from promotion.desk.rules.idle import Where
from promotion.desk.sheet import idle as sheet
from promotion.desk.views.page import Asked, asked, sorted_by
from promotion.desk.wording import idle_said
from promotion.oversight.rules import Age
from promotion.sheets import sent_dated
from promotion.sheets.lists import LIMIT
from promotion.web.pages import page, page_number

USUAL = "-amount"


@guard.requires(MONEY_READ)
def idle() -> tuple[str, int]:
    """List the money that lies idle, largest first."""
    return _page(asked(where=Where, age=Age))


@guard.requires(MONEY_READ)
def idle_file() -> Response | tuple[str, int]:
    """Give the idle money as a workbook; a filter that cannot be read is shown on the page."""
    wanted = asked(where=Where, age=Age)
    if not wanted.readable:
        return _page(wanted)
    found = reads.idle(wanted.ground)
    every = _parts(wanted, found)
    parts = reads.shown(wanted.ground, found, every[:LIMIT])
    return sent_dated(sheet.idle(found, parts, len(every), wanted.said, guard.actor().name), "von-ton-dong")


def _page(wanted: Asked) -> tuple[str, int]:
    found, number = reads.idle(wanted.ground), page_number()
    parts, first = _parts(wanted, found), (number - 1) * reads.PER_PAGE
    return page(
        "desk/idle.html",
        asked=wanted,
        found=found,
        rows=reads.shown(wanted.ground, found, parts[first : first + reads.PER_PAGE]),
        count=len(parts),
        amount=sum(one.amount for one in parts),
        sort=sorted_by(reads.ORDERS, USUAL),
        places=list(Where),
        ages=list(Age),
        method=idle_said(),
        limit=LIMIT,
        number=number,
        size=reads.PER_PAGE,
    )


def _parts(wanted: Asked, found: reads.Idle) -> list[reads.Resting]:
    where, age = wanted.form.said("where"), wanted.form.said("age")
    parts = found.of(Where(where) if where else None, Age(age) if age else None)
    return reads.ordered(parts, sorted_by(reads.ORDERS, USUAL))
