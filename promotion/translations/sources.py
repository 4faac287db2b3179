"""Every text in the source that a person may read: gathered from Python files and templates."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "N_": None,
    "mark": None,
    "Term": None,
}
"""What marks a text: functions that translate now or later, and marks for texts translated elsewhere."""

TEMPLATE_OPTIONS = {"encoding": "utf-8", "silent": "false", "trimmed": "true"}

Key = tuple[str | None, str]
"""What identifies a text: its context, usually none, and its English words."""


@dataclass(frozen=True)
class Used:
    """A text and where it is used first; plural is the form for many, where there is one."""

    key: Key
    plural: str | None
    place: str


def used_in(root: Path) -> dict[Key, Used]:
    """Return the texts of a project: promotion/**/*.py, templates/**/*.html and messages of its libraries."""
    return _gather(_files(root, "promotion", "*.py"), "python") | _gather(
        _files(root, "templates", "*.html"), "jinja2"
    )


def used_in_package(folder: Path) -> dict[Key, Used]:
    """Return the texts of an installed library, for a catalogue that translates its messages."""
    return _gather(((file, file.name) for file in sorted(folder.rglob("*.py"))), "python")


def _files(root: Path, folder: str, pattern: str) -> Iterator[tuple[Path, str]]:
    for file in sorted((root / folder).rglob(pattern)):
        yield file, file.relative_to(root).as_posix()


def _gather(files: Iterator[tuple[Path, str]], method: str) -> dict[Key, Used]:
    """Read files as "python" or "jinja2" and return their texts; the first place of each is kept."""
    found: dict[Key, Used] = {}
    options = TEMPLATE_OPTIONS if method == "jinja2" else {}
    for file, name in files:
        source = io.BytesIO(file.read_bytes())
        for line, message, _comments, context in extract(method, source, KEYWORDS, (), options):
            text, plural = _forms(message)
            if text:
                key = (context, text)
                found.setdefault(key, Used(key, plural, f"{name}:{line}"))
    return found


def _forms(message: str | Sequence[str]) -> tuple[str, str | None]:
    if isinstance(message, str):
        return message, None
    return message[0], message[1] if len(message) > 1 else None
