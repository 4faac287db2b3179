"""What the doctor finds: how grave it is, in which words, and what cures it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How grave a finding is."""

    well = "well"
    warning = "warning"
    fault = "fault"
    fatal = "fatal"


@dataclass(frozen=True)
class Finding:
    """One answer: what was asked about, and message and cure as message-ids with their parameters."""

    about: str
    grade: Grade
    message: str
    cure: str | None = None
    params: dict[str, str] = field(default_factory=dict)


def well(about: str, message: str, **params: str) -> Finding:
    """Return a good finding."""
    return Finding(about, Grade.well, message, None, params)


def warning(about: str, message: str, cure: str, **params: str) -> Finding:
    """Return what should be known."""
    return Finding(about, Grade.warning, message, cure, params)


def fault(about: str, message: str, cure: str, **params: str) -> Finding:
    """Return what is to be mended soon."""
    return Finding(about, Grade.fault, message, cure, params)


def fatal(about: str, message: str, cure: str, **params: str) -> Finding:
    """Return what would do harm if the program started."""
    return Finding(about, Grade.fatal, message, cure, params)
