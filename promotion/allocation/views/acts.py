"""Pages of booked acts: one act with its entries, and taking it back."""

from flask import request
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.forms import ReversalForm
from promotion.allocation.queries import acts
from promotion.allocation.queries.holding import holding
from promotion.allocation.views import words
from promotion.allocation.views.rhythm import address
from promotion.audit.wording import story
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import rate
from promotion.ledger.policies import queries as policies
from promotion.ledger.policies.wording import rule_words, shown
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("money:read")
def show(public_id: str) -> tuple[str, int]:
    """Show one act with its document, its people and its entries by book."""
    view = acts.act_view(guard.actor(), chosen(), public_id)
    kept_percent = words.percent_words(view.act.percent)
    _kind, act_id, *_others = view.story
    terms = policies.terms_of(act_id=act_id)
    return page(
        "allocation/act.html",
        view=view,
        kept_percent=kept_percent,
        rate=rate,
        exceptions=shown(policies.exceptions_of(guard.scope(), [act_id])),
        terms=terms,
        rule=rule_words(terms, chosen()) if terms else None,
        history=story(guard.actor(), *view.story),
    )


@guard.requires("money:read")
def reverse(public_id: str) -> Response | tuple[str, int]:
    """Propose to take an act back; the service asks whether this person may, by the act's kind and unit."""
    actor, form = guard.actor(), ReversalForm()
    view = acts.act_view(actor, chosen(), public_id)
    if not view.may_reverse:
        raise Forbidden
    if request.method == "GET":
        form.business_date.data = today()

    def propose() -> str:
        return address(service.reverse(actor, public_id, form.draft()))

    done = send(form, propose)
    held = holding(actor.scope, chosen(), form.refusal)
    return done or page("allocation/reverse.html", form=form, view=view, held=held)
