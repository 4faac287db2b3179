"""The succession of units as an act of the administrator: recorded for good, beside the acts on provinces.

Runs inside the caller's unit of work. What rests on a unit, its people's grants and records, is reached by its
successor's people from the day on.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, select

from promotion.access.actor import Actor
from promotion.database.handle import db
from promotion.database.reference import Counts, hold_mark, synchronise
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.territory import acts, queries
from promotion.territory.drafts import ChangeKind, Legal
from promotion.territory.models import Reorganisation
from promotion.territory.periods import covers
from promotion.units.changes import Roster, amended, draft_of, new_code, payload, redo, restored
from promotion.units.drafts import Succession
from promotion.units.models import Unit, UnitName, UnitSuccession
from promotion.units.queries import roster


def succeed(actor: Actor, draft: Succession, legal: Legal) -> Reorganisation:
    """Let units go over to another one; raises `Invalid` with the faults of the draft, `Forbidden` without the
    right.
    """
    acts.require(actor)
    hold_mark()
    standing = roster()
    after = amended(standing, check_seat(draft))
    acts.checked(legal)
    if not draft.successor:
        draft = replace(draft, new_code=new_code(standing, draft))
    write(after)
    write_steps(after)
    return acts.enter(actor, ChangeKind.succeed, legal, payload(draft), draft.day)


def check_seat(draft: Succession) -> Succession:
    """Return the draft if its seat stands on the day."""
    places = queries.atlas()
    key = draft.province_key
    if key and (places.find(key) != key or not covers(places.province(key), draft.day)):
        fault = Fault("province_key", N_("This province does not stand on that day."))
        raise Invalid(faults=(fault,))
    return draft


def take_back(actor: Actor, act: Reorganisation, legal: Legal, reason: str) -> Reorganisation:
    """Undo a succession by a further act; `Refused` when a later act rests on it."""
    acts.require(actor)
    hold_mark()
    acts.check_undo(act, reason, queries.acts())
    draft = draft_of(act.payload)
    before = roster()
    after = restored(before, draft)
    ids = _ids()
    for old, new in before.steps.keys() - after.steps.keys():
        pair = (UnitSuccession.old_id == ids[old], UnitSuccession.new_id == ids[new])
        db.session.execute(delete(UnitSuccession).where(*pair))
    write(after)
    for code in before.units.keys() - after.units.keys():
        db.session.execute(delete(UnitName).where(UnitName.unit_id == ids[code]))
        db.session.execute(delete(Unit).where(Unit.id == ids[code]))
    return acts.enter(
        actor, ChangeKind.undo, legal, dict(act.payload), act.effective_date, undone=(act, reason)
    )


def replayed(rows: Roster, every: Iterable[Reorganisation]) -> Roster:
    """Return the rows of the file with every succession that stands done again, in order."""
    found = rows.copy()
    for act in successions(every):
        redo(found, draft_of(act.payload))
    return found


def successions(every: Iterable[Reorganisation]) -> list[Reorganisation]:
    """Return the successions that stand."""
    return [act for act in queries.in_force(every) if act.kind == ChangeKind.succeed]


def write(rows: Roster) -> dict[str, Counts]:
    """Bring units and their names in line with the rows; units that the rows do not name stay."""
    counts = {"unit": synchronise(Unit, ("code",), list(rows.units.values()))}
    ids = _ids()
    named = {ids[code] for code in rows.units}
    names = [
        {"unit_id": ids[row["code"]]} | {name: value for name, value in row.items() if name != "code"}
        for row in rows.names
    ]
    counts["unit_name"] = synchronise(
        UnitName, ("unit_id", "valid_from"), names, obsolete=lambda row: row.unit_id in named
    )
    return counts


def write_steps(rows: Roster) -> None:
    """Enter the successions of the rows that are missing."""
    ids = _ids()
    steps = [
        {"old_id": ids[old], "new_id": ids[new], "effective_date": day}
        for (old, new), day in rows.steps.items()
    ]
    synchronise(UnitSuccession, ("old_id", "new_id"), steps)


def _ids() -> dict[str, int]:
    return {row.code: row.id for row in db.session.execute(select(Unit.code, Unit.id))}
