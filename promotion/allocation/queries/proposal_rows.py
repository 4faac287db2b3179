"""Proposals as rows of a list: what each would do, about which project, and whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, SPEND_BOOK
from promotion.accounts import queries as accounts
from promotion.allocation.queries.names import Names, names
from promotion.allocation.queries.written import Places
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import PLAN_ACTS, ActKind
from promotion.ledger.drafts import ActDraft, Document, from_json
from promotion.ledger.models import Act, Fund, Proposal


@dataclass(frozen=True)
class ProposalRow:
    """One proposal in a list (đồng). A reversal also says what it takes back; `about` names the project when the act
    concerns one only, `projects` counts them.
    """

    public_id: str
    kind: ActKind
    takes_back: ActKind | None
    fund_code: str
    unit: str
    amount: int
    document: Document
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    mine: bool
    for_me: bool
    about: str = ""
    projects: int = 0
    opening: bool = False
    correction: bool = False


def proposal_rows(actor: Actor, language: str, proposals: Sequence[Proposal]) -> list[ProposalRow]:
    """Return proposals as the reader sees them in a list, in the order given."""
    drafts = {proposal.id: from_json(proposal.draft) for proposal in proposals}
    funds = _funds(proposals)
    kinds = _kinds_taken_back(drafts.values())
    years = [fund.budget_year for fund in funds.values()]
    project_ids = _projects(drafts)
    called = names(
        actor.scope,
        language,
        max(years, default=2000),
        unit_ids={proposal.unit_id for proposal in proposals},
        project_ids=frozenset().union(*project_ids.values()),
    )
    people = accounts.names(
        {one.proposed_by for one in proposals} | {one.decided_by or 0 for one in proposals}
    )
    rows = [
        _row(actor, proposal, drafts[proposal.id], funds[proposal.fund_id], kinds, called, people)
        for proposal in proposals
    ]
    return [
        replace(row, about=_about(project_ids[proposal.id], called), projects=len(project_ids[proposal.id]))
        for row, proposal in zip(rows, proposals, strict=True)
    ]


def proposal_row(actor: Actor, proposal: Proposal, draft: ActDraft, read: Places) -> ProposalRow:
    """Return one proposal as such a row, where its places have been read."""
    people = accounts.names({proposal.proposed_by, proposal.decided_by or 0})
    row = _row(actor, proposal, draft, read.fund, _kinds_taken_back([draft]), read.called, people)
    named = [read.found[place].project_id for one in draft.acts for place in one.places]
    project_ids = frozenset(project_id for project_id in named if project_id is not None)
    return replace(row, about=_about(project_ids, read.called), projects=len(project_ids))


def _projects(drafts: Mapping[int, ActDraft]) -> dict[int, frozenset[int]]:
    """Return the projects whose lines or contracts each draft names."""
    ids = {place for draft in drafts.values() for one in draft.acts for place in one.places}
    of_place = {place.id: place.project_id for place in ledger.envelopes(ids)}
    return {
        key: frozenset(
            project_id
            for one in draft.acts
            for envelope_id in one.places
            if (project_id := of_place.get(envelope_id)) is not None
        )
        for key, draft in drafts.items()
    }


def _about(project_ids: frozenset[int], called: Names) -> str:
    """Return the name of the one project that an act concerns, "" for several or none."""
    project = called.project(min(project_ids)) if len(project_ids) == 1 else None
    return project.name if project else ""


def _row(
    actor: Actor,
    proposal: Proposal,
    draft: ActDraft,
    fund: Fund,
    kinds: dict[int, ActKind],
    called: Names,
    people: dict[int, str],
) -> ProposalRow:
    takes_back = kinds.get(draft.reverses) if draft.reverses else None
    mine = proposal.proposed_by == actor.user_id
    books = actor.may_for(_booking(takes_back or draft.kind), proposal.unit_id)
    return ProposalRow(
        public_id=proposal.public_id,
        kind=draft.kind,
        takes_back=takes_back,
        fund_code=fund.code,
        unit=called.unit(proposal.unit_id),
        amount=proposal.amount,
        document=draft.document,
        proposed_by=people.get(proposal.proposed_by, "–"),
        proposed_at=proposal.proposed_at,
        state=proposal.state,
        decided_by=people.get(proposal.decided_by or 0, ""),
        decided_at=proposal.decided_at,
        mine=mine,
        for_me=proposal.state == "open" and books and not (mine and _needs_two(fund, proposal, draft)),
        opening=draft.opening,
        correction=any(one.corrects is not None for one in draft.acts),
    )


def _needs_two(fund: Fund, proposal: Proposal, draft: ActDraft) -> bool:
    """Tell whether another person books this, as the ledger will ask, from what was kept with the proposal."""
    largest = max(proposal.amount, *(one.total for one in draft.acts))
    return fund.two_person and largest >= fund.two_person_from


def _booking(kind: ActKind) -> str:
    return PLAN_BOOK if kind in PLAN_ACTS else SPEND_BOOK


def _funds(proposals: Iterable[Proposal]) -> dict[int, Fund]:
    query = select(Fund).where(Fund.id.in_({proposal.fund_id for proposal in proposals}))
    return {fund.id: fund for fund in db.session.scalars(query)}


def _kinds_taken_back(drafts: Iterable[ActDraft]) -> dict[int, ActKind]:
    ids = {draft.reverses for draft in drafts if draft.reverses}
    if not ids:
        return {}
    query = select(Act.id, Act.kind).where(Act.id.in_(ids))
    return {act_id: ActKind(kind) for act_id, kind in db.session.execute(query)}
