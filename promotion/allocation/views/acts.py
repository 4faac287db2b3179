"""Pages of booked acts: one act with its entries, and taking it back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.forms import ReversalForm
from promotion.allocation.queries import acts
from promotion.allocation.views import words
from promotion.audit.wording import story
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import rate
from promotion.ledger.models import Act
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("money:read")
def show(public_id: str) -> tuple[str, int]:
    """Show one act with its document, its people and its entries by book."""
    view = acts.act_view(guard.actor(), chosen(), public_id)
    kept_percent = words.percent_words(view.act.percent)
    history = story(guard.actor(), *view.story)
    return page("allocation/act.html", view=view, kept_percent=kept_percent, rate=rate, history=history)


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
        outcome = service.reverse(actor, public_id, form.draft())
        endpoint = "allocation.act" if isinstance(outcome, Act) else "allocation.proposal"
        return url_for(endpoint, public_id=outcome.public_id)

    done = send(form, propose)
    return done or page("allocation/reverse.html", form=form, view=view)
