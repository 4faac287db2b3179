"""The data sheet: every given figure once, flat, one row for each slice, level and key."""

from collections.abc import Iterator

from promotion.figures.model import Row as Figures
from promotion.figures.model import Table as Counted
from promotion.figures.model import Unit
from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.reports.conference.frame import DATA, Frame
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Count, Kind, Lookup, Ref, Sum, Text
from promotion.sheets.declaration import Column, Row, Sheet, Style, Table

_KEY = "key"


def data_key(slice_: str, level: Level | None, key: str) -> str:
    """Give the key of a data row: "province/national/2024-91"."""
    return f"{slice_}/{level or 'all'}/{key}"


def lookup(slice_: str, level: Level | None, key: str, measure: str) -> Cell:
    """Give a cell that looks its figure up on the data sheet."""
    return Lookup(DATA, data_key(slice_, level, key), measure)


def column_sum(frame: Frame, slice_: str, level: Level | None, measure: str) -> Cell:
    """Give a cell that adds up a measure over a whole slice of the data sheet."""
    keys = [data_key(slice_, level, row.key) for row in _slice(frame, slice_, level).rows]
    return Sum(tuple(Ref(key, measure, DATA) for key in keys))


def data(frame: Frame) -> Sheet:
    """Declare the data sheet."""
    columns = (
        Column(_KEY, frame.t(N_("Key of the row")), 48),
        Column("slice", frame.t(N_("Slice")), 20),
        Column("level", frame.t(N_("Level")), 20),
        Column("code", frame.t(N_("Code")), 22),
        Column("name", frame.t(N_("Name")), 62),
        Column("parent", frame.t(N_("Belongs to")), 30),
        *(
            Column(key, frame.label(key), 28, Kind.dong if _money(frame, key) else Kind.number)
            for key in frame.base_keys
        ),
    )
    intro = frame.t(
        N_(
            "Each figure of the forms is looked up here by the key of its row, or is a sum or a rate of "
            "such figures. Amounts are exact, in VND. Slices must not be added to each other: they divide "
            "the same money in different ways."
        )
    )
    head = (
        *blocks.title(columns, frame.title(DATA).upper(), (f"{frame.scope}, {frame.period}", frame.as_of)),
        blocks.paragraph(columns, Text(intro), Style(size=10, italic=True)),
    )
    table = Table(tuple(_rows(frame)), numbered=False, key_column=_KEY, filtered=True, size=10, least=14)
    return Sheet(DATA, frame.tab(DATA), columns, (*head, table), frozen=_KEY, whole=1)


def _slices(frame: Frame) -> Iterator[tuple[str, str, Level | None, Counted]]:
    given = frame.given
    for level in (Level.national, Level.local, None):
        yield "province", frame.t(N_("By province")), level, given.by_province[level]
    yield "content", frame.t(N_("By content")), None, given.by_content
    yield "region", frame.t(N_("By region")), None, given.by_region


def _slice(frame: Frame, slice_: str, level: Level | None) -> Counted:
    return next(table for key, _, at, table in _slices(frame) if (key, at) == (slice_, level))


def _rows(frame: Frame) -> Iterator[Row]:
    for slice_, name, level, table in _slices(frame):
        for row in table.rows:
            yield _row(frame, (slice_, name), level, row)


def _row(frame: Frame, slice_: tuple[str, str], level: Level | None, row: Figures) -> Row:
    key = data_key(slice_[0], level, row.key)
    words: dict[str, Cell] = {
        _KEY: Text(key),
        "slice": Text(slice_[1]),
        "level": Text(frame.t(level.label) if level else frame.t(N_("Both levels"))),
        "code": Text(row.key),
        "name": Text(row.label),
        "parent": Text(_parent(frame, row)),
    }
    figures: dict[str, Cell] = {
        key: Amount(row.values.get(key, 0)) if _money(frame, key) else Count(row.values.get(key, 0))
        for key in frame.base_keys
    }
    return Row(key, {**words, **figures})


def _parent(frame: Frame, row: Figures) -> str:
    if row.parent:
        return row.parent
    return frame.region(row.region) if row.region else ""


def _money(frame: Frame, key: str) -> bool:
    return frame.measures[key].unit is Unit.dong
