"""Pages that change scenarios: typing one, looking at it anew, deleting and proposing it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.views.rhythm import Sheet, answer, head_of
from promotion.ledger import queries as ledger
from promotion.planner import queries, service
from promotion.planner.drafts import ScenarioDraft
from promotion.planner.forms import HAND, RANK, ProposalForm, ScenarioForm, StepForm, values_of
from promotion.planner.ground import Ground, ground
from promotion.planner.rules import Rule
from promotion.planner.views.lines import PER_PAGE, Lines
from promotion.planner.views.showing import Shown, shown
from promotion.planner.wording import order_words, whom
from promotion.web.languages import chosen
from promotion.web.pages import page, send
from promotion.web.versions import Saved

Answer = Response | tuple[str, int]


@guard.requires(PLAN_PROPOSE)
def create(public_id: str) -> Answer:
    """Type a new scenario, empty or as a copy of another one."""
    actor, head = guard.actor(), head_of(public_id)
    basis = ground(actor.scope, ledger.fund_by_id(head.id))
    lines, copied = Lines(basis), _copied(head.id)
    form = lines.form(_numbered(copied))(data=copied)
    form.look = partial(service.look, basis)

    def save() -> str:
        return _address(service.create(actor, public_id, form.draft()).public_id)

    done = None if _looked_for() else send(form, save, said=_("The scenario is saved."))
    back = (_("Scenarios"), url_for("planner.scenarios", public_id=public_id))
    return done or _typing(form, basis, lines, _("New scenario"), back)


@guard.requires(PLAN_PROPOSE)
def edit(public_id: str) -> Answer:
    """Change a scenario."""
    actor = guard.actor()
    row = queries.scenario(actor.scope, public_id)
    head_of(ledger.fund_by_id(row.fund_id).public_id)
    basis = ground(actor.scope, ledger.fund_by_id(row.fund_id))

    def saved() -> Saved:
        found = queries.scenario(actor.scope, public_id)
        values = values_of(_of_lines(queries.draft_of(found), made.lines))
        return Saved(values, found.version, found.saved_by, found.saved_at)

    lines = Lines(basis)
    made = lines.form(_numbered(values_of(queries.draft_of(row))))
    form = made(saved)
    form.look = partial(service.look, basis)

    def save() -> str:
        return _address(service.edit(actor, public_id, form.draft(), form.seen).public_id)

    done = None if _looked_for() else send(form, save, said=_("The scenario is saved."))
    return done or _typing(form, basis, lines, _("Change the scenario"), (row.name, _address(public_id)))


def _numbered(values: Mapping[str, object]) -> set[str]:
    """Return the lines beside which a number stands, by public id."""
    return {name.partition("_")[2] for name in values if name.startswith((HAND, RANK))}


def _of_lines(draft: ScenarioDraft, lines: Collection[str]) -> ScenarioDraft:
    """Return a scenario with the numbers of these lines: others are not listed any more, and have no fields."""
    by_hand, ranks = (
        tuple(pair for pair in numbers if pair[0] in lines) for numbers in (draft.by_hand, draft.priorities)
    )
    return replace(draft, by_hand=by_hand, priorities=ranks)


def _copied(fund_id: int) -> dict[str, object]:
    """Return what a new scenario starts with: the scenario that the address names, else the usual."""
    source = request.args.get("copy")
    if not source:
        return {"rule_1": str(Rule.pro_rata)}
    found = queries.chosen_ones(guard.scope(), fund_id, [source])[0]
    name = _("Copy of %(name)s", name=found.name)[: service.LONGEST_NAME]
    return {**values_of(queries.draft_of(found)), "name": name}


def _typing(form: ScenarioForm, basis: Ground, lines: Lines, title: str, back: tuple[str, str]) -> Answer:
    return page(
        "planner/edit.html",
        form=form,
        title=title,
        back=back,
        basis=basis,
        part=lines.part(form),
        size=PER_PAGE,
        rules=list(Rule),
        missing=whom(guard.scope(), basis, form.unmet, chosen()) if form.unmet else [],
    )


def _looked_for() -> bool:
    """Tell whether the form was sent to show other lines, and nothing is to be saved."""
    return request.form.get("lines") is not None


@guard.requires(PLAN_PROPOSE)
def refresh(public_id: str) -> Answer:
    """Say that the scenario was looked at on the figures of now."""
    form, actor = StepForm(), guard.actor()

    def renew() -> str:
        return _address(service.refresh(actor, public_id, form.seen).public_id)

    done = send(form, renew, said=_("The scenario is worked out on the figures of now."))
    return done or _again(public_id, form)


@guard.requires(PLAN_PROPOSE)
def delete(public_id: str) -> Answer:
    """Ask once more, then delete a scenario."""
    actor = guard.actor()
    row = queries.scenario(actor.scope, public_id)
    fund = ledger.fund_by_id(row.fund_id)
    head = head_of(fund.public_id)
    form = StepForm(data={"version": str(row.version)})

    def drop() -> str:
        service.delete(actor, public_id, form.seen)
        return url_for("planner.scenarios", public_id=head.public_id)

    done = send(form, drop, said=_("The scenario is deleted."))
    return done or page("planner/delete.html", form=form, row=row, fund=head)


def _again(public_id: str, form: StepForm) -> tuple[str, int]:
    """Show why a step on a scenario's page was not taken."""
    row = queries.scenario(guard.scope(), public_id)
    head = head_of(ledger.fund_by_id(row.fund_id).public_id)
    return page("planner/again.html", form=form, row=row, fund=head)


@guard.requires(PLAN_PROPOSE)
def propose(public_id: str) -> Answer:
    """Propose what a scenario comes to; its consequences are shown before."""
    actor, form = guard.actor(), ProposalForm()
    row = queries.scenario(actor.scope, public_id)
    fund = ledger.fund_by_id(row.fund_id)
    head = head_of(fund.public_id)
    basis = ground(actor.scope, fund)
    found = shown(queries.seen(row, basis), basis)
    if request.method == "GET":
        form.reason.data = _reason(found)
    return answer(
        Sheet(
            service.KINDS[found.seen.draft.direction],
            head,
            form,
            "planner/propose.html",
            ask=lambda: service.ask(actor, public_id, form.paper()),
            propose=lambda: service.propose(actor, public_id, form.paper()),
            shown={"row": row, "one": found},
        )
    )


def _reason(found: Shown) -> str:
    """Return the reason that an act of a scenario usually has: the scenario and its rules in their order."""
    return _(
        "By the scenario “%(name)s”. Rules: %(rules)s.",
        name=found.seen.row.name,
        rules=order_words(found.seen.draft.uses),
    )


def _address(public_id: str) -> str:
    return url_for("planner.scenario", public_id=public_id)
