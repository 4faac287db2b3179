"""How acts on the map stand in the trail."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import REFERENCE_READ
from promotion.audit import readers
from promotion.audit.kinds import Kind, Reader, Sight, enter
from promotion.audit.models import AuditLine
from promotion.kernel.choices import Region
from promotion.kernel.text import mark as N_
from promotion.territory import queries
from promotion.territory.drafts import ChangeKind
from promotion.territory.rules import ProvinceType
from promotion.units.rules import UnitKind
from promotion.web.languages import chosen


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    places = queries.atlas()

    def place(key: str) -> str:
        return places.name(key, chosen()) if places.find(key) == key else key

    return {
        "day": readers.nothing,  # the day from which it holds is said once
        "effective_date": readers.day,
        "key": place,
        "new_key": place,
        "province_key": place,
        "old_keys": lambda keys: ", ".join(map(place, keys)),
        "old_codes": ", ".join,
        "type": readers.choice(ProvinceType),
        "region": readers.choice(Region),
        "new_kind": readers.choice(UnitKind),
    }


def _addresses(_actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    return {
        act.id: url_for("reorganisations.show", public_id=act.public_id)
        for act in queries.acts()
        if act.id in ids
    }


def enter_words() -> None:
    """Tell the trail of acts on the map; called once, when this room is opened."""
    enter(
        Kind(
            key="reorganisation",
            label=N_("Act on the map"),
            permission=REFERENCE_READ,
            acts={f"territory.{kind}": kind.label for kind in ChangeKind},
            fields={
                "day": N_("Holds from"),
                "effective_date": N_("Holds from"),
                "document": N_("Document"),
                "key": N_("Province"),
                "old_keys": N_("Provinces before"),
                "new_key": N_("New province"),
                "type": N_("Type of province"),
                "region": N_("Region"),
                "name_vi": N_("Vietnamese name"),
                "name_en": N_("English name"),
                "full_name_vi": N_("Full Vietnamese name"),
                "code": N_("Code"),
                "old_codes": N_("Units before"),
                "successor": N_("Successor"),
                "new_code": N_("Code of the new unit"),
                "new_kind": N_("Kind of the new unit"),
                "province_key": N_("Seat"),
            },
            sight=Sight.everybody,
            readers=_readers,
            addresses=_addresses,
        )
    )
