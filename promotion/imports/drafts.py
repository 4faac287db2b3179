"""A file as it is handed to the service, and what came of looking at it. Plain Python."""

import hashlib
from dataclasses import dataclass

from promotion.imports.opening import Entry
from promotion.publications.rules import Printed
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
    """What a file holds: its rows as read, everything found, and which figures stand already (by fingerprint)."""

    file: SentFile
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    standing: frozenset[str]

    @property
    def figures(self) -> tuple[Printed, ...]:
        """The rows with which nothing is wrong."""
        return tuple(entry.figure for entry in self.entries if entry.figure is not None)

    @property
    def known(self) -> int:
        """How many of the figures stand already."""
        return sum(figure.fingerprint in self.standing for figure in self.figures)

    @property
    def new(self) -> int:
        """How many of the figures are new."""
        return len(self.figures) - self.known

    @property
    def clean(self) -> bool:
        """Whether the file can be entered: notes do not keep it out, errors do."""
        return not any(finding.severity == "error" for finding in self.findings)
