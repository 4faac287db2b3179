"""How reference data stands in the trail: a line for each time that files changed it."""

from collections.abc import Mapping

from promotion.access.actor import Actor
from promotion.access.permissions import REFERENCE_READ
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Sight, enter
from promotion.audit.service import record as audit
from promotion.database.reference import Counts
from promotion.kernel.text import mark as N_

_ALL = 1
"""Reference data is one object: it is loaded together."""


def loaded(actor: Actor, counts: Mapping[str, Counts]) -> None:
    """Note what loading the files changed, by table; nothing where they changed nothing."""
    changed = {table: count for table, count in counts.items() if count.changed}
    if changed:
        after = {
            "added": sum(count.added for count in changed.values()),
            "updated": sum(count.updated for count in changed.values()),
            "removed": sum(count.removed for count in changed.values()),
            "tables": ", ".join(sorted(changed)),
        }
        audit(actor, "reference.load", Subject("reference", _ALL, ""), after=after)


def enter_words() -> None:
    """Tell the trail of reference data; called once, when this room is opened."""
    enter(
        Kind(
            key="reference",
            label=N_("Reference data"),
            permission=REFERENCE_READ,
            acts={"reference.load": N_("Loaded the files")},
            fields={
                "added": N_("Rows added"),
                "updated": N_("Rows changed"),
                "removed": N_("Rows removed"),
                "tables": N_("Tables"),
            },
            sight=Sight.everybody,
        )
    )
