"""Pages of proposals: the inbox, one proposal, and what its people decide."""

from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.forms import DecisionForm, ReturnForm
from promotion.allocation.queries import effects, funds, proposals
from promotion.allocation.queries.holding import holding
from promotion.allocation.views import words
from promotion.audit.wording import story
from promotion.ledger.policies import allowing
from promotion.ledger.policies import queries as policies
from promotion.ledger.policies.forms import BookForm, WaiveForm
from promotion.ledger.policies.wording import Standing, rule_words, standing
from promotion.web.forms import Form
from promotion.web.languages import chosen, explain
from promotion.web.pages import page, send


@guard.requires("money:read")
def inbox() -> tuple[str, int]:
    """Show what waits for this person, what this person proposed, and what else is open."""
    return page("allocation/proposals.html", inbox=proposals.inbox(guard.actor(), chosen()))


@guard.requires("money:read")
def show(public_id: str) -> tuple[str, int]:
    """Show one proposal and what would happen if it were booked now."""
    return _shown(public_id, ReturnForm())


@guard.requires("money:read")
def book(public_id: str) -> Response | tuple[str, int]:
    """Book a proposal; the service asks whether this person may."""
    form = BookForm()
    actor = guard.actor()
    done = send(
        form,
        lambda: url_for(
            "allocation.act",
            public_id=service.book(actor, public_id, form.exception_reason.data or None).public_id,
        ),
        said=_("The act is booked."),
    )
    return done or _shown(public_id, form)


@guard.requires("money:read")
def waive(public_id: str) -> Response | tuple[str, int]:
    """Allow in writing what the fund's rules stop; the service asks whether this person may."""
    form = WaiveForm()
    actor = guard.actor()
    done = send(
        form,
        lambda: url_for(
            "allocation.proposal",
            public_id=allowing.waive(actor, public_id, form.reason.data or "", form.seen).public_id,
        ),
        said=_("The exception is allowed. The act can be booked now."),
    )
    return done or _shown(public_id, form)


@guard.requires("money:read")
def send_back(public_id: str) -> Response | tuple[str, int]:
    """Return a proposal with a reason; the service asks whether this person may."""
    form = ReturnForm()
    actor = guard.actor()
    done = send(
        form,
        lambda: url_for(
            "allocation.proposal",
            public_id=service.send_back(actor, public_id, form.reason.data or "").public_id,
        ),
        said=_("The proposal is returned."),
    )
    return done or _shown(public_id, form)


@guard.requires("money:read")
def withdraw(public_id: str) -> Response | tuple[str, int]:
    """Withdraw one's own proposal."""
    form = DecisionForm()
    actor = guard.actor()
    done = send(
        form,
        lambda: url_for("allocation.proposal", public_id=service.withdraw(actor, public_id).public_id),
        said=_("The proposal is withdrawn."),
    )
    return done or _shown(public_id, form)


def _shown(public_id: str, form: Form) -> tuple[str, int]:
    actor = guard.actor()
    proposal = proposals.view(actor, chosen(), public_id)
    still_open = proposal.row.state == "open"
    shows = still_open and not proposal.row.opening  # opening balances say where each line stands themselves
    head = funds.head_by_id(actor, chosen(), proposal.record.fund_id)
    refusal, worked = effects.rehearsed(actor.scope, proposal.draft) if still_open else (None, ())
    unusual = standing(actor, proposal.record, worked) if still_open else Standing()
    terms = policies.terms_of(proposal_id=proposal.record.id)
    waiving = form if isinstance(form, WaiveForm) else WaiveForm(formdata=None)
    waiving.shown.data = str(unusual.shown)
    return page(
        "allocation/proposal.html",
        proposal=proposal,
        fund=head,
        form=form,
        kept_percent=words.percent_words(proposal.percent),
        unusual=unusual,
        terms=terms,
        rule=rule_words(terms, chosen()) if terms else None,
        book_form=form if isinstance(form, BookForm) else BookForm(formdata=None),
        waive_form=waiving,
        reason_form=form if isinstance(form, ReturnForm) else ReturnForm(formdata=None),
        refusal=explain(refusal) if refusal else None,
        held=holding(actor.scope, chosen(), refusal),
        refused_row=getattr(refusal, "envelope_id", None),
        effects=effects.plan_effects(head, proposal.draft, parts=[*chain(*proposal.parts)]) if shows else (),
        counters=effects.counter_effects(worked, proposal.read) if shows else (),
        opened=proposals.OPENED,
        history=story(actor, "proposal", proposal.record.id, whole=True),
    )
