"""How imports of published figures stand in the trail."""

from collections.abc import Collection, Mapping

from flask import url_for

from promotion.access.actor import Actor
from promotion.access.permissions import REFERENCE_READ
from promotion.audit.kinds import Kind, Sight, enter
from promotion.kernel.text import mark as N_


def _addresses(_actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    return dict.fromkeys(ids, url_for("publications.index"))


def enter_words() -> None:
    """Tell the trail of imports; called once, when this room is opened."""
    enter(
        Kind(
            key="publication_import",
            label=N_("Published figures"),
            permission=REFERENCE_READ,
            acts={"publications.record": N_("Entered published figures")},
            fields={
                "file_name": N_("File"),
                "sha256": N_("Fingerprint of the file (SHA-256)"),
                "added": N_("New figures"),
            },
            sight=Sight.everybody,
            addresses=_addresses,
        )
    )
