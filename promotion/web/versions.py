"""Two at once: a form that knows the version it was opened with, and asks field by field when somebody saved meanwhile.

Three values stand against each other: what a field held when the form was opened, what is saved now, and what was
typed. Where only one side changed a field, that change is taken; where both did, and differently, the person chooses.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField

from promotion.kernel.errors import Conflict, DomainError
from promotion.web.forms import TOKENS, ChoiceField, Form, TypedField

THEIRS, MINE = "theirs", "mine"
CHOICE = "choose-"
"""What a choice is called beside the field it is about."""


@dataclass(frozen=True)
class Saved:
    """A record as it is saved: the values of the form's fields, their version, who saved it and when.

    The form may have more fields than the record: what belongs to the act of saving (a day, a reason) is never asked.
    """

    values: Mapping[str, Any]
    version: int
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Difference:
    """A field that would be saved with another value than it holds now, in the reader's words.

    `opened` is None where nobody knows what the form was opened with; `chosen` is None where the person must choose.
    """

    name: str
    label: str
    opened: str | None
    theirs: str
    mine: str
    chosen: str | None
    unanswered: bool = False


@dataclass
class Versions:
    """Both versions of a record, put to the person."""

    saved: Saved
    rows: list[Difference] = field(default_factory=list)

    @property
    def unanswered(self) -> list[Difference]:
        """The fields whose choice is missing although the form was sent."""
        return [row for row in self.rows if row.unanswered]


class SeenForm(Form):
    """A form about something shown: it brings along which version of it that was. The service compares."""

    version = HiddenField()
    changed = False
    """Somebody changed meanwhile what the form is about: the page shows it, and asks to send again."""

    @property
    def seen(self) -> int:
        """The version that the person saw; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0  # noqa: PLR2004 - fits 64 bits

    def take(self, error: DomainError) -> None:
        """Remember that what was shown no longer stands; other refusals as ever."""
        self.changed = self.changed or isinstance(error, Conflict)
        super().take(error)


class VersionedForm(SeenForm):
    """A form that changes a record. `saved` reads the record: now, and again when somebody saved meanwhile."""

    opened = HiddenField()
    """What the fields held when the form was opened: JSON, by name."""

    versions: Versions | None = None
    """Both versions, when somebody else saved first; the page then asks instead of showing the fields."""

    def __init__(self, saved: Callable[[], Saved] | None = None, **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        """Take WTForms' options for a new record, or how to read the record that stands (a row reads itself anew
        after the refused act was rolled back).
        """
        self._saved = saved
        self.standing = None if saved is None else saved()
        if self.standing is None:
            super().__init__(**options)
            return
        data = {**options.pop("data", {}), **self.standing.values}
        super().__init__(formdata=None, data=data, **options)
        self._hold(self.standing)
        if self.is_submitted():
            self.process(self._with_choices(), data=data)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own options
        """Check the fields; a choice between two versions that was asked for must have been made."""
        if not super().validate(extra_validators):
            return False
        if self.standing is None or self.seen != self.standing.version:
            return True  # the service compares the versions
        found = Versions(self.standing, self._differences())
        if found.unanswered:
            self.versions = found
            return False
        self._hold(self.standing)  # from here on, what is saved is known
        return True

    def surplus(self) -> list[str]:
        """The choices between two versions belong to the form as well."""
        choices = {CHOICE + name for name in self.standing.values} if self.standing else set()
        return [name for name in super().surplus() if name not in choices]

    def take(self, error: DomainError) -> None:
        """Put both versions side by side; other refusals as ever."""
        if isinstance(error, Conflict) and self._saved is not None:
            standing = self._saved()
            self.versions = Versions(standing, self._differences(standing))
            self.version.data = str(standing.version)
            return
        super().take(error)

    def carried(self) -> list[tuple[str, str]]:
        """Return everything typed as (name, text), for the page that asks to choose: nothing of it is lost."""
        held = TOKENS | {"version", "opened"}
        return [
            (one.name, text)
            for one in self
            if one.name not in held and (text := _text(one, one.data)) is not None
        ]

    def _hold(self, standing: Saved) -> None:
        """Keep the version and what the fields hold in it, to be sent along with the form."""
        self.version.data = str(standing.version)
        self.opened.data = json.dumps(
            {name: plain(value) for name, value in standing.values.items()}, ensure_ascii=False
        )

    def _with_choices(self) -> MultiDict[str, str]:
        """Return what was sent, with the saved value where the person chose it. A version later than the one chosen
        from changes nothing: the choice is put again.
        """
        sent: MultiDict[str, str] = MultiDict(request.form)
        standing = self.standing
        if standing is None or sent.get("version") != str(standing.version):
            return sent
        for name, value in standing.values.items():
            if sent.get(CHOICE + name) == THEIRS:
                text = _text(self[name], value)
                sent.setlist(name, [] if text is None else [text])
        return sent

    def _differences(self, standing: Saved | None = None) -> list[Difference]:
        """Return the fields that would be saved with another value than they hold now."""
        against = standing or self.standing
        opened = _known(self.opened.data)
        if against is None or (opened is None and standing is None):
            return []
        return [
            row
            for name, value in against.values.items()
            if (row := self._difference(name, value, opened or {}, asked=standing is None)) is not None
        ]

    def _difference(
        self, name: str, value: object, opened: Mapping[str, str], *, asked: bool
    ) -> Difference | None:
        one = self[name]
        before, theirs, mine = opened.get(name), plain(value), plain(one.data)
        if mine == theirs:
            return None
        chosen = THEIRS if mine == before else MINE if theirs == before else None
        answer = request.form.get(CHOICE + name) if asked else None
        return Difference(
            name=name,
            label=str(one.label.text),
            opened=None if before is None else _shown(one, before),
            theirs=_shown(one, theirs),
            mine=_shown(one, mine),
            chosen=answer if answer in {THEIRS, MINE} else chosen,
            unanswered=asked and answer not in {THEIRS, MINE} and chosen != MINE,
        )


def plain(value: object) -> str:
    """Return a value as text that says the same in every language; "" for nothing."""
    if value is None or value is False:
        return ""
    return str(value)


def _known(text: str | None) -> dict[str, str] | None:
    """Return what a form was opened with; None when that cannot be read."""
    try:
        found = json.loads(text or "")
    except ValueError:
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def _text(one: Field, value: Any) -> str | None:  # noqa: ANN401 - a field's own type
    """Return the text with which a field would be sent; None for a box that is not ticked."""
    if isinstance(one, BooleanField):
        return "y" if value else None
    if isinstance(one, TypedField):
        return one.typed if value is None and one.typed else "" if value is None else one.write(value)
    return plain(value)


def _shown(one: Field, text: str) -> str:
    """Return a plain value in the reader's words."""
    if isinstance(one, BooleanField):
        return _("Yes") if text else _("No")
    if isinstance(one, ChoiceField):
        return dict(one.pairs).get(text, text)
    if isinstance(one, TypedField) and text:
        try:
            return one.write(one.restore(text))
        except (ValueError, ArithmeticError):
            return text
    return text
