"""The annex of a decision, pasted as a whole: shown with every fault at its cell, then proposed in one act."""

from flask import request
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.annex import ask_annex, list_annex
from promotion.allocation.drafts import AnnexDraft
from promotion.allocation.pasted.forms import AnnexForm
from promotion.allocation.pasted.layouts import ANNEX
from promotion.allocation.queries import effects, funds, proposals
from promotion.allocation.queries.annex import Annex
from promotion.allocation.queries.annex import annex as annex_of
from promotion.allocation.views import preview
from promotion.allocation.views.rhythm import address, head_of, usual
from promotion.catalogue import queries as catalogue
from promotion.kernel.errors import DomainError, Forbidden, NotFound
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("plan:propose")
def annex(public_id: str) -> Response | tuple[str, int]:
    """Propose to list the whole annex of a decision in one act."""
    actor, head, form = guard.actor(), head_of(public_id), AnnexForm()
    form.offer()
    if request.method == "GET":
        usual(head, ActKind.list, form)
    step = request.form.get("step")
    asked = step in {"check", "send"}
    valid = asked and form.validate_on_submit()
    looked = _looked(head, form) if asked and form.text.data else None
    if valid and looked is not None and not looked.faults:
        draft = form.draft((row.project.public_id, row.content, row.amount) for row in looked.rows)
        answer: Response | tuple[str, int] | None
        if step == "send":
            answer = send(form, lambda: address(list_annex(actor, public_id, draft)))
        else:
            answer = _checked(head, form, looked, draft)
        if answer is not None:
            return answer
    return page(
        "allocation/annex.html",
        fund=head,
        form=form,
        looked=looked,
        shown=preview.shown(looked.table, looked.faults, ANNEX) if looked else None,
        rate=rate,
    )


def _looked(head: funds.Head, form: AnnexForm) -> Annex | None:
    fund = ledger.fund(guard.scope(), head.public_id)
    return form.look(lambda: annex_of(guard.scope(), fund, head, form.text.data, form.reading()))


def _checked(head: funds.Head, form: AnnexForm, looked: Annex, draft: AnnexDraft) -> tuple[str, int] | None:
    """Return the page with what would follow; None, with the refusal on the form, when it cannot be proposed."""
    actor = guard.actor()
    try:
        asked = ask_annex(actor, head.public_id, draft)
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        form.take(error)
        return None
    return page(
        "allocation/annex_check.html",
        fund=head,
        form=form,
        asked=asked,
        looked=looked,
        notes=preview.notes((note for row in looked.rows for note in row.notes), ANNEX),
        effects=effects.plan_effects(head, asked.draft, asked.beside),
        twins=proposals.twins(actor, asked.draft),
        contents={one.code: one.name(chosen()) for one in catalogue.contents()},
    )
