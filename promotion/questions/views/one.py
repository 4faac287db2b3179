"""One question: what was shown then and now, its history, and each step that may follow."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import FIGURES_READ, MONEY_READ, QUESTIONS_ANSWER, QUESTIONS_ASK
from promotion.kernel.calendar import date_text, today
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import amount_text
from promotion.ledger.deeds import ActKind
from promotion.questions import evidence, forms, queries, service
from promotion.questions.amounts import about_of, amount_now, figure_address
from promotion.questions.evidence import Evidence, Hits
from promotion.questions.lists import key_of, rows_of, told_of
from promotion.questions.queries import Found
from promotion.questions.rules import FROM, USUAL_TERM, Outcome, Step, Topic, outcomes
from promotion.questions.wording import amount_text_of
from promotion.web.languages import chosen, explain
from promotion.web.pages import page, send
from promotion.web.versions import SeenForm

Answer = Response | tuple[str, int]


@guard.requires(MONEY_READ)
def show(public_id: str) -> tuple[str, int]:
    """Show one question with its history and what the reader may do."""
    actor = guard.actor()
    found = queries.one(actor, public_id)
    question, key = found.question, key_of(found.question)
    now = amount_now(actor.scope, question, key)
    known = None not in {now, question.amount}
    follow, answers = service.may_follow(actor, found), service.may_answer(actor, found)
    may = {step for step in FROM if service.refusal(found, step) is None}
    return page(
        "questions/show.html",
        **_facts(found),
        now=amount_text_of(question.measure, now),
        difference=amount_text_of(question.measure, (now or 0) - (question.amount or 0)) if known else None,
        changed=known and now != question.amount,
        whole=actor.scope.everything and not actor.scope.national_only,
        links=_links(found, key),
        told=told_of(actor, queries.history(question)),
        may_answer=answers and Step.answered in may,
        may={str(step) for step in may} if follow else set(),
    )


def _facts(found: Found) -> dict[str, Any]:
    return {
        "found": found,
        "question": found.question,
        "row": rows_of([found], chosen())[0],
        "steps": {str(step): _(step.label) for step in Step},
        "outcomes": {str(outcome): _(outcome.label) for outcome in Outcome},
    }


def _links(found: Found, key: str) -> Sequence[tuple[str, str]]:
    """Return the ways to the figure and to what is behind it."""
    question = found.question
    if question.topic == Topic.contract:
        return ((_("Contract"), url_for("disbursement.contract", public_id=key)),)
    if question.topic == Topic.act:
        return ((_("Act"), url_for("allocation.act", public_id=key)),)
    if not guard.actor().may(FIGURES_READ) or about_of(question, key) is None:
        return ()
    return (
        (_("What stands behind the figure"), url_for("figures.why", **figure_address(question))),
        (_("Table of figures"), url_for("figures.table", **question.address)),
    )


@guard.requires(QUESTIONS_ANSWER)
def answer(public_id: str) -> Answer:
    """Answer a question for the asked unit."""
    actor = guard.actor()
    found = queries.one(actor, public_id)
    if not service.may_answer(actor, found):
        raise Forbidden
    form = forms.AnswerForm()
    hits = evidence.find(actor, found.question, form.find.data or "", form.act.data or "")
    form.offer((one.act.public_id, _act_words(one)) for one in hits.rows)
    return _step(
        found,
        form,
        Step.answered,
        lambda: service.answer(actor, public_id, form.draft(), form.seen),
        hits=hits,
    )


@guard.requires(QUESTIONS_ASK)
def again(public_id: str) -> Answer:
    """Send an answer back with a reason and a new due date."""
    found, form = _followed(public_id), forms.AgainForm(data={"due": today() + USUAL_TERM})
    return _step(
        found, form, Step.again, lambda: service.ask_again(guard.actor(), public_id, form.draft(), form.seen)
    )


@guard.requires(QUESTIONS_ASK)
def due(public_id: str) -> Answer:
    """Give a question that waits another due date."""
    found = _followed(public_id)
    later = max(found.last.due, today()) + timedelta(days=7)
    form = forms.MoveForm(data={"due": later})
    return _step(
        found, form, Step.moved, lambda: service.move(guard.actor(), public_id, form.draft(), form.seen)
    )


@guard.requires(QUESTIONS_ASK)
def close(public_id: str) -> Answer:
    """Close a question."""
    found, form = _followed(public_id), forms.CloseForm()
    form.outcome.offer((str(one), _(one.label)) for one in outcomes(Step(found.last.step)))
    return _step(
        found, form, Step.closed, lambda: service.close(guard.actor(), public_id, form.draft(), form.seen)
    )


def _followed(public_id: str) -> Found:
    actor = guard.actor()
    found = queries.one(actor, public_id)
    if not service.may_follow(actor, found):
        raise Forbidden
    return found


def _step(
    found: Found, form: SeenForm, step: Step, act: Callable[[], object], hits: Hits | None = None
) -> Answer:
    """Show the form of a step and do it; where the step cannot follow, the page says why instead. `hits` are the acts
    that an answer may name: looking for others sends nothing.
    """
    refused = service.refusal(found, step)
    address = url_for("questions.show", public_id=found.question.public_id)
    no_form = explain(refused) if refused is not None and request.method == "GET" else ""

    def do() -> str:
        act()
        return address

    seen = form.seen
    looking = hits is not None and request.form.get("step") == "find"
    done = None if looking else send(form, do, _SAID[step]())
    if done is not None:
        return done
    now = queries.one(guard.actor(), found.question.public_id)
    if form.changed or request.method == "GET":
        form.version.data = str(now.last.number)
    told = told_of(guard.actor(), queries.history(now.question))
    newer = [one for one in told if one.entry.number > seen] if form.changed else []
    shown = {"told": told, "newer": newer, "no_form": no_form, "hits": hits, "looking": looking}
    return page("questions/step.html", form=form, step=step, **shown, **_facts(now))


_NAMED = 3  # so many projects are named with an act

_SAID: dict[Step, Callable[[], str]] = {
    Step.answered: lambda: _("The answer was sent."),
    Step.again: lambda: _("Asked again."),
    Step.moved: lambda: _("The due date was moved."),
    Step.closed: lambda: _("The question is closed."),
}


def _act_words(one: Evidence) -> str:
    act = one.act
    parts = (
        act.document_number,
        date_text(act.business_date, chosen()),
        _(ActKind(act.kind).label),
        f"{amount_text(act.amount, chosen())} {_('đồng')}",
        *one.projects[:_NAMED],
        *(("…",) if len(one.projects) > _NAMED else ()),
        _("No. %(number)s", number=act.number),
    )
    return " · ".join(parts)
