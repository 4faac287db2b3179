"""A zip container that somebody sent, unpacked within limits before any library opens it.

What the container says of itself is not believed: everything is counted while it is unpacked. Workbooks and the
templates of papers go through here, each with its own limits and its own words.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from promotion.sheets.grids import Unreadable

DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What is raised where a container cannot be unpacked."""
MALFORMED = (expat.ExpatError, UnicodeError, ValueError, KeyError, RecursionError)
"""What is raised where a part is no XML, or not the XML it should be."""

_PIECE = 2**16
_SMALL = 2**20


@dataclass(frozen=True)
class Limits:
    """How many parts, how many bytes unpacked in all and of one part, and how often its packed size a part may grow."""

    parts: int
    unpacked: int
    of_one: int
    ratio: int


class Container:
    """The parts of an open zip file, by name."""

    def __init__(self, container: ZipFile, limits: Limits) -> None:
        """Take the open file; raises `Unreadable` when it has too many parts."""
        self.container, self.limits = container, limits
        self.parts = {info.filename: info for info in container.infolist()}
        self.unpacked = 0
        if len(container.infolist()) > limits.parts:
            raise self.too_large()

    def too_large(self) -> Unreadable:
        """Return what is said of a container above the limits."""
        raise NotImplementedError

    def declares(self) -> Unreadable:
        """Return what is said of a part with a document type: such a part can bring further files and texts in."""
        raise NotImplementedError

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack one part piece by piece."""
        info, size = self.parts[name], 0
        with self.container.open(info) as source:
            while piece := source.read(_PIECE):
                if not size and b"<!DOCTYPE" in piece:
                    raise self.declares()
                size += len(piece)
                self.unpacked += len(piece)
                self._check(info, size)
                yield piece

    def _check(self, info: ZipInfo, size: int) -> None:
        bomb = size > _SMALL and size > self.limits.ratio * max(1, info.compress_size)
        if bomb or size > self.limits.of_one or self.unpacked > self.limits.unpacked:
            raise self.too_large()


def parser(declares: Callable[[], Unreadable]) -> expat.XMLParserType:
    """Return a parser that takes no document type; `declares` makes what is raised for one."""
    made = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise declares()

    made.StartDoctypeDeclHandler = refuse
    return made
