"""The list of statements, and the statement itself: its groups, on screen, for paper and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.actor import Actor
from promotion.access.permissions import MONEY_READ, TREASURY_IMPORT, TREASURY_MATCH, TREASURY_SIGN
from promotion.accounts import queries as accounts
from promotion.audit.wording import story
from promotion.kernel.calendar import now, today
from promotion.sheets import sent
from promotion.treasury import queries, sheet
from promotion.treasury.cases import Case, Comparison
from promotion.treasury.comparing import compare, since_signing
from promotion.treasury.forms import ExplainForm
from promotion.treasury.models import Statement
from promotion.treasury.rules import LEFT, PAYEE_DAYS, VOUCHER_DAYS, Group, Way, untied
from promotion.treasury.wording import agreement, period
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.forms import Form
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number

Answer = Response | tuple[str, int]
PER_PAGE = 100
ON_PAPER = 2000
"""The most cases on one page for paper."""


@guard.requires(MONEY_READ)
def index() -> tuple[str, int]:
    """List the statements that the reader sees."""
    actor, number = guard.actor(), page_number()
    rows, total = queries.listed(actor.scope, chosen(), number)
    return page(
        "treasury/index.html",
        rows=rows,
        total=total,
        number=number,
        size=queries.PER_PAGE,
        may_send=actor.may(TREASURY_IMPORT),
        period=period,
    )


@dataclass(frozen=True)
class Sight:
    """What a person may do with a statement."""

    match: bool
    sign: bool
    drop: bool


def sight(actor: Actor, found: Statement) -> Sight:
    """Return what a person may do with a statement now."""
    if found.signed:
        return Sight(match=False, sign=False, drop=False)
    return Sight(
        match=actor.may_for(TREASURY_MATCH, found.unit_id),
        sign=actor.may_for(TREASURY_SIGN, found.unit_id) and actor.user_id != found.uploaded_by,
        drop=actor.may_for(TREASURY_IMPORT, found.unit_id),
    )


@guard.requires(MONEY_READ)
def statement(public_id: str) -> tuple[str, int]:
    """Show a statement with one of its groups."""
    found = queries.statement(guard.scope(), public_id)
    comparison = compare(found)
    if request.args.get("print") == "yes":
        return page(
            "treasury/paper.html",
            form=None,
            cut=ON_PAPER,
            made=now(),
            reader=guard.actor().name,
            **facts(comparison),
        )
    form = ExplainForm()
    form.offer()
    return shown(comparison, form, _group(comparison))


def _group(comparison: Comparison) -> Group:
    """Return the group of the address; else the first that wants something, else what is matched."""
    asked = request.args.get("group", "")
    if asked in set(Group):
        return Group(asked)
    return next((group for group in LEFT if comparison.sums[group].wanting), Group.matched)


def shown(comparison: Comparison, form: Form, group: Group) -> tuple[str, int]:
    """Return the page of a statement with one group open."""
    actor, found = guard.actor(), comparison.statement
    cases = comparison.of(group)
    number = min(page_number(), max(1, -(-len(cases) // PER_PAGE)))
    later, gone = since_signing(comparison)
    return page(
        "treasury/statement.html",
        form=form,
        group=group,
        cases=cases[(number - 1) * PER_PAGE : number * PER_PAGE],
        number=number,
        size=PER_PAGE,
        later=later,
        gone=gone,
        may=sight(actor, found),
        shares=queries.shares(actor.scope, found) if group is Group.theirs else (),
        history=story(actor, "treasury_statement", found.id, whole=True),
        **facts(comparison),
    )


def facts(comparison: Comparison) -> dict[str, object]:
    """Return what the page and the paper both tell of a statement."""
    found, own = comparison.statement, comparison.own_rows
    out, back = sum(row.debit for row in own), sum(row.credit for row in own)
    return {
        "statement": found,
        "comparison": comparison,
        "unit": unit_label(units.by_id(found.unit_id), chosen()),
        "period": period(found),
        "agreement": agreement,
        "groups": list(Group),
        "out": out,
        "back": back,
        "rows": len(own),
        "untied": untied(found.opening, found.closing, out, back),
        "people": accounts.names(_people(found, comparison.cases)),
        "ways": list(Way),
        "days": {"voucher": VOUCHER_DAYS, "payee": PAYEE_DAYS},
        "today": today(),
    }


def _people(found: Statement, cases: Sequence[Case]) -> set[int]:
    given = {case.given.given_by for case in cases if case.given is not None}
    return given | {found.uploaded_by} | ({found.signed_by} if found.signed_by else set())


@guard.requires(MONEY_READ)
def workbook(public_id: str) -> Response:
    """Give a statement with its groups as a workbook."""
    found = queries.statement(guard.scope(), public_id)
    comparison = compare(found)
    named = accounts.names(_people(found, comparison.cases))
    made = sheet.workbook(
        comparison, unit_label(units.by_id(found.unit_id), chosen()), named, guard.actor().name
    )
    name = f"doi-chieu-kho-bac-{found.first_day:%Y%m%d}-{found.last_day:%Y%m%d}.xlsx"
    return sent(made, name)
