"""How a line of the trail is said, in the whole house: histories of objects, the search, its workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from promotion.access.actor import Actor
from promotion.access.permissions import HISTORY_READ
from promotion.audit.kinds import Kind, Reader, Readers, kind_of
from promotion.audit.models import AuditLine
from promotion.audit.queries import history


@dataclass(frozen=True)
class Change:
    """One field: its name and its value before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """One line in the reader's words.

    `changes` holds what went from one value to another, `stated` what was entered or removed, as "field: value".
    `href` is the object's page where the reader may open it.
    """

    when: datetime
    who: str
    what: str
    kind: str
    name: str
    changes: tuple[Change, ...]
    stated: tuple[str, ...]
    reason: str | None
    amount: int | None
    request_number: str | None
    href: str | None = None

    @property
    def note(self) -> str:
        """What was entered or removed, and the reason, in one line."""
        return " · ".join(part for part in (*self.stated, self.reason or "") if part)


def say(lines: Sequence[AuditLine], viewer: Actor, *, linked: bool = False) -> list[Said]:
    """Return the lines in words, in their order; `linked` with the pages of their objects.

    What is looked up is asked once for all lines, however many there are.
    """
    sayers = _sayers(lines, viewer)
    links = _links(lines, viewer) if linked else {}
    return [
        _said(line, sayers[line.object_kind], links.get(line.object_kind, {}).get(line.object_id))
        for line in lines
    ]


def _sayers(lines: Sequence[AuditLine], viewer: Actor) -> dict[str, Mapping[str, Reader]]:
    """Return how values are said, by kind; kinds that look the same things up do it together."""
    asked: dict[Readers | None, list[AuditLine]] = {}
    for line in lines:
        kind = kind_of(line.object_kind)
        asked.setdefault(kind.readers if kind else None, []).append(line)
    found: dict[str, Mapping[str, Reader]] = {}
    for look_up, own in asked.items():
        sayer = look_up(own, viewer.scope) if look_up else {}
        found |= {line.object_kind: sayer for line in own}
    return found


def _links(lines: Sequence[AuditLine], viewer: Actor) -> dict[str, Mapping[int, str]]:
    """Return the pages of objects that this person may open, by kind and row id."""
    ids: dict[str, set[int]] = {}
    for line in lines:
        ids.setdefault(line.object_kind, set()).add(line.object_id)
    kinds = [kind for key in ids if (kind := kind_of(key)) is not None]
    return {kind.key: kind.addresses(viewer, ids[kind.key]) for kind in kinds if viewer.may(kind.permission)}


def story(
    viewer: Actor, kind: str, object_id: int, *more: tuple[str, int], whole: bool = False
) -> list[Said] | None:
    """Return the history of an object for its page, newest first; None for who may not read histories.

    `whole` says that the object was loaded in scope and lies in it altogether; of others the lines in sight are told.
    """
    if not viewer.may(HISTORY_READ):
        return None
    return say(history(kind, object_id, *more, viewer=None if whole else viewer), viewer)


def act_words(kind: Kind | None, act: str) -> str:
    """Return the words of an act; its key where no room entered it."""
    words = kind.acts.get(act, act) if kind else act
    if isinstance(words, tuple):
        sentence, part = words
        return _(sentence) % {"act": _(part)}
    return _(words)


def _said(line: AuditLine, readers: Mapping[str, Reader], href: str | None) -> Said:
    kind = kind_of(line.object_kind)
    before, after = line.before or {}, line.after or {}
    return Said(
        when=line.at,
        who=_who(line),
        what=act_words(kind, line.act),
        kind=_(kind.label) if kind else line.object_kind,
        name=line.object_name,
        changes=tuple(
            Change(
                _name(kind, readers, field),
                _value(readers, field, before[field]),
                _value(readers, field, value),
            )
            for field, value in after.items()
            if field in before
        ),
        stated=tuple(_stated(kind, readers, {**before, **after}, before.keys() ^ after.keys())),
        reason=line.reason,
        amount=line.amount,
        request_number=line.request_number,
        href=href,
    )


def _who(line: AuditLine) -> str:
    if not line.stands_in_for:
        return line.user_name
    return _("%(name)s, standing in for %(absent)s", name=line.user_name, absent=line.stands_in_for)


def _stated(
    kind: Kind | None, readers: Mapping[str, Reader], values: Mapping[str, Any], one_sided: Iterable[str]
) -> Iterable[str]:
    """Yield what a line says on one side only, as "field: value"; nothing for what is empty."""
    sided = set(one_sided)
    for field, value in values.items():
        text = _value(readers, field, value) if field in sided else ""
        if text:
            yield f"{_name(kind, readers, field)}: {text}"


def _name(kind: Kind | None, readers: Mapping[str, Reader], field: str) -> str:
    """Return the name of a field; kinds whose fields are keys of their own name them by the reader `*`."""
    words = kind.fields.get(field) if kind else None
    if words is not None:
        return _(words)
    return readers["*"](field) if "*" in readers else field


def _value(readers: Mapping[str, Reader], field: str, value: object) -> str:
    """Return a value in words; "" for nothing."""
    if value is None or value == "":
        return ""
    if field in readers:
        return readers[field](value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
