"""Amounts typed as totals: the act holds the difference, and is booked only while the total still comes to what was
typed. Whatever moved the amount meanwhile, another proposal, a correction or a reversal, makes it anew.
"""

from collections.abc import Collection

from sqlalchemy import select

from promotion.database.handle import db
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.books import Step
from promotion.ledger.deeds import way_of
from promotion.ledger.drafts import ActDraft, Seen
from promotion.ledger.models import Envelope
from promotion.ledger.paid_out import booked


def seen(step: Step, places: Collection[int]) -> Seen:
    """Return what places (ids) hold of a step in all, in đồng: read anew, as the ledger has it now."""
    query = select(Envelope).where(Envelope.id.in_(sorted(places))).order_by(Envelope.id)
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return tuple((place.id, _in_all(step, place)) for place in found)


def _in_all(step: Step, place: Envelope) -> int:
    if step is Step.request:
        return place.requested
    if step is Step.list:
        return place.listed
    if step is Step.commit:
        return place.owed + place.discharged
    return place.to_recover + booked([place.id])[place.id, "recovered"]


def look_at_totals(draft: ActDraft) -> None:
    """Raise `Refused` when the amount of a place is no longer what it was when its new total was typed."""
    for one in draft.acts:
        if one.seen and seen(way_of(one.kind)[0], [place for place, _amount in one.seen]) != one.seen:
            raise Refused(
                N_(
                    "The amount was changed since this was proposed: it would not come to the total that was typed."
                ),
                code="total.moved",
                cure=N_("Return or withdraw the proposal and enter the act anew."),
            )
