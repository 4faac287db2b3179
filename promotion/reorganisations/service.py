"""Does an administrator's act on provinces or units, and takes one back if nothing rests on it."""

from promotion.access.actor import EVERYTHING, Actor
from promotion.kernel.errors import Refused
from promotion.kernel.messages import mark as N_
from promotion.reorganisations.queries.effects import founded, resting
from promotion.territory import acts as territory
from promotion.territory.drafts import Change, ChangeKind, Legal
from promotion.territory.models import Reorganisation
from promotion.territory.queries import act as one_act
from promotion.units import acts as units
from promotion.units.drafts import Succession


def do(actor: Actor, draft: Change | Succession, legal: Legal) -> Reorganisation:
    """Do an act; raises `Invalid` with the faults of the draft, `Forbidden` without the right."""
    if isinstance(draft, Succession):
        return units.succeed(actor, draft, legal)
    return territory.change(actor, draft, legal)


def take_back(actor: Actor, public_id: str, legal: Legal, reason: str) -> Reorganisation:
    """Take an act back by a further one; `Refused` when a later act rests on it, or records of what it made."""
    territory.require(actor)
    act = one_act(public_id)
    records = resting(EVERYTHING, founded(act))
    if records:
        raise Refused(
            N_("What this act made is in use already: %(count)s records stand under it."),
            {"count": str(records)},
            code="reorganisation.used",
            cure=N_("Correct it by a further act instead."),
        )
    undo = units.take_back if act.kind == ChangeKind.succeed else territory.take_back
    return undo(actor, act, legal, reason)
