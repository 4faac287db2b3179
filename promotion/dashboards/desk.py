"""What waits for a person on the first page: proposals to book, and own ones that came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, SPEND_BOOK
from promotion.kernel.calendar import now
from promotion.ledger.models import Proposal
from promotion.ledger.queries import proposals, returned_since

LATELY = timedelta(days=14)
"""How long the first page speaks of a proposal that came back."""


@dataclass(frozen=True)
class Desk:
    """Proposals that a person may book, and how many of the person's own came back lately."""

    to_book: Sequence[Proposal]
    returned: int


def desk(actor: Actor) -> Desk:
    """Return what waits for a person."""
    others = [proposal for proposal in proposals(actor.scope) if proposal.proposed_by != actor.user_id]
    mine = [proposal for proposal in others if _may_book(actor, proposal)]
    return Desk(mine, returned_since(actor.user_id, now() - LATELY))


def _may_book(actor: Actor, proposal: Proposal) -> bool:
    return any(actor.may_for(permission, proposal.unit_id) for permission in (PLAN_BOOK, SPEND_BOOK))
