"""The rhythm of an act's pages: typed, checked with its consequences, then proposed.

Each page sends itself three ways (the button's name is `step`): `check` shows what would follow and changes
nothing, `edit` comes back from there, `send` proposes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.asking import Asked
from promotion.allocation.forms import ActForm
from promotion.allocation.queries import effects, funds, proposals, written
from promotion.allocation.queries.holding import Holding, holding
from promotion.allocation.views import words
from promotion.kernel.calendar import today
from promotion.kernel.errors import DomainError, Forbidden, NotFound
from promotion.kernel.money import rate
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act
from promotion.units import queries as units
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@dataclass(frozen=True)
class Sheet:
    """One act of the plan as a page: its form, what it asks for and proposes, what else its pages show.

    `holders` says more about a refusal than its words: who holds what is asked for.
    """

    kind: ActKind
    head: funds.Head
    form: ActForm
    template: str
    ask: Callable[[], Asked]
    propose: Callable[[], service.Outcome]
    shown: Mapping[str, object] = field(default_factory=dict)
    checked: Callable[[Asked], Mapping[str, object]] = lambda _asked: {}
    holders: Callable[[DomainError], Holding | None] = lambda error: holding(guard.scope(), chosen(), error)


def answer(sheet: Sheet) -> Response | tuple[str, int]:
    """Check, propose, or show the form again with what was typed."""
    form = sheet.form
    step = request.form.get("step")
    if request.method == "GET":
        usual(sheet.head, sheet.kind, form)
    if step == "check" and form.validate_on_submit():
        try:
            asked = sheet.ask()
        except (NotFound, Forbidden):
            raise
        except DomainError as error:
            form.take(error)
        else:
            return _checked(sheet, asked)
    done = send(form, lambda: address(sheet.propose())) if step == "send" else None
    if done is not None:
        return done
    held = sheet.holders(form.refusal) if form.refusal is not None else None
    return page(
        sheet.template, fund=sheet.head, form=form, rate=rate, held=held, kind=sheet.kind, **sheet.shown
    )


def _checked(sheet: Sheet, asked: Asked) -> tuple[str, int]:
    scope, draft = guard.scope(), asked.draft
    return page(
        "allocation/check.html",
        fund=sheet.head,
        kind=draft.kind,
        form=sheet.form,
        asked=asked,
        effects=effects.plan_effects(sheet.head, draft, asked.beside),
        changes=written.changes(scope, chosen(), draft) if draft.parts else (),
        twins=proposals.twins(guard.actor(), draft),
        kept_percent=words.percent_words(draft.percent),
        newcomer=units.name(asked.newcomer[0], chosen()) if asked.newcomer else None,
        **sheet.shown,
        **sheet.checked(asked),
    )


def head_of(public_id: str) -> funds.Head:
    """Return the fund, if this person may propose acts of its plan."""
    head = funds.head(guard.actor(), chosen(), public_id)
    if not head.may_propose or not head.whole:
        raise Forbidden
    return head


def usual(head: funds.Head, kind: ActKind, form: ActForm) -> None:
    """Fill in what is usual: today, and who issued the last document of this kind in the fund."""
    day = today()
    form.document_issuer.data = proposals.usual_issuer(head.id, kind) or ""
    if day.year == head.year:
        form.business_date.data = day


def address(outcome: service.Outcome) -> str:
    """Return where an act stands now: its proposal, or the act where one person may book."""
    endpoint = "allocation.act" if isinstance(outcome, Act) else "allocation.proposal"
    return url_for(endpoint, public_id=outcome.public_id)
