"""Pages: when a fund's quarters close, what becomes of what is left at the year's end, the closing, the statement."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import SPEND_PROPOSE
from promotion.allocation.queries import funds
from promotion.closing import queries, service
from promotion.closing.forms import CloseForm, PaperForm, YearEndForm, with_periods, with_places
from promotion.closing.rules import FATES, Fate, period_ends
from promotion.closing.statement import statement
from promotion.kernel.calendar import date_text, today
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.models import Act, Fund, Proposal
from promotion.units import queries as units
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("plan:book")
def periods(public_id: str) -> Response | tuple[str, int]:
    """Set the days on which the periods of a fund close."""
    actor = guard.actor()
    fund = queries.whole(actor.scope, public_id)
    actor.require_for("plan:book", fund.owner_unit_id)
    rows = queries.period_rows(fund)
    open_rows = [row for row in rows if not row.closed]
    form = with_periods((row.through, date_text(row.through, chosen())) for row in open_rows)()
    if request.method == "GET":
        for row in open_rows:
            usual = row.usual if row.usual >= today() else None
            form[f"closes_{row.through.isoformat()}"].data = row.closes_on or usual

    def act() -> str:
        service.set_periods(actor, public_id, form.draft())
        return url_for("closing.periods", public_id=public_id)

    done = send(form, act, _("The closing days are kept."))
    return done or page("closing/periods.html", form=form, fund=fund, rows=rows)


@guard.requires("plan:propose")
def year_end(public_id: str) -> Response | tuple[str, int]:
    """List what is left in a fund and propose what lapses and what goes over.

    With `start=later` every place comes left to another decision, for those of one decision to be picked out.
    """
    actor = guard.actor()
    found = service.look(actor, public_id, {}, chosen())
    later = request.args.get("start") == "later"
    form = _form(found, later=later)
    if request.method == "POST" or later:
        found = service.look(actor, public_id, form.fates(), chosen())
    if request.form.get("step") != "check":
        done = send(
            form,
            lambda: _address(service.end_year(actor, public_id, form.draft())),
            _("The year end is proposed."),
        )
        if done is not None:
            return done
    form.shown.data = found.mark
    form.ask_for(documents=found.lapses, decisions=found.goes_over)
    _suggest(form, found.fund)
    return page("closing/year_end.html", form=form, **_shown(found))


def _suggest(form: PaperForm, fund: Fund) -> None:
    """Suggest the fund's owner as the one who issues its papers, and today, where nothing was typed yet."""
    owner = units.name(units.by_id(fund.owner_unit_id), "vi")
    form.suggest(owner, today() if today().year == fund.budget_year + 1 else None)


def _form(found: queries.YearEnd, *, later: bool) -> YearEndForm:
    lines = {row.envelope.id for row in found.of(Kind.line)}
    places = []
    for row in found.rows:
        fates = FATES[Kind(row.envelope.kind)]
        # A contract is left with its line; where the line is not asked about, it stays by itself.
        start = Fate.later if Fate.later in fates else fates[0 if row.envelope.parent_id in lines else -1]
        label = f"{row.name.name} {row.name.detail}".strip()
        places.append((row.envelope.public_id, label, fates, start if later else fates[0]))
    return with_places(places)()


def _shown(found: queries.YearEnd) -> dict[str, Any]:
    fund = found.fund
    owner, following = queries.next_fund(fund)
    closed = ledger.closed_through(fund.id, today())
    return {
        "found": found,
        "fund": fund,
        "kinds": list(Kind),
        "following": following,
        "owner": owner,
        "ended": queries.may_end(fund),
        "open_still": closed is None or closed < period_ends(fund.budget_year)[-1],
        "may_spend": guard.actor().units_for(SPEND_PROPOSE),
        "closing": ledger.closing_of(fund.id),
        "proposals": ledger.proposals(guard.scope(), fund_id=fund.id),
    }


def _address(done: Proposal | Act) -> str:
    endpoint = "allocation.proposal" if isinstance(done, Proposal) else "allocation.act"
    return url_for(endpoint, public_id=done.public_id)


@guard.requires("plan:propose")
def close(public_id: str) -> Response | tuple[str, int]:
    """Propose to close a fund in which nothing is left."""
    actor = guard.actor()
    found = service.look(actor, public_id, {}, chosen())
    form = CloseForm()
    done = send(
        form, lambda: _address(service.close(actor, public_id, form.draft())), _("The closing is proposed.")
    )
    if done is not None:
        return done
    _suggest(form, found.fund)
    return page("closing/close.html", form=form, **_shown(found))


@guard.requires("money:read")
def show(public_id: str) -> tuple[str, int]:
    """Show the year-end statement of a fund: what was given, what became of it, and the acts behind each sum."""
    fund: Fund = queries.whole(guard.scope(), public_id)
    return page(
        "closing/statement.html",
        fund=fund,
        head=funds.head(guard.actor(), chosen(), public_id),
        sums=statement(fund.id),
        closing=ledger.closing_of(fund.id),
        rows=queries.period_rows(fund),
    )
