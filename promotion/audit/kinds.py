"""The kinds of objects that the trail knows: who sees their lines, how they are said, where their page is.

Rooms above enter theirs when they are opened; this room knows none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import url_for

from promotion.access.actor import Actor, Scope
from promotion.audit.models import AuditLine

Reader = Callable[[Any], str]
Readers = Callable[[Sequence[AuditLine], Scope], Mapping[str, Reader]]
Addresses = Callable[[Actor, Collection[int]], Mapping[int, str]]


class Sight(Enum):
    """Who may find the lines of a kind, besides those who read everything."""

    scope = "in whose scope the object's place lies"
    managers = "who manages people there, and the person itself"
    everybody = "who holds the permission"


def pages(endpoint: str, public_ids: Callable[[Scope, Collection[int]], Mapping[int, str]]) -> Addresses:
    """Return the addresses of the objects for which a room gives public ids: those that the reader sees."""

    def addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
        found = public_ids(actor.scope, ids)
        return {key: url_for(endpoint, public_id=public_id) for key, public_id in found.items()}

    return addresses


def _no_readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {}


def _no_addresses(_actor: Actor, _ids: Collection[int]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of object. All words are message-ids.

    `acts` gives each act its words, or a sentence with `%(act)s` and what stands there. `fields` names what lines hold.
    `readers` looks at all lines of a page at once and returns how values of fields are said ("" says nothing);
    `addresses` gives the pages of those objects that this person may open.
    """

    key: str
    label: str
    permission: str
    acts: Mapping[str, str | tuple[str, str]]
    fields: Mapping[str, str]
    sight: Sight = Sight.scope
    readers: Readers = _no_readers
    addresses: Addresses = _no_addresses


_kinds: dict[str, Kind] = {}


def enter(kind: Kind) -> None:
    """Enter a kind; called once, when its room is opened."""
    _kinds[kind.key] = kind


def known() -> Sequence[Kind]:
    """Return all kinds."""
    return tuple(_kinds.values())


def kind_of(key: str) -> Kind | None:
    """Return the kind with this key, None for one that no room entered."""
    return _kinds.get(key)
