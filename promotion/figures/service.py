"""The counting room's one verb: to state from which year on the ledger is complete."""

from datetime import datetime

from promotion.access.actor import Actor
from promotion.access.permissions import COMPLETENESS_STATE
from promotion.audit import service as audit
from promotion.audit.drafts import Subject
from promotion.database.handle import db
from promotion.database.reference import hold_mark
from promotion.figures.completeness import completeness, forget, since
from promotion.figures.drafts import CompletenessDraft
from promotion.figures.models import LedgerComplete
from promotion.kernel.calendar import now
from promotion.kernel.choices import Language
from promotion.kernel.errors import Conflict, Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.territory.queries import atlas


def state(actor: Actor, draft: CompletenessDraft, seen: int | None = None) -> int:
    """State it for every province and level of the draft; return how many statements changed.

    `seen` is how many statements there were when the form was shown: `Conflict` when somebody stated something about
    these since; None where nobody looked at a page. `Invalid` without province, level or reason; `NotFound` as ever.
    """
    actor.require(COMPLETENESS_STATE)
    _check(draft)
    hold_mark()  # one after the other, so that the second meets what the first one stated
    forget()
    if seen is not None and since(seen, draft):
        raise Conflict(
            N_("Somebody stated something else about these provinces meanwhile."),
            cure=N_("Look at what was changed; if it is still right, send the form again."),
        )
    known, at = completeness().from_years, now()
    changed = [
        (atlas().province(key).key, str(level))
        for key in draft.provinces
        for level in draft.levels
        if (key, str(level)) not in known or known[key, str(level)] != draft.from_year
    ]
    for home, level in changed:
        _keep(actor, draft, home, level, known.get((home, level)), at)
    forget()
    return len(changed)


def _check(draft: CompletenessDraft) -> None:
    """Refuse a statement without a province, a level or a reason."""
    faults = [
        Fault(field, message)
        for field, given, message in (
            ("where", draft.provinces, N_("Please choose a province or a region.")),
            ("level", draft.levels, N_("Please choose a level.")),
            (
                "reason",
                draft.reason,
                N_("Please say on what this rests, for example a check against the treasury."),
            ),
        )
        if not given
    ]
    if faults:
        raise Invalid(faults=tuple(faults))


def _keep(
    actor: Actor, draft: CompletenessDraft, home: str, level: str, before: int | None, at: datetime
) -> None:
    row = LedgerComplete(
        home=home,
        level=level,
        from_year=draft.from_year,
        reason=draft.reason,
        entered_by=actor.user_id,
        entered_at=at,
    )
    db.session.add(row)
    db.session.flush()
    subject = Subject("ledger_complete", row.id, atlas().name(home, Language.vi), home=home, level=level)
    audit.record(
        actor, "figures.state", subject, before={"from_year": before},
        after={"home": home, "level": level, "from_year": draft.from_year}, reason=draft.reason,
        under=(COMPLETENESS_STATE, None),
    )  # fmt: skip
