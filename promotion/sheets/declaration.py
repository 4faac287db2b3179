"""A workbook as a declaration: sheets, lines, a table with its columns and rows, page set-up.

Nothing here knows a spreadsheet library, an address or a result. Lengths of columns are millimetres of
paper, sizes of type are points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from promotion.sheets.cells import Cell, Kind

Align = Literal["left", "center", "right"]


class RowLevel(StrEnum):
    """What a row is in the order A, I, 1 of a table of figures."""

    section = "section"
    group = "group"
    item = "item"
    rest = "rest"
    total = "total"


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of a line looks."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    top: bool = False
    border: bool = False
    fill: str = ""
    colour: str = ""
    kind: Kind = Kind.text
    indent: int = 0
    quoted: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: one cell laid over the columns from `first` to `last`."""

    cell: Cell
    first: str
    last: str
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal line, centred over columns, as long as `length` points, at the top of its line."""

    first: str
    last: str
    length: float


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet row outside the table. `keep` holds it on the page of the row below."""

    parts: tuple[Part, ...] = ()
    rules: tuple[Rule, ...] = ()
    least: float = 0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: the least width in millimetres, the heading, and what its cells show.

    Neighbours with the same `band` share an upper heading. `share_of` makes every figure row's cell the
    rate of two other columns, and the index row says so. A column that is not `printed` stands to the
    right of the page, for filtering on the screen.
    """

    key: str
    title: str
    width: float
    kind: Kind = Kind.text
    band: str = ""
    share_of: tuple[str, str] | None = None
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; cells by column key, what is left out stays empty."""

    key: str
    cells: Mapping[str, Cell]
    level: RowLevel = RowLevel.item
    rates: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet, over all its columns.

    `key_column` names the column whose words are the rows' keys: what `Lookup` searches.
    """

    rows: tuple[Row, ...]
    numbered: bool = True
    key_column: str = ""
    filtered: bool = False
    size: float = 11
    least: float = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its tab name (our own words), columns, and lines and at most one table from top to bottom.

    `frozen` is the last column that stays in view. A sheet whose pages would shrink to no less than
    `whole` of their size is printed on a single page. Columns in `turns` begin a further page beside the first, on
    which the columns up to `frozen` stand again.
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    blocks: tuple[Line | Table, ...]
    frozen: str = ""
    whole: float = 0.84
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footer:
    """Words at the foot of each page: left, and the page count with `%(page)s` and `%(pages)s`."""

    left: str
    pages: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole workbook. `made` is written into the file as its creation time, so it decides its bytes."""

    title: str
    author: str
    made: datetime
    footer: Footer
    sheets: tuple[Sheet, ...]
