"""What administrators do to the map: merge, rename, move, change of type, each recorded for good.

Runs inside the caller's unit of work. An act stands in `reorganisation`, its rows in the tables of provinces; the
renewed mark makes every process read them anew. An act of a later day is entered at once and changes nothing before.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from promotion.access.actor import Actor
from promotion.access.permissions import TERRITORY_CHANGE
from promotion.audit.drafts import Subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.database.reference import Counts, hold_mark, renew_mark, synchronise
from promotion.kernel.calendar import date_text, now
from promotion.kernel.choices import Language
from promotion.kernel.errors import Fault, Forbidden, Invalid, Refused
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import clean
from promotion.territory import queries
from promotion.territory.changes import DRAFTS, amended, draft_of, merged_key_of, payload, restored
from promotion.territory.drafts import Change, ChangeKind, Legal, Merge
from promotion.territory.ground import Ground
from promotion.territory.models import (
    ProvinceRegionRow,
    ProvinceRow,
    ProvinceTypeRow,
    Reorganisation,
    SuccessionRow,
)


def change(actor: Actor, draft: Change, legal: Legal) -> Reorganisation:
    """Do an act on provinces; raises `Invalid` with the faults of the draft, `Forbidden` without the right."""
    require(actor)
    hold_mark()
    ground = amended(queries.ground(), draft, checked(legal))
    write(ground)
    kept = payload(draft)
    if isinstance(draft, Merge):
        kept["new_key"] = merged_key_of(ground, draft)
    return enter(actor, draft.kind, legal, kept, draft.day)


def take_back(actor: Actor, act: Reorganisation, legal: Legal, reason: str) -> Reorganisation:
    """Undo an act on provinces by a further act; `Refused` when a later act or a unit rests on it."""
    require(actor)
    hold_mark()
    check_undo(act, reason, queries.acts())
    draft = draft_of(act.kind, act.payload)
    ground = queries.ground()
    gone = merged_key_of(ground, draft) if isinstance(draft, Merge) else None
    write(restored(ground, draft))
    if gone is not None:
        db.session.delete(db.session.get_one(ProvinceRow, gone))
        db.session.flush()
    return enter(actor, ChangeKind.undo, legal, dict(act.payload), act.effective_date, undone=(act, reason))


def require(actor: Actor) -> None:
    """Raise `Forbidden` for everybody but administrators."""
    if not actor.may(TERRITORY_CHANGE):
        raise Forbidden


def checked(legal: Legal) -> Legal:
    """Return the legal reference if all of it is there; `Invalid` names what is missing."""
    fields = ("number", "issuer", "source_vi", "source_en")
    missing = [name for name in fields if not clean(getattr(legal, name))]
    if missing:
        faults = (Fault(name, N_("Please name the instrument behind this act.")) for name in missing)
        raise Invalid(faults=tuple(faults))
    return legal


def check_undo(act: Reorganisation, reason: str, every: Iterable[Reorganisation]) -> None:
    """Refuse to undo an act twice, an undoing, without a reason, or while a later act touches the same places."""
    if not clean(reason):
        raise Invalid(faults=(Fault("reason", N_("Please say why the act is taken back.")),))
    standing = queries.in_force(every)
    if act.id not in {one.id for one in standing}:
        raise Refused(N_("This act is taken back already."), code="reorganisation.undone")
    own = subjects(act)
    for later in standing:
        if later.id > act.id and own & subjects(later):
            raise Refused(
                N_("A later act of %(day)s rests on this one."),
                {"day": date_text(later.effective_date, Language.vi)},
                code="reorganisation.later",
                cure=N_("Take the later act back first."),
            )


def subjects(act: Reorganisation) -> frozenset[str]:
    """Return the provinces and units that an act names, those that it made included."""
    kept = act.payload
    names = [*kept.get("old_keys", ()), *kept.get("old_codes", ())]
    names += [kept[name] for name in ("key", "new_key", "new_code", "province_key") if kept.get(name)]
    return frozenset(names)


def enter(
    actor: Actor,
    kind: ChangeKind,
    legal: Legal,
    kept: dict[str, Any],
    day: date,
    *,
    undone: tuple[Reorganisation, str] | None = None,
) -> Reorganisation:
    """Record an act with its audit line and tell every process to read reference data anew."""
    act, reason = undone or (None, None)
    row = Reorganisation(
        kind=str(kind),
        effective_date=day,
        document_number=clean(legal.number),
        document_date=legal.day,
        document_issuer=clean(legal.issuer),
        source_vi=clean(legal.source_vi),
        source_en=clean(legal.source_en),
        payload=kept,
        reason=clean(reason) if reason else None,
        undoes_id=act.id if act else None,
        done_by=actor.user_id,
        done_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    audit(
        actor,
        f"territory.{kind}",
        Subject("reorganisation", row.id, row.document_number),
        after={**kept, "effective_date": day.isoformat(), "document": row.document_number},
        reason=row.reason,
    )
    renew_mark()
    db.session.expire_all()
    return row


def replayed(ground: Ground, every: Iterable[Reorganisation]) -> Ground:
    """Return the rows of the files with every act on provinces that stands done again, in order."""
    for act in queries.in_force(every):
        if act.kind in DRAFTS:
            ground = amended(ground, draft_of(act.kind, act.payload), legal_of(act))
    return ground


def legal_of(act: Reorganisation) -> Legal:
    """Return the legal reference of a recorded act."""
    return Legal(act.document_number, act.document_date, act.document_issuer, act.source_vi, act.source_en)


def write(ground: Ground) -> dict[str, Counts]:
    """Bring the tables in line with the rows; provinces that the rows do not name stay."""
    everything = {"obsolete": lambda _: True}
    period = ("province_key", "valid_from")
    return {
        "province": synchronise(ProvinceRow, ("key",), list(ground.provinces.values())),
        "province_type": synchronise(ProvinceTypeRow, period, ground.types, **everything),
        "province_region": synchronise(ProvinceRegionRow, period, ground.regions, **everything),
        "succession": synchronise(SuccessionRow, ("old_key", "new_key"), ground.steps, **everything),
    }
