"""Canonical lines: the one way to write a row, whatever engine it comes from, so that equal data are equal bytes.

A row is one line of JSON, a list in the order of its table's columns. Days are ISO texts, moments ISO texts in UTC
down to the microsecond; a JSON document stands as a text with sorted keys, so that its own null is not the column's.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

KINDS = ("integer", "text", "boolean", "date", "instant", "json")


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


def _day(value: date) -> str:
    return value.isoformat()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _document(value: str) -> str:
    return json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_WRITTEN: Mapping[str, Callable[[Any], str]] = {"date": _day, "instant": _moment, "json": _document}


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
    """Yield the values of each line as they were written.

    Raises:
        ValueError: a line is no row of this table.
    """
    for line in lines:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(shape.columns):
            raise ValueError(shape.name)
        yield values


def sqlite_moment(text: str) -> str:
    """Return a moment as SQLite's columns hold it."""
    return text.replace("T", " ").removesuffix("Z")
