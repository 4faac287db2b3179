"""How statements of completeness stand in the trail."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import FIGURES_READ
from promotion.audit import readers
from promotion.audit.kinds import Kind, Reader, enter
from promotion.audit.models import AuditLine
from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.territory.queries import atlas
from promotion.web.languages import chosen


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    places = atlas()
    return {"home": lambda key: places.name(key, chosen()), "level": readers.choice(Level)}


def _addresses(_actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    return dict.fromkeys(ids, url_for("figures.complete"))


def enter_words() -> None:
    """Tell the trail of statements; called once, when this room is opened."""
    enter(
        Kind(
            key="ledger_complete",
            label=N_("Completeness of a ledger"),
            permission=FIGURES_READ,
            acts={"figures.state": N_("Stated from when the ledger is complete")},
            fields={
                "home": N_("Province"),
                "level": N_("Level"),
                "from_year": N_("Complete from budget year"),
            },
            readers=_readers,
            addresses=_addresses,
        )
    )
