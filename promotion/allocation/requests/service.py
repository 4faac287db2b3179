"""The verb for requests: the unit that carries a project out asks for money, before any plan."""

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.allocation.annex import open_lines
from promotion.allocation.asking import check_paper_day, document_of
from promotion.allocation.queries.matching import lines_of
from promotion.allocation.requests.drafts import RequestDraft
from promotion.allocation.service import Outcome
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Fault, Forbidden, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger import service as acts
from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft, Seen
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.totals import seen
from promotion.projects import queries as projects
from promotion.projects import rules
from promotion.projects.models import Project


def request(actor: Actor, public_id: str, draft: RequestDraft) -> Outcome:
    """Propose what a project asks for in all; its line is opened empty where the fund has none.

    What was asked for before is raised or lowered to the amount. Raises `Invalid` where the fund does not exist yet or
    nothing would change, `Refused` for a project that takes no more money.
    """
    project = projects.project(actor.scope, public_id, lock=True)
    fund = _fund(project, draft.fund)
    unit = projects.standing_unit(project.unit_id, projects.day_of_year(fund.budget_year))
    if not any(actor.may_for(SPEND_PROPOSE, one) for one in (unit.id, project.unit_id)):
        raise Forbidden
    rules.check_open(ProjectState(project.state), rules.PLANNING)
    if draft.content not in {content.code for content in projects.contents_for(fund.budget_year)}:
        raise Invalid(faults=(Fault("content", N_("Please choose one of the contents of that year.")),))
    check_paper_day(ActKind.request, draft.paper, fund)
    document = document_of(draft.paper)
    held = requested(fund, project, draft.content)
    by = draft.amount - sum(amount for _line, amount in held)
    if not by:
        raise Invalid(faults=(Fault("amount", N_("The project asks for this amount already.")),))
    place = (project, draft.content)
    line, _amount = open_lines(actor, fund, {place: abs(by)}, under=(SPEND_PROPOSE, unit.id))[place]
    return acts.propose(
        actor,
        ActDraft(
            kind=ActKind.request,
            fund_id=fund.id,
            business_date=draft.paper.business_date,
            document=document,
            reason=draft.paper.reason,
            parts=(Part(Step.request, line.id, abs(by), back=by < 0),),
            happened_on=draft.paper.happened_on,
            seen=held or ((line.id, 0),),
        ),
    )


def _fund(project: Project, public_id: str) -> Fund:
    found = next((fund for fund in projects.funds_for(project) if fund.public_id == public_id), None)
    if found is None:
        raise Invalid(
            faults=(
                Fault(
                    "fund",
                    N_(
                        "There is no fund of this year yet. Its owner opens it; then requests can be entered."
                    ),
                ),
            )
        )
    return found


def requested(fund: Fund, project: Project, content: str) -> Seen:
    """Return what a project asks for under a content of a fund, in đồng; nothing where it has no line."""
    line: Envelope | None = lines_of(fund, [project.id]).get((project.id, content))
    return seen(Step.request, [line.id]) if line is not None else ()
