"""Recorded acts as everybody signed in may read them: what was done, from which day, by which instrument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from promotion.accounts.queries import names
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.territory import queries as territory
from promotion.territory.drafts import ChangeKind
from promotion.territory.models import Reorganisation
from promotion.territory.rules import Atlas, ProvinceType
from promotion.units import queries as units


@dataclass(frozen=True)
class ActLine:
    """One act in words. `state` is "undo" (it took one back), "undone", "coming" or "done"."""

    id: int
    public_id: str
    kind: ChangeKind
    title: str
    day: date
    document: str
    document_date: date
    issuer: str
    source: str
    reason: str | None
    state: str
    by: str
    at: datetime
    undoes: str | None
    undone_by: str | None


def lines(language: str) -> list[ActLine]:
    """Return all acts, the newest first."""
    every = list(territory.acts())
    people = names({act.done_by for act in every})
    undone = {act.undoes_id: act.public_id for act in every if act.undoes_id}
    kept = {act.id: act.public_id for act in every}
    places = territory.atlas()
    return [
        ActLine(
            id=act.id,
            public_id=act.public_id,
            kind=ChangeKind(act.kind),
            title=_title(places, act, language),
            day=act.effective_date,
            document=act.document_number,
            document_date=act.document_date,
            issuer=act.document_issuer,
            source=act.source_vi if language == "vi" else act.source_en,
            reason=act.reason,
            state=_state(act, undone),
            by=people.get(act.done_by, "–"),
            at=act.done_at,
            undoes=kept.get(act.undoes_id or 0),
            undone_by=undone.get(act.id),
        )
        for act in reversed(every)
    ]


def _state(act: Reorganisation, undone: Mapping[int, str]) -> str:
    if act.kind == ChangeKind.undo:
        return "undo"
    if act.id in undone:
        return "undone"
    return "coming" if act.effective_date > today() else "done"


def _title(places: Atlas, act: Reorganisation, language: str) -> str:
    """Say what was done, in names of the day before."""
    kept: dict[str, Any] = act.payload
    own = {"vi": "name_vi", "en": "name_en"}[language]
    if "old_codes" in kept:
        old = ", ".join(
            units.name(units.unit(code), language, act.effective_date) for code in kept["old_codes"]
        )
        code = kept["successor"] or kept["new_code"]
        new = kept[own] or units.name(units.unit(code), language, act.effective_date)
        return f"{old} → {new}"
    if "old_keys" in kept:
        old = ", ".join(places.name(key, language, act.effective_date) for key in kept["old_keys"])
        return f"{old} → {kept[own]}"
    name = places.name(kept["key"], language, places.province(kept["key"]).valid_from)
    if "region" in kept:
        return f"{name} → {_(Region(kept['region']).label)}"
    if "type" in kept:
        return f"{name} → {_(ProvinceType(kept['type']).label)}"
    return f"{name} → {kept[own]}"
