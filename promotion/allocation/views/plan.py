"""Acts of the plan: typed, checked with their consequences, then proposed.

Each page sends itself three ways (the button's name is `step`): `check` shows what would follow and changes
nothing, `edit` comes back from there, `send` proposes. `suggest` fills empty rows with what units should get.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.asking import Asked
from promotion.allocation.drafts import ReleaseDraft
from promotion.allocation.forms import ActForm, PlanForm, ReleaseForm, RowsForm, SharingForm, with_rows
from promotion.allocation.queries import effects, funds, lines, proposals
from promotion.allocation.queries.choices import newcomers
from promotion.allocation.rules import after, entitled, suggested
from promotion.allocation.views import words
from promotion.kernel.calendar import today
from promotion.kernel.errors import DomainError, Forbidden, NotFound
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind
from promotion.ledger.models import Act
from promotion.units import queries as units
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@dataclass(frozen=True)
class _Page:
    """One act of the plan as a page: its form, what it asks for and proposes, what else its pages show."""

    kind: ActKind
    head: funds.Head
    form: ActForm
    template: str
    ask: Callable[[], Asked]
    propose: Callable[[], service.Outcome]
    shown: Mapping[str, object] = field(default_factory=dict)
    checked: Callable[[Asked], Mapping[str, object]] = lambda _asked: {}


@guard.requires("plan:propose")
def approve(public_id: str) -> Response | tuple[str, int]:
    """Propose a plan or a supplement to it."""
    actor, form = guard.actor(), PlanForm()
    return _answer(
        _Page(
            ActKind.approve,
            head_of(public_id),
            form,
            "allocation/approve.html",
            ask=lambda: service.ask_approval(actor, public_id, form.draft()),
            propose=lambda: service.approve(actor, public_id, form.draft()),
        )
    )


@guard.requires("plan:propose")
def release(public_id: str) -> Response | tuple[str, int]:
    """Propose a tranche by amount or by cumulative percentage."""
    actor, form, head = guard.actor(), ReleaseForm(), head_of(public_id)
    return _answer(
        _Page(
            ActKind.release,
            head,
            form,
            "allocation/release.html",
            ask=lambda: service.ask_release(actor, public_id, _unseen(form.draft())),
            propose=lambda: service.release(actor, public_id, form.draft()),
            checked=lambda asked: {"waits": _waits(head, asked.total)},
        )
    )


@guard.requires("plan:propose")
def list_lines(public_id: str) -> Response | tuple[str, int]:
    """Propose amounts for lines of projects."""
    actor, head = guard.actor(), head_of(public_id)
    every = lines.line_rows(actor.scope, chosen(), head).rows
    rows = [row for row in every if row.project is None or not row.project.closed]
    form = with_rows(RowsForm, [(row.envelope_id, row.public_id, row.label) for row in rows])()
    return _answer(
        _Page(
            ActKind.list,
            head,
            form,
            "allocation/list.html",
            ask=lambda: service.ask_listing(actor, public_id, form.draft()),
            propose=lambda: service.list_lines(actor, public_id, form.draft()),
            shown={"rows": rows},
        )
    )


@guard.requires("plan:propose")
def share(public_id: str) -> Response | tuple[str, int]:
    """Propose to share released money out to units."""
    actor, head = guard.actor(), head_of(public_id)
    rows = lines.share_rows(actor.scope, chosen(), head)
    due = suggested(head.position.unshared, [row.entitled for row in rows], [row.received for row in rows])
    suggestions = {row.envelope_id: amount for row, amount in zip(rows, due, strict=True)}
    form = with_rows(SharingForm, [(row.envelope_id, row.public_id, row.unit) for row in rows])()
    offered = newcomers(ledger.fund(actor.scope, public_id))
    form.unit.offer([(unit.public_id, units.name(unit, chosen())) for unit in offered], blank="")
    if request.form.get("step") == "suggest":
        form.fill(suggestions.items())
    return _answer(
        _Page(
            ActKind.share,
            head,
            form,
            "allocation/share.html",
            ask=lambda: service.ask_sharing(actor, public_id, form.draft()),
            propose=lambda: service.share_out(actor, public_id, form.draft()),
            shown={"rows": rows, "suggestions": suggestions},
        )
    )


def head_of(public_id: str) -> funds.Head:
    """Return the fund, if this person may propose acts of its plan."""
    head = funds.head(guard.actor(), chosen(), public_id)
    if not head.may_propose or not head.whole:
        raise Forbidden
    return head


def _answer(asked_page: _Page) -> Response | tuple[str, int]:
    """Check, propose, or show the form again with what was typed."""
    form, head = asked_page.form, asked_page.head
    step = request.form.get("step")
    if request.method == "GET":
        usual(asked_page.head, asked_page.kind, form)
    if step == "check" and form.validate_on_submit():
        try:
            asked = asked_page.ask()
        except (NotFound, Forbidden):
            raise
        except DomainError as error:
            form.take(error)
        else:
            return page(
                "allocation/check.html",
                fund=head,
                kind=asked_page.kind,
                form=form,
                asked=asked,
                effects=effects.plan_effects(head, asked_page.kind, asked.total),
                twins=proposals.twins(guard.actor(), asked.draft),
                kept_percent=words.percent_words(asked.draft.percent),
                newcomer=units.name(asked.newcomer[0], chosen()) if asked.newcomer else None,
                **asked_page.shown,
                **asked_page.checked(asked),
            )
    done = send(form, lambda: address(asked_page.propose())) if step == "send" else None
    return done or page(asked_page.template, fund=head, form=form, rate=rate, **asked_page.shown)


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


def _unseen(draft: ReleaseDraft) -> ReleaseDraft:
    """Return the draft of a person who has not seen the consequences yet."""
    return ReleaseDraft(draft.paper, amount=draft.amount, percent=draft.percent)


def _waits(head: funds.Head, amount: int) -> tuple[effects.Waiting, ...]:
    """Return who would still wait for money after a tranche."""
    rows = lines.share_rows(guard.scope(), chosen(), head)
    then = after(head.position, ActKind.release, amount)
    due = entitled(then.released, [row.listed for row in rows], then.unlisted)
    return effects.waiting_after(rows, then.unshared, due)
