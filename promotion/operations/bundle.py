"""The file of a backup: a zip archive that is whole or not there at all, and shows when a single byte has changed.

Tables stand under tables/, attached files under files/, and manifest.json says what all of them must be. The last 64
characters of the file are the SHA-256 of everything before them.
"""

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = b"sha256:"
SEAL_LENGTH = 64
PIECE = 1024 * 1024
BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, TypeError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What reading a damaged archive may raise."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """What a table (or an attached file) must be when it is read back; rows are lines."""

    rows: int
    sha256: str
    columns: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    program: str
    migration: str
    engine: str
    made_at: str
    tables: dict[str, Part]
    files: dict[str, Part]
    left_out: dict[str, str]
    format: int = FORMAT

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read the manifest; anything else raises ValueError, KeyError or TypeError."""
        found: dict[str, Any] = json.loads(text)
        if found.get("format") != FORMAT:
            raise ValueError("format")
        parts = {
            group: {name: Part(**part) for name, part in found[group].items()}
            for group in ("tables", "files")
        }
        return cls(**{**found, **parts})


class Writer:
    """Writes one backup beside its place, and moves it there when it is whole. Used with `with`."""

    def __init__(self, target: Path) -> None:
        """Take the place of the file."""
        self.target = target
        self.draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")

    def __enter__(self) -> Self:
        """Open the draft, readable for this user only: it holds everything."""
        opened = os.open(self.draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        self.file = os.fdopen(opened, "w+b")
        self.archive = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        return self

    def add(self, name: str, lines: Iterable[bytes]) -> Part:
        """Write one entry of the archive as it comes, and return what it holds."""
        digest, count = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, _FIXED_TIME)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.archive.open(entry, "w", force_zip64=True) as place:
            for line in lines:
                place.write(line)
                digest.update(line)
                count += 1
        return Part(count, digest.hexdigest())

    def close(self, manifest: Manifest) -> str:
        """Write the manifest, seal the file, see it on the disk, move it to its place; return the seal."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
        self.add(MANIFEST, [text.encode()])
        self.archive.comment = SEAL + b"0" * SEAL_LENGTH
        self.archive.close()
        self.file.flush()
        seal = _seal(self.draft)
        self.file.seek(-SEAL_LENGTH, os.SEEK_END)
        self.file.write(seal.encode())
        self.file.flush()
        settle(self.file.fileno())
        self.file.close()
        self.draft.rename(self.target)
        settle_folder(self.target.parent)
        return seal

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind when the backup was not closed."""
        if not self.file.closed:
            self.archive.fp = None  # what is not whole gets no table of contents
            with suppress(OSError):  # a full disk refuses the last bytes once more
                self.file.close()
        self.draft.unlink(missing_ok=True)


class Reader:
    """Reads a backup. What it raises on a damaged one is listed in `BROKEN`."""

    def __init__(self, file: Path) -> None:
        """Open the archive and read its manifest."""
        self.archive = zipfile.ZipFile(file)
        try:
            self.manifest = Manifest.read(self.archive.read(MANIFEST))
        except BaseException:
            self.archive.close()
            raise

    def lines(self, table: str) -> Iterator[bytes]:
        """Yield the lines of a table."""
        with self.archive.open(f"tables/{table}.jsonl") as entry:
            yield from entry

    def pieces(self, name: str) -> Generator[bytes, None, None]:
        """Yield an attached file piece by piece."""
        with self.archive.open(f"files/{name}") as entry:
            while piece := entry.read(PIECE):
                yield piece


@contextmanager
def opened(file: Path) -> Iterator[Reader]:
    """Lend a reader."""
    reader = Reader(file)
    try:
        yield reader
    finally:
        reader.archive.close()


def sealed(file: Path) -> bool:
    """Tell whether a file is, byte for byte, the one that was closed."""
    with file.open("rb") as source:
        source.seek(0, os.SEEK_END)
        if source.tell() <= SEAL_LENGTH + len(SEAL):
            return False
        source.seek(-SEAL_LENGTH - len(SEAL), os.SEEK_END)
        end = source.read()
    return end == SEAL + _seal(file).encode()


def _seal(file: Path) -> str:
    """Return the hash of all but the last characters of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        left = file.stat().st_size - SEAL_LENGTH
        while left > 0 and (piece := source.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def settle(number: int) -> None:
    """Wait until a file is on the disk."""
    os.fsync(number)


def settle_folder(folder: Path) -> None:
    """Wait until a new name is on the disk, where the system has such a thing."""
    if os.name == "posix":
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
