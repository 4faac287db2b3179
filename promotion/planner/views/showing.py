"""Pages that show scenarios: those of a fund, and what one of them comes to."""

from dataclasses import dataclass

from flask import request

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.allocation.queries import funds
from promotion.allocation.queries.names import Names
from promotion.audit.wording import story
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act
from promotion.planner import queries
from promotion.planner.forms import StepForm
from promotion.planner.ground import Ground, ground
from promotion.planner.rules import Rule, Unmet
from promotion.planner.shown import Row, Tables, tables, total
from promotion.planner.wording import Missing, called, order_words, whom
from promotion.web.languages import chosen, explain, say
from promotion.web.pages import page, page_number

PER_PAGE = 100
PARTS = ("provinces", "units", "lines")


@dataclass(frozen=True)
class Shown:
    """A scenario in words: its rules, what it comes to, or why it cannot, with those for whom."""

    seen: queries.Seen
    rules: str
    tables: Tables | None
    total: Row | None
    refusal: str
    missing: tuple[Missing, ...]
    since: tuple[tuple[ActKind, Act], ...]


def whole_fund(public_id: str) -> funds.Head:
    """Return a fund that the reader sees as a whole; of a part nothing can be planned."""
    head = funds.head(guard.actor(), chosen(), public_id)
    if not head.whole:
        raise Forbidden
    return head


def shown(one: queries.Seen, basis: Ground, named: Names | None = None) -> Shown:
    """Return a scenario in words, with its rows where the lines are `named`."""
    scope = guard.scope()
    missing = whom(scope, basis, one.refusal, chosen()) if isinstance(one.refusal, Unmet) else []
    return Shown(
        one,
        order_words(one.draft.uses),
        tables(named, one.outcome, chosen()) if one.outcome and named else None,
        total(one.outcome) if one.outcome else None,
        why(one),
        tuple(missing),
        tuple((ActKind(act.kind), act) for act in one.since),
    )


def why(one: queries.Seen) -> str:
    """Return in words why a scenario cannot be worked out, "" when it can."""
    faults = getattr(one.refusal, "faults", ())
    if faults:
        return " ".join(dict.fromkeys(say(fault.message, dict(fault.params)) for fault in faults))
    return explain(one.refusal) if one.refusal else ""


@guard.requires(MONEY_READ)
def index(public_id: str) -> tuple[str, int]:
    """List the scenarios of a fund, each with what it comes to now."""
    head, scope = whole_fund(public_id), guard.scope()
    found = queries.scenarios(scope, head.id)
    basis = ground(scope, ledger.fund_by_id(head.id))
    return page(
        "planner/scenarios.html",
        fund=head,
        rows=[shown(queries.seen(one, basis), basis) for one in found],
        most=queries.MOST,
        rate=rate,
        basis=basis,
    )


@guard.requires(MONEY_READ)
def show(public_id: str) -> tuple[str, int]:
    """Show one scenario: what it comes to by province, by unit, by project, and what has changed since."""
    actor = guard.actor()
    row = queries.scenario(actor.scope, public_id)
    head = whole_fund(ledger.fund_by_id(row.fund_id).public_id)
    basis = ground(actor.scope, ledger.fund_by_id(row.fund_id))
    one = shown(queries.seen(row, basis), basis, called(actor.scope, basis, chosen()))
    part = request.args.get("part") if request.args.get("part") in PARTS else PARTS[0]
    province = request.args.get("province")
    rows = _rows(one, part or PARTS[0], province)
    number = page_number()
    return page(
        "planner/scenario.html",
        fund=head,
        row=row,
        one=one,
        part=part,
        province=next((p.name for p in one.tables.provinces if p.key == province), "") if one.tables else "",
        rows=rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(rows),
        number=number,
        size=PER_PAGE,
        largest=max((found.listed for found in rows), default=1) or 1,
        rate=rate,
        form=None,
        step=StepForm(data={"version": str(row.version)}),
        may=head.may_propose,
        rules=list(Rule),
        history=story(actor, "scenario", row.id, whole=True),
    )


def _rows(one: Shown, part: str, province: str | None) -> tuple[Row, ...]:
    if one.tables is None:
        return ()
    rows: tuple[Row, ...] = getattr(one.tables, part)
    if part == "lines" and province is not None:
        return tuple(row for row in rows if row.home == province)
    return rows
