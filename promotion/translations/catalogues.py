"""The Vietnamese catalogues: read, compared with what the source uses, merged, compiled."""

import re
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from promotion.translations.sources import Key, Used, used_in, used_in_package

LANGUAGE = "vi"
ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(__file__).resolve().parent / LANGUAGE
COMPILED = Path("LC_MESSAGES") / "messages.mo"

LIBRARIES = {"wtforms.po": "wtforms"}
"""Catalogues that translate the messages of a library instead of ours."""

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
LONE_PERCENT = re.compile(r"%(?!\(\w+\)[sd])(?<!%%)(?!%)")


@dataclass(frozen=True)
class Entry:
    """One translation: texts has one form in Vietnamese, plural is the English form for many."""

    key: Key
    plural: str | None
    texts: tuple[str, ...]
    fuzzy: bool
    place: str

    @property
    def complete(self) -> bool:
        """Tell whether there is something to show."""
        return bool(self.texts) and all(text.strip() for text in self.texts)


class CatalogueError(Exception):
    """A catalogue cannot be read; the text names file and line."""


def read(folder: Path = HOME) -> list[Entry]:
    """Return the entries of all catalogues in a folder, file by file in order of name.

    Raises:
        CatalogueError: when a file is not a catalogue.
    """
    entries: list[Entry] = []
    for file in sorted(folder.glob("*.po")):
        try:
            with file.open("rb") as source:
                catalogue = read_po(source, locale=LANGUAGE, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as trouble:
            message = f"{file.name}: {trouble}"
            raise CatalogueError(message) from trouble
        entries += [_entry(one, file.name) for one in catalogue if one.id]
    return entries


def faults(root: Path = ROOT, folder: Path = HOME) -> list[str]:
    """Return what is missing or wrong, one line each, in a stable order; empty when all is well."""
    entries = read(folder)
    used = used_in(root)
    for file, package in LIBRARIES.items():
        spec = find_spec(package)
        if (folder / file).exists() and spec is not None and spec.origin is not None:
            used = used_in_package(Path(spec.origin).parent) | used
    known = {entry.key for entry in entries}
    found = [f"missing: {_quoted(one.key)} ({one.place})" for key, one in used.items() if key not in known]
    for entry in entries:
        found += [f"{fault}: {_quoted(entry.key)} ({entry.place})" for fault in _faults_of(entry, used)]
    return sorted(found + _contradictions(entries))


def compile_all(folder: Path = HOME) -> int:
    """Merge all catalogues into the compiled one and return how many texts it holds.

    Of texts that contradict each other the first is taken; `faults` tells.
    """
    merged = Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False)
    for entry in read(folder):
        if entry.complete and not entry.fuzzy and merged.get(entry.key[1], entry.key[0]) is None:
            name = entry.key[1] if entry.plural is None else (entry.key[1], entry.plural)
            text = entry.texts[0] if entry.plural is None else entry.texts
            merged.add(name, text, context=entry.key[0])
    target = folder / COMPILED
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".new")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)
    return len(merged)


def compiled_is_current(folder: Path = HOME) -> bool:
    """Tell whether the compiled catalogue is newer than every catalogue and than the folder itself."""
    target = folder / COMPILED
    if not target.exists():
        return False
    made = target.stat().st_mtime
    return all(file.stat().st_mtime <= made for file in [*folder.glob("*.po"), folder])


def _entry(message: Message, file: str) -> Entry:
    english = [message.id] if isinstance(message.id, str) else [*message.id]
    string = message.string or ""
    return Entry(
        key=(message.context, english[0]),
        plural=english[1] if len(english) > 1 else None,
        texts=(string,) if isinstance(string, str) else tuple(string),
        fuzzy=message.fuzzy,
        place=f"{file}:{message.lineno}",
    )


def _faults_of(entry: Entry, used: dict[Key, Used]) -> list[str]:
    """Return the names of what is wrong with one entry."""
    found = []
    if entry.key not in used:
        found.append("no longer used")
    if entry.fuzzy:
        found.append("fuzzy")
    if not entry.complete:
        found.append("empty")
        return found
    expected = set(PLACEHOLDER.findall(entry.plural or entry.key[1]))
    if any(set(PLACEHOLDER.findall(text)) != expected for text in entry.texts):
        found.append("placeholders differ")
    if expected and any(LONE_PERCENT.search(text) for text in (entry.plural or entry.key[1], *entry.texts)):
        found.append("a % beside placeholders must be written %%")
    if any(unicodedata.normalize("NFC", text) != text for text in entry.texts):
        found.append("not in composed form (NFC)")
    if entry.key in used and (used[entry.key].plural is None) != (entry.plural is None):
        found.append("singular or plural differs from the source")
    return found


def _contradictions(entries: list[Entry]) -> list[str]:
    first: dict[Key, Entry] = {}
    found = []
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other.texts != entry.texts and other.complete and entry.complete:
            found.append(
                f"contradictory: {_quoted(entry.key)} is “{other.texts[0]}” ({other.place}) "
                f"and “{entry.texts[0]}” ({entry.place})"
            )
    return found


def _quoted(key: Key) -> str:
    context, text = key
    return f"“{text}”" if context is None else f"“{text}” [{context}]"
