"""Funds, proposals and acts as the trail names them, and the place they belong to."""

from promotion.audit.drafts import Subject
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


def of_act(act: Act, draft: ActDraft, fund: Fund) -> Subject:
    """Return an act, called by its document, where its proposal belonged to."""
    return Subject("act", act.id, called(draft, fund), act.unit_id, home_of(draft, fund), fund.level)


def called(draft: ActDraft, fund: Fund) -> str:
    """Return what an act is called before it has a number: its document and its fund."""
    return f"{draft.document.number} · {fund.code}"


def home_of(draft: ActDraft, fund: Fund) -> str | None:
    """Return the province that an act is all about, with all acts booked along; else the fund's."""
    wanted = {envelope_id for one in draft.acts for envelope_id, _amount in one.amounts}
    homes = {envelope.home for envelope in queries.envelopes(wanted)}
    return homes.pop() if len(homes) == 1 else fund.home
