"""Canonical lines: the one way to write a row, whatever engine it comes from, so that equal data are equal bytes.

A row is one line of JSON, a list in the order of its table's columns. Days are ISO texts, moments ISO texts in UTC
down to the microsecond; a JSON document stands as a text with sorted keys, so that its own null is not the column's;
bytes stand as base64.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

KINDS = ("integer", "text", "boolean", "date", "instant", "json", "bytes")
AT_ONCE, LARGE_AT_ONCE = 1000, 4


@dataclass(frozen=True)
class Shape:
    """A table as a backup knows it: its columns with their kinds, and the columns that give its order."""

    name: str
    columns: tuple[tuple[str, str], ...]
    order: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _kind in self.columns)

    @property
    def at_once(self) -> int:
        """How many rows are held in memory together: few where one of them may be a whole file."""
        return LARGE_AT_ONCE if self.places("bytes") else AT_ONCE

    def places(self, kind: str) -> list[int]:
        """Return where the columns of a kind stand in a row."""
        return [place for place, (_name, column) in enumerate(self.columns) if column == kind]


def _day(value: date) -> str:
    return value.isoformat()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _document(value: str) -> str:
    return json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _bytes(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "date": _day, "instant": _moment, "json": _document, "bytes": _bytes,
}  # fmt: skip


def written(shape: Shape, rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield the line of each row."""
    changed = [(place, _WRITTEN[kind]) for place, (_, kind) in enumerate(shape.columns) if kind in _WRITTEN]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        values = list(row)
        for place, change in changed:
            if values[place] is not None:
                values[place] = change(values[place])
        yield f"{encode(values)}\n".encode()


def read(shape: Shape, lines: Iterable[bytes]) -> Iterator[list[object]]:
    """Yield the values of each line as they were written, bytes as bytes.

    Raises:
        ValueError: a line is no row of this table.
    """
    large = shape.places("bytes")
    for line in lines:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(shape.columns):
            raise ValueError(shape.name)
        for place in large:
            if values[place] is not None:
                values[place] = base64.b64decode(values[place], validate=True)
        yield values


def sqlite_moment(text: str) -> str:
    """Return a moment as SQLite's columns hold it."""
    return text.replace("T", " ").removesuffix("Z")
