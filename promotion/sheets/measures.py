"""Widths of columns and heights of rows, from what is written in them.

Columns never become narrower than declared; they grow until the longest figure fits, because a figure
that does not fit prints as "####", and until no word of a heading is broken. Widths are screen pixels
(96 to the inch), heights are points.
"""

from datetime import date
from typing import assert_never

from promotion.sheets.cells import Kind, Text
from promotion.sheets.declaration import Column, Line, Row
from promotion.sheets.formats import FIGURES, HEAD, INDEX, table_style
from promotion.sheets.places import Head, Place
from promotion.sheets.values import Values, table_of
from promotion.sheets.widths import CAUTION, lines_needed, text_height, text_width

PIXELS_PER_MM = 96 / 25.4
POINTS_PER_PIXEL = 0.75
TALLEST = 409.0
"""No row of a sheet may be higher, in points."""

_PADDING = 6
_INDENT = 9
_FIGURE_ROOM = 12
_LEAST_LINE = 15.0
_WIDEST = 1.1
"""No letter is wider, in sizes of the type and with caution: what is short enough needs no measuring."""


class Measures:
    """The widths and heights of one laid-out sheet."""

    def __init__(self, place: Place, values: Values) -> None:
        self._place = place
        self._values = values
        self._table = table_of(place.sheet)
        self.rows = {row.key: values.row(place.sheet.key, row.key) for row in self._table.rows}
        self.widths = self._widths()
        self.heights = [self._height(content) for content in place.order]

    def span(self, first: int, last: int) -> int:
        """Give the width of the columns from first to last, in pixels."""
        return sum(self.widths[first : last + 1])

    def _widths(self) -> list[int]:
        found = []
        for number, column in enumerate(self._place.sheet.columns):
            least = round(column.width * PIXELS_PER_MM)
            found.append(max(least, self._figure_room(number), _heading_room(column)))
        return found

    def _figure_room(self, number: int) -> int:
        """Give the pixels the longest figure of a column takes, in bold."""
        figures: dict[Kind, list[int | float]] = {kind: [] for kind in FIGURES}
        for row in self.rows.values():
            value = row.values[number]
            if row.kinds[number] in FIGURES and not isinstance(value, str | date):
                figures[row.kinds[number]].append(value)
        longest = ""
        for kind, numbers in figures.items():
            if numbers:
                extremes = (figure_text(max(numbers), kind), figure_text(min(numbers), kind))
                longest = max(longest, *extremes, key=len)
        if not longest:
            return 0
        return round(text_width(longest, self._table.size, bold=True) / POINTS_PER_PIXEL) + _FIGURE_ROOM

    def _height(self, content: Line | Head | Row) -> float:
        match content:
            case Line():
                return self._line_height(content)
            case Row():
                return self._row_height(content)
            case Head.bands:
                lines = max(self._lines(text, width, HEAD) for text, width in self._bands())
                return text_height(lines, HEAD.size)
            case Head.titles:
                return self._titles_height()
            case Head.index:
                texts = zip(index_texts(self._place), self.widths, strict=True)
                lines = max(lines_needed(text, self._room(width), INDEX.size) for text, width in texts)
                return text_height(lines, INDEX.size)
            case _:
                assert_never(content)

    def _bands(self) -> list[tuple[str, int]]:
        return [
            (self._place.sheet.columns[first].band, self.span(first, last))
            for first, last in bands(self._place)
        ]

    def _titles_height(self) -> float:
        """Leave the second row of a head room for its own titles, and for those that span both rows."""
        banded, alone = 1, 1
        for column, width in zip(self._place.sheet.columns, self.widths, strict=True):
            lines = self._lines(column.title, width, HEAD)
            if column.band:
                banded = max(banded, lines)
            else:
                alone = max(alone, lines)
        height = text_height(banded, HEAD.size)
        upper = self._height(Head.bands) if Head.bands in self._place.order else 0.0
        return min(TALLEST, max(height, text_height(alone, HEAD.size) - upper))

    def _row_height(self, row: Row) -> float:
        height = self._table.least
        size = self._table.size
        bold = table_style(row.level, Kind.text, size).bold
        filled = self.rows[row.key]
        for number, text in enumerate(filled.values):
            if not text or not isinstance(text, str) or filled.kinds[number] in FIGURES:
                continue
            cell = filled.cells[number]
            indent = cell.indent * _INDENT if isinstance(cell, Text) else 0
            room = self._room(self.widths[number] - indent)
            if len(text) * size * _WIDEST > room or "\n" in text:
                height = max(height, text_height(lines_needed(text, room, size, bold=bold), size))
        return min(TALLEST, height)

    def _line_height(self, line: Line) -> float:
        height = line.least or _LEAST_LINE
        columns = self._place.columns
        for part in line.parts:
            text = self._values.of(part.cell, self._place.sheet.key)
            if isinstance(text, str):
                width = self.span(columns[part.first], columns[part.last]) - part.style.indent * _INDENT
                lines = lines_needed(text, self._room(width), part.style.size, bold=part.style.bold)
                height = max(height, text_height(lines, part.style.size))
        return min(TALLEST, height)

    @staticmethod
    def _room(width: int) -> float:
        return max(width - _PADDING, 1) * POINTS_PER_PIXEL

    def _lines(self, text: str, width: int, style: object) -> int:
        return lines_needed(text, self._room(width), getattr(style, "size", 11), bold=True)


def _heading_room(column: Column) -> int:
    """Give the pixels that keep the longest word of a heading whole."""
    longest = max(text_width(word, HEAD.size, bold=True) for word in column.title.split(" "))
    return round(longest * CAUTION / POINTS_PER_PIXEL) + _PADDING


def figure_text(value: float, kind: Kind) -> str:
    """Give a figure as it is shown, as far as its width is concerned."""
    return f"{value:.1%}" if kind is Kind.share else f"{value:,}"


def bands(place: Place) -> list[tuple[int, int]]:
    """Give the first and last column of every shared upper heading."""
    found: list[tuple[int, int]] = []
    columns = place.sheet.columns
    for number, column in enumerate(columns):
        if not column.band:
            continue
        if found and found[-1][1] == number - 1 and columns[number - 1].band == column.band:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def index_texts(place: Place) -> list[str]:
    """Give the index row: (1), (2), and for a rate (9)=(7)/(6); nothing outside the page."""
    columns = place.sheet.columns
    texts = []
    for number, column in enumerate(columns):
        text = f"({number + 1})" if column.printed else ""
        if column.share_of:
            part, base = (place.columns[key] + 1 for key in column.share_of)
            text += f"=({part})/({base})"
        texts.append(text)
    return texts
