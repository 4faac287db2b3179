"""A file as it is handed to the service, and what came of looking at it. Plain Python."""

import hashlib
from dataclasses import dataclass

from promotion.imports.opening import Entry
from promotion.sheets.layouts import Finding


@dataclass(frozen=True)
class SentFile:
    """A file of a layout: its name and its bytes."""

    layout: str
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which the file is known."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What a file holds: its rows as read, everything found, and how many of the figures are new."""

    file: SentFile
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    new: int
    known: int

    @property
    def clean(self) -> bool:
        """Whether the file can be entered: notes do not keep it out, errors do."""
        return not any(finding.severity == "error" for finding in self.findings)
