"""Where the pages of a printed sheet end: A4 landscape, one page wide or what the sheet says, nothing torn apart.

A heading never stands last on a page, the end of a table never alone on one, and what is signed goes
with that end.
"""

from dataclasses import dataclass

from promotion.sheets.declaration import Line, Row, RowLevel
from promotion.sheets.measures import POINTS_PER_PIXEL, Measures
from promotion.sheets.places import Head, Place
from promotion.sheets.widths import POINTS_PER_MM

PAPER = (297.0, 210.0)
"""A4 lying, in millimetres."""
MARGINS = (30.0, 15.0, 20.0, 20.0)
"""Left, right, top, bottom, in millimetres (Decree 30/2020/NĐ-CP, Annex I)."""

_WIDTH = (PAPER[0] - MARGINS[0] - MARGINS[1]) * POINTS_PER_MM
_HEIGHT = (PAPER[1] - MARGINS[2] - MARGINS[3]) * POINTS_PER_MM
_CAUTION = 0.98
_BESIDE = 0.92
"""Columns that some programs draw up to a twentieth wider must not fall off a page that others stand beside."""
_SHRINK = 0.93
_FEW = 3
"""How far a sheet of few pages may shrink to save its last one, and how many breaks are few."""
_LAST_ROWS = 3
"""Rows of the table that stay with its end, and with the signatures."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages high the sheet is (0 when it may take what it needs), and where pages begin.

    `breaks` holds the rows, counted from 0, that begin a page after the first; `scale` is how much of its size is left.
    """

    tall: int
    breaks: tuple[int, ...]
    scale: float


def pages(place: Place, measures: Measures) -> Pages:
    """Decide the pages of a sheet: one if it shrinks little for that, and no last page for a few rows."""
    again = measures.span(0, place.repeated - 1)
    spans = [measures.span(first, last) + (again if first else 0) for first, last in place.across]
    wide = max(spans) * POINTS_PER_PIXEL
    scale = min(1.0, int(100 * _WIDTH * (_BESIDE if place.sheet.turns else 1) / wide) / 100)
    room = _HEIGHT * _CAUTION / scale
    whole = 1.0 if place.sheet.turns else place.sheet.whole
    if sum(measures.heights) * whole <= room:
        return Pages(1, (), scale)
    breaks = _breaks(place, measures.heights, room)
    tighter = breaks if place.sheet.turns else _breaks(place, measures.heights, room / _SHRINK)
    if len(tighter) < len(breaks) <= _FEW:
        return Pages(len(tighter) + 1, tuple(tighter), scale)
    return Pages(0, tuple(breaks), scale)


def _breaks(place: Place, heights: list[float], room: float) -> list[int]:
    repeated = sum(heights[place.head[0] : place.head[1] + 1]) if place.head else 0.0
    keeps = _keeps(place)
    found: list[int] = []
    start, used = 0, 0.0
    number = 0
    while number < len(heights):
        if used + heights[number] > room and number > start:
            cut = number
            while cut > start + 1 and keeps[cut - 1]:
                cut -= 1
            start = cut if cut > start + 1 else number
            found.append(start)
            number = start
            used = repeated if place.head and start > place.head[1] else 0.0
        used += heights[number]
        number += 1
    return found


def _keeps(place: Place) -> list[bool]:
    """Say of each row whether it has to stay with the row below."""
    order = place.order
    found = [_holds(content) for content in order]
    for number, content in enumerate(order):
        if isinstance(content, Row) and content.level is RowLevel.total and number:
            found[number - 1] = True
    last = max((number for number, content in enumerate(order) if isinstance(content, Row)), default=0)
    signed = [number for number in range(last + 1, len(order)) if found[number]]
    for number in range(max(last - _LAST_ROWS + 1, 0), signed[-1] if last and signed else last):
        found[number] = True
    return found


def _holds(content: Line | Head | Row) -> bool:
    if isinstance(content, Line):
        return content.keep
    if isinstance(content, Row):
        return content.level in {RowLevel.section, RowLevel.group}
    return True
