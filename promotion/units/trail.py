"""How units stand in the trail, and how other rooms' lines name them."""

from collections.abc import Collection, Iterable, Mapping

from flask import url_for

from promotion.access.actor import Actor
from promotion.access.permissions import REFERENCE_READ
from promotion.audit.kinds import Kind, Reader, Sight, enter
from promotion.kernel.text import mark as N_
from promotion.units import queries
from promotion.units.wording import unit_label
from promotion.web.languages import chosen


def called(unit_ids: Iterable[int]) -> Reader:
    """Return how these units are said, by row id: the newest name, with the last day of one that no longer stands."""
    found = queries.by_ids(unit_ids)

    def name(unit_id: int) -> str:
        unit = found.get(int(unit_id))
        return unit_label(unit, chosen()) if unit else "–"

    return name


def _addresses(_actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    return {key: url_for("units.unit", code=unit.code) for key, unit in queries.by_ids(ids).items()}


def enter_words() -> None:
    """Tell the trail of units; called once, when this room is opened."""
    enter(
        Kind(
            key="unit",
            label=N_("Unit"),
            permission=REFERENCE_READ,
            acts={"units.record": N_("Recorded a unit")},
            fields={"code": N_("Code"), "name_vi": N_("Vietnamese name"), "name_en": N_("English name")},
            sight=Sight.everybody,
            addresses=_addresses,
        )
    )
