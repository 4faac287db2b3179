"""How a line of the trail is said, in the whole house: histories of objects, the search, its workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from promotion.access.actor import Actor
from promotion.access.permissions import HISTORY_READ
from promotion.audit.kinds import Kind, Reader, kind_of
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

    The look-ups are asked once for each kind, however many lines there are.
    """
    readers: dict[str, Mapping[str, Reader]] = {}
    links: dict[str, Mapping[int, str]] = {}
    for key in dict.fromkeys(line.object_kind for line in lines):
        kind, own = kind_of(key), [line for line in lines if line.object_kind == key]
        readers[key] = kind.readers(own, viewer.scope) if kind else {}
        reachable = kind is not None and linked and viewer.may(kind.permission)
        links[key] = kind.addresses(viewer, {line.object_id for line in own}) if kind and reachable else {}
    return [_said(line, readers[line.object_kind], links[line.object_kind]) for line in lines]


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


def _said(line: AuditLine, readers: Mapping[str, Reader], links: Mapping[int, str]) -> Said:
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
        href=links.get(line.object_id),
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
