"""Pages of support that is to be given back: the plan of one contract, and the list of all."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, SPEND_PROPOSE
from promotion.disbursement import queries as contracts
from promotion.disbursement.recovery import queries, service
from promotion.disbursement.recovery.forms import of_rows
from promotion.disbursement.recovery.rules import MOST_INSTALMENTS
from promotion.disbursement.views import office
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.projects.rules import PAYING, check_open
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, send

Answer = Response | tuple[str, int]
FREE_ROWS = 4
"""Empty rows below those that are filled."""


@guard.requires(SPEND_PROPOSE)
def repayment_plan(public_id: str) -> Answer:
    """Ask for the instalments in which the support of a contract is to be given back."""
    actor = guard.actor()
    found = contracts.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, found.envelope.unit_id)
    check_open(ProjectState(found.project.state), PAYING)
    standing = queries.plans([found.record.id]).get(found.record.id, queries.NO_PLAN)
    data: dict[str, Any] = {
        "day": today(),
        "issuer": office(found.envelope.unit_id),
        "version": str(standing.edition),
    }
    for number, due in enumerate(standing.dues, 1):
        data |= {f"due_{number}": due.due_on, f"amount_{number}": due.amount}
    count = _rows(len(standing.dues))
    form = of_rows(count)(data=data)

    def act() -> str:
        service.plan(actor, public_id, form.draft(), form.seen)
        return url_for("disbursement.contract", public_id=public_id, _anchor="repayment")

    done = None if request.form.get("step") == "more" else send(form, act)
    if form.changed:
        form.version.data = str(standing.edition)
    return done or page(
        "disbursement/plan.html",
        form=form,
        contract=found,
        plan=standing,
        more=min(count + 12, MOST_INSTALMENTS) if count < MOST_INSTALMENTS else None,
    )


def _rows(filled: int) -> int:
    """Return how many rows the form has: those asked for in the address, or the filled ones and some more."""
    text = request.args.get("rows", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004 - three digits
    return min(max(asked, filled + FREE_ROWS), MOST_INSTALMENTS + filled)


@guard.requires(MONEY_READ)
def recoveries() -> Answer:
    """List the contracts whose support is to be given back, the longest overdue first."""
    rows = queries.recoveries(guard.actor().scope, today())
    names = {
        unit_id: unit_label(units.by_id(unit_id), chosen())
        for unit_id in {row.envelope.unit_id for row in rows}
    }
    return page("disbursement/recoveries.html", rows=rows, units=names, day=today())
