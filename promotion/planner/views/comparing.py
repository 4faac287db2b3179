"""Scenarios side by side, and scenarios as workbooks."""

from flask import request
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.kernel.errors import Invalid, NotFound
from promotion.kernel.money import rate
from promotion.kernel.text import mark as N_
from promotion.kernel.text import slug
from promotion.ledger import queries as ledger
from promotion.planner import queries, sheet
from promotion.planner.compared import Compared, Comparison, compared
from promotion.planner.ground import Ground, ground
from promotion.planner.views.showing import PARTS, PER_PAGE, Shown, shown, whole_fund
from promotion.planner.wording import called
from promotion.sheets import sent_dated
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number

LEAST, MOST = 2, 4
"""How many scenarios stand side by side."""


@guard.requires(MONEY_READ)
def compare(public_id: str) -> tuple[str, int]:
    """Show two to four scenarios of a fund side by side, differences marked."""
    head = whole_fund(public_id)
    found, _basis = _chosen(head.id)
    usable = [one for one in found if one.tables is not None]
    sides = _sides(usable)
    part = request.args.get("part") if request.args.get("part") in PARTS else PARTS[0]
    only, number = request.args.get("only") == "differences", page_number()
    rows = _rows(sides, part or PARTS[0], only=only)
    return page(
        "planner/compare.html",
        fund=head,
        found=found,
        usable=usable,
        sides=sides,
        part=part,
        only=only,
        rows=rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(rows),
        number=number,
        size=PER_PAGE,
        largest=max((abs(cell.now) for row in rows for cell in row.cells), default=1) or 1,
        rate=rate,
        least=LEAST,
        most=MOST,
    )


@guard.requires(MONEY_READ)
def compare_file(public_id: str) -> Response | tuple[str, int]:
    """Give the comparison as a workbook; too few scenarios are said on the page."""
    found, _basis = _chosen(whole_fund(public_id).id)
    usable = [one for one in found if one.tables is not None]
    sides = _sides(usable)
    if sides is None:
        return compare(public_id)
    made = sheet.comparison([_named(one) for one in usable], sides, guard.actor().name)
    return sent_dated(made, "so-sanh-phuong-an")


@guard.requires(MONEY_READ)
def scenario_file(public_id: str) -> Response:
    """Give one scenario as a workbook."""
    row = queries.scenario(guard.scope(), public_id)
    fund = ledger.fund_by_id(row.fund_id)
    whole_fund(fund.public_id)
    basis = ground(guard.scope(), fund)
    one = shown(queries.seen(row, basis), basis, called(guard.scope(), basis, chosen()))
    if one.tables is None:
        raise Invalid(N_("This scenario cannot be worked out, so there is nothing to write."))
    return sent_dated(
        sheet.scenario(_named(one), one.tables, guard.actor().name), slug(row.name) or "phuong-an"
    )


def _chosen(fund_id: int) -> tuple[list[Shown], Ground]:
    """Return the scenarios that the address names, at most `MOST`."""
    scope = guard.scope()
    basis = ground(scope, ledger.fund_by_id(fund_id))
    rows = queries.chosen_ones(scope, fund_id, request.args.getlist("s")[:MOST])
    named = called(scope, basis, chosen())
    return [shown(queries.seen(row, basis), basis, named) for row in rows], basis


def _sides(usable: list[Shown]) -> Comparison | None:
    if len(usable) < LEAST:
        return None
    return compared([one.tables for one in usable if one.tables is not None])


def _rows(sides: Comparison | None, part: str, *, only: bool) -> tuple[Compared, ...]:
    rows: tuple[Compared, ...] = getattr(sides, part) if sides is not None else ()
    return tuple(row for row in rows if row.differs) if only else rows


def _named(one: Shown) -> sheet.Named:
    if one.seen.outcome is None:
        raise NotFound
    return sheet.Named(one.seen.row.name, one.rules, one.seen.outcome)
