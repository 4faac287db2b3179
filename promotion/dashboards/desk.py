"""What waits for a person on the first page: proposals to book, own ones that came back, open discrepancies, questions
on figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE, SPEND_BOOK, SPEND_PROPOSE
from promotion.discrepancies.queries import OpenSum, open_of_units
from promotion.kernel.calendar import now, today
from promotion.ledger.models import Proposal
from promotion.ledger.queries import proposals, returned_since
from promotion.oversight.queries.advances import Late, late
from promotion.questions import queries as questions

LATELY = timedelta(days=14)
"""How long the first page speaks of a proposal that came back."""


@dataclass(frozen=True)
class Desk:
    """Proposals that a person may book, how many of the person's own came back lately, which advances of the own
    units are not cleared after a long time, the open discrepancies on money of these units, and questions on figures
    that wait for the person or for the own units.
    """

    to_book: Sequence[Proposal]
    returned: int
    late: Late
    discrepancies: OpenSum
    questions: questions.Desk


def desk(actor: Actor) -> Desk:
    """Return what waits for a person."""
    others = [proposal for proposal in proposals(actor.scope) if proposal.proposed_by != actor.user_id]
    mine = [proposal for proposal in others if _may_book(actor, proposal)]
    spending = actor.units_for(SPEND_PROPOSE)
    old, reported = late(spending, today()), open_of_units(spending | actor.units_for(PLAN_PROPOSE))
    came_back = returned_since(actor.user_id, now() - LATELY)
    return Desk(mine, came_back, old, reported, questions.desk(actor))


def _may_book(actor: Actor, proposal: Proposal) -> bool:
    return any(actor.may_for(permission, proposal.unit_id) for permission in (PLAN_BOOK, SPEND_BOOK))
