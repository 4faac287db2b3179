"""The verbs for the annex of a decision: many lines listed in one act, opened where the fund has none yet.

Kept apart from `service` for length; the same rules: load in scope, ask the rules, write, audit.
"""

from collections.abc import Mapping
from functools import cache

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.asking import Asked, owned, work_out
from promotion.allocation.drafts import AnnexDraft
from promotion.allocation.queries.matching import lines_of, pays_for
from promotion.allocation.service import Outcome
from promotion.audit.service import record as audit
from promotion.kernel.errors import Invalid, NotFound, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import places as envelopes
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Envelope, Fund
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.projects.rules import CLOSED, PLANNING
from promotion.projects.trail import subject

Place = tuple[Project, str]
"""A project and the code of a content: what a line is of."""


def ask_annex(actor: Actor, public_id: str, draft: AnnexDraft) -> Asked:
    """Work out the listing of an annex; what goes to lines still to be opened is in the total only.

    Raises `NotFound` for a project that the person does not see or the fund does not pay for, `Refused` for one that
    takes no more money, `Invalid` for one that stands twice, `CeilingReached` above the plan.
    """
    fund = owned(actor, public_id)
    places = _places(actor, fund, draft)
    lines = lines_of(fund, [project.id for project, _content in places])
    known = {place: lines.get((place[0].id, place[1])) for place in places}
    amounts = {line.id: places[place] for place, line in known.items() if line is not None}
    beside = sum(amount for place, amount in places.items() if known[place] is None)
    return work_out(fund, ledger.fund_envelope(fund.id), ActKind.list, amounts, draft.paper, beside=beside)


def list_annex(actor: Actor, public_id: str, draft: AnnexDraft) -> Outcome:
    """Propose to list a whole annex in one act, and open the lines that are missing."""
    ask_annex(actor, public_id, draft)
    fund = owned(actor, public_id)
    lines = open_lines(actor, fund, _places(actor, fund, draft))
    asked = work_out(
        fund,
        ledger.fund_envelope(fund.id),
        ActKind.list,
        {line.id: amount for line, amount in lines.values()},
        draft.paper,
    )
    return acts.propose(actor, asked.draft)


def open_lines(
    actor: Actor, fund: Fund, amounts: Mapping[Place, int], under: tuple[str, int] | None = None
) -> dict[Place, tuple[Envelope, int]]:
    """Return the line of each project and content with its amount (đồng), opened empty where there was none.

    The line belongs to the unit that stands in the fund's year; its province is the project's. `under` is the right by
    which it is opened, that to propose plans unless told.
    """
    found = lines_of(fund, [project.id for project, _content in amounts])
    day = projects.day_of_year(fund.budget_year)

    @cache
    def share(unit_id: int) -> Envelope:
        unit = projects.standing_unit(unit_id, day)
        return envelopes.open_share(fund, unit.id, unit.province_key)

    opened: dict[Place, tuple[Envelope, int]] = {}
    for (project, content), amount in amounts.items():
        line = found.get((project.id, content))
        if line is None:
            line = envelopes.open_line(
                share(project.unit_id), envelopes.LineDraft(project.id, content, project.home)
            )
            after = {"fund": fund.code, "content": content}
            audit(
                actor,
                "projects.add_line",
                subject(project),
                after=after,
                under=under or (PLAN_PROPOSE, fund.owner_unit_id),
            )
        opened[project, content] = line, amount
    return opened


def _places(actor: Actor, fund: Fund, draft: AnnexDraft) -> dict[Place, int]:
    """Return the amounts by project and content, each checked anew: the preview may be old."""
    seen = {
        one.public_id: one
        for one in projects.by_public_ids(actor.scope, {public_id for public_id, *_rest in draft.lines})
    }
    contents = {content.code for content in projects.contents_for(fund.budget_year)}
    lines = lines_of(fund, [project.id for project in seen.values()])
    places: dict[Place, int] = {}
    for public_id, content, amount in draft.lines:
        project = seen.get(public_id)
        if project is None or not pays_for(fund, project):
            raise NotFound
        has_line = (project.id, content) in lines
        if project.state in CLOSED or not (has_line or (project.state in PLANNING and content in contents)):
            raise Refused(
                N_("The project %(code)s takes no more money, or not under this content."),
                {"code": project.code},
                code="project.state",
            )
        if (project, content) in places:
            raise Invalid(
                N_("The project %(code)s stands twice with the same content."), {"code": project.code}
            )
        places[project, content] = amount
    return places
