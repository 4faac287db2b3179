"""Lists as sheets: what is said of them above, a table to filter, sums in the last row. Words come from the caller."""

from collections.abc import Sequence
from dataclasses import dataclass

from promotion.sheets import blocks
from promotion.sheets.cells import Ref, Sum, Text
from promotion.sheets.declaration import Column, Line, Row, RowLevel, Sheet, Style, Table

LIMIT = 5000
"""The most rows of a list: what office programs open and print without trouble. What is cut says so at its foot."""
WIDEST = 360.0
"""The most that stands side by side on a page, in millimetres before it is made to fit: seven tenths are left of it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a list: its heading, a line under it, paragraphs; below, how many rows of how many it has."""

    heading: str
    under: str
    said: Sequence[str]
    foot: str


def listing(
    key: str, name: str, columns: tuple[Column, ...], rows: Sequence[Row], around: Around, *, repeat: int = 1
) -> Sheet:
    """Return the sheet of a list: its heading in capitals with a line under it, paragraphs, the table, the foot.

    Columns that would become too small on one page go on beside it, where the first `repeat` columns stand again.
    """
    turns = _turns(columns, repeat)
    # Words over columns that stand again would be printed again too, cut off.
    first = columns[repeat : turns[0]] if turns else columns
    parts: tuple[Line | Table, ...] = (
        *blocks.title(first, around.heading.upper(), (around.under,)),
        *(blocks.paragraph(first, Text(text), Style(top=True)) for text in around.said),
        blocks.gap(),
        Table(tuple(rows), numbered=False, filtered=True, size=10, least=14),
        blocks.gap(),
        blocks.paragraph(first, Text(around.foot), Style(top=True)),
    )
    if not turns:
        return Sheet(key, name, columns, parts)
    begins = tuple(columns[number].key for number in turns)
    return Sheet(key, name, columns, parts, frozen=columns[repeat - 1].key, turns=begins)


def _turns(columns: Sequence[Column], repeat: int) -> list[int]:
    """Return the columns that begin a further page beside the first, none where all are large enough on one: as few
    pages as will do, and these as narrow as will do.
    """
    if sum(column.width for column in columns) <= WIDEST:
        return []
    widest = int(WIDEST - sum(column.width for column in columns[:repeat]))
    ways = [_filled(columns, repeat, room) for room in range(max(widest, 1), 0, -1)]
    fewest = len(ways[0])
    return [way for way in ways if len(way) == fewest][-1]


def _filled(columns: Sequence[Column], repeat: int, room: float) -> list[int]:
    """Return where pages begin when each is filled with columns up to its room. Those under one band stay together."""
    found: list[int] = []
    used, number = 0.0, repeat
    while number < len(columns):
        band = columns[number].band
        end = number + 1
        while band and end < len(columns) and columns[end].band == band:
            end += 1
        width = sum(column.width for column in columns[number:end])
        if used and used + width > room:
            found.append(number)
            used = 0.0
        used, number = used + width, end
    return found


def total(rows: Sequence[Row], label: tuple[str, str], sums: Sequence[str]) -> list[Row]:
    """Return the rows with a last one that adds up these columns by formula; `label` is its column and text.

    Without rows there is no sum either.
    """
    if not rows:
        return []
    keys = [row.key for row in rows]
    cells = {column: Sum(tuple(Ref(key, column) for key in keys)) for column in sums}
    return [*rows, Row("total", {label[0]: Text(label[1]), **cells}, RowLevel.total)]
