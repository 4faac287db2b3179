"""The page on which an act is corrected."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.corrections import service
from promotion.allocation.corrections.forms import with_steps
from promotion.allocation.queries import acts
from promotion.allocation.queries.holding import holding
from promotion.allocation.queries.written import step_rows
from promotion.allocation.views.rhythm import address
from promotion.kernel.errors import Conflict, Forbidden
from promotion.ledger import queries as ledger
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("money:read")
def correct(public_id: str) -> Response | tuple[str, int]:
    """Propose to take an act back and to enter it anew; the service asks whether this person may."""
    actor = guard.actor()
    view = acts.act_view(actor, chosen(), public_id)
    if view.back is not None and request.method == "POST":
        raise Conflict  # somebody took the act back since the form was opened
    if not view.may_correct:
        raise Forbidden
    act = ledger.act(actor.scope, public_id)
    parts = service.steps_to_correct(act)
    rows = step_rows(actor.scope, chosen(), view.fund, parts)
    if len(rows) != len(parts):
        raise Forbidden
    form = with_steps(
        [
            (part.envelope_id, f"{_(row.words)}: {row.place.name}")
            for part, row in zip(parts, rows, strict=True)
        ]
    )()
    if request.method == "GET":
        form.fill(act, [part.amount for part in parts])
    done = send(form, lambda: address(service.correct(actor, public_id, form.draft())))
    return done or page(
        "allocation/correct.html",
        form=form,
        view=view,
        rows=list(zip(rows, form.step_names, strict=True)),
        held=holding(actor.scope, chosen(), form.refusal),
    )
