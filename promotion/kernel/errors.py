"""Errors that a person can understand and cure.

Every error carries a message (an English message-id with ``%(name)s`` places), its parameters, and if
possible a cure: what to do now, with the same parameters. A parameter that is an ``int`` is an amount in
đồng and is written in the reader's language; any other number (a count, a line number) is passed as text. A
message-id used as a parameter is wrapped in :class:`Term` and translated with the message.
"""

import dataclasses
from collections.abc import Mapping

from promotion.kernel.messages import Term
from promotion.kernel.messages import mark as N_

__all__ = [
    "Conflict",
    "DomainError",
    "Fault",
    "Forbidden",
    "Invalid",
    "NotFound",
    "Refused",
    "Term",
    "Unclear",
]

Params = Mapping[str, int | str]


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing wrong with one field of a form, of a draft or of an imported row."""

    field: str
    message: str
    params: Params = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """The act or the input cannot be taken as it is; nothing was changed."""

    default = N_("This could not be done.")
    default_cure: str | None = None

    def __init__(
        self, message: str | None = None, params: Params | None = None, *, cure: str | None = None
    ) -> None:
        """Take an English message-id, its parameters and the cure; each class has its own default message."""
        self.message: str = self.default if message is None else message
        self.params: dict[str, int | str] = dict(params or {})
        self.cure: str | None = self.default_cure if cure is None else cure
        super().__init__(self.message, self.params)

    def __str__(self) -> str:
        """Return the message in English, for logs and tests."""
        if not self.params:
            return self.message
        return self.message % {
            name: f"{value:,}" if isinstance(value, int) else value for name, value in self.params.items()
        }


class NotFound(DomainError):
    """The thing does not exist, or lies outside the reader's scope: the answer is the same."""

    default = N_("This does not exist, or you do not have access to it.")


class Forbidden(DomainError):
    """The person may see this, but has no right to this act."""

    default = N_("You do not have the right to do this.")


class Refused(DomainError):
    """A rule or a ceiling says no. ``code`` names it for tests, logs and the API: ``ceiling.line.money``."""

    default = N_("A rule does not allow this.")

    def __init__(
        self,
        message: str | None = None,
        params: Params | None = None,
        *,
        code: str = "refused",
        cure: str | None = None,
    ) -> None:
        """Take the message and the code of the rule that refused."""
        super().__init__(message, params, cure=cure)
        self.code = code


class Invalid(DomainError):
    """Input that cannot be taken. ``faults`` says which fields, when there are fields."""

    default = N_("Some entries need to be corrected.")

    def __init__(
        self,
        message: str | None = None,
        params: Params | None = None,
        *,
        faults: tuple[Fault, ...] = (),
        cure: str | None = None,
    ) -> None:
        """Take the message, and the faults by field."""
        super().__init__(message, params, cure=cure)
        self.faults = faults


class Conflict(DomainError):
    """Someone else saved the record, or changed what an act is about, after it was shown."""

    default = N_("Someone else saved this while you were working on it.")
    default_cure = N_("Please compare the two versions, then save again.")


class Unclear(DomainError):
    """A number or a date that must be asked back. ``readings`` are ways to write what it may have meant."""

    default = N_("It is not clear what “%(text)s” means.")
    default_cure = N_("Did you mean %(readings)s? Please type it that way.")

    def __init__(
        self,
        message: str | None = None,
        params: Params | None = None,
        *,
        readings: tuple[str, ...] = (),
        cure: str | None = None,
    ) -> None:
        """Take the text that was typed (parameter ``text``) and its possible readings."""
        super().__init__(message, {"text": "", "readings": " / ".join(readings), **(params or {})}, cure=cure)
        self.readings = readings
