"""Asking: opened from a figure, a contract's advances or an act, whose address it carries."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import QUESTIONS_ASK
from promotion.figures import questions as figure_questions
from promotion.figures.measures import EVERY_BASE
from promotion.figures.model import Dimension
from promotion.figures.rows import TOTAL
from promotion.figures.sources import years
from promotion.kernel.calendar import today
from promotion.kernel.errors import Fault, Invalid
from promotion.questions import service
from promotion.questions.amounts import amounts
from promotion.questions.drafts import About
from promotion.questions.forms import AskForm
from promotion.questions.models import Question
from promotion.questions.rules import USUAL_TERM, Topic
from promotion.questions.targets import Target, targets
from promotion.questions.wording import amount_text_of, figure_of
from promotion.units.wording import unit_label
from promotion.web.languages import chosen, explain, say
from promotion.web.pages import page, send


@guard.requires(QUESTIONS_ASK)
def ask() -> Response | tuple[str, int]:
    """Put a question on what the address names to one or several units."""
    actor = guard.actor()
    about, faults = _about()
    if about is None:
        return page("questions/nothing.html")
    refused, possible = "", list[Target]()
    try:
        possible = targets(actor, about)
    except Invalid as error:
        refused = explain(error)
    first = [possible[0].unit.code] if possible and possible[0].about == about else []
    form = AskForm(data={"units": first, "due": today() + USUAL_TERM})
    shown = amounts(actor.scope, [target.about for target in possible])
    form.offer((one.unit.code, _offered(one, shown[one.about], many=not first)) for one in possible)

    def act() -> str:
        if faults:
            raise Invalid(faults=tuple(faults))
        return _sent(service.ask(actor, form.draft(about)))

    done = send(form, act)
    return done or page(
        "questions/ask.html",
        form=form,
        about=about,
        figure=_(figure_of(about.topic, about.measure)),
        label=possible[0].label if first else "",
        amount=amount_text_of(about.measure, shown[about]) if first else None,
        possible=possible,
        refused=refused,
        faults=[say(fault.message, dict(fault.params)) for fault in faults],
        measures=[(measure.key, _(measure.label)) for measure in EVERY_BASE],
        back=_back(about),
    )


def _about() -> tuple[About | None, Sequence[Fault]]:
    """Return what the address asks about, and what of it cannot be read; None where it names nothing."""
    for topic in (Topic.contract, Topic.act):
        key = request.args.get(str(topic), "")
        if key:
            return About(topic, key=key), ()
    measure = request.args.get("measure", "")
    if not measure:
        return None, ()
    asked = figure_questions.read(request.args, chosen(), by=Dimension.province, years=years(guard.scope()))
    return About(Topic.figure, asked.question, measure, request.args.get("row", TOTAL)), asked.faults


def _offered(target: Target, amount: int | None, *, many: bool) -> str:
    """Return a unit as it is offered; where each is asked about its own part, with that part."""
    name = unit_label(target.unit, chosen())
    return f"{name}: {amount_text_of(target.about.measure, amount)}" if many else name


def _back(about: About) -> str:
    """Return the page of what is asked about."""
    if about.topic is Topic.contract:
        return url_for("disbursement.contract", public_id=about.key)
    if about.topic is Topic.act:
        return url_for("allocation.act", public_id=about.key)
    kept: dict[str, Any] = {**request.args, "measure": about.measure, "row": about.row}
    return url_for("figures.why", **kept)


def _sent(asked: Sequence[Question]) -> str:
    """Say how many were sent, and return where they stand: one question's page, or the list."""
    flash(ngettext("The question was sent.", "%(num)s questions were sent.", len(asked)), "success")
    if len(asked) == 1:
        return url_for("questions.show", public_id=asked[0].public_id)
    return url_for("questions.index", mine="by")
