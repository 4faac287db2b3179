"""One cell at a time: what stands in a column of published figures, read strictly. Plain Python.

Each reader takes a cell that is not empty and raises `Invalid` or `Unclear` with what is wrong and how to cure it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from promotion.imports.words import LEVELS, PERIODS, SCOPES, folded
from promotion.kernel.calendar import read_date
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.publications.rules import EDITIONS, FIRST_YEAR, LAST_YEAR, Period, PlaceScope, PublishedLevel
from promotion.sheets.grids import Cell, shown

T = TypeVar("T", bound=StrEnum)

_LONGEST_TEXT = 1000


def read_year(cell: Cell) -> int:
    """Return a year from 2000 to 2100."""
    text = read_code(cell)
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len(str(FIRST_YEAR)) else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            N_("“%(text)s” is no year between %(first)s and %(last)s."),
            {"text": text, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            cure=N_("Write the year of the figure, such as 2024."),
        )
    return year


def read_edition(cell: Cell) -> str:
    """Return the edition of the provinces: 2024 (63) or 2025 (34)."""
    text = read_code(cell)
    if text not in EDITIONS:
        raise Invalid(
            N_("“%(text)s” is no edition of the provinces."),
            {"text": text},
            cure=N_("Write 2024 for the 63 provinces to 30 June 2025, or 2025 for the 34 since."),
        )
    return text


def read_period(cell: Cell) -> Period:
    """Return the part of the year."""
    return _one_of(cell, PERIODS, Period, N_("“%(text)s” is no part of a year."))


def read_scope(cell: Cell) -> PlaceScope:
    """Return the kind of place."""
    return _one_of(cell, SCOPES, PlaceScope, N_("“%(text)s” is no kind of place."))


def read_level(cell: Cell) -> PublishedLevel:
    """Return whose money it is."""
    return _one_of(cell, LEVELS, PublishedLevel, N_("“%(text)s” is no level."))


def read_day(cell: Cell) -> date:
    """Return a day, from a cell that holds one or from text: 30/06/2024, 2024-06-30."""
    if isinstance(cell, datetime):
        cell = cell.date()
    return cell if isinstance(cell, date) else read_date(read_code(cell), "vi")


def read_code(cell: Cell) -> str:
    """Return a code or a name; a whole number is taken as its digits, a day is refused."""
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return f"{cell:f}"
    if not isinstance(cell, str):
        if isinstance(cell, date):
            raise Invalid(
                N_("The cell holds the day %(text)s."),
                {"text": shown(cell)},
                cure=N_("A spreadsheet may have turned a code into a day: write the code as text."),
            )
        raise Invalid(N_("“%(text)s” is not text."), {"text": shown(cell)})
    return cell


def read_text(cell: Cell) -> str:
    """Return words of at most a thousand characters."""
    text = shown(cell) if not isinstance(cell, str) else cell
    if len(text) > _LONGEST_TEXT:
        raise Invalid(N_("The text is longer than %(most)s characters."), {"most": str(_LONGEST_TEXT)})
    return text


def _one_of(cell: Cell, words: Mapping[str, T], values: type[T], message: str) -> T:
    text = read_code(cell)
    found = words.get(folded(text))
    if found is None:
        choices = ", ".join(str(value) for value in values)
        raise Invalid(message, {"text": text, "choices": choices}, cure=N_("Write one of: %(choices)s."))
    return found
