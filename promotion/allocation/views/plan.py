"""Acts of the plan: typed, checked with their consequences, then proposed.

`suggest` fills empty rows with what units should get.
"""

from flask import request
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.drafts import ReleaseDraft
from promotion.allocation.forms import PlanForm, ReleaseForm, RowsForm, SharingForm, with_rows
from promotion.allocation.queries import effects, funds, lines
from promotion.allocation.queries.choices import newcomers
from promotion.allocation.rules import after, entitled, suggested
from promotion.allocation.views.rhythm import Sheet, answer, head_of
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.units import queries as units
from promotion.web.languages import chosen


@guard.requires("plan:propose")
def approve(public_id: str) -> Response | tuple[str, int]:
    """Propose a plan or a supplement to it."""
    actor, form, head = guard.actor(), PlanForm(), head_of(public_id)
    return answer(
        Sheet(
            ActKind.supplement if head.position.approved else ActKind.approve,
            head,
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
    return answer(
        Sheet(
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
    wanted = {row.envelope_id: max(0, row.requested - row.listed) for row in rows}
    if request.form.get("step") == "suggest":
        form.fill(wanted.items())
    return answer(
        Sheet(
            ActKind.list,
            head,
            form,
            "allocation/list.html",
            ask=lambda: service.ask_listing(actor, public_id, form.draft()),
            propose=lambda: service.list_lines(actor, public_id, form.draft()),
            shown={"rows": rows, "suggestions": wanted},
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
    return answer(
        Sheet(
            ActKind.share,
            head,
            form,
            "allocation/share.html",
            ask=lambda: service.ask_sharing(actor, public_id, form.draft()),
            propose=lambda: service.share_out(actor, public_id, form.draft()),
            shown={"rows": rows, "suggestions": suggestions},
        )
    )


def _unseen(draft: ReleaseDraft) -> ReleaseDraft:
    """Return the draft of a person who has not seen the consequences yet."""
    return ReleaseDraft(draft.paper, amount=draft.amount, percent=draft.percent)


def _waits(head: funds.Head, amount: int) -> tuple[effects.Waiting, ...]:
    """Return who would still wait for money after a tranche."""
    rows = lines.share_rows(guard.scope(), chosen(), head)
    then = after(head.position, {"released": amount})
    due = entitled(then.released, [row.listed for row in rows], then.unlisted)
    return effects.waiting_after(rows, then.unshared, due)
