"""The page of a take-over: the list of running projects is pasted, looked at, and proposed as opening entries."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.queries import funds
from promotion.allocation.views import preview
from promotion.allocation.views.rhythm import address, head_of
from promotion.catalogue import queries as catalogue
from promotion.disbursement.opening.forms import OpeningForm
from promotion.disbursement.opening.queries import Opening
from promotion.disbursement.opening.queries import opening as opening_of
from promotion.disbursement.opening.rules import AMOUNTS, LAYOUT
from promotion.disbursement.opening.service import propose_opening
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.web.languages import chosen, say
from promotion.web.pages import page, send

_PLAN = N_("The list needs %(missing)s đồng more plan than the ledger has. Enter at least this amount.")
_RELEASE = N_(
    "The list shows %(missing)s đồng more assigned than the ledger has to share out. Enter at least this amount."
)


@guard.requires("plan:propose")
def opening(public_id: str) -> Response | tuple[str, int]:
    """Propose the opening entries of a fund's running projects."""
    actor, head, form = guard.actor(), head_of(public_id), OpeningForm()
    form.offer()
    step = request.form.get("step")
    asked = step in {"check", "send"}
    valid = asked and form.validate_on_submit()
    looked = _looked(head, form) if asked and form.text.data and form.business_date.data else None
    if valid and looked is not None and not looked.faults and _covered(head, form, looked):
        draft = form.draft(row.line for row in looked.rows)
        if step == "check":
            return _check(head, form, looked)
        done = send(form, lambda: address(propose_opening(actor, public_id, draft)))
        if done is not None:
            return done
    return page(
        "disbursement/opening.html",
        fund=head,
        form=form,
        looked=looked,
        shown=preview.shown(looked.table, looked.faults, LAYOUT) if looked else None,
    )


def _looked(head: funds.Head, form: OpeningForm) -> Opening | None:
    fund, day = ledger.fund(guard.scope(), head.public_id), form.business_date.data
    return form.look(lambda: opening_of(guard.scope(), fund, form.text.data, form.reading(), day))


def _covered(head: funds.Head, form: OpeningForm, looked: Opening) -> bool:
    """Tell whether plan and release suffice with what is opened; what is missing is said at its field."""
    for field, missing, words in (
        (form.approved, looked.plan_missing(head), _PLAN),
        (form.released, looked.release_missing(head), _RELEASE),
    ):
        if missing > (field.data or 0) and not form.anyway.data:
            field.errors = [*field.errors, say(words, {"missing": missing})]
            form.crowded = True
    return not form.errors


def _check(head: funds.Head, form: OpeningForm, looked: Opening) -> tuple[str, int]:
    return page(
        "disbursement/opening_check.html",
        fund=head,
        form=form,
        draft=form.draft(()),
        looked=looked,
        notes=preview.notes((note for row in looked.rows for note in row.notes), LAYOUT),
        columns=[(column.key, _(column.label)) for column in AMOUNTS],
        contents={one.code: one.name(chosen()) for one in catalogue.contents()},
    )
