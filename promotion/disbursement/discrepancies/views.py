"""Pages of discrepancies: the list, one of them, recording one, and saying how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, SPEND_BOOK, SPEND_PROPOSE
from promotion.accounts import queries as accounts
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.audit.wording import story
from promotion.disbursement.discrepancies.forms import DiscrepancyForm, ResolutionForm
from promotion.discrepancies import queries, service
from promotion.discrepancies.queries import Found
from promotion.discrepancies.rules import Reported
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden, NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.web.languages import chosen
from promotion.web.pages import page, send

Answer = Response | tuple[str, int]


@dataclass(frozen=True)
class Row:
    """A discrepancy with what it stands on, in words."""

    found: Found
    name: EnvelopeName
    unit: str
    project_public_id: str | None


@guard.requires(MONEY_READ)
def index() -> tuple[str, int]:
    """List discrepancies that the reader sees: open ones, or all."""
    every, scope = request.args.get("show") == "all", guard.scope()
    fund = ledger.fund(scope, request.args["fund"]) if request.args.get("fund") else None
    found = queries.of_scope(scope, fund_id=fund.id if fund else None, only_open=not every)
    return page(
        "disbursement/discrepancies.html",
        rows=rows_of(found),
        every=every,
        fund=fund,
        excess=sum(one.discrepancy.excess for one in found if one.resolution is None),
        most=queries.MOST,
    )


@guard.requires(MONEY_READ)
def show(public_id: str) -> tuple[str, int]:
    """Show one discrepancy: what was reported, what the ledger held, and how it ended."""
    actor = guard.actor()
    found = queries.one(actor.scope, public_id)
    discrepancy, resolution = found.discrepancy, found.resolution
    may = resolution is None and service.may_resolve(actor, found)
    own = discrepancy.recorded_by == actor.user_id
    people = {discrepancy.recorded_by} | ({resolution.resolved_by} if resolution else set())
    return page(
        "disbursement/discrepancy.html",
        row=rows_of([found])[0],
        people=accounts.names(people),
        holds_now=queries.held(found.envelope, found.figure, today()),
        may_resolve=may and not own,
        own=may and own,
        history=story(actor, "discrepancy", discrepancy.id, whole=True),
    )


@guard.requires(SPEND_PROPOSE)
def record(public_id: str) -> Answer:
    """Record that somebody outside reported more than the ledger allows on a line, a share or a fund."""
    actor = guard.actor()
    envelope = ledger.envelope(actor.scope, public_id)
    if envelope.kind == Kind.commitment:
        raise NotFound
    fund = ledger.fund_by_id(envelope.fund_id)
    if not service.may_record(actor, envelope, fund):
        raise Forbidden
    form = DiscrepancyForm(data={"figure": str(Reported.disbursed), "day": today()})
    form.figure.offer((str(figure), _(figure.label)) for figure in Reported)
    done = send(form, lambda: _address(service.record(actor, public_id, form.draft()).public_id))
    called = names_for(actor.scope, [envelope], chosen(), fund.budget_year)
    project = called.project(envelope.project_id)
    return done or page(
        "disbursement/record_discrepancy.html",
        form=form,
        envelope=called.envelope(envelope, fund.code),
        fund=fund,
        project=project,
        holds=[(_(figure.label), queries.held(envelope, figure, today())) for figure in Reported],
    )


@guard.requires(SPEND_BOOK)
def resolve(public_id: str) -> Answer:
    """Say how a discrepancy ended."""
    actor = guard.actor()
    found = queries.one(actor.scope, public_id)
    if not service.may_resolve(actor, found):
        raise Forbidden
    service.check_other_person(actor, found)
    form = ResolutionForm()
    done = send(form, lambda: _address(service.resolve(actor, public_id, form.draft()).public_id))
    return done or page("disbursement/resolve_discrepancy.html", form=form, row=rows_of([found])[0])


def rows_of(found: Sequence[Found]) -> list[Row]:
    """Return discrepancies with their words: a bounded number of statements."""
    day = max((one.fund.budget_year for one in found), default=today().year)
    called = names_for(guard.scope(), [one.envelope for one in found], chosen(), day)
    rows = []
    for one in found:
        project = called.project(one.envelope.project_id)
        name = called.envelope(one.envelope, one.fund.code)
        rows.append(Row(one, name, called.unit(one.envelope.unit_id), project.public_id if project else None))
    return rows


def _address(public_id: str) -> str:
    return url_for("disbursement.discrepancy", public_id=public_id)
