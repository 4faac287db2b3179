"""How a template reaches the service: the file as it was sent, and what was seen when it was decided upon."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class TemplateDraft:
    """A file for one paper of one unit. `seen` is the number of the newest version on the page it was sent from."""

    name: str
    content: bytes
    seen: int

    @property
    def sha256(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class ReturnDraft:
    """Back to an earlier version by its number; 0 is the standard: the agency's template, or that of the program."""

    number: int
    seen: int
