"""What was read from somebody's file: sheets of rows of typed cells, exactly as they stand there.

Nothing is guessed here. A number is an exact `Decimal` (the shortest one that the file's number stands for), a day a
`date`; what the file shows in another way than it holds it, or does not hold at all, comes as what it is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the sheet shows with a percent sign: 0.346 shown as 34.6 % is Percent(34.6)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell whose value the file does not hold: a formula that was never reckoned, or an error value."""

    kind: Literal["formula", "error"]
    text: str


Cell = str | Decimal | Percent | date | datetime | bool | Unread


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank: its number in the file, counted from 1, and its cells by column, from 0."""

    number: int
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet; its name is empty for a text file. Hidden sheets come without rows."""

    name: str
    rows: tuple[Row, ...]
    visible: bool = True


class Unreadable(Invalid):
    """The file cannot be read as what it should be; nothing in it was looked at."""

    default_cure = N_("Save it as an Excel workbook (.xlsx) or as CSV in UTF-8 and send that file.")


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def shown(cell: Cell | None) -> str:
    """Return a cell as it may stand in a message."""
    if cell is None:
        return ""
    if isinstance(cell, Percent):
        return f"{cell.value:f} %"
    if isinstance(cell, Unread):
        return cell.text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return "".join(letter if letter.isprintable() else " " for letter in text[:120])
