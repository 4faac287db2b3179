"""Funds, proposals and acts as the trail names them, and the place they belong to."""

from collections.abc import Collection

from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.audit.drafts import Subject
from promotion.database.handle import db
from promotion.ledger import queries
from promotion.ledger.drafts import ActDraft, from_json
from promotion.ledger.models import Act, Fund, Proposal


def of_fund(fund: Fund) -> Subject:
    """Return a fund: it belongs to its owner."""
    return Subject("fund", fund.id, fund.code, fund.owner_unit_id, fund.home, fund.level)


def of_proposal(proposal: Proposal, fund: Fund) -> Subject:
    """Return a proposal, called by its document; it belongs to the unit whose act it would be."""
    name = called(from_json(proposal.draft), fund)
    return Subject("proposal", proposal.id, name, proposal.unit_id, proposal.home, proposal.level)


def of_act(act: Act, draft: ActDraft, fund: Fund, unit_id: int) -> Subject:
    """Return an act, called by its document; it belongs, like its proposal, to the unit whose people do it.

    That is not the act's own unit: a plan act stands under the unit of its first line and may concern others too.
    """
    return Subject("act", act.id, called(draft, fund), unit_id, home_of(draft, fund), fund.level)


def public_ids(table: type[Fund | Act | Proposal], scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of those of these rows that the reader sees, by row id."""
    sees = _SEES[table](scope)
    query = select(table.id, table.public_id).where(table.id.in_(sorted(ids)), sees)
    return dict(db.session.execute(query).all())


_SEES = {Fund: queries.sees_fund, Act: queries.sees_act, Proposal: queries.sees_proposal}


def called(draft: ActDraft, fund: Fund) -> str:
    """Return what an act is called before it has a number: its document and its fund."""
    return f"{draft.document.number} · {fund.code}"


def home_of(draft: ActDraft, fund: Fund) -> str | None:
    """Return the province that an act is all about, with all acts booked along; else the fund's."""
    wanted = {place for one in draft.acts for place in one.places}
    homes = {envelope.home for envelope in queries.envelopes(wanted)}
    return homes.pop() if len(homes) == 1 else fund.home
